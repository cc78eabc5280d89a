//! The article of a page apart from the rest of it, and what the page says of the article.
//!
//! In: the source of a page of HTML. Out: [`Article`]. Holds: its parts are in text order and disjoint, each is a stretch of
//! the source. Next: [`crate::text::clean`], which reads only what belongs to the article.
//!
//! | step | what it does | table |
//! |---|---|---|
//! | `scan` | tags, text, scripts | |
//! | `tree` | blocks of text, and the elements they stand in | |
//! | `words` | what names of elements and lines above lists say | `page_class.tsv`, `page_label.tsv` |
//! | `title` | the line that is the headline | |
//! | `region` | the blocks that are the article | |
//! | `kind` | lists, threads, tickers and galleries, and their stories | `page_word.tsv` |
//! | `meta` | what the head says | `page_meta.tsv` |
//! | `cut` | the source without the rest | |
//! | `roles` | headline, lines about the article and paragraphs; why the rest is set aside | |
//! | `fields`, `published` | outlet, author, editor, time of publication, in the lines around the article | `furniture.tsv`, `page_word.tsv` |
//!
//! The method is that of text density with the density of marks of sentences (as in CETD and GeneralNewsExtractor), which
//! needs no words of any language but its marks, decided for the sequence of blocks as jusText and boilerpipe do; names of
//! classes speak as in readability, but only for elements that hold less than half of the page's text.

mod cut;
mod fields;
mod kind;
mod meta;
mod published;
mod region;
mod roles;
mod scan;
mod title;
mod tree;
mod words;

use std::ops::Range;

pub use self::kind::PageKind;
pub(super) use self::{
    cut::cut,
    fields::{boilerplate, reporter_alone as reporter, starts_with_surname},
    published::{Published, when},
};
use self::{
    kind::Kinded,
    region::{Evidence, Region},
    roles::LINE,
    tree::{Shape, Tree},
    words::Zones,
};
use super::chars::{CHARS, FORM, Form};
use crate::{Original, Span, closed_set::closed_set};

closed_set! {
    /// What a page says of its article.
    pub enum Field {
        /// The headline.
        Title = "title",
        /// When it was published.
        Published = "published",
        /// Where it was published first (来源).
        Outlet = "outlet",
        /// Who wrote it.
        Author = "author",
        /// Who edited it.
        Editor = "editor",
        /// The part of the site it stands in.
        Section = "section",
        /// Its address.
        Url = "url",
        /// Its keywords.
        Keyword = "keyword",
        /// Nothing: a button, or a link to another page.
        Page = "page",
    }
}

/// What a part of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// The headline of the article.
    Title,
    /// A line that says who published the article, and when.
    Byline,
    /// A value that no reader sees, in the head of the page.
    Head(Field),
    /// A paragraph or line of the article.
    Body,
    /// What does not belong to the article.
    Aside(Aside),
}

closed_set! {
    /// Why a part of a page was set aside.
    pub enum Aside {
        /// The way around the site.
        Navigation = "navigation",
        /// Links to other articles, hot lists.
        Related = "related",
        /// What readers wrote.
        Comments = "comments",
        /// An advertisement, a call to use an application.
        Advertisement = "advertisement",
        /// Buttons to share, print, or change the type.
        Buttons = "buttons",
        /// What stands at the foot of every page of the site.
        Footer = "footer",
        /// The words to a picture.
        Caption = "caption",
        /// Text outside the article, of no kind that is known.
        Other = "outside",
    }
}

/// A stretch of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its bytes, from its first to its last text; tags may stand between.
    pub span: Span<Original>,
    /// What it is.
    pub role: Role,
    /// Its stretches of text, between tags.
    pieces: Vec<Range<usize>>,
    /// What the names of its elements say.
    zones: Zones,
    /// Whether it stands behind a `<br>`.
    broken: bool,
    /// The story it belongs to, where the page has several.
    story: Option<usize>,
}

impl Part {
    /// Returns its text as a reader sees it, in Simplified characters. `page` is the source it was found in.
    pub fn text(&self, page: &str) -> String {
        tree::plain(self.pieces.iter().map(|p| &page[p.clone()]), usize::MAX)
    }
}

