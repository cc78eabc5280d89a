//! Stage 3: the table engine. It knows rows, patterns and lexicons, and no kind of entity.
//!
//! In: tables as text (built in, or a user's) and the clean text of one document.
//! Out: [`Matches`], every stretch that a row reads, with the row.
//! Holds: a row's id is found again from each match; all faults of all tables are reported at once.
//! Next stage: [`crate::mention`].

mod compile;
mod fault;
mod matches;
mod parse;
mod schema;
mod table;

pub(crate) use compile::Rules;
pub use fault::Fault;
pub(crate) use matches::{Match, Matches};
pub(crate) use schema::{Column, Form, Schema};
pub(crate) use table::{Row, Table};
pub use table::{RuleId, Tables};
