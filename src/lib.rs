//! yaowen (要闻) turns Chinese news text, however messy the web page it comes from, into structured event records: who
//! (with post and organisation) did what, to or with whom, when and where. Every mention and event carries its byte span
//! in the original and the id of the rule row that produced it.
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
//! - [`Input`], [`Moment`], [`JsonLine`]: a text with its id and its date, from which 昨日 and 今年 are counted.
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
//! # How a text is processed
//!
//! ```text
//! text ─▶ segment ─▶ rules ─▶ mention ─▶ resolve ─▶ event ─▶ output
//! ```
//!
//! Each stage is a folder of `src/`. The docs of a module say what goes in (*In*), what comes out (*Out*), which invariants
//! its output satisfies (*Holds*) and what comes next. Words with a fixed meaning:
//!
//! - row: one line of a table in `tables/`; its id is printed with the results it produced.
//! - set rules: tables and code whose weights were set by hand. Learned rows: features whose weights were estimated from
//!   annotated text.
//! - anchor: the day a text was written or published, from which 昨日 and 今年 are counted.
//! - title: 县长. Post: a title with its holder and organisation.
//! - reading: the pronunciation printed behind a character, 國(guó); elsewhere one way to analyse a stretch of text.
//!
//! Paths are relative to `src/`, those that begin with `tests/` or `examples/` to the repository.
//!
//! | I want to … | open … |
//! |---|---|
//! | add a title, a body, a surname | `tables/title.tsv`, `tables/public_body.tsv`, `tables/surname.tsv` |
//! | add a way to write a date | `tables/date.tsv`; its columns `value` and `bind`: `mention/date/template.rs` |
//! | add a feast, an era, a named period | `tables/festival.tsv`, `tables/era.tsv`, `tables/period.tsv` |
//! | add a preposition or suffix of dates (自…以来) | `tables/date_frame.tsv`, `mention/date/frame.rs` |
//! | add a field of a date, such as 半旬 | `mention/date/field.rs`, `resolve/date/year_part.rs`, then `tables/date.tsv` |
//! | mend a wrong year or day | `resolve/date/year.rs`, `resolve/date/day.rs` |
//! | add a trigger of events, or where their arguments stand | `tables/trigger.tsv`, `tables/frame.tsv` |
//! | add a type of event, or a role | rows of `tables/`: `ontology`, `role`, `trigger`, `frame`; `tests/event_types.rs` |
//! | change the features of names, of titles | `mention/score/learned/feature.rs`, `mention/titles/rows.rs`; see below |
//! | change the features of events | `event/learned/`: `*_features.rs`, `phrase.rs`, `speech_content.rs`; see below |
//! | correct a wrong name | what `--explain` names: a lexicon, `tables/weight.tsv` (see below), `mention/score/` |
//! | correct where an organisation begins or ends | `tables/org_suffix.tsv`, `tables/organization.tsv`, |
//! | | `mention/propose/organization.rs`, `mention/score/guideline.rs`, `mention/score/name_extension.rs` |
//! | mend a post or what 他 stands for | `tables/post_word.tsv`, `tables/reference_word.tsv`, `resolve/post/`, `resolve/pronoun.rs` |
//! | mend what is taken for the article of a page | `tables/page_class.tsv`, `tables/page_label.tsv`, `text/article/` |
//! | write one character as another when cleaning | `tables/form.tsv`, `tables/fold.tsv`, `tables/fold_exception.tsv` |
//! | add a cleaning step | `text/mod.rs`, and a module on the model of `text/blank.rs`; `tests/text.rs` |
//! | change what is printed | `output/text.rs`, `output/csv.rs`, `output/html.rs`; what they share: `output/view.rs` |
//! | change a field of the record, and so of JSON | `document/mod.rs`, `output/record.rs` |
//! | add an output format | `output/writer.rs`, a module beside `output/csv.rs`, `--format` in `examples/yaowen.rs` |
//!
//! What the tests do not tell you, or tell you late:
//!
//! - With the feature `learned`, a row of `trigger.tsv` or `frame.tsv` is a hint and not a decision where
//!   `event_weights.bin` knows the type; the examples of the tables are read by the set rules and say nothing of it. The
//!   frames decide on the arguments of types that the weights do not know, and in tables of your own.
//! - `weights.bin` was estimated on top of the rows `org_…`, `person_…`, `place_…` and `title_…` of `weight.tsv`. When one
//!   of them changes it has to be estimated again; the other rows of `weight.tsv` may be changed by themselves.
//! - A template of features is known by its number. Append new ones, give each a row in `feature.tsv` (spans of names are
//!   called `stretch` there), and estimate the weights again; `README.md` has the commands, but not the corpora.
//!
//! # Features
//!
//! - `parallel` (on): [`Extractor::extract_all`], and [`Extractor::documents`] on all cores, with rayon.
//! - `files` (on): [`Files`] and [`output::OutputFile`], with walkdir, flate2, same-file and tempfile.
//! - `learned` (on): weights of names, titles and events, estimated from annotated text, 6.7 MB; without them the set rules
//!   decide all three.
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
