//! Proposers: candidates for names and titles, each with the features whose weights are set by hand.
//!
//! In: the index of a sentence. Out: [`Candidates`](candidates::Candidates). They run in the order place, title,
//! organization, person, foreign: each sees where those before it found likely names.

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
