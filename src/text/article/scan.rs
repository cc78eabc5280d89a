//! Tokens of a page: tags, text, and what is no text.
//!
//! In: the source of a page. Out: [`Token`]s that cover it, in order. Holds: every byte is looked at a fixed number of times
//! at most, however the markup is broken.

use std::ops::Range;

use super::super::markup::{self, Kind};

/// What stands at a place of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Text, with references.
    Text(Range<usize>),
    /// A tag.
    Tag(Tag),
    /// A comment, a declaration, or an element whose content is no text, tags included.
    Hidden {
        /// Its bytes.
        range: Range<usize>,
        /// The bytes between the tags of a script, empty for the rest.
        script: Range<usize>,
    },
}

/// A tag of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// From `<` to `>`.
    pub(super) range: Range<usize>,
    /// Its index in the table of elements; none for elements of no standard.
    pub(super) element: Option<usize>,
    /// What it means.
    pub(super) kind: Kind,
    /// Whether it closes (`</p>`).
    pub(super) closes: bool,
    /// The bytes behind the name.
    pub(super) attributes: Range<usize>,
}

/// Elements whose content is read up to their closing tag, whatever stands in it.
const RAW: [&str; 11] = [
    "script", "style", "textarea", "noscript", "iframe", "noframes", "template", "select", "svg",
    "xmp", "noembed",
];

/// Calls `each` with the tokens of the page. Returns how many bytes were looked at, again and again counted: never more than a
/// few times the length.
pub(super) fn scan(page: &str, mut each: impl FnMut(Token)) -> usize {
    let bytes = page.as_bytes();
    let mut scan =
        Scan { page, looked: page.len(), no_comment_end: false, unclosed: [false; RAW.len()] };
    let (mut from, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let open = at + found;
        match scan.markup(open) {
            None => at = open + 1,
            Some(token) => {
                if from < open {
                    each(Token::Text(from..open));
                }
                at = match &token {
                    Token::Tag(tag) => tag.range.end,
                    Token::Hidden { range, .. } | Token::Text(range) => range.end,
                };
                from = at;
                each(token);
            }
        }
    }
    if from < page.len() {
        each(Token::Text(from..page.len()));
    }
    scan.looked
}

struct Scan<'p> {
    page: &'p str,
    /// How many bytes were looked at.
    looked: usize,
    /// No `-->` stands ahead.
    no_comment_end: bool,
    /// For each raw element whether no closing tag stands ahead: it is looked for once.
    unclosed: [bool; RAW.len()],
}

impl Scan<'_> {
    /// Returns the markup that starts with the `<` at byte `open`.
    fn markup(&mut self, open: usize) -> Option<Token> {
        let bytes = self.page.as_bytes();
        let rest = &bytes[open..];
        if rest.starts_with(b"<!--") {
            if !self.no_comment_end {
                // `<!-->` is a comment too.
                if let Some(end) = memchr::memmem::find(&rest[2..], b"-->") {
                    self.looked += end;
                    return Some(hidden(open..open + 2 + end + 3));
                }
                self.looked += rest.len();
                self.no_comment_end = true;
            }
            return Some(hidden(open..open + 4));
        }
        let next = *rest.get(1)?;
        if matches!(next, b'!' | b'?') {
            let named = rest.get(2).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'[');
            let end = memchr::memchr(b'>', &rest[..rest.len().min(DECLARATION)]);
            self.looked += end.unwrap_or(DECLARATION);
            return end.filter(|_| named).map(|end| hidden(open..open + end + 1));
        }
        let closes = next == b'/';
        let from = open + 1 + usize::from(closes);
        let named = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_');
        if !bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        let len = bytes[from..].iter().take(NAME).take_while(|b| named(b)).count();
        let name = &self.page[from..from + len];
        let end = tag_end(bytes, from + len, &mut self.looked)?;
        let (element, kind) = match markup::element(name) {
            Some((element, kind)) => (Some(element), kind),
            // <o:p>, <mip-img src=…>; <Nature> is text.
            None if name.contains([':', '-']) || closes || end > from + len + 1 => {
                (None, Kind::Inline)
            }
            None => return None,
        };
        let range = open..end;
        if kind == Kind::Hidden || name.eq_ignore_ascii_case("svg") {
            return Some(self.raw(range, name, closes));
        }
        let attributes = from + len..end - usize::from(bytes[end - 1] == b'>');
        Some(Token::Tag(Tag { range, element, kind, closes, attributes }))
    }

    /// Returns the element whose opening tag this is, up to its closing tag; the tag alone when none follows.
    fn raw(&mut self, tag: Range<usize>, name: &str, closes: bool) -> Token {
        let bytes = self.page.as_bytes();
        let place = RAW.iter().position(|r| r.eq_ignore_ascii_case(name));
        let empty = bytes[..tag.end].ends_with(b"/>");
        let Some(place) = place.filter(|p| !closes && !empty && !self.unclosed[*p]) else {
            return hidden(tag);
        };
        let closing = closing(bytes, tag.end, RAW[place].as_bytes());
        self.looked += closing.map_or(bytes.len(), |c| c.1) - tag.end;
        let Some((inner, end)) = closing else {
            self.unclosed[place] = true;
            return hidden(tag);
        };
        let script = if place == 0 { tag.end..inner } else { 0..0 };
        Token::Hidden { range: tag.start..end, script }
    }
}

/// Most bytes of a declaration and of a name.
const DECLARATION: usize = 4096;
const NAME: usize = 32;

fn hidden(range: Range<usize>) -> Token {
    Token::Hidden { range, script: 0..0 }
}

