//! The patterns of all tables in one lazy automaton.
//!
//! It runs from each character that can start a pattern, and one run finds what every row reads there, however
//! many rows there are.

use std::collections::BTreeMap;

use once_cell::sync::OnceCell;
use regex::{Regex, RegexBuilder};
use regex_automata::{
    Anchored,
    hybrid::{
        LazyStateID,
        dfa::{Cache, DFA},
    },
    nfa::thompson::{self, WhichCaptures},
    util::start,
};
use regex_syntax::hir::Hir;

use super::{
    Match, RuleId,
    group::{GroupMemory, Groups},
    guard::{self, GuardMemory, Guards},
    prefilter::Prefilter,
};
use crate::Span;

/// The automaton forgets its states when they take more, in bytes; built-in tables take half of it.
const MOST_MEMORY: usize = 16 << 20;

/// A row's pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) rule: RuleId,
    /// Index of the row's guards.
    pub(crate) guard: u32,
    /// The pattern with its parts put in.
    pub(crate) text: String,
    /// The pattern with its groups; compiled when they are first asked for.
    pub(crate) regex: OnceCell<Regex>,
}

/// The patterns of all tables.
pub(crate) struct Scanner {
    dfa: DFA,
    /// By number of the pattern in the automaton, which is the order of the rules.
    patterns: Vec<Pattern>,
    /// By table: the number of its first pattern.
    first_of_table: Vec<usize>,
    /// Where patterns may start.
    prefilter: Prefilter,
}

/// Memory of a scan.
#[derive(Debug, Default)]
pub(crate) struct ScannerMemory {
    pub(crate) guards: GuardMemory,
    cache: Option<Cache>,
    heads: Heads,
    /// Pattern and end of what is read at one place.
    ends: Vec<(u32, usize)>,
}

/// How far the automaton comes with the pairs of characters that were met.
#[derive(Debug, Default)]
struct Heads {
    /// By [`Pair::place`]: a pair that was met, with the place of its head in `all`; one pair may push out another.
    pairs: Vec<u32>,
    all: Vec<Head>,
    /// The place in `all` of each that has no ends yet, so that a pair that was pushed out finds its own again.
    known: BTreeMap<LazyStateID, u32>,
}

/// Two characters of the basic plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    /// Where in the memory it stands.
    place: usize,
    /// What distinguishes it from all others of that place; the bits of a head are free.
    tag: u32,
}

impl Pair {
    /// Bits of a place in [`Heads::pairs`], and of a head.
    const BITS: u32 = 15;
    const HEAD: u32 = (1 << Pair::BITS) - 1;
    /// In place of a head: no pattern is read behind these two characters.
    const DEAD: u32 = 0;
    /// In place of a head: nothing is known.
    const UNKNOWN: u32 = Pair::HEAD;

    /// Returns nothing for characters beyond the basic plane.
    fn new(first: usize, second: char) -> Option<Self> {
        let (first, second) = (u16::try_from(first).ok()?, u16::try_from(second).ok()?);
        // An odd factor maps each pair to another number.
        let spread = (u32::from(first) << 16 | u32::from(second)).wrapping_mul(0x9e37_79b1);
        Some(Pair { place: (spread >> (32 - Pair::BITS)) as usize, tag: spread << Pair::BITS })
    }
}

/// Returns the number of the character at byte `at` of the text, and its length in bytes.
fn code_at(text: &str, at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    match *bytes.get(at)? {
        ascii @ 0..=0x7f => Some((ascii.into(), 1)),
        // Nearly all characters of the text.
        lead @ 0xe0..=0xef => {
            let [second, third] = *bytes.get(at + 1..at + 3)? else { return None };
            let code = usize::from(lead & 0x0f) << 12
                | usize::from(second & 0x3f) << 6
                | usize::from(third & 0x3f);
            Some((code, 3))
        }
        _ => text[at..].chars().next().map(|c| (c as usize, c.len_utf8())),
    }
}

