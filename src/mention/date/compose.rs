//! Pieces side by side become one expression.
//!
//! From each place where a piece starts, the longest chain of pieces is sought, each finer than the one before it; then
//! a second chain behind 至, 到 or a dash, and prepositions and suffixes around the whole.

use super::{
    DateRules,
    field::Point,
    frame::{Effect, Framed, Of},
    point::{Count, Expression, Granularity, Length, Meaning, Unit},
    template::{Bind, Kind, Template},
};
use crate::{
    Clean, Convention, Span,
    document::Qualifier,
    mention::FeatureHit,
    rules::{GroupMemory, Match, Rules},
    time_value::Reference,
};

/// Chains looked at from one place; more than any real text has, so that hostile text costs no more either.
const MOST_CHAINS: usize = 48;

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

/// How far a chain has got.
#[derive(Debug, Clone, Copy)]
struct State {
    end: usize,
    kind: Option<Kind>,
    from: Granularity,
    to: Granularity,
    unit: Option<Unit>,
    /// A piece waits for a finer one behind it.
    awaiting: bool,
    /// It needs a preposition or suffix.
    frame: bool,
    lunar: bool,
    fixed: bool,
    modified: bool,
    /// Its coarsest piece counts from the anchor.
    relative: bool,
    /// It tells a day of the week and nothing else.
    weekday_only: bool,
    /// It tells a day that is counted from elsewhere, and nothing else: 昨天.
    counted_day_only: bool,
    /// A bracket is open: 周四（4月.
    bracket: bool,
    rank: i32,
}

/// Pieces of one chain; the longest in real text, lunar year, month and day with a clock time, has nine.
const MOST_PIECES: usize = 12;

/// Pieces that stand side by side, by their places in [`Composer::pieces`].
#[derive(Debug, Clone, Copy)]
struct Chain {
    places: [u32; MOST_PIECES],
    count: u8,
    state: State,
}

/// A chain, or two, with what stands around it.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    first: Chain,
    second: Option<Chain>,
    start: usize,
    end: usize,
    framed: Option<Framed>,
}

/// Memory of the stage, reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct DateMemory {
    pieces: Vec<Match>,
    work: Work,
}

/// What is looked at from one place.
#[derive(Debug, Default)]
struct Work {
    chains: Vec<Chain>,
    seconds: Vec<Chain>,
    candidates: Vec<Candidate>,
    groups: GroupMemory,
}

struct Composer<'a> {
    date: &'a DateRules,
    rules: &'a Rules,
    text: &'a str,
    /// By start.
    pieces: &'a [Match],
}

impl Chain {
    fn pieces(&self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + '_ {
        self.places[..usize::from(self.count)].iter().map(|&p| p as usize)
    }

    fn first(&self) -> usize {
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

impl DateRules {
    /// Fills `out` with the expressions of time in the text, by start.
    ///
    /// # Arguments
    ///
    /// * `text` - clean text.
    /// * `matches` - what the rows read in it, by start.
    /// * `convention` - whose guidelines the borders follow.
    pub(crate) fn find(
        &self,
        rules: &Rules,
        text: &str,
        matches: &[Match],
        convention: Convention,
        memory: &mut DateMemory,
        out: &mut Vec<Expression>,
    ) {
        out.clear();
        let marks = |m: &&Match| {
            m.rule.table == self.table
                && self.conventions[m.rule.row as usize]
                    .is_none_or(|c| (c == Convention::Pfr98) == (convention == Convention::Pfr98))
        };
        let DateMemory { pieces, work } = memory;
        pieces.clear();
        pieces.extend(matches.iter().filter(marks));
        let composer = Composer { date: self, rules, text, pieces };
        let mut free = 0;
        let mut next = 0;
        let mut since = self.frames.since_events(text);
        while next < composer.pieces.len() {
            let start = composer.pieces[next].span.start;
            if start >= free
                && let Some((end, expression)) = composer.best(next, free, work)
            {
                free = end;
                out.extend(expression);
            }
            while next < composer.pieces.len() && composer.pieces[next].span.start == start {
                next += 1;
            }
        }
        // 自甲以来乙以来: the longest of those that overlap.
        since.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end)));
        let mut taken = 0;
        since.retain(|s| {
            let free = s.span.start >= taken;
            taken = taken.max(s.span.end);
            free
        });
        since.retain(|s| {
            let after = out.partition_point(|e| e.span.end <= s.span.start);
            out.get(after).is_none_or(|e| e.span.start >= s.span.end)
        });
        if !since.is_empty() {
            out.append(&mut since);
            out.sort_by_key(|e| e.span.start);
        }
        if convention == Convention::Pfr98 {
            *out = out.drain(..).flat_map(|e| cores(text, e)).collect();
        }
    }
}

