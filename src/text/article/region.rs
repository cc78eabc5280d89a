//! Which blocks are the article: one region of the page, with holes in it.
//!
//! Each block gets a score from its own text (how long, how many marks of sentences, how much of it links, as text density
//! and punctuation density do), from its elements' names and from the labels above it. The element whose blocks have the
//! highest sum is the article's, and in it the best sequence *before, body (with holes), after* is found, so that a short
//! paragraph between long ones stays and a long comment behind the end does not come back.

use super::{
    tree::{Shape, Tree},
    words::{self, LABELLED, Zones},
};
use crate::text::boilerplate;

/// What is known of each block before the region is chosen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    /// What its elements say, but for those that hold most of the page.
    pub(super) zones: Zones,
    /// What the label above it says.
    pub(super) labelled: Zones,
    /// What stands below it, if it is a label.
    pub(super) label: Zones,
    /// What it is by the words in it.
    pub(super) within: Zones,
    /// Whether it is a line of what the page says of itself.
    pub(super) boilerplate: bool,
    /// How much speaks for the article; negative against it.
    pub(super) score: f32,
}

impl Evidence {
    /// Returns whether nothing says that the block is of another part of the page.
    pub(super) fn is_plain(&self) -> bool {
        !self.boilerplate
            && self.label.is_empty()
            && self.within.is_empty()
            && !(self.zones | self.labelled).intersects(Zones::APART)
    }
}

/// Evidence for an article in points; set by hand, with the pages of the development set in sight.
mod weight {
    pub(super) const START: f32 = -1.2;
    pub(super) const CHAR: f32 = 0.045;
    pub(super) const MOST_CHARS: u32 = 90;
    pub(super) const MARK: f32 = 0.45;
    pub(super) const MOST_MARKS: u32 = 4;
    pub(super) const END: f32 = 0.7;
    pub(super) const LINKED: f32 = -3.5;
    pub(super) const BODY: f32 = 0.6;
    pub(super) const APART: f32 = -2.2;
    pub(super) const LABELLED: f32 = -3.0;
    pub(super) const ITEM: f32 = -0.4;
    pub(super) const HIDDEN: f32 = -2.0;
    pub(super) const BEFORE_TITLE: f32 = -2.0;
    /// For any block of a hole that nothing but its own form speaks against.
    pub(super) const HOLE: f32 = 1.6;
    /// For any block of the chosen element.
    pub(super) const INSIDE: f32 = 0.8;
    /// Fewest points of a block where elements are compared.
    pub(super) const LEAST_OF_BLOCK: f32 = -1.2;
    /// Fewest points of an article.
    pub(super) const LEAST: f32 = 2.5;
}

/// Returns what is known of each block. `title` is the block of the headline.
pub(super) fn evidence(page: &str, tree: &Tree, title: Option<usize>) -> Vec<Evidence> {
    let mut known = vec![Evidence::default(); tree.blocks.len()];
    let wide = wide(tree, title);
    // What elements say goes down to all that stands in them.
    let mut inherited: Vec<Zones> = Vec::with_capacity(tree.nodes.len());
    for (i, node) in tree.nodes.iter().enumerate() {
        let own = if wide[i] { Zones::default() } else { node.zones };
        let above = if i == 0 { Zones::default() } else { inherited[node.parent] };
        let down = above.intersection(Zones::APART | Zones::HIDDEN | Zones::CAPTION | Zones::BODY);
        inherited.push(own | down);
    }
    for (i, block) in tree.blocks.iter().enumerate() {
        known[i].zones = inherited[block.node] | block.zones.difference(Zones::APART);
        if block.chars as usize <= 4 * LABELLED {
            let text = tree.text(page, i, 4 * LABELLED);
            known[i].label = words::label(&text);
            known[i].boilerplate = boilerplate::is_boilerplate(&text);
            if block.chars as usize <= PHRASE {
                known[i].within = words::within(&text);
            }
        }
    }
    labels(tree, &wide, title, &mut known);
    for (i, block) in known.iter_mut().enumerate() {
        block.score = score(tree, i, block, title);
    }
    known
}

