//! Chinese news text to structured event records: who (with post and organisation) did what, to or with whom, when and
//! where; every value traceable to bytes of the original and to a named row of a rule table.

mod span;
pub use span::{Clean, Original, Span};

mod error;
pub use error::Error;

mod input;
pub use input::{Input, JsonLine, Moment};

pub mod document;
pub use document::Document;

mod options;
pub use options::{Convention, Preference};

mod dates;
pub use dates::{DateMention, dates, dates_leaning};

mod extractor;
pub use extractor::{Extractor, ExtractorBuilder, Workspace};

mod check;

pub mod text;

mod segment;

mod rules;
pub use rules::{Fault, Rule, RuleId, Tables};

mod tables;

mod mention;

mod resolve;

mod event;

pub mod output;

#[cfg(feature = "train")]
pub mod learn;
