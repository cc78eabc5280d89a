//! Blocks of a page: stretches of text that stand alone, and the elements they stand in.
//!
//! In: the tokens of a page. Out: [`Tree`]: the elements that make blocks, by start, and their blocks in text order. Holds:
//! elements that nothing closes end where HTML ends them; the work for a tag does not grow with the depth.

use std::{collections::HashMap, ops::Range};

use super::{
    scan::{self, Tag, Token},
    words::{Zones, zones_of},
};
use crate::text::{
    chars::is_han,
    entity,
    markup::{self, Kind},
};

/// What an element is for the shape of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `h1` to `h6`, with its number.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list or of definitions.
    Item,
    /// A cell, a row or another part of a table.
    Cell,
    /// A table.
    Table,
    /// A list.
    List,
    /// The caption of a figure or table.
    Caption,
    /// An entry of a form.
    Option,
    /// The headline of the page in its head.
    Title,
    /// `head`.
    Head,
    /// Another element that makes blocks.
    Other,
}

/// An element that makes blocks.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The element it stands in; the first one stands in itself.
    pub(super) parent: usize,
    /// What it is.
    pub(super) shape: Shape,
    /// What its own name, class and id say.
    pub(super) zones: Zones,
    /// The blocks in it, those of its descendants included.
    pub(super) blocks: Range<usize>,
}

/// Text without the border of an element or line in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// The innermost element it stands in, an index into [`Tree::nodes`].
    pub(super) node: usize,
    /// Its stretches of text, between tags: indices into [`Tree::pieces`].
    pub(super) pieces: Range<usize>,
    /// What the inline elements in it say by class and id.
    pub(super) zones: Zones,
    /// How many characters are no blanks.
    pub(super) chars: u32,
    /// How many of them are ideographs.
    pub(super) han: u32,
    /// How many of all are in links.
    pub(super) linked: u32,
    /// How many links.
    pub(super) links: u32,
    /// Commas and their like outside of links.
    pub(super) commas: u32,
    /// Full stops and their like outside of links.
    pub(super) stops: u32,
    /// Whether the last character ends a sentence.
    pub(super) ends: bool,
    /// Whether it stands behind a `<br>` in the same element.
    pub(super) broken: bool,
}

/// A `meta` or `link` tag, or a script with data.
#[derive(Debug, Clone)]
pub(super) enum Fact {
    /// The bytes of the attributes of a `meta` tag.
    Meta(Range<usize>),
    /// The bytes of the attributes of a `link` tag.
    Link(Range<usize>),
    /// The bytes of a script and of its tag.
    Script(Range<usize>, Range<usize>),
}

/// The page as blocks.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) blocks: Vec<Block>,
    /// Bytes of the text of blocks.
    pub(super) pieces: Vec<Range<usize>>,
    /// What is said by tags without text.
    pub(super) facts: Vec<Fact>,
}

impl Tree {
    /// Returns the elements a block stands in, the innermost first.
    pub(super) fn ancestors(&self, block: usize) -> impl Iterator<Item = usize> {
        let mut next = Some(self.blocks[block].node);
        std::iter::from_fn(move || {
            let node = next?;
            let parent = self.nodes[node].parent;
            next = (parent != node).then_some(parent);
            Some(node)
        })
    }

    /// Returns the text of a block as a reader sees it, Simplified, a blank for any blanks; at most that many characters.
    pub(super) fn text(&self, page: &str, block: usize, most: usize) -> String {
        let pieces = &self.pieces[self.blocks[block].pieces.clone()];
        plain(pieces.iter().map(|p| &page[p.clone()]), most)
    }

    /// Returns the same with a blank between any two pieces: elements of a line beside the article part its values.
    pub(super) fn spaced(&self, page: &str, block: usize, most: usize) -> String {
        let pieces = &self.pieces[self.blocks[block].pieces.clone()];
        plain(pieces.iter().flat_map(|p| [&page[p.clone()], " "]), most)
    }
}