/// Returns where the closing tag of the name starts and ends, from byte `at` on.
fn closing(bytes: &[u8], mut at: usize, name: &[u8]) -> Option<(usize, usize)> {
    loop {
        let open = at + memchr::memmem::find(&bytes[at..], b"</")?;
        let rest = &bytes[open + 2..];
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name) {
            let behind = &rest[name.len()..];
            if behind.first().is_none_or(|b| !b.is_ascii_alphanumeric()) {
                let close = memchr::memchr(b'>', behind)
                    .map_or(bytes.len(), |end| open + 2 + name.len() + end + 1);
                return Some((open, close));
            }
        }
        at = open + 2;
    }
}

/// Returns one past the end of the tag whose attributes start at byte `from`: values in quotes may hold a `>`. A tag that the
/// next one interrupts ends before it.
fn tag_end(bytes: &[u8], from: usize, looked: &mut usize) -> Option<usize> {
    let mut at = from;
    let mut quoted = false;
    loop {
        let Some(next) = memchr::memchr3(b'=', b'>', b'<', &bytes[at..]).map(|i| at + i) else {
            *looked += bytes.len() - at;
            return quoted.then_some(bytes.len());
        };
        *looked += next - at;
        match bytes[next] {
            b'>' => return Some(next + 1),
            b'<' => return quoted.then_some(next),
            _ => at = next + 1,
        }
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
            let Some(len) = memchr::memchr(*quote, &bytes[at + 1..]) else {
                // A quote that nothing closes.
                *looked += bytes.len() - at;
                let plain = from + memchr::memchr2(b'>', b'<', &bytes[from..])?;
                return (bytes[plain] == b'>').then_some(plain + 1);
            };
            *looked += len;
            at += len + 2;
            quoted = true;
        }
    }
}

/// Returns the names and values of the attributes, in order; a value as it is written.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let skip = |at: usize, such: fn(&u8) -> bool| {
            at + bytes[at..].iter().take_while(|b| such(b)).count()
        };
        loop {
            at = skip(at, |b| b.is_ascii_whitespace() || *b == b'/' || *b == b'=');
            let from = at;
            at = skip(at, |b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'/' | b'>'));
            if at == from {
                if at >= bytes.len() {
                    return None;
                }
                at += 1;
                continue;
            }
            let name = &text[from..at];
            let behind = skip(at, u8::is_ascii_whitespace);
            if bytes.get(behind) != Some(&b'=') {
                return Some((name, at..at));
            }
            at = skip(behind + 1, u8::is_ascii_whitespace);
            let value = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let len = memchr::memchr(*quote, &bytes[at + 1..]);
                    let len = len.unwrap_or(bytes.len() - at - 1);
                    let value = at + 1..at + 1 + len;
                    at = (value.end + 1).min(bytes.len());
                    value
                }
                _ => {
                    let from = at;
                    at = skip(at, |b| !b.is_ascii_whitespace() && *b != b'>');
                    from..at
                }
            };
            return Some((name, value));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(page: &str) -> Vec<&str> {
        let mut found = Vec::new();
        scan(page, |token| {
            found.push(match token {
                Token::Text(range) | Token::Hidden { range, .. } => &page[range],
                Token::Tag(tag) => &page[tag.range],
            });
        });
        assert_eq!(found.concat(), page);
        found
    }

    #[test]
    fn tags_text_and_scripts_are_parted() {
        for (page, parts) in [
            ("<p class=a>雨停了。</p>", vec!["<p class=a>", "雨停了。", "</p>"]),
            ("<a title=\"x>y\">返程</a>", vec!["<a title=\"x>y\">", "返程", "</a>"]),
            ("甲<!-- <p> -->乙", vec!["甲", "<!-- <p> -->", "乙"]),
            ("<script>if(a<b)'</p>'</SCRIPT >后", vec!["<script>if(a<b)'</p>'</SCRIPT >", "后"]),
            ("若a < b，《<红楼梦>》与<Nature>", vec!["若a < b，《<红楼梦>》与<Nature>"]),
            ("<script>无尾<p>雨停了。", vec!["<script>", "无尾", "<p>", "雨停了。"]),
            ("<p title=\"无尾>雨停了。", vec!["<p title=\"无尾>", "雨停了。"]),
            ("<mip-img src=a></mip-img>", vec!["<mip-img src=a>", "</mip-img>"]),
            ("雨停了<", vec!["雨停了<"]),
        ] {
            assert_eq!(tokens(page), parts, "{page}");
        }
    }

    #[test]
    fn broken_markup_is_read_in_linear_time() {
        for piece in [
            "<div class=a>",
            "<p>国<td>家<li><a href=\"",
            "<a b=\"<x\" ",
            "<a b='<x\" c='",
            "<!-- ",
            "<!a",
            "<script>国</scrip",
            "<script><style><svg></",
            "<textarea>国",
            "<a =",
            "<",
        ] {
            let page = piece.repeat(1 << 12);
            let looked = scan(&page, |_| {});
            // A declaration is looked for in a fixed number of bytes.
            let most = 8 * page.len() + page.matches("<!").count() * DECLARATION;
            assert!(looked <= most, "{piece}: {looked} of {}", page.len());
        }
    }

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let text = " class='a b' id=main data-x content=\"防汛\" / broken=\"";
        let read: Vec<_> = attributes(text).map(|(n, v)| (n, &text[v])).collect();
        assert_eq!(
            read,
            [("class", "a b"), ("id", "main"), ("data-x", ""), ("content", "防汛"), ("broken", "")]
        );
    }
}
