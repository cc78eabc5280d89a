//! Classes of characters, and the character that stands for another: one direct table for all steps.
//!
//! The first step sees every character and says which classes occur; a later step whose classes do not is not run.

use once_cell::sync::Lazy;

use super::table::{Table, table};

/// Has another form: written otherwise or left out wherever it stands.
pub(super) const FORM: u8 = 1;
/// Common in Chinese that was read in a wrong encoding, and nowhere else.
pub(super) const MISREAD: u8 = 2;
/// May stand for a torn character or for bytes that could not be read.
pub(super) const TEAR: u8 = 4;
/// Opens or closes a tag, an entity or a reading.
pub(super) const BORDER: u8 = 8;
/// Traditional or a variant, or looks so in some places.
pub(super) const FOLD: u8 = 16;
/// An ASCII mark that Chinese text writes full-width.
pub(super) const MARK: u8 = 32;
/// A blank or line end.
pub(super) const BLANK: u8 = 64;
/// Folded beside certain neighbours only.
pub(super) const IN_CONTEXT: u8 = 128;

/// What stands for a character with another form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It is invisible and left out.
    Gone,
    /// This character.
    Char(char),
}

/// The table behind the functions of this module.
#[derive(Debug)]
pub(super) struct Chars {
    /// Classes of the characters up to U+FFFF.
    class: Box<[u8; 0x1_0000]>,
    /// The character that stands for it: mostly itself, [`GONE`] for an invisible one.
    to: Box<[u16; 0x1_0000]>,
}

/// The table. Its parts are `form.tsv`, `fold.tsv` and the characters of `fold_exception.tsv`.
pub(super) static CHARS: Lazy<Chars> = Lazy::new(|| {
    let mut chars =
        Chars { class: Box::new([0; 0x1_0000]), to: Box::new(std::array::from_fn(|c| c as u16)) };
    for c in ('\0'..='\u{ffff}').filter(|c| invisible(*c)) {
        chars.set(c, FORM, GONE);
    }
    for c in ('０'..='９').chain('Ａ'..='Ｚ').chain('ａ'..='ｚ') {
        chars.set(c, FORM, char::from((c as u32 - 0xfee0) as u8));
    }
    for (c, to) in [('\t', ' '), ('\r', '\n'), ('\u{b}', '\n'), ('\u{c}', '\n')] {
        chars.set(c, FORM, to);
    }
    for c in ['\u{85}', '\u{2028}', '\u{2029}'] {
        chars.set(c, FORM, '\n');
    }
    for (table, class) in [(FORM_TABLE, FORM), (FOLD_TABLE, FOLD)] {
        for [from, to] in table.rows(["from", "to"]) {
            chars.set(from.character(), class, to.character());
        }
    }
    for row in EXCEPTION_TABLE.rows(["from", "to"]) {
        let [from, to] = row.map(|cell| cell.character());
        chars.class[from as usize] |= IN_CONTEXT;
        if from != to {
            chars.set(from, FOLD, to);
        }
    }
    for (class, members) in [
        (MISREAD, "äåæçãïÃÂÄÖÐÏÊËÒµ锛銆鐨鈥"),
        (TEAR, "?"),
        (BORDER, "<(;>)）"),
        (MARK, ",;:?!()."),
        (BLANK, " \n"),
    ] {
        members.chars().for_each(|c| chars.class[c as usize] |= class);
    }
    for c in ('\0'..='\u{ffff}').filter(|c| is_unreadable(*c)) {
        chars.class[c as usize] |= TEAR;
    }
    chars
});

pub(super) const FORM_TABLE: Table = table!("form.tsv");
pub(super) const FOLD_TABLE: Table = table!("fold.tsv");
pub(super) const EXCEPTION_TABLE: Table = table!("fold_exception.tsv");

impl Chars {
    fn set(&mut self, c: char, class: u8, to: char) {
        self.class[c as usize] |= class;
        self.to[c as usize] = to as u16;
    }

    /// Returns the classes of a character.
    pub(super) fn class(&self, c: char) -> u8 {
        self.class.get(c as usize).copied().unwrap_or(if invisible(c) { FORM } else { 0 })
    }

    /// Returns what stands for a character of class [`FORM`].
    pub(super) fn form(&self, c: char) -> Form {
        match self.to(c) {
            GONE => Form::Gone,
            // Beyond the table only invisible ones have that class.
            to if to == c => Form::Gone,
            to => Form::Char(to),
        }
    }

    /// Appends the Simplified form of the text up to the first character of one of the classes, and returns how many bytes
    /// of the text that were; the same number was appended. The text has no character of class [`FORM`].
    pub(super) fn simplify(&self, text: &str, classes: u8, out: &mut String) -> usize {
        let mut rest = text.as_bytes();
        loop {
            rest = match rest {
                [a @ 0xe0..=0xef, b, c, tail @ ..] => {
                    let place = three(*a, *b, *c);
                    if self.class[place] & classes != 0 {
                        break;
                    }
                    out.push(char::from_u32(self.to[place].into()).unwrap_or_default());
                    tail
                }
                [a @ 0..=0x7f, tail @ ..] => {
                    if self.class[usize::from(*a)] & classes != 0 {
                        break;
                    }
                    out.push(char::from(*a));
                    tail
                }
                [] => break,
                _ => {
                    let at = text.len() - rest.len();
                    let Some(c) = text[at..].chars().next() else { break };
                    if self.class(c) & classes != 0 {
                        break;
                    }
                    out.push(self.to(c));
                    &rest[c.len_utf8()..]
                }
            };
        }
        text.len() - rest.len()
    }

