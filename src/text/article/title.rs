//! The headline of a page: the visible line that agrees with what the head of the page says.

use std::ops::Range;

use super::{
    tree::{self, Shape, Tree},
    words::Zones,
};

/// Most characters of a headline.
const LONGEST: usize = 120;

/// Fewest characters that a line and the head of the page share.
const SHARED: usize = 4;

/// A line that may be the headline.
#[derive(Debug, Clone)]
pub(super) struct Headline {
    /// The block.
    pub(super) block: usize,
    /// How sure it is; more is surer.
    pub(super) rank: i32,
    /// The characters of the block that are the headline, blanks not counted.
    pub(super) chars: Range<usize>,
}

/// Returns the lines that may be the headline, in text order. `said` are headlines that the head of the page gives.
pub(super) fn headlines(page: &str, tree: &Tree, said: &[String]) -> Vec<Headline> {
    let said: Vec<Vec<char>> = said.iter().map(|s| letters(s)).collect();
    let mut found = Vec::new();
    for (block, b) in tree.blocks.iter().enumerate() {
        let shape = tree.nodes[b.node].shape;
        if b.chars < 2
            || b.chars as usize > LONGEST
            || matches!(shape, Shape::Title | Shape::Option)
        {
            continue;
        }
        let near = || tree.ancestors(block).take(3);
        let heading = near().find_map(|n| match tree.nodes[n].shape {
            Shape::Heading(number) => Some(number),
            _ => None,
        });
        let zones = near().fold(b.zones, |z, n| z | tree.nodes[n].zones);
        let named = zones.intersects(Zones::TITLE);
        let line = letters(&tree.text(page, block, LONGEST));
        let shared = said.iter().filter_map(|s| agreement(&line, s)).max_by_key(|r| r.len());
        let mut rank = match heading {
            Some(1) => 4,
            Some(2) => 3,
            Some(_) => 1,
            None => 0,
        };
        rank += 2 * i32::from(named);
        rank -= 4 * i32::from(b.linked > 0);
        rank -= 4 * i32::from(zones.intersects(Zones::HIDDEN | Zones::RELATED | Zones::COMMENT));
        match shared {
            Some(chars) => {
                rank += 8;
                // The other characters are of something else: 首页 > 新闻 > …
                rank -= (line.len() - chars.len()).min(8) as i32 / 2;
                found.push(Headline { block, rank, chars });
            }
            None if heading == Some(1) || (named && heading.is_some()) => {
                let chars = 0..line.len();
                found.push(Headline { block, rank, chars });
            }
            None => {}
        }
    }
    found
}

/// Most blocks between headline and article, and most characters of a headline that the head does not give.
const BEFORE: usize = 10;
const UNSAID: u32 = 50;

/// Returns the headline of an article that starts with the block `first` by its form and place alone: the head of many pages
/// names the site only. `plain` says whether a block may be part of the article.
pub(super) fn unsaid(
    page: &str,
    tree: &Tree,
    first: usize,
    plain: impl Fn(usize) -> bool,
) -> Option<Headline> {
    let from = first.saturating_sub(BEFORE);
    let fits = |i: &usize| {
        let b = &tree.blocks[*i];
        let shape = tree.nodes[b.node].shape;
        (6..=UNSAID).contains(&b.chars)
            && 2 * b.han > b.chars
            && b.linked == 0
            && !(b.ends && tree.text(page, *i, UNSAID as usize).ends_with(['。', '；']))
            && !matches!(shape, Shape::Title | Shape::Option)
            && plain(*i)
    };
    let rank = |i: usize| {
        let near =
            tree.ancestors(i).take(3).fold(tree.blocks[i].zones, |z, n| z | tree.nodes[n].zones);
        i32::from(near.intersects(Zones::EMPHASIS)) + i32::from(near.intersects(Zones::TITLE))
    };
    let block = (from..first).filter(fits).max_by_key(|i| (rank(*i), std::cmp::Reverse(*i)))?;
    let chars = 0..tree.blocks[block].chars as usize;
    Some(Headline { block, rank: rank(block), chars })
}

