//! yaowen (要闻) turns Chinese news text, as dirty as the web gives it, into structured event records: who (with post
//! and organisation) did what, to or with whom, when and where. It is for programs that read news; every value is
//! traceable to bytes of the original and to a named row of a rule table.
//!
//! ```
//! let text = "8月2日至3日，岚皋县委副书记、县长魏小林率代表团赴常州市考察。魏小林表示，希望双方加强合作。";
//! let document = yaowen::Extractor::new().extract(yaowen::Input::new(text).date("2023-08-04".parse()?));
//!
//! let person = document.entities.iter().find(|e| e.name == "魏小林").unwrap();
//! let titles: Vec<&str> = person.posts.iter().map(|p| p.title.as_str()).collect();
//! assert_eq!(titles, ["副书记", "县长"]);
//!
//! let visit = document.events.iter().find(|e| e.kind == "visit.inspect").unwrap();
//! assert_eq!(visit.trigger.text, "考察");
//! assert_eq!(visit.time.as_ref().unwrap().value, "2023-08-02/2023-08-03");
//! # Ok::<(), yaowen::Error>(())
//! ```
//!
//! # What there is
//!
//! - [`Extractor`]: reads a text to a [`Document`]; [`ExtractorBuilder`] for own tables, other guidelines, explanations.
//! - [`Document`]: mentions, entities with posts, dates with values, events with arguments; see [`document`].
//! - [`Input`], [`Moment`], [`JsonLine`]: a text with its id and the day it speaks from.
//! - [`Texts`], [`Files`]: the texts of readers, files and folders; [`Extractor::documents`] streams their records.
//! - [`dates()`]: dates alone. [`text::clean`]: clean text with a map back, alone.
//! - [`text::article()`]: the article of a page of HTML apart from the rest of it, alone.
//! - [`Tables`]: the rule tables, and how to write your own.
//! - [`output`]: documents as text, JSON, CSV or HTML.
//!
//! # Which words decided?
//!
//! ```
//! let extractor = yaowen::Extractor::builder().explain(true).build()?;
//! let document = extractor.extract("区长石旭涌率队到访。");
//! let person = document.mentions.iter().find(|m| m.text == "石旭涌").unwrap();
//! assert!(person.evidence.iter().any(|e| e.rule.starts_with("weight.person_")));
//! # Ok::<(), yaowen::Error>(())
//! ```
//!
//! # The way of the data
//!
//! ```text
//! text ─▶ segment ─▶ rules ─▶ mention ─▶ resolve ─▶ event ─▶ output
//! ```
//!
//! | I want to … | open … |
//! |---|---|
//! | add a title, a body, a surname | `tables/title.tsv`, `tables/public_body.tsv`, `tables/surname.tsv` |
//! | add a way to write a date | `tables/date.tsv` |
//! | add a field of a date, such as 半旬 | `mention/date/field.rs`, `resolve/date/year_part.rs` |
//! | mend a wrong year or day | `resolve/date/year.rs`, `resolve/date/day.rs` |
//! | add a trigger of events, or where their arguments stand | `tables/trigger.tsv`, `tables/frame.tsv` |
//! | add a type of event, or a role | `tables/ontology.tsv`, `tables/role.tsv`, then a trigger and a frame; `tests/event_types.rs` |
//! | change the features of events | `event/learned/trigger_features.rs`, `event/learned/argument_features.rs`, `tables/feature.tsv` |
//! | mend a wrong name | `tables/weight.tsv`, then `mention/` |
//! | mend a post or what 他 stands for | `tables/post_word.tsv`, `tables/reference_word.tsv`, `resolve/post/`, `resolve/pronoun.rs` |
//! | mend what is taken for the article of a page | `tables/page_class.tsv`, `tables/page_label.tsv`, `text/article/` |
//! | clean up another kind of dirt | `text/` |
//! | change what is printed | `output/` |
//!
//! # Features
//!
//! - `parallel` (on): [`Extractor::extract_all`] over all cores, with rayon.
//! - `files` (on): [`Files`] and [`output::OutputFile`], with walkdir, flate2, same-file and tempfile.
//! - `learned` (on): weights estimated from annotated news, 6 MB; without them names are found by the rows whose weights
//!   are set by hand.
//! - `train`: the module `learn`, which estimates such weights.
//!
//! # What it does not do
//!
//! It reads news in Chinese, not talk or literature; it does not link entities to a knowledge base beyond its own
//! gazetteer of places; it does not translate.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod span;
pub use span::{Clean, Original, Span};

mod error;
pub use error::Error;

mod input;
#[cfg(feature = "files")]
pub use input::Files;
pub use input::{BytesRead, Fields, Form, Input, JsonLine, Moment, Skipped, SourceText, Texts};

mod admin_level;
mod closed_set;

mod decimal;
pub mod document;
mod numeral;
mod time_value;
pub use document::Document;

mod options;
pub use options::{Convention, Preference};

mod dates;
pub use dates::{DateMention, dates, dates_leaning};

mod extractor;
pub use extractor::{Extractor, ExtractorBuilder, Workspace};

mod documents;
pub use documents::{Documents, Extracted};

mod check;

mod dictionary;

mod unique;
use unique::unique_id;

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
