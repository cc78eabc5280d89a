//! What the head of a page says of it: `meta` tags, JSON-LD, the canonical address.

use std::{collections::HashMap, ops::Range};

use once_cell::sync::Lazy;

use super::{
    Field, scan,
    tree::{self, Fact, Tree},
};
use crate::text::table::table;

/// What each name says of, and how many names of its row are surer.
static NAMES: Lazy<HashMap<&'static str, (Field, usize)>> = Lazy::new(|| {
    let rows = table!("page_meta.tsv").rows(["field", "names"]);
    rows.flat_map(|[field, names]| {
        let field: Field = field.word();
        names.list().enumerate().map(move |(rank, name)| (name, (field, rank)))
    })
    .collect()
});

/// Longest name and value in bytes.
const NAME: usize = 40;
const VALUE: usize = 400;

/// Most bytes of JSON-LD that are read.
const JSON: usize = 1 << 16;

/// A value that the head gives.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// Of what.
    pub(super) field: Field,
    /// Its bytes.
    pub(super) value: Range<usize>,
    rank: usize,
}

/// Returns what the head of the page gives, the surest value of each field only, by start.
pub(super) fn said(page: &str, tree: &Tree) -> Vec<Said> {
    let mut best: Vec<Said> = Vec::new();
    let mut add = |name: &str, value: Range<usize>, rank: usize| {
        if name.len() > NAME || value.is_empty() || value.len() > VALUE {
            return;
        }
        let lower = name.trim().to_ascii_lowercase();
        let Some(&(field, place)) = NAMES.get(lower.as_str()) else { return };
        let said = Said { field, value, rank: rank + place };
        if !fits(page, &said) {
            return;
        }
        match best.iter_mut().find(|b| b.field == field) {
            Some(other) if other.rank <= said.rank => {}
            Some(other) => *other = said,
            None => best.push(said),
        }
    };
    for fact in &tree.facts {
        match fact {
            Fact::Meta(range) => {
                let text = &page[range.clone()];
                let content = attribute(text, &["content"]);
                for name in ["property", "name", "itemprop"] {
                    if let (Some(name), Some(content)) = (attribute(text, &[name]), &content) {
                        let value = range.start + content.start..range.start + content.end;
                        add(&text[name], value, 0);
                    }
                }
            }
            Fact::Link(range) => {
                let text = &page[range.clone()];
                if let (Some(rel), Some(href)) =
                    (attribute(text, &["rel"]), attribute(text, &["href"]))
                    && text[rel].eq_ignore_ascii_case("canonical")
                {
                    add("canonical", range.start + href.start..range.start + href.end, 0);
                }
            }
            Fact::Script(script, tag) => {
                if memchr::memmem::find(&page.as_bytes()[tag.start..script.start], b"ld+json")
                    .is_some()
                {
                    let text = &page[script.clone()];
                    let text = &text[..text.floor_char_boundary(JSON)];
                    strings(text, |key, value| {
                        add(key, script.start + value.start..script.start + value.end, 10);
                    });
                }
            }
        }
    }
    best.sort_by_key(|s| s.value.start);
    best
}

fn attribute(text: &str, names: &[&str]) -> Option<Range<usize>> {
    scan::attributes(text)
        .find(|(n, _)| names.iter().any(|x| n.eq_ignore_ascii_case(x)))
        .map(|a| a.1)
}

/// Returns whether the value may be one of its field.
fn fits(page: &str, said: &Said) -> bool {
    let value = tree::plain(std::iter::once(&page[said.value.clone()]), VALUE);
    let chars = value.chars().count();
    match said.field {
        Field::Published => super::published::moment(&value).is_some_and(|r| r.start == 0),
        Field::Title => chars >= 4,
        // Numbers of accounts, templates nobody filled in.
        Field::Author | Field::Editor | Field::Outlet | Field::Section => {
            (1..=30).contains(&chars)
                && !value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_punctuation())
                && !value.contains(['@', '{', '<', '/'])
        }
        Field::Url => value.contains("://") || value.starts_with("//"),
        Field::Keyword | Field::Page => false,
    }
}

/// Calls `each` with the keys and strings of JSON, and with the key of an object and its `name`.
fn strings(json: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let bytes = json.as_bytes();
    let mut outer: Option<Range<usize>> = None;
    let mut key: Option<Range<usize>> = None;
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'"', b'{', b'}', &bytes[at..]) {
        let place = at + found;
        at = place + 1;
        match bytes[place] {
            b'{' => outer = key.take(),
            b'}' => (outer, key) = (None, None),
            _ => {
                let Some(end) = end_of_string(bytes, at) else { return };
                let string = at..end;
                at = end + 1;
                let behind = bytes[at..].iter().find(|b| !b.is_ascii_whitespace());
                if behind == Some(&b':') {
                    key = Some(string);
                } else if let Some(k) = key.take() {
                    let name = &json[k];
                    if !json[string.clone()].contains("\\u") {
                        match &outer {
                            Some(outer) if name == "name" => each(&json[outer.clone()], string),
                            None => each(name, string),
                            Some(_) => {}
                        }
                    }
                }
            }
        }
    }
}

fn end_of_string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let end = at + memchr::memchr2(b'"', b'\\', &bytes[at..])?;
        if bytes[end] == b'"' {
            return Some(end);
        }
        at = (end + 2).min(bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Vec<(Field, &str)> {
        let tree = tree::tree(page);
        said(page, &tree).into_iter().map(|s| (s.field, &page[s.value])).collect()
    }

    #[test]
    fn meta_tags_are_read() {
        let page = "<head><meta property=\"og:title\" content=\"县长调研防汛\">\
            <meta name=author content=\"10043\"><meta content='2024-03-05T09:12:00+08:00' name='PubDate'>\
            <link rel=canonical href=\"https://news.example.com/a1.html\"></head>";
        assert_eq!(
            read(page),
            [
                (Field::Title, "县长调研防汛"),
                (Field::Published, "2024-03-05T09:12:00+08:00"),
                (Field::Url, "https://news.example.com/a1.html"),
            ]
        );
    }

    #[test]
    fn linked_data_is_read() {
        let page = "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"县长调研防汛\",\
            \"author\":{\"@type\":\"Person\",\"name\":\"林晓禾\"},\"publisher\":[{\"name\":\"江州网\"}],\
            \"datePublished\":\"2024-03-05T01:12:00Z\"}</script>";
        assert_eq!(
            read(page),
            [
                (Field::Title, "县长调研防汛"),
                (Field::Author, "林晓禾"),
                (Field::Outlet, "江州网"),
                (Field::Published, "2024-03-05T01:12:00Z"),
            ]
        );
    }
}
