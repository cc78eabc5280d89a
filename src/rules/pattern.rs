//! One pattern: what a row may ask for, and where in its cell something is wrong.

use regex_syntax::{
    ParserBuilder,
    ast::{self, Ast},
    hir::Hir,
};

use super::{
    Fault, Row,
    part::{Expanded, Parts},
};

/// The longest stretch a pattern may read, in bytes. It keeps the scan linear on any text: no row walks further from
/// one character.
pub(crate) const MAX_BYTES: usize = 256;

/// What a pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// It reads a stretch of the text: at least one character, and without looking at its neighbours.
    Reads,
    /// It is put into patterns, and may read nothing by itself.
    IsPart,
    /// It guards what another pattern reads; `^` and `$` are the borders of a line.
    Guards,
}

/// Returns the pattern of a row's column with its parts put in, and its syntax.
///
/// # Errors
///
/// What is wrong, with its place in the row's cell.
pub(crate) fn read(
    row: &Row<'_>,
    column: &str,
    parts: &Parts<'_>,
    purpose: Use,
) -> Result<(Expanded, Hir), Fault> {
    let expanded = parts
        .expand(row.cell(column))
        .map_err(|(byte, message)| row.fault(column, byte, message))?;
    match syntax(&expanded.text, purpose) {
        Ok(hir) => Ok((expanded, hir)),
        Err((byte, message)) => Err(row.fault(column, expanded.origin(byte), message)),
    }
}

/// Returns the syntax of a whole pattern, or the byte and the message of what is wrong with it.
fn syntax(pattern: &str, purpose: Use) -> Result<Hir, (usize, String)> {
    let error = |byte, what: String| (byte, format!("pattern does not compile: {what}"));
    let hir = ParserBuilder::new()
        .multi_line(purpose == Use::Guards)
        .build()
        .parse(pattern)
        .map_err(|e| match e {
            regex_syntax::Error::Parse(e) => error(e.span().start.offset, e.kind().to_string()),
            regex_syntax::Error::Translate(e) => error(e.span().start.offset, e.kind().to_string()),
            other => error(0, other.to_string()),
        })?;
    let properties = hir.properties();
    if purpose == Use::Guards && pattern.contains(';') {
        return Err((0, "a guard is a pattern: its alternatives are separated by `|`".to_owned()));
    }
    if purpose != Use::Guards {
        if !properties.look_set().is_empty() {
            let message = "a pattern does not look at its neighbours: use the columns left, right, not_left and not_right";
            return Err((0, message.to_owned()));
        }
        if purpose == Use::Reads && properties.minimum_len() == Some(0) {
            return Err((0, "pattern may read nothing".to_owned()));
        }
    }
    match properties.maximum_len() {
        Some(length) if length <= MAX_BYTES => Ok(hir),
        Some(length) => Err((
            0,
            format!(
                "pattern may read {length} bytes; {MAX_BYTES} are the most, a Chinese character takes 3"
            ),
        )),
        None => Err((
            unbounded(pattern).unwrap_or(0),
            "repeat without end: say how often at most, such as `{0,20}`".to_owned(),
        )),
    }
}

/// Returns the byte of the first repeat without end.
fn unbounded(pattern: &str) -> Option<usize> {
    struct Finder;
    impl ast::Visitor for Finder {
        type Output = Option<usize>;
        type Err = usize;
        fn finish(self) -> Result<Option<usize>, usize> {
            Ok(None)
        }
        fn visit_pre(&mut self, ast: &Ast) -> Result<(), usize> {
            use ast::{RepetitionKind as Kind, RepetitionRange as Range};
            match ast {
                Ast::Repetition(r) => match r.op.kind {
                    Kind::ZeroOrMore | Kind::OneOrMore | Kind::Range(Range::AtLeast(_)) => {
                        Err(r.op.span.start.offset)
                    }
                    _ => Ok(()),
                },
                _ => Ok(()),
            }
        }
    }
    let ast = ast::parse::Parser::new().parse(pattern).ok()?;
    ast::visit(&ast, Finder).unwrap_or_else(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(pattern: &str, byte: usize, what: &str) {
        let (at, message) = syntax(pattern, Use::Reads).unwrap_err();
        assert_eq!(at, byte, "{message}");
        assert!(message.contains(what), "{message}");
    }

    #[test]
    fn a_pattern_that_could_run_through_the_whole_text_is_refused() {
        refused("第.*届", "第.".len(), "repeat without end");
        refused("第[0-9]+届", "第[0-9]".len(), "repeat without end");
        refused("[^，]{2,}", "[^，]".len(), "repeat without end");
        refused(".{1,100}", 0, "400 bytes");
        assert!(syntax("第.{1,30}届", Use::Reads).is_ok());
    }

    #[test]
    fn a_pattern_that_reads_nothing_or_looks_around_is_refused() {
        refused("(?:一月)?", 0, "read nothing");
        refused("^一月", 0, "neighbours");
        refused(r"\b1月", 0, "neighbours");
        assert!(syntax("^|，", Use::Guards).is_ok());
    }

    #[test]
    fn an_error_of_syntax_is_placed() {
        refused("八月(初", "八月".len(), "unclosed group");
        refused("八月[初-中]", "八月[".len(), "range");
    }
}