/// The points of an expression without prepositions and suffixes, as the corpus of 1998 marks them; lengths counted from
/// somewhere (三年来, 几天前) it does not mark, but the word of time before them (过去三年).
fn cores(text: &str, expression: Expression) -> Vec<Expression> {
    let one = |span, meaning| Expression { span, meaning, ..expression.clone() };
    let [Some(first), second] = expression.cores else {
        let marked = !matches!(expression.meaning, Meaning::During | Meaning::SinceEvent);
        return if marked { vec![expression] } else { Vec::new() };
    };
    match (expression.meaning.clone(), second) {
        (Meaning::Range(a, b), Some(second)) => {
            vec![one(first, Meaning::Point(*a)), one(second, Meaning::Point(*b))]
        }
        (Meaning::Open(_, point), _) => vec![one(first, Meaning::Point(*point))],
        (Meaning::Point(_) | Meaning::Range(..), _) => vec![one(first, expression.meaning.clone())],
        (Meaning::Offset(..), _) => {
            let words = &text[expression.span.range()];
            let word = ["过去", "未来", "今后", "最近"].iter().find(|w| words.starts_with(**w));
            let span = |w: &&str| Span::new(expression.span.start, expression.span.start + w.len());
            word.map(|w| one(span(w), Meaning::Reference(Reference::Past))).into_iter().collect()
        }
        _ => vec![expression],
    }
}

