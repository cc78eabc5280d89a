//! Decides which candidates are mentions: the best path through all of them, then filters that compare the winners.

pub(crate) mod defined_alias;
pub(crate) mod lattice;
pub(crate) mod parenthetical_split;
pub(crate) mod title_filter;