/// The article of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    parts: Vec<Part>,
    kind: PageKind,
    /// When each story was published, where the page has several.
    published: Vec<Option<Published>>,
}

impl Article {
    /// Returns the parts of the page that have text, in order; scripts, styles and comments of the source are none.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns what kind of page it is.
    pub fn kind(&self) -> PageKind {
        self.kind
    }

    /// Returns the stories of a page that has several, and when each was published; none for a page with one article.
    pub(crate) fn stories(&self) -> Vec<(Article, Option<Published>)> {
        let story =
            |when: &Option<Published>| (Article { kind: self.kind, ..Article::default() }, *when);
        let mut stories: Vec<_> = self.published.iter().map(story).collect();
        for part in &self.parts {
            if let Some(story) = part.story {
                stories[story].0.parts.push(part.clone());
            }
        }
        stories
    }

    /// Returns the bytes of the paragraphs and lines of the article, in order.
    pub fn body(&self) -> impl Iterator<Item = Span<Original>> {
        self.parts.iter().filter(|p| p.role == Role::Body).map(|p| p.span)
    }
}

impl Article {
    /// Returns the parts that go on from none before them.
    pub(super) fn borders(&self) -> impl Iterator<Item = Span<Original>> {
        let kept = |p: &&Part| !matches!(p.role, Role::Aside(_));
        let mut before = None;
        self.parts.iter().filter(kept).filter_map(move |p| {
            let goes_on = p.broken && p.role == Role::Body && before == Some(Role::Body);
            before = Some(p.role);
            (!goes_on).then_some(p.span)
        })
    }
}

/// How much of a text is looked at to know whether it is a page, in bytes.
const LOOKED_AT: usize = 1 << 14;

/// Returns the article of a page of HTML: its headline, the lines around it, its paragraphs, and the rest with the reason why
/// it is set aside. Nothing for a text that is no page of HTML, and for a page without text. Of a page that is no single article
/// (see [`PageKind`]) the body is that of all its stories.
///
/// # Examples
///
/// ```
/// use yaowen::text::{self, Role};
///
/// let page = "<html><head><title>县长到河堤调研防汛_江州网</title></head><body>\
///     <div class=nav><a href=/>首页</a> <a href=/gn>国内</a></div><h1>县长到河堤调研防汛</h1>\
///     <p>昨日，县长林晓禾到河堤调研，要求各部门加强值守，落实责任。</p>\
///     <p>她说，雨季还有一个月，河堤每天都要有人走一遍。</p>\
///     <ul><li><a href=1>县城新添三座公园</a></li></ul></body></html>";
/// let article = text::article(page).unwrap();
/// let body: Vec<&str> = article.body().map(|span| &page[span.range()]).collect();
/// assert_eq!(body[0], "昨日，县长林晓禾到河堤调研，要求各部门加强值守，落实责任。");
/// let title = article.parts().iter().find(|part| part.role == Role::Title).unwrap();
/// assert_eq!(&page[title.span.range()], "县长到河堤调研防汛");
/// // The clean text is that of these parts, and maps back to the page.
/// let clean = text::clean(page);
/// let at = clean.clean().find("林晓禾").unwrap();
/// let span = clean.to_original(yaowen::Span::new(at, at + "林晓禾".len()));
/// assert_eq!(&page[span.range()], "林晓禾");
/// ```
pub fn article(page: &str) -> Option<Article> {
    if !is_page(page) {
        return None;
    }
    let tree = tree::tree(page);
    let said = meta::said(page, &tree);
    let heads = heads(page, &tree, &said);
    let titles = title::headlines(page, &tree, &heads);
    // The headline is that before the article, and the article that behind the headline.
    let first = titles.iter().max_by_key(|t| (t.rank, std::cmp::Reverse(t.block)));
    let first = first.filter(|t| t.rank >= 8).map(|t| t.block);
    let mut known = region::evidence(page, &tree, first);
    let mut found = region::region(&tree, &known);
    let before = found.blocks.first().and_then(|&body| {
        let near = |t: &&title::Headline| t.block <= body || tree.blocks[t.block].node == body;
        titles.iter().filter(near).max_by_key(|t| (t.rank, t.block))
    });
    let above = before.filter(|t| t.rank >= 2).cloned();
    let agreed = above.as_ref().is_some_and(|t| t.rank >= 8);
    let headline = above.or_else(|| {
        let first = *found.blocks.first()?;
        title::unsaid(page, &tree, first, |block| known[block].is_plain())
    });
    let headline = headline.as_ref();
    let title = headline.map(|t| t.block);
    if title != first {
        known = region::evidence(page, &tree, title);
        found = region::region(&tree, &known);
    }
    let Kinded { kind, stories } = kind::kind(page, &tree, &known, &found, agreed);
    let roles = match kind {
        PageKind::Article | PageKind::Gallery => roles::roles(page, &tree, &known, &found, title),
        PageKind::Unknown => {
            let blocks = all(&tree, &known);
            if blocks.is_empty() {
                return None;
            }
            roles::roles(page, &tree, &known, &Region { blocks }, title)
        }
        PageKind::List | PageKind::Forum | PageKind::Ticker => {
            let title = headline.filter(|_| agreed).map(|t| t.block);
            roles::of_stories(page, &tree, &known, &stories, title)
        }
    };
    let mut article = assemble(page, &tree, &roles, &said, &known, headline);
    article.kind = kind;
    article.published = stories.iter().map(|s| kind::published(page, &tree, s)).collect();
    for (story, block) in
        stories.iter().enumerate().flat_map(|(i, s)| s.blocks.iter().map(move |b| (i, *b)))
    {
        let start = tree.pieces[tree.blocks[block].pieces.start].start;
        let at = article.parts.partition_point(|p| p.span.end <= start);
        if let Some(part) = article.parts.get_mut(at) {
            part.story = Some(story);
        }
    }
    Some(article)
}

