//! Marks that divide a text: ends of sentences, quotation marks and ends of lines, for all readers of them.

/// Marks that end a sentence.
pub(crate) const END: [char; 5] = ['。', '！', '？', '!', '?'];

/// Marks that may follow the end mark and still belong to the sentence.
pub(super) const CLOSING: [char; 8] = ['”', '’', '」', '』', '）', ')', '"', '】'];

/// Marks that end a clause.
pub(super) const CLAUSE: [char; 6] = ['，', '；', '、', '：', ',', ';'];

/// Marks that open a quotation.
pub(crate) const OPENING_QUOTES: [char; 3] = ['“', '「', '『'];

/// Marks that close one.
pub(crate) const CLOSING_QUOTES: [char; 3] = ['”', '」', '』'];

/// The ends of sentences and the quotation marks of a text, in order.
pub(crate) struct Marks<'t> {
    text: &'t str,
    /// The next that is one byte long, and the next first byte of one that is longer.
    short: Option<usize>,
    long: Option<usize>,
}

impl<'t> Marks<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut marks = Marks { text, short: None, long: None };
        (marks.short, marks.long) = (marks.short_from(0), marks.long_from(0));
        marks
    }

    fn short_from(&self, at: usize) -> Option<usize> {
        memchr::memchr3(b'\n', b'!', b'?', &self.text.as_bytes()[at..]).map(|i| at + i)
    }

    /// First bytes of “” (E2), 。「」『』 (E3) and ！？ (EF).
    fn long_from(&self, at: usize) -> Option<usize> {
        memchr::memchr3(0xe2, 0xe3, 0xef, &self.text.as_bytes()[at..]).map(|i| at + i)
    }
}

impl Iterator for Marks<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let at = match (self.short, self.long) {
                (Some(short), long) if long.is_none_or(|l| short < l) => {
                    self.short = self.short_from(short + 1);
                    short
                }
                (_, Some(long)) => {
                    // All characters with these first bytes are three bytes long.
                    self.long = self.long_from(long + 3);
                    long
                }
                _ => return None,
            };
            let c = self.text[at..].chars().next()?;
            let is_mark = c == '\n'
                || END.contains(&c)
                || OPENING_QUOTES.contains(&c)
                || CLOSING_QUOTES.contains(&c);
            if is_mark {
                return Some((at, c));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_in_text_order() {
        let marks: String = Marks::new("他说：“来了！”\n通了?好。（完）").map(|m| m.1).collect();
        assert_eq!(marks, "“！”\n?。");
        assert_eq!(Marks::new("，、；A").count(), 0);
    }
}
