//! Writes every character in one form and takes out what does not belong to the text: tags and references of HTML,
//! invisible characters, readings.
//!
//! What is taken out is recognised by its last character, in the output so far. So `国(<i>gu&oacute;</i>)家` needs no rule
//! of its own: when the bracket closes, the output ends with `国(guó)`.

use super::{
    NoteKind,
    chars::{BORDER, CHARS, FOLD, FORM, Form, IN_CONTEXT, MARK, Walk},
    draft::{Changed, Draft},
    entity,
    markup::{self, Kind},
    reading, tear,
};

/// What the step did and saw.
#[derive(Debug)]
pub(super) struct Stripped {
    /// The text with one form for every character and without what does not belong to it.
    pub(super) changed: Option<Changed>,
    /// The classes of characters that may occur in it.
    pub(super) classes: u8,
    /// Where characters stand that the next step may write otherwise, all of them, if nothing was changed and none of them
    /// is sure to be. It saves clean text a walk.
    pub(super) doubtful: Option<Vec<usize>>,
}

/// Writes every character in one form and takes out what does not belong to the text.
pub(super) fn strip(text: &str) -> Stripped {
    let mut walk = Walk::new(text);
    let mut strip = Strip { draft: Draft::new(text), written: 0, open: Vec::new(), hidden: None };
    let mut doubtful = Some(Vec::new());
    loop {
        let doubt = if doubtful.is_some() { FOLD | MARK } else { 0 };
        let Some((start, c)) = walk.next(FORM | BORDER | doubt) else { break };
        let class = CHARS.class(c);
        if class & doubt != 0 {
            match &mut doubtful {
                Some(places) if class & (IN_CONTEXT | MARK) != 0 => places.push(start),
                _ => doubtful = None,
            }
        }
        if class & (FORM | BORDER) == 0 {
            continue;
        }
        // The common reading needs no second look when the bracket closes.
        if c == '('
            && let Some(len) = reading::plain(strip.draft.upto(start), &text[start..])
        {
            strip.draft.remove(start..start + len, NoteKind::Reading);
            walk.jump(start + len);
        } else {
            let end = start + c.len_utf8();
            strip.character(start, end, c);
            if strip.draft.taken() > end {
                walk.jump(strip.draft.taken());
            }
        }
        if strip.draft.is_changed() {
            doubtful = None;
        }
    }
    Stripped { changed: strip.draft.finish(), classes: walk.seen | strip.written, doubtful }
}

struct Strip<'t> {
    draft: Draft<'t>,
    /// Classes of the characters that were written for others.
    written: u8,
    /// Where the output has a `<` that may open a tag or a comment.
    open: Vec<usize>,
    /// Where the output stopped to be text, and the element that says so.
    hidden: Option<Hidden>,
}

#[derive(Debug, Clone, Copy)]
struct Hidden {
    from: usize,
    element: usize,
    kind: Kind,
}

