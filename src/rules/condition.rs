//! One condition of a guard: what may stand directly before or after a stretch.
//!
//! Most conditions list characters and short words, `[级轻]|三餐|报[社纸]`; they are compared with the text directly. What
//! reaches further, `[^，。]{0,14}(?:公告|通报)`, is left to one lazy automaton for all conditions of its side.

use regex_automata::{
    Anchored, Input, PatternID,
    hybrid::dfa::{Cache, DFA},
    nfa::thompson::{self, WhichCaptures},
};
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::{char_set::CharSet, pattern::MAX_BYTES};

/// Words a condition may be written out to; more are left to the automaton.
const MOST_WORDS: usize = 64;

/// The side of a stretch that a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

/// A condition, ready to be tried.
#[derive(Debug)]
pub(crate) struct Condition {
    /// It holds anywhere.
    always: bool,
    /// It holds at the border of a line.
    border: bool,
    /// Characters that suffice by themselves.
    alone: CharSet,
    /// Characters that the words begin with, seen from the stretch.
    first: CharSet,
    /// Words of several characters, read away from the stretch.
    words: Vec<Word>,
    /// What is left to the automaton.
    far: Option<PatternID>,
}

/// Characters in a row, and whether the border of a line must follow.
#[derive(Debug, Clone, Default)]
struct Word {
    sets: Vec<CharSet>,
    border: bool,
}

impl Condition {
    /// Returns the condition of a pattern; the alternatives that reach further are added to `far`.
    pub(crate) fn new(syntax: &Hir, side: Side, far: &mut Vec<Hir>) -> Self {
        let alternatives = match syntax.kind() {
            HirKind::Alternation(all) => all.as_slice(),
            _ => std::slice::from_ref(syntax),
        };
        let mut condition = Condition {
            always: false,
            border: false,
            alone: CharSet::default(),
            first: CharSet::default(),
            words: Vec::new(),
            far: None,
        };
        let mut rest = Vec::new();
        for alternative in alternatives {
            let Some(words) = write_out(alternative, side) else {
                rest.push(alternative.clone());
                continue;
            };
            for word in words {
                match (word.sets.as_slice(), word.border) {
                    ([], false) => condition.always = true,
                    ([], true) => condition.border = true,
                    ([one], false) => condition.alone.extend(one),
                    ([first, ..], _) => {
                        condition.first.extend(first);
                        condition.words.push(word);
                    }
                }
            }
        }
        condition.alone.sort();
        condition.first.sort();
        if !rest.is_empty() {
            condition.far = Some(PatternID::must(far.len()));
            far.push(Hir::alternation(rest));
        }
        condition
    }

    /// Returns characters that suffice by themselves.
    pub(crate) fn alone(&self) -> &CharSet {
        &self.alone
    }

    /// Returns whether the condition holds before byte `start` of the text.
    pub(crate) fn holds_before<'f>(
        &self,
        text: &str,
        start: usize,
        far: impl FnOnce() -> &'f Far,
        cache: &mut Option<Cache>,
    ) -> bool {
        let before = &text[..start];
        if self.holds_near(before.chars().next_back(), || before.chars().rev()) {
            return true;
        }
        let Some(pattern) = self.far else { return false };
        // No condition is longer, so there is no need to look further back.
        let from = text.floor_char_boundary(start.saturating_sub(MAX_BYTES));
        let input = Input::new(before)
            .range(from..start)
            .anchored(Anchored::Pattern(pattern))
            .earliest(true);
        let dfa = &far().0;
        let cache = cache.get_or_insert_with(|| dfa.create_cache());
        matches!(dfa.try_search_rev(cache, &input), Ok(Some(_)))
    }

    /// Returns whether the condition holds for what follows.
    pub(crate) fn holds_after<'f>(
        &self,
        after: &str,
        far: impl FnOnce() -> &'f Far,
        cache: &mut Option<Cache>,
    ) -> bool {
        if self.holds_near(after.chars().next(), || after.chars()) {
            return true;
        }
        let Some(pattern) = self.far else { return false };
        let input = Input::new(after).anchored(Anchored::Pattern(pattern)).earliest(true);
        let dfa = &far().0;
        let cache = cache.get_or_insert_with(|| dfa.create_cache());
        matches!(dfa.try_search_fwd(cache, &input), Ok(Some(_)))
    }

    /// Whether the characters from the stretch outwards satisfy it without the automaton.
    fn holds_near<I: Iterator<Item = char>>(
        &self,
        next: Option<char>,
        chars: impl Fn() -> I,
    ) -> bool {
        let border = |c: Option<char>| c.is_none_or(|c| c == '\n');
        if self.always || (self.border && border(next)) {
            return true;
        }
        let Some(next) = next else { return false };
        if self.alone.contains(next) {
            return true;
        }
        self.first.contains(next)
            && self.words.iter().any(|word| {
                let mut chars = chars();
                word.sets.iter().all(|set| chars.next().is_some_and(|c| set.contains(c)))
                    && (!word.border || border(chars.next()))
            })
    }
}

