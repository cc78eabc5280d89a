//! Candidates for names and titles, each with the features that fired on it.

pub(crate) mod foreign;
pub(crate) mod organization;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod title;
mod title_context;
pub(crate) mod user_names;
pub(crate) mod weight;
