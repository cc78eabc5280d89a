//! Pages that are no single article: lists of headlines, threads of a forum, tickers, galleries.
//!
//! In: the blocks of a page and the region that reads like an article. Out: [`PageKind`], and the stories the page is made of.

use once_cell::sync::Lazy;
use regex::Regex;

use super::{
    published,
    region::{Evidence, Region},
    tree::{Shape, Tree},
    words::{self, Zones},
};
use crate::closed_set::closed_set;

closed_set! {
    /// What kind of page it is.
    #[derive(Default)]
    pub enum PageKind {
        /// One article.
        #[default]
        Article = "article",
        /// Headlines of several articles; each is a story.
        List = "list",
        /// What several people wrote; each of their posts is a story.
        Forum = "forum",
        /// News under the time of day at which each came in; each is a story.
        Ticker = "ticker",
        /// Pictures with the words to them: one story.
        Gallery = "gallery",
        /// No article was found; all text that stands in no other known part of a page is read.
        Unknown = "unknown",
    }
}

/// A story of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Story {
    /// Its blocks, by start.
    pub(super) blocks: Vec<usize>,
    /// The block that says when it was published.
    pub(super) dated: Option<usize>,
}

/// What is read of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Kinded {
    pub(super) kind: PageKind,
    /// In text order; none where the page is one article.
    pub(super) stories: Vec<Story>,
}

/// The line above a post: its number, or who wrote it and when.
static FLOOR: Lazy<Regex> = Lazy::new(|| {
    let words = |of: &str| words::of_use(of).collect::<Vec<_>>().join("|");
    let (floors, posted) = (words("floor"), words("posted"));
    Regex::new(&format!(
        r"^(?:{floors}|\d{{1,4}} ?[楼#]|# ?\d{{1,4}})(?:\s|$)|(?:{posted})[:： ]*(?:19|20)\d\d"
    ))
    .expect("the pattern is tested")
});

/// The time of day that an item of a ticker starts with.
static CLOCK: Lazy<Regex> = Lazy::new(|| {
    Regex::new(r"^[\[【]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\]】]?(?:\s|$|[^\d:：])")
        .expect("the pattern is tested")
});

/// The number of a picture: 1/10.
static PICTURE: Lazy<Regex> = Lazy::new(|| {
    Regex::new(r"^[（(]?\d{1,3} ?/ ?\d{1,3}(?:[^\d/]|$)").expect("the pattern is tested")
});

/// Fewest posts, items, pictures and headlines.
const POSTS: usize = 3;
const ITEMS: usize = 4;
const PICTURES: usize = 2;
const HEADLINES: usize = 5;

/// Fewest characters of a headline in a list, and of a post.
const HEADLINE: u32 = 8;
const POST: u32 = 10;

/// Most characters of a line above a post.
const LINE: u32 = 60;

/// Most characters of an article on a page of headlines: the teaser above them.
const TEASER: u32 = 200;

/// Returns what kind of page it is. `titled` says whether the headline of the page stands above the region.
pub(super) fn kind(
    page: &str,
    tree: &Tree,
    known: &[Evidence],
    found: &Region,
    titled: bool,
) -> Kinded {
    let short = |i: usize| match tree.blocks[i].chars <= LINE {
        true => tree.spaced(page, i, LINE as usize),
        false => String::new(),
    };
    let first = found.blocks.first().copied();
    let floors: Vec<usize> =
        (0..tree.blocks.len()).filter(|i| FLOOR.is_match(&short(*i))).collect();
    // Comments on an article have such lines too, but behind it.
    if floors.len() >= POSTS && first.is_none_or(|f| floors[0] < f) {
        return forum(tree, known, &floors);
    }
    let start = |i: usize| tree.spaced(page, i, 12);
    if let (Some(first), Some(&last)) = (first, found.blocks.last()) {
        let clocks: Vec<usize> =
            (first.saturating_sub(1)..=last).filter(|i| CLOCK.is_match(&start(*i))).collect();
        let alone = clocks.iter().filter(|c| tree.blocks[**c].chars <= 8).count();
        let items = found.blocks.len() - found.blocks.iter().filter(|b| clocks.contains(b)).count()
            + clocks.len()
            - alone;
        if clocks.len() >= ITEMS && clocks[0] <= first + 1 && 2 * clocks.len() >= items {
            return ticker(found, &clocks);
        }
        let pictures = found.blocks.iter().filter(|b| PICTURE.is_match(&start(**b))).count();
        if pictures >= PICTURES {
            return Kinded { kind: PageKind::Gallery, stories: Vec::new() };
        }
    }
    let text: u32 = found.blocks.iter().map(|b| tree.blocks[*b].chars).sum();
    if first.is_none() || !titled && text < TEASER {
        let stories = headlines(tree, known);
        if stories.len() >= HEADLINES {
            return Kinded { kind: PageKind::List, stories };
        }
    }
    let kind = if first.is_some() { PageKind::Article } else { PageKind::Unknown };
    Kinded { kind, stories: Vec::new() }
}

