//! Chains: pieces of time that stand side by side, each finer than the one before it.

use super::{
    compose::Composer,
    point::{Granularity, Unit},
    template::{Bind, Kind, Template},
};
use crate::{Clean, Span};

/// Chains looked at from one place; more than any real text has, so that hostile text costs no more either.
const MOST_CHAINS: usize = 48;

/// How far a chain has got.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) end: usize,
    pub(super) kind: Option<Kind>,
    pub(super) from: Granularity,
    pub(super) to: Granularity,
    pub(super) unit: Option<Unit>,
    /// A piece waits for a finer one behind it.
    pub(super) awaiting: bool,
    /// It needs a preposition or suffix.
    pub(super) frame: bool,
    pub(super) lunar: bool,
    pub(super) fixed: bool,
    pub(super) modified: bool,
    /// Its coarsest piece counts from the anchor.
    pub(super) relative: bool,
    /// It is a day of the week and nothing else.
    pub(super) weekday_only: bool,
    /// It is a day that is counted from elsewhere, and nothing else: 昨天.
    pub(super) counted_day_only: bool,
    /// A bracket is open: 周四（4月.
    pub(super) bracket: bool,
    pub(super) rank: i32,
}

/// Pieces of one chain; the longest in real text, lunar year, month and day with a clock time, has nine.
pub(super) const MOST_PIECES: usize = 12;

/// Pieces that stand side by side, by their places in [`Composer::pieces`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain {
    pub(super) places: [u32; MOST_PIECES],
    pub(super) count: u8,
    pub(super) state: State,
}

impl Chain {
    pub(super) fn pieces(&self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + '_ {
        self.places[..usize::from(self.count)].iter().map(|&p| p as usize)
    }

    pub(super) fn first(&self) -> usize {
        self.places[0] as usize
    }

    /// Returns the chain with a piece more, if there is room.
    fn with(mut self, piece: usize, state: State) -> Option<Self> {
        *self.places.get_mut(usize::from(self.count))? = piece as u32;
        self.count += 1;
        self.state = state;
        Some(self)
    }
}

