//! What a user chooses beside the tables: whose guidelines to follow, and which way a date leans.

use crate::closed_set::closed_set;

closed_set! {
    /// Whose guidelines the mentions follow where guidelines differ (市委 marked or not, A至B one date or two).
    pub enum Convention {
        /// The contract's own, for readers of news.
        News = "news",
        /// Those of the MSRA corpus of names.
        Msra = "msra",
        /// Those of the People's Daily corpus of 1998.
        Pfr98 = "pfr98",
    }
}

closed_set! {
    /// Which day a date without year or month means when its sentence leaves it open: 周三, 10月.
    pub enum Preference {
        /// The one before the anchor; news is about the past.
        Past = "past",
        /// The one after it.
        Future = "future",
        /// The one nearer to it.
        Nearest = "nearest",
    }
}

/// The choices of one extractor, for the stages that ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// Whose guidelines mentions follow.
    pub(crate) convention: Convention,
    /// Which way open dates lean.
    pub(crate) preference: Preference,
    /// Whether rivals and evidence are kept.
    pub(crate) explain: bool,
    /// Whether titles and events are decided by the set rules alone, as the examples of their tables are.
    pub(crate) set_rules: bool,
    /// Whether mentions are left as they are before the learned rows of titles, for the trainer.
    pub(crate) undecided_titles: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            convention: Convention::News,
            preference: Preference::Past,
            explain: false,
            set_rules: false,
            undecided_titles: false,
        }
    }
}
