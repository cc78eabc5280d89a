//! Which candidates are mentions: the best path through all of them, and what its names say about each other.

pub(crate) mod defined_alias;
pub(crate) mod lattice;
pub(crate) mod parenthetical_split;
pub(crate) mod title_filter;