fn forum(tree: &Tree, known: &[Evidence], floors: &[usize]) -> Kinded {
    let mut stories: Vec<Story> = Vec::new();
    let mut next = floors.iter().copied().peekable();
    for (i, block) in tree.blocks.iter().enumerate().skip(floors[0]) {
        if next.next_if_eq(&i).is_some() {
            // Number and writer of a post may be two lines.
            if stories.last().is_none_or(|s| !s.blocks.is_empty()) {
                stories.push(Story::default());
            }
            if let Some(story) = stories.last_mut() {
                story.dated = Some(i);
            }
        } else if block.chars >= POST
            && 2 * block.linked < block.chars
            && known[i].label.is_empty()
            && known[i].within.is_empty()
            && !known[i].boilerplate
            && !known[i].zones.intersects(Zones::FOOTER | Zones::NAVIGATION | Zones::ADVERT)
            && let Some(story) = stories.last_mut()
        {
            story.blocks.push(i);
        }
    }
    stories.retain(|s| !s.blocks.is_empty());
    Kinded { kind: PageKind::Forum, stories }
}

fn ticker(found: &Region, clocks: &[usize]) -> Kinded {
    let mut stories: Vec<Story> = Vec::new();
    let mut next = clocks.iter().copied().peekable();
    for &i in &found.blocks {
        let mut starts = false;
        while next.next_if(|c| *c <= i).is_some() {
            starts = true;
        }
        if starts || stories.is_empty() {
            stories.push(Story::default());
        }
        if let Some(story) = stories.last_mut() {
            story.blocks.push(i);
        }
    }
    Kinded { kind: PageKind::Ticker, stories }
}

/// Returns the headlines of a list, with the line behind each that is a day.
fn headlines(tree: &Tree, known: &[Evidence]) -> Vec<Story> {
    let listed = |i: usize| {
        let b = &tree.blocks[i];
        b.linked >= HEADLINE
            && 5 * b.linked > 2 * b.chars
            && b.links <= 2
            && b.han > 4
            && known[i].within.is_empty()
            && !known[i].zones.intersects(Zones::FOOTER | Zones::ADVERT | Zones::HIDDEN)
            && !matches!(tree.nodes[b.node].shape, Shape::Option | Shape::Title)
    };
    (0..tree.blocks.len())
        .filter(|i| listed(*i))
        .map(|i| Story { blocks: vec![i], dated: Some(i) })
        .collect()
}

/// Returns the day in a block that says when a story was published.
pub(super) fn published(page: &str, tree: &Tree, story: &Story) -> Option<published::Published> {
    published::published(&tree.spaced(page, story.dated?, 2 * LINE as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_above_posts_items_and_pictures_are_known() {
        for line in ["楼主", "12楼", "#3", "东门老李 发表于 2024-3-5 08:01:13"] {
            assert!(FLOOR.is_match(line), "{line}");
        }
        assert!(!FLOOR.is_match("三楼起火") && !FLOOR.is_match("12楼盘开盘"));
        assert!(
            CLOCK.is_match("10:42")
                && CLOCK.is_match("10:42 南湖机场")
                && !CLOCK.is_match("10:42:5:6")
        );
        assert!(PICTURE.is_match("1/3 清晨") && !PICTURE.is_match("2024/3/5"));
    }
}