impl Composer<'_> {
    fn template(&self, piece: usize) -> &Template {
        &self.date.templates[self.pieces[piece].rule.row as usize]
    }

    /// Returns the end of the best reading from the piece at `place` on, the first of those that start there, and its
    /// expression unless it is a look-alike.
    fn best(
        &self,
        place: usize,
        free: usize,
        work: &mut Work,
    ) -> Option<(usize, Option<Expression>)> {
        let Work { chains, seconds, candidates, groups } = work;
        candidates.clear();
        self.chains(self.pieces[place].span.start, place, chains);
        for chain in chains {
            self.widen(*chain, free, seconds, candidates);
        }
        candidates.sort_by_key(|c| {
            let second = c.second.as_ref().map_or(0, |s| s.state.rank);
            let rank = c.first.state.rank.saturating_add(second);
            std::cmp::Reverse((c.end, c.end - c.start, rank, u8::MAX - c.first.count))
        });
        for candidate in candidates {
            if candidate.first.state.kind == Some(Kind::Not) {
                return Some((candidate.end, None));
            }
            if let Some(expression) = self.evaluate(candidate, groups) {
                return Some((candidate.end, Some(expression)));
            }
        }
        None
    }

    /// Fills `out` with the chains that start at a byte and lack nothing (but perhaps a frame); `place` is that of the
    /// first piece that starts there or later.
    fn chains(&self, start: usize, place: usize, out: &mut Vec<Chain>) {
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
        let point = state.kind == Some(Kind::Point);
        let mut next = *state;
        next.end = span.end;
        next.rank = next.rank.saturating_add(template.rank);
        let bound = match template.bind {
            Bind::Free | Bind::Frame => true,
            Bind::Before => {
                matches!(state.kind, Some(Kind::Point | Kind::Range | Kind::Length | Kind::Lengths))
            }
            Bind::After => {
                next.awaiting = true;
                true
            }
            Bind::Either => {
                next.awaiting = state.kind.is_none();
                true
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
        };
        if !bound {
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
                if !self.point_follows(state, template, glue) {
                    return None;
                }
                next.bracket |= glue == Glue::Bracket;
                let close = ["）", ")"].iter().find(|c| self.text[span.end..].starts_with(**c));
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
            }
        }
        Some(next)
    }

    /// Whether a piece of a point may stand behind what a chain has told.
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

    /// Adds the chain by itself, as the first end of a range, and in its frames.
    fn widen(&self, chain: Chain, free: usize, seconds: &mut Vec<Chain>, out: &mut Vec<Candidate>) {
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

    /// Tells the chains that can be the second end of a range that a chain begins, with the end of the whole.
    fn second_ends(
        &self,
        first: &State,
        seconds: &mut Vec<Chain>,
        mut tell: impl FnMut(Chain, usize),
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
            tell(chain, end);
        }
    }

    fn evaluate(&self, candidate: &Candidate, groups: &mut GroupMemory) -> Option<Expression> {
        let first = &candidate.first;
        let meaning = match (first.state.kind?, &candidate.second) {
            (Kind::Reference(_), Some(second)) => {
                let point = self.point(second, Point::default(), groups)?.0;
                Meaning::Present(false, Box::new(point))
            }
            (Kind::Point, Some(second)) => {
                let (left, _) = self.point(first, Point::default(), groups)?;
                if matches!(second.state.kind, Some(Kind::Reference(_))) {
                    Meaning::Present(true, Box::new(left))
                } else {
                    let base = match second.state.relative {
                        true => Point::default(),
                        false => left.coarser_than(second.state.from),
                    };
                    let (right, _) = self.point(second, base, groups)?;
                    Meaning::Range(Box::new(left), Box::new(right))
                }
            }
            (Kind::Point | Kind::Range, None) => {
                match self.point(first, Point::default(), groups)? {
                    (a, Some(b)) => Meaning::Range(Box::new(a), Box::new(b)),
                    (a, None) => Meaning::Point(a),
                }
            }
            (Kind::Length | Kind::Lengths, _) => self.length(first, groups),
            (Kind::Reference(reference), None) => Meaning::Reference(reference),
            (Kind::During, _) => Meaning::During,
            (Kind::Not | Kind::Neutral, _) | (Kind::Range, Some(_)) => return None,
        };
        let meaning = match candidate.framed.map(|f| f.effect) {
            None | Some(Effect::Range) => meaning,
            Some(Effect::Open(open)) => opened(open, meaning)?,
            Some(Effect::SinceApart) => opened(super::point::Open::Since, meaning)?,
            Some(Effect::Offset(offset)) => match meaning {
                Meaning::Length(mut length) => {
                    if self.text[candidate.start..].starts_with(['约', '大']) {
                        length.qualifier = Some(Qualifier::Approximate);
                    }
                    Meaning::Offset(offset, length)
                }
                other => other,
            },
            Some(Effect::About) => match meaning {
                Meaning::Length(mut length) => {
                    length.qualifier = Some(Qualifier::Approximate);
                    Meaning::Length(length)
                }
                other => other,
            },
        };
        let fired = |piece: usize| {
            let found = self.pieces[piece];
            FeatureHit { rule: found.rule, key: found.span, weight: 0.0 }
        };
        let count = |chain: &Chain| usize::from(chain.count);
        let mut all =
            Vec::with_capacity(count(first) + candidate.second.as_ref().map_or(0, count) + 1);
        all.extend(first.pieces().map(fired));
        all.extend(candidate.second.iter().flat_map(Chain::pieces).map(fired));
        let span = Span::new(candidate.start, candidate.end);
        if let Some(framed) = candidate.framed {
            all.push(FeatureHit { rule: framed.rule, key: span, weight: 0.0 });
        }
        let core = |chain: &Chain| -> Span<Clean> {
            // 左右, 期间, 约 and the like stand at the borders; 底 and 初 belong to 去年 and 下月, not to 1997年.
            let relative = chain.pieces().any(|p| self.template(p).relative);
            let inner = |p: &usize| {
                let template = self.template(*p);
                template.kind != Kind::Neutral
                    || (template.modifies && relative && chain.count == 2)
                    || template.lunar
            };
            let first = chain.pieces().find(inner).unwrap_or(chain.first());
            let last = chain.pieces().rfind(inner).unwrap_or(chain.first());
            Span::new(self.pieces[first].span.start, self.pieces[last].span.end)
        };
        Some(Expression {
            span,
            cores: [Some(core(first)), candidate.second.as_ref().map(core)],
            meaning,
            rule: self.lead(first),
            fired: all,
        })
    }

    /// The finest piece that is no mere modifier leads the expression.
    fn lead(&self, chain: &Chain) -> crate::rules::RuleId {
        let lead = chain.pieces().rfind(|p| self.template(*p).kind != Kind::Neutral);
        self.pieces[lead.unwrap_or(chain.first())].rule
    }

    /// Returns the point a chain tells on top of `base`, and the second end if one of its pieces is a range.
    fn point(
        &self,
        chain: &Chain,
        base: Point,
        memory: &mut GroupMemory,
    ) -> Option<(Point, Option<Point>)> {
        let mut point = base;
        let mut end: Option<Point> = None;
        for piece in chain.pieces() {
            let template = self.template(piece);
            let found = self.pieces[piece];
            let groups =
                template.has_groups.then(|| self.rules.groups(self.text, found, memory)).flatten();
            if let Some(end) = &mut end
                && !template.fill(groups.as_ref(), end)
            {
                return None;
            }
            if !template.fill(groups.as_ref(), &mut point) {
                return None;
            }
            if template.kind == Kind::Range {
                let mut second = point.coarser_than(template.to);
                if !template.fill_second(groups.as_ref(), &mut second) {
                    return None;
                }
                // 2、1月28日 is a list's number before a date.
                if let (Some(Count::At(a)), Some(Count::At(b))) = (point.month, second.month)
                    && template.from == Granularity::Month
                    && template.to == Granularity::Month
                    && a >= b
                {
                    return None;
                }
                end = Some(second);
            }
        }
        Some((point, end))
    }

    fn length(&self, chain: &Chain, memory: &mut GroupMemory) -> Meaning {
        let mut length = Length::default();
        let mut second = None;
        for piece in chain.pieces() {
            let template = self.template(piece);
            let found = self.pieces[piece];
            let groups =
                template.has_groups.then(|| self.rules.groups(self.text, found, memory)).flatten();
            template.fill_length(groups.as_ref(), false, &mut length);
            if template.kind == Kind::Lengths {
                let mut end = Length::default();
                template.fill_length(groups.as_ref(), true, &mut end);
                second = Some(end);
            }
        }
        match second {
            Some(end) => Meaning::Lengths(length, end),
            None => Meaning::Length(length),
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

fn opened(open: super::point::Open, meaning: Meaning) -> Option<Meaning> {
    match meaning {
        Meaning::Point(point) if point.every.is_none() => {
            Some(Meaning::Open(open, Box::new(point)))
        }
        _ => None,
    }
}

/// Whether a piece tells the day over again: 周日，8月6日 or 昨天（8月2日）.
fn repeats(state: &State, template: &Template) -> bool {
    (state.weekday_only || state.counted_day_only)
        && template.from <= Granularity::Month
        && template.kind == Kind::Point
        && !template.relative
        && !template.told
}

/// Whether two chains can be the ends of one range: days with days, clock times with clock times.
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