/// Returns for each element whether it holds the headline or most of the page's text.
fn wide(tree: &Tree, title: Option<usize>) -> Vec<bool> {
    let mut sums = vec![0u64];
    for block in &tree.blocks {
        sums.push(sums[sums.len() - 1] + u64::from(block.chars - block.linked));
    }
    let all = sums[tree.blocks.len()];
    let holds = |blocks: &std::ops::Range<usize>| {
        title.is_some_and(|t| blocks.contains(&t))
            || 2 * (sums[blocks.end] - sums[blocks.start]) > all
    };
    tree.nodes.iter().map(|n| holds(&n.blocks)).collect()
}

/// Says of the blocks below labels what the labels say.
fn labels(tree: &Tree, wide: &[bool], title: Option<usize>, known: &mut [Evidence]) {
    let mut linked = vec![(0u64, 0u64)];
    for block in &tree.blocks {
        let (links, all) = linked[linked.len() - 1];
        linked.push((links + u64::from(block.linked), all + u64::from(block.chars)));
    }
    let mut read = 0;
    // Up to which block each zone holds, and what holds as long as the blocks look like a list.
    let mut until: Vec<(Zones, usize)> = Zones::APART.iter().map(|z| (z, 0)).collect();
    let mut list = (Zones::default(), 0);
    for (i, block) in tree.blocks.iter().enumerate() {
        let listed = 2 * block.linked > block.chars || block.stops == 0 && block.chars < 40;
        if !listed || list.1 <= i {
            list.0 = Zones::default();
        }
        let held = until.iter().filter(|u| u.1 > i).fold(list.0, |all, u| all | u.0);
        known[i].labelled = held;
        let label = known[i].label;
        if label.is_empty() {
            if title.is_none_or(|t| t < i) && block.stops > 0 && block.linked * 3 < block.chars {
                read += block.chars;
            }
            continue;
        }
        // Above it stands the first element with more than the label in it.
        let scope = tree.ancestors(i).find(|n| tree.nodes[*n].blocks.len() > 1).unwrap_or_default();
        let end = tree.nodes[scope].blocks.end.max(i + 1);
        let comments = label.intersects(Zones::COMMENT) && read >= ENOUGH;
        let links = linked[end].0 - linked[i + 1].0;
        let is_list = 5 * links >= 2 * (linked[end].1 - linked[i + 1].1);
        if comments || !wide[scope] && (is_list || !label.intersects(Zones::RELATED | Zones::SHARE))
        {
            for (_, held) in until.iter_mut().filter(|u| label.intersects(u.0)) {
                *held = end.max(*held);
            }
        } else {
            list = (label, end);
        }
    }
}

/// How many characters of text a page has before comments start.
const ENOUGH: u32 = 150;

/// Most characters of a line that is known by the words in it.
const PHRASE: usize = 60;

