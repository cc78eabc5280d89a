//! Candidates for names and titles, each with the features that fired on it.

pub(crate) mod candidates;
pub(crate) mod foreign;
pub(crate) mod organization;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod title;
mod title_context;
pub(crate) mod user_names;
pub(crate) mod weight;

/// A candidate below this score is dropped as soon as it is proposed; no later feature was seen to lift one to a mention
/// (set on the dev pages of news).
const FLOOR: f32 = -4.0;