impl Strip<'_> {
    /// Reads the character `c` at the bytes `start..end` of the source.
    fn character(&mut self, start: usize, end: usize, c: char) {
        let mut written = c;
        if CHARS.class(c) & FORM != 0 {
            match CHARS.form(c) {
                // A carriage return before the line feed is a part of the line end.
                Form::Char('\n') if c == '\r' && self.draft.source()[end..].starts_with('\n') => {
                    return self.draft.remove(start..end, NoteKind::Invisible);
                }
                Form::Char(to) => {
                    self.draft.replace_char(start..end, to);
                    self.written |= CHARS.class(to);
                    written = to;
                }
                Form::Gone => return self.draft.remove(start..end, NoteKind::Invisible),
            }
        }
        let mut last = Some(written);
        while let Some(c) = last {
            last = self.close(c, end);
        }
    }

    /// Reads `c`, which is the last character of the output up to byte `end` of the source: takes out what it closes.
    /// Returns the character that was written instead and may close something itself.
    fn close(&mut self, c: char, end: usize) -> Option<char> {
        match c {
            ')' | '）' => {
                let out = self.draft.upto(end);
                if let Some(from) = reading::start(out) {
                    // Blanks that part it from both sides: 國 (guó) 家.
                    let parted = out[from..].starts_with(' ');
                    let rest = &self.draft.source()[end..];
                    let blanks =
                        if parted { rest.len() - rest.trim_start_matches(' ').len() } else { 0 };
                    self.reduce(from, end + blanks, "", NoteKind::Reading);
                } else if let Some(from) = tear::remnant(out) {
                    self.reduce(from, end, "", NoteKind::Damaged);
                }
            }
            '<' => {
                let at = self.draft.upto(end).len() - 1;
                self.open.push(at);
            }
            '>' => self.tag(end),
            ';' => {
                let (from, c) = entity::reference(self.draft.upto(end))?;
                let form = if CHARS.class(c) & FORM != 0 { CHARS.form(c) } else { Form::Char(c) };
                let Form::Char(c) = form else {
                    self.reduce(from, end, "", NoteKind::Markup);
                    return None;
                };
                self.written |= CHARS.class(c);
                self.reduce(from, end, c.encode_utf8(&mut [0; 4]), NoteKind::Markup);
                return Some(c);
            }
            _ => {}
        }
        None
    }

    /// Takes out the tag or comment that ends the output, if one does.
    fn tag(&mut self, end: usize) {
        let out = self.draft.upto(end);
        if out.ends_with("-->") {
            let comment =
                self.open.iter().rev().take(64).position(|&at| out[at..].starts_with("<!--"));
            if let Some(above) = comment {
                let from = self.open[self.open.len() - 1 - above];
                return self.reduce(from, end, "", NoteKind::Markup);
            }
        }
        while let Some(&from) = self.open.last() {
            let out = self.draft.upto(end);
            if out[from..].starts_with("<!--") {
                // A comment that may still end.
                return;
            }
            let Some(tag) = markup::tag(&out[from..]) else {
                // What follows a `<` never changes, so it never opens a tag.
                self.open.pop();
                continue;
            };
            let line = from > 0 && !out[..from].ends_with('\n');
            match tag.kind {
                Kind::Block if line => {
                    self.written |= CHARS.class('\n');
                    self.reduce(from, end, "\n", NoteKind::Markup);
                }
                _ => self.reduce(from, end, "", NoteKind::Markup),
            }
            return self.hide(tag, from, end);
        }
    }

    /// Starts or ends what is not text, at the tag that stood where the output ends now.
    fn hide(&mut self, tag: markup::Tag, at: usize, end: usize) {
        if let Some(hidden) = self.hidden {
            let ends = match hidden.kind {
                Kind::Reading => matches!(tag.kind, Kind::Reading | Kind::Ruby),
                _ => tag.element == hidden.element && tag.closes,
            };
            if !ends {
                return;
            }
            let kind =
                if hidden.kind == Kind::Reading { NoteKind::Reading } else { NoteKind::Markup };
            self.reduce(hidden.from, end, "", kind);
            self.hidden = None;
        }
        if !tag.closes && matches!(tag.kind, Kind::Hidden | Kind::Reading) {
            let from = self.draft.upto(end).len().min(at);
            self.hidden = Some(Hidden { from, element: tag.element, kind: tag.kind });
        }
    }

    fn reduce(&mut self, from: usize, end: usize, text: &str, kind: NoteKind) {
        self.draft.reduce(from, end, text, kind);
        while self.open.last().is_some_and(|at| *at >= from) {
            self.open.pop();
        }
        if self.hidden.is_some_and(|h| h.from > from) {
            self.hidden = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str) -> String {
        strip(text).changed.map_or(text.to_owned(), |c| c.text)
    }

    #[test]
    fn tags_go_and_blocks_end_lines() {
        for (page, text) in [
            ("<p>市长<b>李明</b>到访。</p><p>次日返程。</p>", "市长李明到访。\n次日返程。\n"),
            ("一行<br/>二行<BR>三行", "一行\n二行\n三行"),
            ("前<!-- 广告 <b>位</b> -->后", "前后"),
            ("前<script type=\"a\">var x = '</b>' ;</script>后", "前后"),
            ("若 a < b，则 c > d", "若 a < b，则 c > d"),
            ("&lt;p&gt;双重转义&lt;/p&gt;", "双重转义\n"),
            ("他说&ldquo;好&amp;nbsp;的&rdquo;", "他说“好 的”"),
            ("<a title=\"x<y\">链接</a>", "链接"),
        ] {
            assert_eq!(stripped(page), text);
        }
    }

    #[test]
    fn readings_go_however_they_are_written() {
        for page in [
            "國(guó)家",
            "國（ｇｕó）家",
            "國(<i>gu&oacute;</i>)家",
            "<ruby>國<rp>(</rp><rt>guó</rt><rp>)</rp></ruby>家",
            "<ruby>國<rt>guó</ruby>家",
            "國(ㄍㄨㄛˊ)家",
            "國\u{200b}(gu\u{200b}ó)家",
            "國 (guó) 家",
            "國  （ɡuó）  家",
        ] {
            assert_eq!(stripped(page), "國家", "{page}");
        }
    }

    #[test]
    fn a_reading_in_ruby_belongs_to_its_character() {
        let page = "<ruby>國<rt>guó</rt></ruby>家";
        let map = strip(page).changed.unwrap().map;
        assert_eq!(&page[map.start(0)..map.end(3)], "國<rt>guó</rt>");
        assert_eq!(&page[map.start(3)..map.end(6)], "家");
    }
}
