//! One opaque error type; what went wrong is asked with `is_*` questions.

use std::{fmt, sync::Arc};

use crate::rules::Fault;

/// What can go wrong while an extractor is built or an input is described. Extraction itself never fails.
///
/// # Examples
///
/// ```
/// let error = "2023-13-40".parse::<yaowen::Moment>().unwrap_err();
/// assert!(error.is_date());
/// assert_eq!(error.to_string(), "expected a date like 2023-08-04 or 2023-08-04T09:30:00, found `2023-13-40`");
/// ```
#[derive(Debug, Clone)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Date { found: String },
    Word { expected: &'static [&'static str], found: String },
    Tables { faults: Vec<Fault> },
    Line { expected: String, found: String },
    Read { path: String, source: Arc<std::io::Error> },
    Weights { message: &'static str },
}

impl Error {
    pub(crate) fn date(found: &str) -> Self {
        Error { kind: Kind::Date { found: found.to_owned() } }
    }

    pub(crate) fn word(expected: &'static [&'static str], found: &str) -> Self {
        Error { kind: Kind::Word { expected, found: found.to_owned() } }
    }

    pub(crate) fn line(expected: &str, found: String) -> Self {
        Error { kind: Kind::Line { expected: expected.to_owned(), found } }
    }

    pub(crate) fn tables(mut faults: Vec<Fault>) -> Self {
        faults.sort();
        faults.dedup();
        Error { kind: Kind::Tables { faults } }
    }

    pub(crate) fn read(path: &std::path::Path, source: std::io::Error) -> Self {
        Error { kind: Kind::Read { path: path.display().to_string(), source: Arc::new(source) } }
    }

    pub(crate) fn weights(message: &'static str) -> Self {
        Error { kind: Kind::Weights { message } }
    }

    /// Returns whether bytes are no learned weights.
    pub fn is_weights(&self) -> bool {
        matches!(self.kind, Kind::Weights { .. })
    }

    /// Returns whether a date could not be read.
    pub fn is_date(&self) -> bool {
        matches!(self.kind, Kind::Date { .. })
    }

    /// Returns whether a word is none of the closed set that was asked for, such as the kinds of mentions.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word { .. })
    }

    /// Returns whether a line of JSON could not be read.
    pub fn is_json(&self) -> bool {
        matches!(self.kind, Kind::Line { .. })
    }

    /// Returns whether rule tables have faults; [`Error::faults`] lists them.
    pub fn is_tables(&self) -> bool {
        matches!(self.kind, Kind::Tables { .. })
    }

    /// Returns whether a file could not be read.
    pub fn is_read(&self) -> bool {
        matches!(self.kind, Kind::Read { .. })
    }

    /// Returns every fault of every table, in file and line order; empty for other errors.
    pub fn faults(&self) -> &[Fault] {
        match &self.kind {
            Kind::Tables { faults } => faults,
            _ => &[],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Date { found } => {
                write!(f, "expected a date like 2023-08-04 or 2023-08-04T09:30:00, found `{found}`")
            }
            Kind::Word { expected, found } => {
                write!(f, "expected {}, found `{found}`", expected.join(", "))
            }
            Kind::Line { expected, found } => write!(f, "expected {expected}, found {found}"),
            Kind::Tables { faults } => {
                for (i, fault) in faults.iter().enumerate() {
                    if i > 0 {
                        f.write_str("\n")?;
                    }
                    write!(f, "{fault}")?;
                }
                Ok(())
            }
            Kind::Read { path, source } => write!(f, "{path}: {source}"),
            Kind::Weights { message } => write!(f, "learned weights: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Read { source, .. } => Some(source.as_ref()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{error::Error as _, io, path::Path};

    use super::*;
    use crate::document::Polarity;

    #[test]
    fn an_error_is_cloned_with_its_source() {
        let error = Error::read(Path::new("own.tsv"), io::ErrorKind::NotFound.into()).clone();
        assert!(error.is_read() && error.to_string().starts_with("own.tsv: "));
        let source = error.source().and_then(|s| s.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::NotFound));
    }

    #[test]
    fn a_word_of_no_set_is_said_with_those_that_are() {
        let error = "maybe".parse::<Polarity>().unwrap_err();
        assert!(error.is_word());
        assert_eq!(error.to_string(), "expected positive, negative, found `maybe`");
    }
}