/// How far the automaton has come behind two characters.
#[derive(Debug, Clone)]
struct Head {
    state: LazyStateID,
    /// Patterns that read the first of them.
    ends: Vec<(u32, usize)>,
}

impl Scanner {
    /// Returns the automaton of patterns, which come in the order of their rules.
    pub(crate) fn new(patterns: Vec<(Pattern, Hir)>, guards: &Guards) -> Self {
        let prefilter = Prefilter::new(
            patterns.iter().map(|(p, syntax)| (syntax, guards.never_behind(p.guard))),
        );
        let (patterns, syntax): (Vec<Pattern>, Vec<Hir>) = patterns.into_iter().unzip();
        let nfa = thompson::Compiler::new()
            .configure(thompson::Config::new().which_captures(WhichCaptures::None))
            .build_many_from_hir(&syntax)
            .expect("an automaton without size limit is built from any syntax");
        let config = DFA::config()
            .match_kind(regex_automata::MatchKind::All)
            // `Scanner::scan` keeps its size within bounds: heads hold states, so they must go together.
            .cache_capacity(usize::MAX);
        let dfa = DFA::builder()
            .configure(config)
            .build_from_nfa(nfa)
            .expect("patterns without word borders fit a lazy automaton of any size");
        let tables = patterns.last().map_or(0, |p| p.rule.table + 1);
        let first_of_table =
            (0..tables).map(|t| patterns.partition_point(|p| p.rule.table < t)).collect();
        Scanner { dfa, patterns, first_of_table, prefilter }
    }

    fn start(&self, cache: &mut Cache) -> Option<LazyStateID> {
        self.dfa.start_state(cache, &start::Config::new().anchored(Anchored::Yes)).ok()
    }

    /// Adds what the patterns read in `text`: for each row and place the longest stretch at which its guards hold.
    /// They come in the order of [`Match`].
    pub(crate) fn scan(
        &self,
        guards: &Guards,
        text: &str,
        memory: &mut ScannerMemory,
        out: &mut Vec<Match>,
    ) {
        let ScannerMemory { guards: guard_memory, cache, heads, ends } = memory;
        let cache = cache.get_or_insert_with(|| self.dfa.create_cache());
        let (mut next, mut last) = (0, 0);
        let mut ahead = code_at(text, next);
        while let Some((code, width)) = ahead {
            let (at, previous) = (next, last);
            (next, last) = (at + width, at);
            ahead = code_at(text, next);
            if let Some((second, _)) = ahead
                && !self.prefilter.may_start(code, second)
            {
                continue;
            }
            let char_at = |at: usize| text[at..].chars().next();
            if at > 0 && char_at(previous).is_some_and(|c| self.prefilter.never_behind(code, c)) {
                continue;
            }
            let after = char_at(next);
            ends.clear();
            let bytes = &text.as_bytes()[at..];
            let pair = after.and_then(|c2| {
                Pair::new(code, c2).map(|pair| (pair, &bytes[..width + c2.len_utf8()]))
            });
            match pair {
                None => {
                    let Some(start) = self.start(cache) else { continue };
                    self.run(bytes, start, 0, cache, ends);
                }
                Some((pair, both)) => {
                    // Most characters that can start a pattern go on otherwise: 大 in 大楼 and 大家.
                    let Some(head) = self.head(pair, both, cache, heads) else { continue };
                    ends.extend_from_slice(&head.ends);
                    self.run(bytes, head.state, both.len(), cache, ends);
                }
            }
            let before = out.len();
            // The longest comes last.
            for &(pattern, length) in ends.iter().rev() {
                let Pattern { rule, guard, .. } = self.patterns[pattern as usize];
                let end = at + length;
                if out[before..].iter().all(|m| m.rule != rule)
                    && (guard == guard::NONE || guards.hold(guard, text, at, end, guard_memory))
                {
                    out.push(Match { span: Span::new(at, end), rule });
                }
            }
            if out.len() - before > 1 {
                out[before..].sort_unstable();
            }
        }
    }