/// Returns all words a pattern reads, if they are few, read away from the stretch.
fn write_out(syntax: &Hir, side: Side) -> Option<Vec<Word>> {
    Some(match syntax.kind() {
        HirKind::Empty => vec![Word::default()],
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let mut sets: Vec<CharSet> = text.chars().map(CharSet::one).collect();
            if side == Side::Before {
                sets.reverse();
            }
            vec![Word { sets, border: false }]
        }
        HirKind::Class(Class::Unicode(class)) => {
            vec![Word { sets: vec![CharSet::of(class)], border: false }]
        }
        HirKind::Look(Look::StartLF) if side == Side::Before => {
            vec![Word { sets: Vec::new(), border: true }]
        }
        HirKind::Look(Look::EndLF) if side == Side::After => {
            vec![Word { sets: Vec::new(), border: true }]
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) => return None,
        HirKind::Capture(capture) => write_out(&capture.sub, side)?,
        HirKind::Alternation(all) => {
            let mut words = Vec::new();
            for one in all {
                words.extend(write_out(one, side)?);
            }
            within_bounds(words)?
        }
        HirKind::Concat(all) => {
            let mut words = vec![Word::default()];
            let mut add = |one: &Hir| {
                words = joined(&words, &write_out(one, side)?)?;
                Some(())
            };
            match side {
                Side::After => all.iter().try_for_each(&mut add)?,
                Side::Before => all.iter().rev().try_for_each(&mut add)?,
            }
            words
        }
        HirKind::Repetition(repetition) => {
            let one = write_out(&repetition.sub, side)?;
            let mut run = vec![Word::default()];
            let mut words = Vec::new();
            for count in 0..=repetition.max? {
                if count >= repetition.min {
                    words.extend(run.iter().cloned());
                    within_bounds(&words)?;
                }
                if count < repetition.max? {
                    run = joined(&run, &one)?;
                }
            }
            words
        }
    })
}

fn within_bounds<W: AsRef<[Word]>>(words: W) -> Option<W> {
    (words.as_ref().len() <= MOST_WORDS).then_some(words)
}

/// Returns each word with each other one behind it; nothing stands behind the border of a line.
fn joined(words: &[Word], behind: &[Word]) -> Option<Vec<Word>> {
    if words.len() * behind.len() > MOST_WORDS {
        return None;
    }
    let mut out = Vec::new();
    for word in words {
        for next in behind {
            match (word.border, next.sets.is_empty()) {
                (true, false) => return None,
                _ => {
                    let mut sets = word.sets.clone();
                    sets.extend_from_slice(&next.sets);
                    out.push(Word { sets, border: word.border || next.border });
                }
            }
        }
    }
    Some(out)
}

/// The alternatives of all conditions of one side that reach further than words.
pub(crate) struct Far(DFA);

impl std::fmt::Debug for Far {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Far").field(&self.0.pattern_len()).finish()
    }
}

impl Far {
    /// Returns the automaton of patterns in the order of their ids.
    pub(crate) fn new(patterns: &[Hir], side: Side) -> Self {
        let nfa = thompson::Compiler::new()
            .configure(
                thompson::Config::new()
                    .which_captures(WhichCaptures::None)
                    .reverse(side == Side::Before),
            )
            .build_many_from_hir(patterns)
            .expect("an automaton without size limit is built from any syntax");
        let config = DFA::config()
            .match_kind(regex_automata::MatchKind::All)
            .starts_for_each_pattern(true)
            .cache_capacity(8 << 20)
            .skip_cache_capacity_check(true);
        let dfa = DFA::builder()
            .configure(config)
            .build_from_nfa(nfa)
            .expect("patterns without word borders fit a lazy automaton of any size");
        Far(dfa)
    }
}

#[cfg(test)]
mod tests {
    use regex::RegexBuilder;
    use regex_syntax::ParserBuilder;

    use super::*;

    /// Both sides of each place of the text, compared with the regex that the condition stands for.
    #[track_caller]
    fn same_as_regex(pattern: &str, text: &str) {
        let syntax = ParserBuilder::new().multi_line(true).build().parse(pattern).unwrap();
        for side in [Side::Before, Side::After] {
            let mut patterns = Vec::new();
            let condition = Condition::new(&syntax, side, &mut patterns);
            let far = Far::new(&patterns, side);
            let mut cache = None;
            let written = match side {
                Side::Before => format!(r"(?:{pattern})\z"),
                Side::After => format!(r"\A(?:{pattern})"),
            };
            let regex = RegexBuilder::new(&written).multi_line(true).build().unwrap();
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let (holds, expected) = match side {
                    Side::Before => (
                        condition.holds_before(text, at, || &far, &mut cache),
                        regex.is_match(&text[..at]),
                    ),
                    Side::After => (
                        condition.holds_after(&text[at..], || &far, &mut cache),
                        regex.is_match(&text[at..]),
                    ),
                };
                assert_eq!(holds, expected, "`{pattern}` {side:?} byte {at} of {text}");
            }
        }
    }

    #[test]
    fn conditions_hold_where_their_regex_does() {
        let text = "三日游客增多\n二日上午，报社发布公告。第2日\n游，报道了八个月来的通报，好";
        for pattern in [
            "[日游]",
            "三日|报[社道]|好",
            "^|[，。]",
            "游(?:[^客]|$)",
            "^二|^第",
            "了?(?:八个|通报)",
            "[^，。]{0,4}(?:公告|通报)",
            "报社[^，。]{0,10}|[0-9]{1,3}日|(?:好){1,2}",
            "(?:个月|来的){2}",
            "[一-龥]{3,6}，",
            "(?:日|八)?",
        ] {
            same_as_regex(pattern, text);
        }
    }

    #[test]
    fn listed_words_need_no_automaton() {
        let far = |pattern: &str| {
            let syntax = ParserBuilder::new().multi_line(true).build().parse(pattern).unwrap();
            let mut far = Vec::new();
            Condition::new(&syntax, Side::After, &mut far);
            far.len()
        };
        assert_eq!(far("[元圆均谈]|三餐|报[社纸]|游(?:[^客行]|$)|产[量能]"), 0);
        assert_eq!(far("[元圆]|[^，。]{0,14}(?:公告|通报|声明|消息|通知)"), 1);
    }
}