/// Returns all blocks that stand in no other known part of the page.
fn all(tree: &Tree, known: &[Evidence]) -> Vec<usize> {
    let text = |b: &usize| {
        let shape = tree.nodes[tree.blocks[*b].node].shape;
        !matches!(shape, Shape::Option | Shape::Title | Shape::Head)
    };
    let plain: Vec<usize> =
        (0..tree.blocks.len()).filter(|b| text(b) && known[*b].is_plain()).collect();
    if plain.is_empty() { (0..tree.blocks.len()).filter(text).collect() } else { plain }
}

/// Returns whether the text is a page of HTML.
fn is_page(text: &str) -> bool {
    if memchr::memchr(b'<', text.as_bytes()).is_none() {
        return false;
    }
    let head = &text.as_bytes()[..text.len().min(LOOKED_AT)];
    let mut blocks = 0;
    for at in memchr::memchr_iter(b'<', head) {
        let rest = &head[at + 1..];
        let starts = |name: &str| {
            rest.len() > name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
        };
        const DECLARED: [&str; 8] =
            ["html", "!doctype", "head>", "body", "meta ", "title>", "wml", "article"];
        if DECLARED.iter().any(|n| starts(n)) {
            return true;
        }
        blocks += usize::from(["div", "td", "li", "h1"].iter().any(|n| starts(n)));
    }
    blocks >= 3
}

/// Returns the headlines that the head of the page gives.
fn heads(page: &str, tree: &Tree, said: &[meta::Said]) -> Vec<String> {
    let titles = (0..tree.blocks.len())
        .filter(|b| tree.nodes[tree.blocks[*b].node].shape == Shape::Title)
        .take(2)
        .map(|b| tree.text(page, b, 200));
    let tags = said.iter().filter(|s| s.field == Field::Title);
    let tags = tags.map(|s| tree::plain(std::iter::once(&page[s.value.clone()]), 200));
    titles.chain(tags).collect()
}