    /// Returns how far the automaton comes with two characters, from memory where they were met before.
    fn head<'m>(
        &self,
        pair: Pair,
        both: &[u8],
        cache: &mut Cache,
        memory: &'m mut Heads,
    ) -> Option<&'m Head> {
        let Heads { pairs, all, known } = memory;
        if pairs.is_empty() {
            pairs.resize(1 << Pair::BITS, Pair::UNKNOWN);
        }
        let mut met = pairs[pair.place];
        if met & !Pair::HEAD != pair.tag || met & Pair::HEAD == Pair::UNKNOWN {
            if all.len() + 1 >= Pair::UNKNOWN as usize || cache.memory_usage() > MOST_MEMORY {
                all.clear();
                known.clear();
                pairs.fill(Pair::UNKNOWN);
                cache.reset(&self.dfa);
            }
            let place = self.new_head(both, cache).map_or(Pair::DEAD, |head| {
                let state = head.ends.is_empty().then_some(head.state);
                let next = all.len() as u32 + 1;
                let place = state.map_or(next, |s| *known.entry(s).or_insert(next));
                if place == next {
                    all.push(head);
                }
                place
            });
            met = pair.tag | place;
            pairs[pair.place] = met;
        }
        ((met & Pair::HEAD) as usize).checked_sub(1).map(|place| &all[place])
    }

    /// Returns how far the automaton comes with two characters; nothing when no pattern reads them or their beginning.
    fn new_head(&self, both: &[u8], cache: &mut Cache) -> Option<Head> {
        let mut ends = Vec::new();
        let mut state = self.start(cache)?;
        for (length, &byte) in both.iter().enumerate() {
            state = self.dfa.next_state(cache, state, byte).ok()?;
            self.matches(state, length, cache, &mut ends);
        }
        (!state.is_dead() || !ends.is_empty()).then_some(Head { state, ends })
    }

    /// Adds each pattern that reads `bytes` up to the byte before the state was reached.
    fn matches(
        &self,
        state: LazyStateID,
        length: usize,
        cache: &Cache,
        ends: &mut Vec<(u32, usize)>,
    ) {
        // A lazy automaton reports a match one byte late.
        if state.is_match() {
            for i in 0..self.dfa.match_len(cache, state) {
                ends.push((self.dfa.match_pattern(cache, state, i).as_u32(), length));
            }
        }
    }

    /// Adds each pattern that reads the beginning of `bytes`, with the length of what it reads, shorter ones first; the
    /// automaton is in `state` behind the first bytes, `from` of them.
    fn run(
        &self,
        bytes: &[u8],
        mut state: LazyStateID,
        from: usize,
        cache: &mut Cache,
        ends: &mut Vec<(u32, usize)>,
    ) {
        for length in from..=bytes.len() {
            if state.is_dead() {
                return;
            }
            let next = match bytes.get(length) {
                Some(&byte) => self.dfa.next_state(cache, state, byte),
                None => self.dfa.next_eoi_state(cache, state),
            };
            let Ok(next) = next else { return };
            self.matches(next, length, cache, ends);
            state = next;
        }
    }

    /// Returns the named groups of what a pattern reads; nothing for rows of other forms.
    pub(crate) fn groups<'t>(
        &'t self,
        text: &'t str,
        found: Match,
        memory: &'t mut GroupMemory,
    ) -> Option<Groups<'t>> {
        // The patterns of a table stand together, one for each row.
        let first = *self.first_of_table.get(usize::from(found.rule.table))?;
        let at = first + found.rule.row as usize;
        let Pattern { rule, text: pattern, regex, .. } = self.patterns.get(at)?;
        if *rule != found.rule {
            return None;
        }
        let regex = || {
            regex.get_or_init(|| {
                RegexBuilder::new(&format!(r"\A(?:{pattern})\z"))
                    .size_limit(usize::MAX)
                    .build()
                    .expect("its syntax was checked and its length is bounded")
            })
        };
        memory.groups(at as u32, regex, &text[found.span.range()])
    }

    /// Returns the number of patterns.
    pub(crate) fn len(&self) -> usize {
        self.patterns.len()
    }
}
