//! Traditional characters and variants to Simplified ones, character for character.
//!
//! Most stand for one Simplified character wherever they stand (`fold.tsv`). The others depend on their neighbours
//! (`fold_exception.tsv`): 乾隆 keeps what 乾燥 loses. Text that is Simplified stays as it is.

use once_cell::sync::Lazy;

use super::chars::{CHARS, EXCEPTION_TABLE, FOLD, IN_CONTEXT};

/// A row of `fold_exception.tsv`.
#[derive(Debug)]
struct Exception {
    from: char,
    to: char,
    /// Simplified characters of which one must stand before; empty when any may.
    before: &'static str,
    /// Simplified characters of which one must stand behind; empty when any may.
    after: &'static str,
    /// Whether the line must have a character that is Traditional for certain.
    in_traditional: bool,
}

/// The rows by their character; of one character, those that ask for more come first, and those that keep it.
static EXCEPTIONS: Lazy<Vec<Exception>> = Lazy::new(|| {
    let columns = ["from", "to", "before", "after", "line"];
    let mut rows: Vec<Exception> = EXCEPTION_TABLE
        .rows(columns)
        .map(|[from, to, before, after, line]| Exception {
            from: from.character(),
            to: to.character(),
            before: before.text(),
            after: after.text(),
            in_traditional: line.text() == "traditional",
        })
        .collect();
    rows.sort_by_key(|r| {
        (r.from, r.before.is_empty() as u8 + r.after.is_empty() as u8, r.from != r.to)
    });
    rows
});

/// Returns what is written for the character `c` of class [`IN_CONTEXT`] at byte `at` of `text`, behind the clean text
/// `before`.
pub(super) fn in_context(c: char, before: &str, text: &str, at: usize, lines: &mut Lines) -> char {
    let previous = neighbour(before.chars().rev());
    let next = neighbour(text[at..].chars().skip(1)).map(|c| CHARS.simplified(c));
    let first = EXCEPTIONS.partition_point(|r| r.from < c);
    EXCEPTIONS[first..]
        .iter()
        .take_while(|r| r.from == c)
        .find(|r| {
            stands(r.before, previous)
                && stands(r.after, next)
                && (!r.in_traditional || lines.traditional(text, at))
        })
        .map_or(c, |r| r.to)
}

fn stands(class: &str, neighbour: Option<char>) -> bool {
    class.is_empty() || neighbour.is_some_and(|c| class.contains(c))
}

/// Returns the next character that is no blank: blanks between ideographs are taken out later.
fn neighbour(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.find(|c| !matches!(c, ' ' | '\n'))
}

/// Whether the line that was asked for last is Traditional.
#[derive(Debug, Default)]
pub(super) struct Lines {
    end: usize,
    traditional: bool,
}

impl Lines {
    /// Returns whether the line at byte `at` has a character that is Traditional for certain. Calls come in text order.
    fn traditional(&mut self, text: &str, at: usize) -> bool {
        if at >= self.end {
            let bytes = text.as_bytes();
            let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |i| i + 1);
            self.end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |i| at + i + 1);
            self.traditional = text[start..self.end].chars().any(certain);
        }
        self.traditional
    }
}

/// Returns whether the character stands for another one wherever it stands.
fn certain(c: char) -> bool {
    CHARS.class(c) & (FOLD | IN_CONTEXT) == FOLD
}

#[cfg(test)]
mod tests {
    use super::{super::rewrite::rewrite, *};

    fn folded(text: &str) -> String {
        rewrite(text).map_or(text.to_owned(), |c| c.text)
    }

    #[test]
    fn certain_characters_are_folded_wherever_they_stand() {
        assert_eq!(
            folded("陜西省與衞生部門髮展產業，裏裡羣峯爲證"),
            "陕西省与卫生部门发展产业，里里群峰为证"
        );
    }

    #[test]
    fn no_character_is_folded_twice() {
        for c in ('\0'..='\u{ffff}').filter(|c| CHARS.class(*c) & FOLD != 0) {
            assert!(!certain(CHARS.simplified(c)), "{c:?}");
        }
    }

    #[test]
    fn simplified_text_is_not_touched() {
        let text =
            "著名作家于先生在乾隆年间的著作显著，后来征战，瞭望杂志，慰藉，覆盖，魏徵，毕昇，于潜";
        assert!(rewrite(text).is_none());
    }

    #[test]
    fn every_exception_holds_in_its_example_and_not_in_its_look_alike() {
        let columns = ["id", "from", "to", "before", "after", "example", "not"];
        for row in EXCEPTION_TABLE.rows(columns) {
            let [id, from, to, before, after, example, not] = row.map(|cell| cell.text());
            assert!(id.starts_with("fold_exception."), "{id}");
            let mark = |text: &str| -> (String, usize) {
                let at = text.find("[[").unwrap_or_else(|| panic!("{id}: no mark in {text}"));
                (text.replace("[[", "").replace("]]", ""), at)
            };
            let (text, at) = mark(example);
            assert!(text[at..].starts_with(from), "{id}: {text}");
            assert_eq!(&folded(&text)[at..at + to.len()], to, "{id}: {text}");
            let (text, at) = mark(not);
            assert!(text[at..].starts_with(from), "{id}: {text}");
            assert_ne!(&folded(&text)[at..at + to.len()], to, "{id}: {text}");
            for c in before.chars().chain(after.chars()) {
                assert_eq!(CHARS.simplified(c), c, "{id}: neighbours are Simplified");
            }
        }
    }
}
