//! Estimates learned weights from annotated text (feature `train`).
//!
//! In: lines of JSON `{"text","entities":[[start,end,"PER"|"LOC"|"ORG"],…]}` with offsets in characters.
//! Out: the bytes of `weights.bin`. Holds: the same files in the same order give the same bytes, on any number of cores.

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