/// Returns the text of pieces as a reader sees it, Simplified, a blank for any blanks; at most that many characters.
pub(super) fn plain<'p>(pieces: impl Iterator<Item = &'p str>, most: usize) -> String {
    let mut out = String::new();
    let mut left = most;
    for piece in pieces {
        for (_, c) in references(piece) {
            if left == 0 {
                return out;
            }
            let c = super::fold(c);
            if !is_blank(c) {
                out.push(c);
                left -= 1;
            } else if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
                left -= 1;
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns the characters of a stretch of source, references read, and where each stands.
pub(super) fn references(text: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let c = text[at..].chars().next()?;
        let from = at;
        at += c.len_utf8();
        if c == '&' {
            let bytes = text.as_bytes();
            let end = bytes.len().min(from + REFERENCE);
            if let Some(len) = memchr::memchr(b';', &bytes[from..end])
                && text.is_char_boundary(from + len + 1)
                && let Some((0, read)) = entity::reference(&text[from..from + len + 1])
            {
                at = from + len + 1;
                return Some((from..at, read));
            }
        }
        Some((from..at, c))
    })
}

/// Most bytes of a reference.
const REFERENCE: usize = 12;

/// Whether the character is a blank of any kind.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

/// Most open elements; what is deeper counts for the last of them.
const DEPTH: usize = 256;

/// Most open inline elements.
const INLINE: usize = 64;

/// Returns the blocks of a page.
pub(super) fn tree(page: &str) -> Tree {
    build(page).tree
}

fn build(page: &str) -> Build<'_> {
    let root = Node { parent: 0, shape: Shape::Other, zones: Zones::default(), blocks: 0..0 };
    let mut build = Build {
        page,
        tree: Tree { nodes: vec![root], ..Tree::default() },
        open: vec![(0, usize::MAX)],
        inline: Vec::new(),
        block: None,
        broken: false,
        link: None,
        names: HashMap::new(),
        #[cfg(test)]
        looked: 0,
    };
    scan::scan(page, |token| build.token(token));
    build.close_block();
    let all = build.tree.blocks.len();
    while let Some((node, _)) = build.open.pop() {
        build.tree.nodes[node].blocks.end = all;
    }
    build
}

struct Build<'p> {
    page: &'p str,
    tree: Tree,
    /// The open elements that make blocks: node and element.
    open: Vec<(usize, usize)>,
    /// The open inline elements with something to say: element and zones.
    inline: Vec<(usize, Zones, usize)>,
    /// The block that is read.
    block: Option<Block>,
    broken: bool,
    /// How many elements were open when the link was opened; none outside of links.
    link: Option<usize>,
    /// What names of elements were found to say.
    names: HashMap<&'p str, Zones>,
    /// How many open elements were looked at to find those that tags close.
    #[cfg(test)]
    looked: usize,
}

