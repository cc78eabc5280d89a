//! Stage 3: the table engine. It knows rows, patterns and lexicons, and no kind of entity.
//!
//! In: tables as text (built in, or a user's) and the clean text of one document.
//! Out: [`Matches`], every stretch that a row reads, with the row.
//! Holds: a row's id is found again from each match; all faults of all tables are reported at once.
//! Next stage: [`crate::mention`].
//!
//! How a table is written is described in `README.md` beside this file, which [`Tables`] shows.

mod char_set;
mod check;
mod compile;
mod condition;
mod example;
mod fault;
mod group;
mod guard;
mod head;
mod ids;
mod lexicon;
mod load;
mod matches;
mod parse;
mod part;
mod pattern;
mod prefilter;
mod rule;
mod scanner;
mod schema;
mod table;
mod word_list;

#[cfg(test)]
mod tests;

pub(crate) use check::{Claim, check};
pub(crate) use compile::Rules;
pub use fault::Fault;
pub(crate) use group::{GroupMemory, Groups};
pub(crate) use head::Head;
pub(crate) use matches::{Match, Matches};
pub use rule::Rule;
pub(crate) use schema::{
    Column, DISABLE, FORCE, Form, PART, REDIRECTS, Schema, are_values, is_value, one_of,
};
pub(crate) use table::Row;
pub use table::{RuleId, Tables};
pub(crate) use word_list::{WordList, WordLists, word_lists};
