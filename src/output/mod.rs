//! Stage 7: turns the results of the stages into a [`Document`], and documents into text, JSON, CSV and HTML.
//!
//! In: what all stages found, in bytes of the clean text. Out: [`Document`], in bytes of the original, and its formats.
//! Holds: ids are numbered in text order; every id that is referred to exists.
//!
//! A new format is a variant of [`Format`], an arm in [`Writer::write`] and, when the file has a head or an end, one in
//! [`Writer::finish`] for a run without documents. Its module renders one document, as `csv` does.

mod csv;
#[cfg(feature = "files")]
mod file;
mod html;
mod record;
mod text;
mod view;
mod writer;

#[cfg(feature = "files")]
pub use file::OutputFile;
pub(crate) use record::{document, page, record};
pub use writer::{Format, Writer};

#[cfg(doc)]
use crate::Document;