impl<'p> Build<'p> {
    fn token(&mut self, token: Token) {
        match token {
            Token::Text(range) => self.text(range),
            Token::Hidden { range, script } => {
                if !script.is_empty() {
                    self.tree.facts.push(Fact::Script(script, range));
                }
            }
            Token::Tag(tag) => self.tag(&tag),
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let text = &self.page[range.clone()];
        if text.bytes().all(|b| b.is_ascii_whitespace()) {
            return;
        }
        let node = self.open.last().map_or(0, |o| o.0);
        let next = self.tree.pieces.len();
        let broken = self.broken;
        let block = self.block.get_or_insert_with(|| Block {
            node,
            pieces: next..next,
            broken,
            ..Block::default()
        });
        let link = self.link.is_some();
        for (_, c) in references(text) {
            if is_blank(c) {
                continue;
            }
            block.chars += 1;
            block.linked += u32::from(link);
            block.ends = false;
            match c {
                '。' | '！' | '？' | '…' | '；' | '!' | '?' | ';' => {
                    block.stops += u32::from(!link);
                    block.ends = true;
                }
                '，' | '、' | '：' | '“' | ',' | '《' => block.commas += u32::from(!link),
                '”' | '）' | '"' | ')' | '」' | '』' => block.ends = true,
                _ => block.han += u32::from(is_han(c)),
            }
        }
        for (_, zones, _) in &self.inline {
            block.zones |= *zones;
        }
        if link && block.links == 0 {
            block.links = 1;
        }
        block.pieces.end += 1;
        self.tree.pieces.push(range);
    }

    fn tag(&mut self, tag: &Tag) {
        let element = tag.element.unwrap_or(usize::MAX);
        let name = tag.element.map_or("", markup::name);
        if !tag.closes {
            match name {
                "meta" => return self.tree.facts.push(Fact::Meta(tag.attributes.clone())),
                "link" => return self.tree.facts.push(Fact::Link(tag.attributes.clone())),
                "a" => {
                    self.link = Some(self.open.len());
                    if let Some(block) = &mut self.block {
                        block.links += 1;
                    }
                }
                _ => {}
            }
        } else if name == "a" {
            self.link = None;
        }
        match (tag.kind, name) {
            (Kind::Block, "br" | "hr") => {
                self.close_block();
                self.broken = true;
            }
            (Kind::Block, _) if tag.closes => self.close(element, name),
            (Kind::Block, _) => self.open(tag, element, name),
            // Readings are read with the text, in a later step.
            (Kind::Ruby | Kind::Reading, _) => {
                if self.block.is_some() {
                    self.tree.pieces.push(tag.range.clone());
                    self.block.iter_mut().for_each(|b| b.pieces.end += 1);
                }
            }
            (_, "img" | "input" | "wbr" | "area" | "col" | "base" | "source" | "param") => {}
            _ if tag.closes => {
                if let Some(place) = self.inline.iter().rposition(|i| i.0 == element) {
                    self.inline.truncate(place);
                }
            }
            _ => {
                let zones = self.zones(tag) | Zones::of_element(name);
                if self.inline.len() < INLINE && !zones.is_empty() {
                    self.inline.push((element, zones, self.open.len()));
                }
            }
        }
    }

    fn zones(&mut self, tag: &Tag) -> Zones {
        let page = self.page;
        zones_of(&page[tag.attributes.clone()], &mut self.names)
    }

    fn close_block(&mut self) {
        if let Some(block) = self.block.take().filter(|b| b.chars > 0) {
            self.tree.blocks.push(block);
        }
    }

    fn open(&mut self, tag: &Tag, element: usize, name: &'static str) {
        self.close_block();
        self.broken = false;
        // Elements whose closing tag may be left out end where the next one starts.
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr", "td", "th"], &["table", "tbody", "thead", "tfoot"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "tr"], &["table"]),
            "option" => (&["option"], &["select"]),
            "body" => (&["head", "title"], &["html"]),
            _ => (&[], &[]),
        };
        if name != "title" {
            // No block stands in a paragraph.
            self.end_of(|n| matches!(n, "p" | "title"), |n| n != "p" && n != "title");
        }
        if !ends.is_empty() {
            self.end_of(|n| ends.contains(&n), |n| within.contains(&n));
        }
        let zones = self.zones(tag) | Zones::of_element(name);
        let shape = match name {
            "p" => Shape::Paragraph,
            "li" | "dd" | "dt" => Shape::Item,
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => Shape::Cell,
            "table" => Shape::Table,
            "ul" | "ol" | "dl" | "menu" | "dir" => Shape::List,
            "figcaption" | "caption" => Shape::Caption,
            "option" => Shape::Option,
            "title" => Shape::Title,
            "head" => Shape::Head,
            _ => match name.as_bytes() {
                [b'h', number @ b'1'..=b'6'] => Shape::Heading(number - b'0'),
                _ => Shape::Other,
            },
        };
        let parent = self.open.last().map_or(0, |o| o.0);
        let blocks = self.tree.blocks.len()..self.tree.blocks.len();
        self.tree.nodes.push(Node { parent, shape, zones, blocks });
        if self.open.len() < DEPTH {
            self.open.push((self.tree.nodes.len() - 1, element));
        }
    }

