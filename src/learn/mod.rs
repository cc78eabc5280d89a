//! Estimates learned weights from annotated text (feature `train`).
//!
//! In: lines of JSON with offsets in characters: `{"text","entities":[[start,end,"PER"|"LOC"|"ORG"|"TITLE"],…]}` for names
//! and titles, `{"text","events":[…]}` for events ([`EventCorpus::add`]). Out: the bytes of `weights.bin`,
//! `title_weights.bin` or `event_weights.bin`. Holds: the same files in the same order give the same bytes, on any number
//! of cores.
//!
//! The features are not here but where the extractor computes them, with the same code: in `mention/score/learned/feature.rs`
//! for names, `mention/titles/rows.rs` for titles and `event/learned/` for events.

mod corpus;
mod event;
mod example;
mod guidelines;
mod marginals;
mod model;
mod title;
mod train;

pub use corpus::{Corpus, Documents};
pub use event::{EventCorpus, EventSettings, train_events};
pub use title::{TitleCorpus, train_titles};
pub use train::{Progress, Settings, train};
