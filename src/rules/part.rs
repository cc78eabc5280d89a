//! Named parts of patterns: `{month}` in a pattern, a guard or another part stands for the row `month`.

use std::collections::HashMap;

use super::{Fault, Form, Row, Tables, schema::is_part_name};

/// The parts of all tables, each with its own parts put in.
#[derive(Debug, Default)]
pub(crate) struct Parts<'t> {
    /// By name: the row's text with its own parts in place; empty when something is wrong with it.
    patterns: HashMap<&'t str, String>,
}

/// A pattern with its parts put in.
#[derive(Debug, Default)]
pub(crate) struct Expanded {
    /// The whole pattern.
    pub(crate) text: String,
    /// For each stretch of `text`, from its first byte on: where it comes from in the row's own cell, in bytes, and
    /// whether it is a part (which stands there as a whole).
    stretches: Vec<(usize, usize, bool)>,
}

impl Expanded {
    /// Returns the byte of the row's own cell that a byte of the whole pattern comes from.
    pub(crate) fn origin(&self, byte: usize) -> usize {
        match self.stretches.iter().rfind(|s| s.0 <= byte) {
            Some(&(_, origin, true)) => origin,
            Some(&(start, origin, false)) => origin + byte - start,
            None => byte,
        }
    }
}

impl<'t> Parts<'t> {
    /// Returns the parts of the tables; unknown and circular ones go to `faults`.
    pub(crate) fn new(tables: &'t Tables, faults: &mut Vec<Fault>) -> Self {
        let rows: HashMap<&str, Row<'t>> = (0..tables.tables.len() as u16)
            .filter(|&t| tables.tables[t as usize].schema.form == Form::Part)
            .flat_map(|t| tables.rows_at(t))
            .map(|row| (row.cell(row.schema().key), row))
            .collect();
        let mut parts = Parts::default();
        let mut names: Vec<&str> = rows.keys().copied().collect();
        names.sort_unstable();
        for name in names {
            parts.add(name, &rows, &mut Vec::new(), faults);
        }
        parts
    }

    /// Puts the part `name` in, and those it uses before it. `path` holds the parts on the way to it.
    fn add(
        &mut self,
        name: &'t str,
        rows: &HashMap<&'t str, Row<'t>>,
        path: &mut Vec<&'t str>,
        faults: &mut Vec<Fault>,
    ) {
        if self.patterns.contains_key(name) {
            return;
        }
        let row = rows[name];
        path.push(name);
        let mut circle = false;
        for (byte, used) in names_in(row.cell("pattern")) {
            if path.contains(&used) {
                let way = path.join("` uses `");
                let message = format!("parts go round in circles: `{way}` uses `{used}`");
                faults.push(row.fault("pattern", byte, message));
                circle = true;
            } else if rows.contains_key(used) {
                self.add(used, rows, path, faults);
            }
        }
        path.pop();
        let expanded = match circle {
            true => String::new(),
            false => match self.expand(row.cell("pattern")) {
                Ok(expanded) => expanded.text,
                Err((byte, message)) => {
                    faults.push(row.fault("pattern", byte, message));
                    String::new()
                }
            },
        };
        self.patterns.insert(name, expanded);
    }

    /// Returns the pattern with its parts put in; counts such as `{2,4}` stay.
    ///
    /// # Errors
    ///
    /// A part that no row names: its byte in the pattern, and the message.
    pub(crate) fn expand(&self, pattern: &str) -> Result<Expanded, (usize, String)> {
        let mut out = Expanded::default();
        let mut done = 0;
        for (byte, name) in names_in(pattern) {
            let Some(part) = self.patterns.get(name) else {
                return Err((byte, format!("there is no part `{name}`")));
            };
            out.stretches.push((out.text.len(), done, false));
            out.text.push_str(&pattern[done..byte]);
            out.stretches.push((out.text.len(), byte, true));
            out.text.push_str("(?:");
            out.text.push_str(part);
            out.text.push(')');
            done = byte + name.len() + 2;
        }
        out.stretches.push((out.text.len(), done, false));
        out.text.push_str(&pattern[done..]);
        Ok(out)
    }
}

/// Returns the parts a pattern names, each with the byte of its opening brace.
fn names_in(pattern: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(found) = pattern[at..].find(['\\', '{']) {
            let byte = at + found;
            if pattern.as_bytes()[byte] == b'\\' {
                // `\{` is a brace; in `\p{han}` and `\x{4e00}` braces belong to the escape.
                let escaped = pattern[byte + 1..].chars().next().map_or(0, char::len_utf8);
                at = byte + 1 + escaped;
                if pattern[byte + 1..].starts_with(['p', 'P', 'x', 'u', 'U'])
                    && pattern[at..].starts_with('{')
                {
                    at += 1;
                }
                continue;
            }
            at = byte + 1;
            let Some(close) = pattern[at..].find('}') else { continue };
            let name = &pattern[at..at + close];
            if is_part_name(name) {
                at += close + 1;
                return Some((byte, name));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_escapes_are_no_parts() {
        let names = |p| names_in(p).map(|n| n.1).collect::<Vec<_>>();
        assert_eq!(names(r"{month}月{day}日"), ["month", "day"]);
        assert_eq!(names(r"\d{2,4}年\p{han}{1,3}\x{4e00}\{no}{3}"), [] as [&str; 0]);
        assert_eq!(names(r"{n"), [] as [&str; 0]);
    }

    #[test]
    fn a_byte_of_the_whole_pattern_is_found_in_the_cell() {
        let mut parts = Parts::default();
        parts.patterns.insert("n", "[0-9]{1,4}".to_owned());
        let expanded = parts.expand("第{n}届(").unwrap();
        assert_eq!(expanded.text, "第(?:[0-9]{1,4})届(");
        assert_eq!(expanded.origin(expanded.text.len() - 1), "第{n}届".len());
        assert_eq!(expanded.origin("第(?:[".len()), "第".len());
        assert_eq!(expanded.origin(0), 0);
        assert_eq!(parts.expand("第{x}届").unwrap_err().0, "第".len());
    }
}
