//! Stage 7: the stages' results to a [`Document`], and documents to text, JSON, CSV and HTML.
//!
//! In: what all stages found, in bytes of the clean text. Out: [`Document`], in bytes of the original, and its views.
//! Holds: ids count in text order; every id that is named exists.

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
