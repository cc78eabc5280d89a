//! Candidates for expressions of time: a chain, or two that are the ends of a range, with the words around them.

use super::{
    chain::{Chain, State},
    compose::Composer,
    frame::{Framed, Of},
    point::Granularity,
    template::Kind,
};
use crate::time_value::Reference;

/// Words between the two ends of a range.
const JOINS: [&str; 18] = [
    "起至",
    "起到",
    "开始到",
    "开始至",
    "直到",
    "直至",
    "延至",
    "至",
    "到",
    "——",
    "--",
    "-",
    "—",
    "–",
    "−",
    "~",
    "～",
    "－",
];

/// Words between the two ends of a range that 之间 or 间 closes.
const JOINS_BETWEEN: [&str; 3] = ["和", "与", "及"];
const BETWEEN: [&str; 3] = ["之间", "期间", "间"];

/// A chain, or two, with what stands around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) first: Chain,
    pub(super) second: Option<Chain>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) framed: Option<Framed>,
}

impl Composer<'_> {
    /// Adds the chain by itself, as the first end of a range, and in its frames.
    pub(super) fn widen(
        &self,
        chain: Chain,
        free: usize,
        seconds: &mut Vec<Chain>,
        out: &mut Vec<Candidate>,
    ) {
        let start = self.pieces[chain.first()].span.start;
        let state = chain.state;
        let around = |end, of| self.date.frames.around(self.text, free, start, end, of);
        let mut add = |second, end, framed: Option<Framed>| {
            out.push(Candidate {
                first: chain,
                second,
                start: start - framed.map_or(0, |f| f.left),
                end: end + framed.map_or(0, |f| f.right),
                framed,
            });
        };
        if matches!(state.kind, Some(Kind::Point | Kind::Reference(Reference::Present)))
            && !state.frame
        {
            self.second_ends(&state, seconds, |second, end| {
                add(Some(second), end, around(end, Of::Range));
            });
        }
        let of = match state.kind {
            Some(Kind::Point) => Some(Of::Point),
            Some(Kind::Range) => Some(Of::Range),
            Some(Kind::Length) => Some(Of::Length),
            _ => None,
        };
        let framed = of.and_then(|of| around(state.end, of));
        if state.frame && framed.is_none() {
            return;
        }
        add(None, state.end, framed);
    }

    /// Calls `each` with the chains that can be the second end of a range that a chain begins, with the end of the whole.
    fn second_ends(
        &self,
        first: &State,
        seconds: &mut Vec<Chain>,
        mut each: impl FnMut(Chain, usize),
    ) {
        let rest = self.text[first.end..].trim_start_matches(' ');
        let word = |words: &[&'static str]| words.iter().find(|w| rest.starts_with(**w)).copied();
        let Some(
            '起' | '开' | '直' | '延' | '至' | '到' | '—' | '-' | '–' | '−' | '~' | '～' | '－'
            | '和' | '与' | '及',
        ) = rest.chars().next()
        else {
            return;
        };
        let (join, between) = match (word(&JOINS), word(&JOINS_BETWEEN)) {
            (Some(join), _) => (join, false),
            (None, Some(join)) => (join, true),
            (None, None) => return,
        };
        let behind = rest[join.len()..].trim_start_matches(' ');
        let at = self.text.len() - behind.len();
        let dash = !join.starts_with(|c: char| c > '\u{2fff}');
        self.chains(at, self.pieces.partition_point(|p| p.span.start < at), seconds);
        for &chain in &*seconds {
            let state = &chain.state;
            let fits = match state.kind {
                Some(Kind::Point) => ends_fit(first, state, dash),
                Some(Kind::Reference(Reference::Present)) => {
                    !dash && first.kind == Some(Kind::Point)
                }
                _ => false,
            };
            if !fits || state.frame {
                continue;
            }
            let mut end = state.end;
            if between {
                let Some(close) = BETWEEN.iter().find(|c| self.text[end..].starts_with(**c)) else {
                    continue;
                };
                end += close.len();
            }
            each(chain, end);
        }
    }
}

/// Returns whether two chains can be the ends of one range: days with days, clock times with clock times.
fn ends_fit(first: &State, second: &State, dash: bool) -> bool {
    let clock = |s: &State| s.to >= Granularity::Clock;
    if first.kind != Some(Kind::Point) {
        return true;
    }
    let part = |s: &State| s.to == Granularity::DayPart;
    // 9日晚10时至10日凌晨 joins a clock time and a part of a day.
    let mixed = (clock(first) && part(second)) || (part(first) && clock(second));
    // 从3月18日至20日24时 ends within a day.
    let within = !dash
        && first.to == Granularity::Day
        && second.to == Granularity::Clock
        && (Granularity::Month..=Granularity::Day).contains(&second.from);
    if clock(first) != clock(second) && !mixed && !within {
        return false;
    }
    if second.from < first.from && second.from < Granularity::Year {
        return false;
    }
    !dash || first.to == second.to || (first.to.max(second.to) <= Granularity::Month)
}