    /// Returns the Simplified character, whatever stands beside it. `c` is not of class [`FORM`].
    pub(super) fn simplified(&self, c: char) -> char {
        self.to(c)
    }

    fn to(&self, c: char) -> char {
        match u16::try_from(u32::from(c)) {
            Ok(low) => char::from_u32(self.to[usize::from(low)].into()).unwrap_or(c),
            Err(_) => c,
        }
    }
}

/// Stands in the table for nothing.
const GONE: char = '\0';

/// A walk over the characters of a text that stops at those of certain classes.
#[derive(Debug)]
pub(super) struct Walk<'t> {
    chars: &'static Chars,
    text: &'t str,
    rest: &'t [u8],
    /// The classes of all characters that were passed.
    pub(super) seen: u8,
}

impl<'t> Walk<'t> {
    /// Returns a walk from the start of the text.
    pub(super) fn new(text: &'t str) -> Self {
        Walk { chars: &CHARS, text, rest: text.as_bytes(), seen: 0 }
    }

    /// Goes on at byte `at`, which lies ahead.
    pub(super) fn jump(&mut self, at: usize) {
        self.rest = &self.text.as_bytes()[at..];
    }

    /// Returns the next character of one of the classes and the byte where it starts.
    #[inline]
    pub(super) fn next(&mut self, classes: u8) -> Option<(usize, char)> {
        let table = &self.chars.class;
        let mut seen = self.seen;
        let mut rest = self.rest;
        let mut single = 0;
        let found = loop {
            // Four ideographs at once: most of a text. Where that fails there is another character among the next four.
            if single > 0 {
                single -= 1;
            } else if let [a, b, c, d, e, f, g, h, i, j, k, l, tail @ ..] = rest {
                if [a, d, g, j].iter().all(|lead| matches!(lead, 0xe0..=0xef)) {
                    let class = table[three(*a, *b, *c)]
                        | table[three(*d, *e, *f)]
                        | table[three(*g, *h, *i)]
                        | table[three(*j, *k, *l)];
                    if class & classes == 0 {
                        seen |= class;
                        rest = tail;
                        continue;
                    }
                }
                single = 3;
            }
            let (class, tail) = match rest {
                [a @ 0xe0..=0xef, b, c, tail @ ..] => (table[three(*a, *b, *c)], tail),
                [a @ 0..=0x7f, tail @ ..] => (table[usize::from(*a)], tail),
                [a @ ..=0xdf, b, tail @ ..] => (table[two(*a, *b)], tail),
                [a, b, c, d, tail @ ..] => (four([*a, *b, *c, *d]), tail),
                _ => break None,
            };
            seen |= class;
            let start = self.text.len() - rest.len();
            rest = tail;
            if class & classes != 0 {
                break self.text[start..].chars().next().map(|c| (start, c));
            }
        };
        self.seen = seen;
        self.rest = rest;
        found
    }
}

fn two(a: u8, b: u8) -> usize {
    usize::from(a & 0x1f) << 6 | usize::from(b & 0x3f)
}

fn three(a: u8, b: u8, c: u8) -> usize {
    // The marks of the three bytes are taken off all at once; that of the first is shifted out.
    const MARKS: u16 = 0x80 << 6 | 0x80;
    let code = (u16::from(a) << 12).wrapping_add(u16::from(b) << 6).wrapping_add(u16::from(c));
    usize::from(code.wrapping_sub(MARKS))
}

fn four(bytes: [u8; 4]) -> u8 {
    // U+E0100..E01EF are F3 A0 84..87.
    if matches!(bytes, [0xf3, 0xa0, 0x84..=0x87, _]) { FORM } else { 0 }
}

/// Returns whether nothing is seen of the character: controls, joiners, direction marks, variation selectors.
fn invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}'
        | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0100}'..='\u{e01ff}')
}

/// Returns whether the character stands for bytes that could not be read: the replacement character, and the private ones
/// that decoders have for bytes which are no character.
pub(super) fn is_unreadable(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
}

/// Returns whether the character is an ideograph (汉字), in any of its forms.
pub(super) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '〇' | '々' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}'
        | '\u{f900}'..='\u{faff}' | '\u{2e80}'..='\u{2fdf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_characters_are_classed_alike_one_by_one_and_in_a_text() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let mut walk = Walk::new(&text);
            let found = (CHARS.class(c) & FORM != 0).then_some((0, c));
            assert_eq!(walk.next(FORM), found, "{c:?}");
            assert_eq!(walk.seen, CHARS.class(c), "{c:?}");
        }
    }

    #[test]
    fn what_stands_for_a_character_needs_nothing_to_stand_for_it() {
        for c in ('\0'..='\u{ffff}').filter(|c| CHARS.class(*c) & FORM != 0) {
            if let Form::Char(to) = CHARS.form(c) {
                assert!(CHARS.class(to) & FORM == 0, "{c:?} {to:?}");
            }
        }
        for c in ('\0'..='\u{ffff}').filter(|c| CHARS.class(*c) & FOLD != 0) {
            let to = CHARS.simplified(c);
            assert!(CHARS.class(to) & FORM == 0, "{c:?} {to:?}");
            assert_eq!(c.len_utf8(), to.len_utf8(), "{c:?} {to:?}");
            assert!(is_han(c) && is_han(to), "{c:?} {to:?}");
        }
    }

    #[test]
    fn tables_are_sorted_and_unique() {
        for table in [FORM_TABLE, FOLD_TABLE] {
            let from: Vec<char> = table.rows(["from"]).map(|[from]| from.character()).collect();
            assert!(from.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
