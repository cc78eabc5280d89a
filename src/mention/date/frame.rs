//! Prepositions and suffixes that belong to a date: 自…以来, 截至…, …之前, 近…年, …天后.

use regex::Regex;

use super::point::{Expression, Meaning, Offset, Open};
use crate::{
    Span,
    mention::FeatureHit,
    rules::{Fault, RuleId, Tables},
};

/// What a frame makes of what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Open(Open),
    /// The same, when 以来 stands later in the clause.
    SinceApart,
    Offset(Offset),
    /// 约三天.
    About,
    /// 从…到…: the range as it is.
    Range,
}

/// A preposition, a suffix or both.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) rule: RuleId,
    pub(crate) effect: Effect,
    before: Vec<String>,
    after: Vec<String>,
    /// What must stand before it: 被困|近70个小时 is no time up to now.
    left: Option<Regex>,
    /// Characters before it that make another word of it: 最|后几天.
    not_left: Vec<char>,
    not_right: Option<Regex>,
}

/// What a frame stands around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Point,
    Range,
    Length,
}

/// The frames of points, ranges and lengths.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    all: [Vec<Frame>; 3],
    /// For each of them the characters that its prepositions end with and its suffixes begin with, sorted.
    borders: [(Vec<char>, Vec<char>); 3],
    /// 自…以来 around something that is no date.
    event: Option<RuleId>,
}

/// A frame found around a span.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Framed {
    pub(crate) rule: RuleId,
    pub(crate) effect: Effect,
    /// Bytes it adds on the left.
    pub(crate) left: usize,
    /// Bytes it adds on the right.
    pub(crate) right: usize,
}

impl Frames {
    /// Reads the rows; what is wrong with them goes to `faults`.
    pub(crate) fn compile(tables: &Tables, faults: &mut Vec<Fault>) -> Self {
        let mut frames = Frames::default();
        for row in tables.rows("date_frame") {
            let mut fault = |column, message| faults.push(row.fault(column, 0, message));
            if row.cell("of") == "event" {
                frames.event = Some(row.id);
                continue;
            }
            let effect = match row.cell("value") {
                "since" => Effect::Open(Open::Since),
                "since_apart" => Effect::SinceApart,
                "until" => Effect::Open(Open::Until),
                "before" => Effect::Open(Open::Before),
                "after" => Effect::Open(Open::After),
                "ago" => Effect::Offset(Offset::Ago),
                "later" => Effect::Offset(Offset::Later),
                "past" | "past_since" => Effect::Offset(Offset::Past),
                "next" | "next_within" => Effect::Offset(Offset::Next),
                "previous" => Effect::Offset(Offset::Previous),
                "following" => Effect::Offset(Offset::Following),
                "units_before" => Effect::Offset(Offset::UnitsBefore),
                "units_after" => Effect::Offset(Offset::UnitsAfter),
                "about_length" => Effect::About,
                "range" => Effect::Range,
                other => {
                    fault("value", format!("unknown effect `{other}`"));
                    continue;
                }
            };
            let list = |column: &str| match row.cell(column) {
                "" => Vec::new(),
                cell => cell.split('|').map(str::to_owned).collect(),
            };
            let mut guard = |column, before, after| match row.cell(column) {
                "" => None,
                pattern => Regex::new(&format!("{before}(?:{pattern}){after}"))
                    .map_err(|e| fault(column, format!("pattern does not compile: {e}")))
                    .ok(),
            };
            let (left, not_right) = (guard("left", "", "$"), guard("not_right", "^", ""));
            let frame = Frame {
                rule: row.id,
                effect,
                before: list("before"),
                after: list("after"),
                left,
                not_left: row.cell("not_left").trim_matches(['[', ']']).chars().collect(),
                not_right,
            };
            match row.cell("of") {
                "point" => frames.all[Of::Point as usize].push(frame),
                "range" => frames.all[Of::Range as usize].push(frame),
                "length" => frames.all[Of::Length as usize].push(frame),
                other => fault("of", format!("expected point, range or length, found `{other}`")),
            }
        }
        for (all, (ends, begins)) in frames.all.iter().zip(&mut frames.borders) {
            ends.extend(all.iter().flat_map(|f| &f.before).filter_map(|w| w.chars().next_back()));
            begins.extend(all.iter().flat_map(|f| &f.after).filter_map(|w| w.chars().next()));
            ends.sort_unstable();
            begins.sort_unstable();
        }
        frames
    }