/// Most blocks between headline and article, and behind the article, that may be lines of who and when.
fn assemble(
    page: &str,
    tree: &Tree,
    roles: &[Role],
    said: &[meta::Said],
    known: &[Evidence],
    headline: Option<&title::Headline>,
) -> Article {
    let mut parts: Vec<Part> = Vec::with_capacity(roles.len());
    let mut seen = Vec::new();
    let head =
        (0..tree.blocks.len()).find(|b| tree.nodes[tree.blocks[*b].node].shape == Shape::Title);
    let head = head.map_or(String::new(), |b| tree.text(page, b, 200));
    let site = &head[title::without_site(&head).len().min(head.len())..];
    for (block, role) in roles.iter().enumerate() {
        let zones = known[block].zones | tree.nodes[tree.blocks[block].node].zones;
        let mut pieces = tree.pieces[tree.blocks[block].pieces.clone()].to_vec();
        if *role == Role::Title && tree.nodes[tree.blocks[block].node].shape == Shape::Title {
            let text = &page[pieces[0].clone()];
            let at = text.find(title::without_site(text)).unwrap_or_default();
            let start = pieces[0].start + at;
            pieces = Vec::from_iter([start].map(|s| s..s + title::without_site(text).len()));
        }
        trim(page, &mut pieces);
        if let Some(headline) = headline.filter(|h| h.block == block) {
            crop(page, &mut pieces, headline.chars.clone());
        }
        if *role == Role::Byline {
            seen.extend(fields::kinds(&tree.spaced(page, block, LINE as usize), zones));
        }
        let span = Span::new(pieces[0].start, pieces[pieces.len() - 1].end);
        let broken = tree.blocks[block].broken;
        parts.push(Part { span, role: *role, pieces, zones, broken, story: None });
    }
    for value in said {
        if value.field == Field::Title || seen.contains(&value.field) {
            continue;
        }
        // Sites name themselves as the author of everything.
        let text = || tree::plain(std::iter::once(&page[value.value.clone()]), LINE as usize);
        if value.field == Field::Author && site.contains(&text()) {
            continue;
        }
        let span = Span::new(value.value.start, value.value.end);
        let pieces = vec![value.value.clone()];
        let role = Role::Head(value.field);
        let zones = Zones::default();
        parts.push(Part { span, role, pieces, zones, broken: false, story: None });
    }
    parts.sort_by_key(|p| p.span.start);
    Article { parts, ..Article::default() }
}

/// Returns a stretch of a page as a reader sees it, in Simplified characters.
pub(super) fn printed(source: &str) -> String {
    let mut text = Vec::new();
    scan::scan(source, |token| {
        if let scan::Token::Text(range) = token {
            text.push(range);
        }
    });
    tree::plain(text.into_iter().map(|range| &source[range]), usize::MAX)
}

/// Takes blanks of the source off the ends of a part.
fn trim(page: &str, pieces: &mut [Range<usize>]) {
    let space = |c: char| c.is_ascii_whitespace();
    if let Some(first) = pieces.first_mut() {
        first.start = first.end - page[first.clone()].trim_start_matches(space).len();
    }
    if let Some(last) = pieces.last_mut() {
        last.end = last.start + page[last.clone()].trim_end_matches(space).len();
    }
}

/// Leaves of the pieces those characters, blanks not counted.
fn crop(page: &str, pieces: &mut Vec<Range<usize>>, chars: Range<usize>) {
    let mut count = 0;
    pieces.retain_mut(|piece| {
        let (mut start, mut end) = (None, piece.start);
        for (at, c) in tree::references(&page[piece.clone()]) {
            if !tree::is_blank(c) {
                if chars.contains(&count) {
                    start.get_or_insert(piece.start + at.start);
                    end = piece.start + at.end;
                }
                count += 1;
            }
        }
        *piece = start.unwrap_or(end)..end;
        piece.start < piece.end
    });
}

/// Returns whether a name is that of a part of a site.
pub(super) fn is_section(name: &str) -> bool {
    words::of_use("section").any(|w| w == name)
}

/// Returns whether a line stands above a list of other articles or above comments.
pub(super) fn is_label(line: &str) -> bool {
    words::label(line).intersects(Zones::RELATED | Zones::COMMENT)
}

/// Returns the Simplified character in its common form.
fn fold(c: char) -> char {
    let c = match CHARS.class(c) & FORM != 0 {
        true => match CHARS.form(c) {
            Form::Char(to) => to,
            Form::Gone => '\u{200b}',
        },
        false => c,
    };
    CHARS.simplified(c)
}
