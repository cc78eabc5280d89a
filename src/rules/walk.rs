//! The patterns of all tables in one lazy automaton.
//!
//! It is walked from each character that can start a pattern, and one walk finds what every row reads there, however
//! many rows there are.

use once_cell::sync::OnceCell;
use regex::{Captures, Regex, RegexBuilder};
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
    guard::{self, Guards},
};
use crate::Span;

/// Characters up to U+FFFF have a bit of their own; the few beyond it share one.
const BASIC_PLANE: usize = 1 << 16;

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
pub(crate) struct Walk {
    dfa: DFA,
    /// By number of the pattern in the automaton, which is the order of the rules.
    patterns: Vec<Pattern>,
    /// For each character of the basic plane, whether some pattern starts with it.
    first: Vec<u64>,
    /// Whether some pattern starts with a character beyond the basic plane.
    beyond: bool,
}

/// Memory of a walk.
#[derive(Debug, Default)]
pub(crate) struct WalkMemory {
    cache: Option<Cache>,
    /// Pattern and end of what is read at one place.
    ends: Vec<(u32, usize)>,
}

impl Walk {
    /// Returns the automaton of patterns, which come in the order of their rules.
    pub(crate) fn new(patterns: Vec<(Pattern, Hir)>) -> Self {
        let (patterns, syntax): (Vec<Pattern>, Vec<Hir>) = patterns.into_iter().unzip();
        let nfa = thompson::Compiler::new()
            .configure(thompson::Config::new().which_captures(WhichCaptures::None))
            .build_many_from_hir(&syntax)
            .expect("an automaton without size limit is built from any syntax");
        let config = DFA::config()
            .match_kind(regex_automata::MatchKind::All)
            .cache_capacity(8 << 20)
            .skip_cache_capacity_check(true);
        let dfa = DFA::builder()
            .configure(config)
            .build_from_nfa(nfa)
            .expect("patterns without word borders fit a lazy automaton of any size");
        let mut walk = Walk { dfa, patterns, first: vec![0; BASIC_PLANE / 64], beyond: false };
        walk.find_first();
        walk
    }

    /// Finds out which characters can start a pattern.
    fn find_first(&mut self) {
        let mut cache = self.dfa.create_cache();
        let Some(start) = self.start(&mut cache) else { return };
        for lead in 0..=0xf4u8 {
            let (length, bits) = match lead {
                0..=0x7f => (1, u32::from(lead)),
                0xc2..=0xdf => (2, u32::from(lead & 0x1f)),
                0xe0..=0xef => (3, u32::from(lead & 0x0f)),
                0xf0.. => (4, 0),
                _ => continue,
            };
            let Some(next) = self.step(&mut cache, start, lead) else { continue };
            match length {
                4 => self.beyond = true,
                _ => self.mark(&mut cache, next, bits, length - 1),
            }
        }
    }

    /// Marks the characters that begin with `bits` and have `rest` bytes to come.
    fn mark(&mut self, cache: &mut Cache, state: LazyStateID, bits: u32, rest: usize) {
        if rest == 0 {
            self.first[bits as usize >> 6] |= 1 << (bits & 63);
            return;
        }
        for byte in 0x80..=0xbfu8 {
            if let Some(next) = self.step(cache, state, byte) {
                self.mark(cache, next, bits << 6 | u32::from(byte & 0x3f), rest - 1);
            }
        }
    }

    fn start(&self, cache: &mut Cache) -> Option<LazyStateID> {
        self.dfa.start_state(cache, &start::Config::new().anchored(Anchored::Yes)).ok()
    }

    fn step(&self, cache: &mut Cache, state: LazyStateID, byte: u8) -> Option<LazyStateID> {
        let next = self.dfa.next_state(cache, state, byte).ok()?;
        (!next.is_dead() && !next.is_quit()).then_some(next)
    }

    /// Adds what the patterns read in `text`: for each row and place the longest stretch at which its guards hold.
    /// They come in the order of [`Match`].
    pub(crate) fn scan(
        &self,
        guards: &Guards,
        text: &str,
        memory: &mut WalkMemory,
        out: &mut Vec<Match>,
    ) {
        let WalkMemory { cache, ends } = memory;
        let cache = cache.get_or_insert_with(|| self.dfa.create_cache());
        for (at, c) in text.char_indices() {
            let c = c as usize;
            let starts = match self.first.get(c >> 6) {
                Some(bits) => bits & (1 << (c & 63)) != 0,
                None => self.beyond,
            };
            if !starts {
                continue;
            }
            ends.clear();
            self.walk(&text.as_bytes()[at..], cache, ends);
            let before = out.len();
            // The longest comes last.
            for &(pattern, length) in ends.iter().rev() {
                let Pattern { rule, guard, .. } = self.patterns[pattern as usize];
                let end = at + length;
                if out[before..].iter().all(|m| m.rule != rule)
                    && (guard == guard::NONE || guards.hold(guard, text, at, end))
                {
                    out.push(Match { span: Span::new(at, end), rule });
                }
            }
            if out.len() - before > 1 {
                out[before..].sort_unstable();
            }
        }
    }

    /// Adds each pattern that reads the beginning of `bytes`, with the length of what it reads, shorter ones first.
    fn walk(&self, bytes: &[u8], cache: &mut Cache, ends: &mut Vec<(u32, usize)>) {
        let Some(mut state) = self.start(cache) else { return };
        for length in 0..=bytes.len() {
            let next = match bytes.get(length) {
                Some(&byte) => self.dfa.next_state(cache, state, byte),
                None => self.dfa.next_eoi_state(cache, state),
            };
            let Ok(next) = next else { return };
            // A lazy automaton reports a match one byte late: `length` is where it ends.
            if next.is_match() {
                for i in 0..self.dfa.match_len(cache, next) {
                    ends.push((self.dfa.match_pattern(cache, next, i).as_u32(), length));
                }
            }
            if next.is_dead() || next.is_quit() {
                return;
            }
            state = next;
        }
    }

    /// Returns the named groups of what a pattern reads; nothing for rows of other forms.
    pub(crate) fn captures<'t>(&self, text: &'t str, found: Match) -> Option<Captures<'t>> {
        let at = self.patterns.binary_search_by_key(&found.rule, |p| p.rule).ok()?;
        let pattern = &self.patterns[at];
        let regex = pattern.regex.get_or_init(|| {
            RegexBuilder::new(&format!(r"\A(?:{})\z", pattern.text))
                .size_limit(usize::MAX)
                .build()
                .expect("its syntax was checked and its length is bounded")
        });
        regex.captures(&text[found.span.range()])
    }

    /// Returns the number of patterns.
    pub(crate) fn len(&self) -> usize {
        self.patterns.len()
    }
}