    /// Returns the widest frame around `start..end`; `free` is the first byte on the left that may be taken.
    pub(crate) fn around(
        &self,
        text: &str,
        free: usize,
        start: usize,
        end: usize,
        of: Of,
    ) -> Option<Framed> {
        let left_text = &text[free..start];
        let right_text = &text[end..];
        let (ends, begins) = &self.borders[of as usize];
        let may = |c: Option<char>, all: &[char]| c.is_some_and(|c| all.binary_search(&c).is_ok());
        if !may(left_text.chars().next_back(), ends) && !may(right_text.chars().next(), begins) {
            return None;
        }
        let mut best: Option<Framed> = None;
        for frame in &self.all[of as usize] {
            let longest = |words: &[String], fits: &dyn Fn(&str) -> bool| match words {
                [] => Some(0),
                words => words.iter().filter(|w| fits(w)).map(String::len).max(),
            };
            let Some(left) = longest(&frame.before, &|w| left_text.ends_with(w)) else { continue };
            let Some(right) = longest(&frame.after, &|w| right_text.starts_with(w)) else {
                continue;
            };
            if left + right == 0 {
                continue;
            }
            if left_text[..left_text.len() - left].ends_with(frame.not_left.as_slice()) {
                continue;
            }
            if frame.left.as_ref().is_some_and(|r| {
                let before = &left_text[..left_text.len() - left];
                !r.is_match(
                    &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LEFT))..],
                )
            }) {
                continue;
            }
            let follow = &right_text[right..];
            if frame.not_right.as_ref().is_some_and(|r| r.is_match(follow)) {
                continue;
            }
            if frame.effect == Effect::SinceApart
                && (!since_follows(right_text)
                    || left_text[..left_text.len() - left].ends_with('来'))
            {
                continue;
            }
            if best.is_none_or(|b| left + right > b.left + b.right) {
                best = Some(Framed { rule: frame.rule, effect: frame.effect, left, right });
            }
        }
        best
    }
}

/// As far as a frame looks to its left, in bytes.
const LONGEST_LEFT: usize = 24;

/// The longest name that 自…以来 may hold, in bytes.
const LONGEST_EVENT: usize = 60;

impl Frames {
    /// Returns the expressions 自…以来 of the text, whatever stands in them: 自苏陕协作以来.
    pub(crate) fn since_events(&self, text: &str) -> Vec<Expression> {
        let Some(rule) = self.event else { return Vec::new() };
        let mut out = Vec::new();
        const SINCE: &str = "以来";
        for at in memchr::memmem::find_iter(text.as_bytes(), SINCE) {
            let from = text.floor_char_boundary(at.saturating_sub(LONGEST_EVENT));
            let clause =
                text[from..at].rfind(['，', '。', '；', '、', '\n', '：', '）', '！', '？']);
            let clause = clause.map_or(from, |i| text.ceil_char_boundary(from + i + 1));
            let Some(start) = text[clause..at].find('自').map(|i| clause + i) else { continue };
            // 来自, 各自, 亲自: another word.
            if text[..start].ends_with(['来', '各', '亲', '独', '私', '擅', '出', '源'])
                || at - start <= 3
            {
                continue;
            }
            let span = Span::new(start, at + SINCE.len());
            let fired = vec![FeatureHit { rule, key: span, weight: 0.0 }];
            let meaning = Meaning::SinceEvent;
            out.push(Expression { span, cores: [None; 2], meaning, rule, fired });
        }
        out
    }
}

/// Whether 以来 or 迄今 stands later in the clause: 自2017年开展协作以来.
fn since_follows(right: &str) -> bool {
    let right = &right[..right.floor_char_boundary(2 * LONGEST_EVENT)];
    let clause = right.split(['，', '。', '；', ',', '\n', '！', '？']).next().unwrap_or_default();
    ["以来", "迄今", "至今"].iter().any(|w| clause.contains(w))
}