    /// Closes the innermost open element that is such, if no border stands before it.
    fn end_of(&mut self, such: impl Fn(&str) -> bool, border: impl Fn(&str) -> bool) {
        for place in (1..self.open.len()).rev() {
            #[cfg(test)]
            (self.looked += 1);
            let name = markup::name(self.open[place].1);
            if such(name) {
                return self.close_from(place);
            }
            if border(name) {
                return;
            }
        }
    }

    fn close(&mut self, element: usize, name: &str) {
        self.close_block();
        self.broken = false;
        let cell = matches!(name, "table" | "tr" | "td" | "th" | "tbody" | "body" | "html");
        // A tag that closes nothing of its cell closes nothing.
        let border = |n: &str| !cell && matches!(n, "td" | "th" | "table");
        for place in (1..self.open.len()).rev() {
            #[cfg(test)]
            (self.looked += 1);
            if self.open[place].1 == element {
                return self.close_from(place);
            }
            if border(markup::name(self.open[place].1)) {
                return;
            }
        }
    }

    fn close_from(&mut self, place: usize) {
        let all = self.tree.blocks.len();
        for (node, _) in self.open.drain(place..) {
            self.tree.nodes[node].blocks.end = all;
        }
        // What was open in it ends with it.
        let open = self.open.len();
        self.inline.retain(|i| i.2 <= open);
        self.link = self.link.filter(|l| *l <= open);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(page: &str) -> Vec<String> {
        let tree = tree(page);
        (0..tree.blocks.len()).map(|b| tree.text(page, b, 100)).collect()
    }

    #[test]
    fn blocks_end_where_html_ends_them() {
        for (page, texts) in [
            ("<p>雨停<b>了</b>。<p>次日返程。", vec!["雨停了。", "次日返程。"]),
            ("<ul><li>甲<li>乙</ul>丙", vec!["甲", "乙", "丙"]),
            ("<table><tr><td>甲<td>乙<tr><td>丙</table>", vec!["甲", "乙", "丙"]),
            ("一行<br>二行<br/>三行", vec!["一行", "二行", "三行"]),
            ("<p>&nbsp;</p><div> </div>&#22269;家", vec!["国家"]),
        ] {
            assert_eq!(blocks(page), texts, "{page}");
        }
    }

    #[test]
    fn paragraphs_side_by_side_stand_in_the_same_element() {
        let tree = tree("<div id=a><p>甲<p>乙</div><p>丙");
        let parent = |b: usize| tree.nodes[tree.blocks[b].node].parent;
        assert_eq!(parent(0), parent(1));
        assert_ne!(parent(1), parent(2));
        assert_eq!(tree.nodes[parent(0)].blocks, 0..2);
    }

    #[test]
    fn links_are_counted_in_what_they_hold() {
        let tree = tree("<p>甲<a href=1>乙丙</a>丁<div><a href=2><div>戊</div></a>己</div>");
        let linked: Vec<u32> = tree.blocks.iter().map(|b| b.linked).collect();
        assert_eq!(linked, [2, 1, 0]);
    }

    #[test]
    fn the_work_for_a_tag_does_not_grow_with_the_depth() {
        for piece in ["<div>", "<div><p>国", "<table><tr><td>", "</div>", "<ul><li><a>国</span>"]
        {
            let page = piece.repeat(1 << 13);
            let build = build(&page);
            let tags = page.matches('<').count();
            assert!(build.looked <= 2 * DEPTH * tags, "{piece}: {}", build.looked);
            assert!(build.tree.nodes.len() <= tags + 1);
        }
        // Deep elements that match at once cost next to nothing.
        let page = "<div>".repeat(100_000) + "国" + &"</div>".repeat(100_000);
        assert!(build(&page).looked <= 3 * 200_000);
    }
}