impl Composer<'_> {
    /// Fills `out` with the chains that start at a byte and lack nothing (but perhaps a frame); `place` is that of the
    /// first piece that starts there or later.
    pub(super) fn chains(&self, start: usize, place: usize, out: &mut Vec<Chain>) {
        out.clear();
        let state = State {
            end: start,
            kind: None,
            from: Granularity::Every,
            to: Granularity::Every,
            unit: None,
            awaiting: false,
            frame: false,
            lunar: false,
            fixed: false,
            modified: false,
            relative: false,
            weekday_only: false,
            counted_day_only: false,
            bracket: false,
            rank: 0,
        };
        self.grow(Chain { places: [0; MOST_PIECES], count: 0, state }, place, out);
    }

    fn grow(&self, chain: Chain, mut place: usize, out: &mut Vec<Chain>) {
        if out.len() >= MOST_CHAINS {
            return;
        }
        let state = chain.state;
        for (at, glue) in self.joints(&state).into_iter().flatten() {
            while self.pieces.get(place).is_some_and(|p| p.span.start < at) {
                place += 1;
            }
            for piece in place..self.pieces.len() {
                if self.pieces[piece].span.start != at {
                    break;
                }
                let Some(next) = self.follow(&state, piece, glue) else { continue };
                let Some(longer) = chain.with(piece, next) else { continue };
                self.grow(longer, piece + 1, out);
                if !next.awaiting && !next.bracket && next.kind.is_some() {
                    out.push(longer);
                }
            }
        }
    }

    /// Returns where the next piece may start: right behind the last, and behind a blank, 的, a comma or a bracket.
    fn joints(&self, state: &State) -> [Option<(usize, Glue)>; 2] {
        let right = Some((state.end, Glue::None));
        if state.kind.is_none() && !state.awaiting {
            return [right, None];
        }
        let rest = &self.text[state.end..];
        let behind = |bytes: usize, glue| [right, Some((state.end + bytes, glue))];
        match rest.chars().next() {
            Some(' ') => match rest.len() - rest.trim_start_matches(' ').len() {
                blanks @ 1..=2 => behind(blanks, Glue::Blank),
                _ => [right, None],
            },
            Some('的') => behind('的'.len_utf8(), Glue::Of),
            Some(bracket @ ('（' | '(')) => behind(bracket.len_utf8(), Glue::Bracket),
            Some('，') => behind('，'.len_utf8(), Glue::Comma),
            Some(',') if rest.starts_with(", ") => behind(2, Glue::Comma),
            Some(',') => behind(1, Glue::Comma),
            Some(and @ ('又' | '零')) => behind(and.len_utf8(), Glue::And),
            _ => [right, None],
        }
    }

    /// Returns the state with the piece added, if it may stand there.
    fn follow(&self, state: &State, piece: usize, glue: Glue) -> Option<State> {
        let template = self.template(piece);
        let span = self.pieces[piece].span;
        let mut next = *state;
        next.end = span.end;
        next.rank = next.rank.saturating_add(template.rank);
        match template.bind {
            Bind::After => next.awaiting = true,
            Bind::Either => next.awaiting = state.kind.is_none(),
            _ => {}
        }
        if !self.is_bound(state, template.bind, span) {
            return None;
        }
        if matches!(glue, Glue::And) && template.kind != Kind::Length {
            return None;
        }
        match template.kind {
            Kind::Not | Kind::Reference(_) | Kind::During | Kind::Lengths => {
                if state.kind.is_some() || state.awaiting {
                    return None;
                }
                next.kind = Some(template.kind);
            }
            Kind::Length => {
                let unit = template.length_unit()?;
                let fits = match state.kind {
                    None => !state.awaiting,
                    Some(Kind::Length) => state.unit.is_some_and(|u| u < unit),
                    Some(_) => false,
                };
                if !fits || matches!(glue, Glue::Of | Glue::Bracket | Glue::Comma) {
                    return None;
                }
                next.kind = Some(Kind::Length);
                next.unit = Some(unit);
                next.awaiting = false;
                next.frame |= template.bind == Bind::Frame;
            }
            Kind::Neutral => {
                if !matches!(glue, Glue::None | Glue::Blank) {
                    return None;
                }
                next.lunar |= template.lunar;
                if template.modifies {
                    next.modified = true;
                    next.awaiting = false;
                }
                match template.bind {
                    Bind::Coarse => next.to = state.to.max(Granularity::Week),
                    Bind::Era => {
                        next.to = Granularity::Year;
                        next.awaiting = false;
                    }
                    _ => {}
                }
            }
            Kind::Point | Kind::Range => {
                if !self.add_point(state, template, glue, &mut next) {
                    return None;
                }
            }
        }
        Some(next)
    }

    /// Returns whether the chain has before a piece what the piece needs there.
    fn is_bound(&self, state: &State, bind: Bind, span: Span<Clean>) -> bool {
        let point = state.kind == Some(Kind::Point);
        match bind {
            Bind::Free | Bind::Frame | Bind::After | Bind::Either => true,
            Bind::Before => {
                matches!(state.kind, Some(Kind::Point | Kind::Range | Kind::Length | Kind::Lengths))
            }
            Bind::Whole => state.kind.is_none() && self.text.trim() == &self.text[span.range()],
            Bind::Coarse => {
                point
                    && (Granularity::Era..=Granularity::Week).contains(&state.to)
                    && !state.modified
            }
            Bind::Year => point && state.to == Granularity::Year,
            Bind::Month => {
                point && state.to == Granularity::Month && !state.modified && !state.lunar
            }
            Bind::Lunar => point && state.lunar && state.to == Granularity::Month,
            Bind::Day => point && state.to == Granularity::Day,
            Bind::Era => point && state.to == Granularity::Era,
            Bind::Length => state.kind == Some(Kind::Length),
        }
    }

    /// Adds a piece of a point to the state, which ends behind it; false where it may not stand there.
    fn add_point(&self, state: &State, template: &Template, glue: Glue, next: &mut State) -> bool {
        if !self.point_follows(state, template, glue) {
            return false;
        }
        next.bracket |= glue == Glue::Bracket;
        let close = ["）", ")"].iter().find(|c| self.text[next.end..].starts_with(**c));
        if let (true, Some(close)) = (next.bracket, close) {
            next.end += close.len();
            next.bracket = false;
        }
        if state.kind.is_none() {
            next.from = template.from;
            next.relative = template.relative || template.told;
        }
        let leads = template.bind == Bind::Either && state.kind.is_none();
        if template.bind != Bind::After && !leads {
            next.awaiting = false;
        }
        next.kind = Some(template.kind);
        next.weekday_only = state.kind.is_none() && template.plain_weekday;
        next.counted_day_only = state.kind.is_none()
            && template.from >= Granularity::Week
            && template.to == Granularity::Day
            && (template.relative || template.told);
        let repeats = repeats(state, template);
        next.awaiting |= repeats && template.to < Granularity::Day;
        next.to = match state.kind {
            Some(_) if !repeats => template.to.max(state.to),
            _ => template.to,
        };
        next.lunar |= template.lunar;
        next.fixed |= template.fixed;
        next.modified |= template.modifies;
        next.frame |= template.bind == Bind::Frame;
        true
    }

    /// Returns whether a piece of a point may stand behind the chain.
    fn point_follows(&self, state: &State, template: &Template, glue: Glue) -> bool {
        match state.kind {
            None => return !matches!(glue, Glue::Bracket | Glue::Comma | Glue::Of),
            Some(Kind::Point) => {}
            Some(_) => return false,
        }
        let apposition = matches!(glue, Glue::Bracket | Glue::Comma);
        // 周二（12日）, 昨天（2日）.
        let number = glue == Glue::Bracket && template.plain_day && !template.lunar;
        if number && (state.weekday_only || state.counted_day_only) {
            return true;
        }
        if repeats(state, template) {
            return glue == Glue::Bracket || (glue == Glue::Comma && state.weekday_only);
        }
        if state.to == Granularity::Day && template.plain_weekday && !state.weekday_only {
            return !matches!(glue, Glue::Comma | Glue::Of);
        }
        if apposition || state.modified || state.fixed || template.told || template.fixed {
            return false;
        }
        let to = state.to;
        if template.from <= to {
            return false;
        }
        match template.from {
            Granularity::Every | Granularity::Era => false,
            Granularity::Century => to == Granularity::Era,
            Granularity::Decade => to == Granularity::Century,
            Granularity::Year => to == Granularity::Era || to == Granularity::Every,
            Granularity::Division | Granularity::Month | Granularity::Week => {
                to == Granularity::Every || to >= Granularity::Year
            }
            Granularity::Day if template.relative => to == Granularity::Year,
            Granularity::Day if template.plain_day => {
                (to == Granularity::Month
                    && !(template.lunar && !state.lunar && state.relative && glue == Glue::Of))
                    || to == Granularity::Every
            }
            Granularity::Day if template.plain_weekday => {
                to == Granularity::Week || to == Granularity::Every
            }
            Granularity::Day => to == Granularity::Every || to >= Granularity::Year,
            Granularity::DayPart => to >= Granularity::Day || to == Granularity::Every,
            Granularity::Clock => to >= Granularity::Day || to == Granularity::Every,
        }
    }
}

/// What stands between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glue {
    None,
    Blank,
    /// 的.
    Of,
    Bracket,
    Comma,
    /// 又, 零 between lengths.
    And,
}

/// Returns whether a piece names the day over again: 周日，8月6日 or 昨天（8月2日）.
fn repeats(state: &State, template: &Template) -> bool {
    (state.weekday_only || state.counted_day_only)
        && template.from <= Granularity::Month
        && template.kind == Kind::Point
        && !template.relative
        && !template.told
}