fn score(tree: &Tree, i: usize, known: &Evidence, title: Option<usize>) -> f32 {
    let block = &tree.blocks[i];
    let own = block.chars - block.linked;
    let mut score = weight::START;
    score += weight::CHAR * own.min(weight::MOST_CHARS) as f32;
    score += weight::MARK * (block.commas + block.stops).min(weight::MOST_MARKS) as f32;
    score += if block.ends && block.stops > 0 { weight::END } else { 0.0 };
    score += weight::LINKED * block.linked as f32 / block.chars.max(1) as f32;
    if 2 * block.han < block.chars && block.chars < 60 {
        score -= 0.5;
    }
    if known.zones.intersects(Zones::BODY) {
        score += weight::BODY;
    }
    if known.zones.intersects(Zones::APART) {
        score += weight::APART;
    }
    if known.zones.intersects(Zones::HIDDEN) {
        score += weight::HIDDEN;
    }
    if known.zones.intersects(Zones::CAPTION) {
        score -= 6.0;
    }
    if known.labelled.intersects(Zones::APART) {
        score += weight::LABELLED;
    }
    if block.han == 0 && block.chars < 20 {
        score -= 1.5;
    }
    if !known.within.is_empty() {
        // A sentence with such words stays between others.
        score -= 2.5;
    }
    if !known.label.is_empty() || known.boilerplate {
        score = score.min(-2.5);
    }
    for node in tree.ancestors(i).take(4) {
        match tree.nodes[node].shape {
            Shape::Item => score += weight::ITEM,
            Shape::Option | Shape::Title | Shape::Head => score -= 6.0,
            _ => {}
        }
    }
    if title.is_some_and(|t| i < t) {
        score += weight::BEFORE_TITLE;
    }
    if title == Some(i) {
        score = score.min(-0.5);
    }
    score
}

/// The blocks of the article.
#[derive(Debug, Clone, Default)]
pub(super) struct Region {
    /// By start; blocks in between are holes.
    pub(super) blocks: Vec<usize>,
}

/// Returns the article's blocks; none when the page has no article.
pub(super) fn region(tree: &Tree, known: &[Evidence]) -> Region {
    let mut sums = vec![0.0f64];
    for k in known {
        // Links inside the article do not count against its element without limit.
        sums.push(sums[sums.len() - 1] + f64::from(k.score.max(weight::LEAST_OF_BLOCK)));
    }
    let sum = |n: usize| {
        let blocks = &tree.nodes[n].blocks;
        sums[blocks.end] - sums[blocks.start]
    };
    // Of elements with the same blocks the innermost.
    let best = (0..tree.nodes.len())
        .filter(|n| !tree.nodes[*n].blocks.is_empty())
        .max_by(|a, b| sum(*a).total_cmp(&sum(*b)).then(a.cmp(b)));
    let Some(node) = best else { return Region::default() };
    let (blocks, score) = sequence(tree, known, node);
    if score < weight::LEAST {
        return Region::default();
    }
    Region { blocks }
}

/// Returns the best sequence of body blocks in the element, and its points.
fn sequence(tree: &Tree, known: &[Evidence], node: usize) -> (Vec<usize>, f32) {
    const NEVER: f32 = f32::NEG_INFINITY;
    let range = tree.nodes[node].blocks.clone();
    // States: before, body, hole, after. For each block the state before it that was best.
    let mut best = [0.0, NEVER, NEVER, NEVER];
    let mut from: Vec<[u8; 4]> = Vec::with_capacity(range.len());
    for i in range.clone() {
        let body = known[i].score + weight::INSIDE;
        let block = &tree.blocks[i];
        let apart = !known[i].is_plain() || 2 * block.linked > block.chars;
        let open = if apart { weight::HOLE / 8.0 } else { weight::HOLE };
        let enter = [best[0], best[1], best[2] - weight::HOLE / 8.0];
        let (body_from, top) = max(&enter);
        let hole = [NEVER, best[1] - open, best[2] - if apart { 0.0 } else { weight::HOLE }];
        let (hole_from, hole_top) = max(&hole);
        let after = [NEVER, best[1], NEVER, best[3]];
        let (after_from, after_top) = max(&after);
        from.push([0, body_from, hole_from, after_from]);
        best = [best[0], top + body, hole_top, after_top];
    }
    let (mut state, score) = max(&best);
    let mut blocks = Vec::new();
    for i in range.rev() {
        if state == 1 {
            blocks.push(i);
        }
        state = from[from.len() - 1][state as usize];
        from.pop();
    }
    blocks.reverse();
    (blocks, score)
}

fn max(values: &[f32]) -> (u8, f32) {
    let mut best = (0, values[0]);
    for (i, v) in values.iter().enumerate() {
        if *v > best.1 {
            best = (i as u8, *v);
        }
    }
    best
}