/// Returns the letters and digits of a text.
pub(super) fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| !tree::is_blank(*c)).map(one_form).collect()
}

/// Returns one character for marks that pages write in several ways.
fn one_form(c: char) -> char {
    match c {
        '：' => ':',
        '，' => ',',
        '？' => '?',
        '！' => '!',
        '（' => '(',
        '）' => ')',
        '“' | '”' | '＂' | '″' => '"',
        '‘' | '’' => '\'',
        '｜' => '|',
        c => c.to_ascii_lowercase(),
    }
}

/// Returns the characters of a line that a headline of the head starts with, or which are all of the headline.
fn agreement(line: &[char], said: &[char]) -> Option<Range<usize>> {
    if line.len() < SHARED || said.len() < SHARED {
        return None;
    }
    // The line is the headline, and the name of the site follows in the head, or stands before it.
    let same = line.iter().zip(said).take_while(|(a, b)| a == b).count();
    if same == line.len() {
        return Some(0..same);
    }
    if let Some(at) = find(said, line)
        && line.len() >= 8
        && at > 0
    {
        return Some(0..line.len());
    }
    // A mark of the page stands before the headline: 原创, 图文：.
    let most = line.len().min(said.len());
    let least = (most * 3 / 4).max(SHARED);
    for from in 0..=line.len().saturating_sub(least).min(8) {
        let same = line[from..].iter().zip(said).take_while(|(a, b)| a == b).count();
        if same >= least && (from + same == line.len() || same == said.len()) {
            return Some(from..from + same);
        }
    }
    // Headlines are cut in the head: 县长调研防汛 要求落….
    (same >= 12 && same * 5 >= line.len() * 3).then_some(0..line.len())
}

fn find(text: &[char], part: &[char]) -> Option<usize> {
    text.windows(part.len()).position(|w| w == part)
}

/// Returns the headline at the start of what the head of a page says, in characters: before the names of channel and site.
pub(super) fn without_site(said: &str) -> &str {
    const BORDERS: [&str; 8] = ["_", "|", "｜", "--", " - ", " – ", "——", "-"];
    let mut text = said.trim();
    let mut cut = text.len();
    for border in BORDERS {
        if let Some(at) = text.find(border)
            && text[..at].chars().filter(|c| !c.is_whitespace()).count() >= 6
        {
            let behind = text[at..].chars().count();
            // A dash may stand in the headline itself.
            if !matches!(border, "-" | "——") || behind <= 14 {
                cut = cut.min(at);
            }
        }
    }
    text = text[..cut].trim();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(line: &str, said: &str) -> Option<String> {
        let letters = letters(line);
        agreement(&letters, &super::letters(said)).map(|r| letters[r].iter().collect())
    }

    #[test]
    fn the_line_agrees_with_the_head_of_the_page() {
        let head = "县长到河堤调研防汛_江州新闻_江州网";
        assert_eq!(agree("县长到河堤调研防汛", head).as_deref(), Some("县长到河堤调研防汛"));
        assert_eq!(agree("原创县长到河堤调研防汛", head).as_deref(), Some("县长到河堤调研防汛"));
        assert_eq!(agree("江州网", "江州网：县长到河堤调研"), None);
        assert_eq!(agree("江州新城今日开园", head), None);
    }

    #[test]
    fn names_of_the_site_are_cut_off() {
        for (said, headline) in [
            ("县长到河堤调研防汛_江州新闻_江州网", "县长到河堤调研防汛"),
            ("县长到河堤调研防汛-江州网", "县长到河堤调研防汛"),
            ("县长到河堤调研防汛 | 江州日报", "县长到河堤调研防汛"),
            ("G-20峰会闭幕", "G-20峰会闭幕"),
        ] {
            assert_eq!(without_site(said), headline);
        }
    }
}
