//! The token spans that may be an argument of an event, with alternative borders.
//!
//! In the sentence of the trigger and the ones beside it: noun phrases from every possible start to every possible end,
//! names, phrases with a verb behind words like 因 and 涉嫌, and what follows the trigger. From farther off: names and
//! dates of the sentences before, and those of the headline.

use std::{collections::HashSet, hash::BuildHasherDefault};

use super::token_index::{MentionClass, PARTS_CLAUSES, TokenIndex};
use crate::{
    event::word_classes::{Hashed, WordList},
    mention::learned::mix,
    segment::Pos,
};

/// Tokens looked at before and behind the trigger.
const BEFORE: usize = 55;
const BEHIND: usize = 40;
/// Longest noun phrase and longest phrase with a verb, in tokens.
const LONGEST: usize = 14;
const LONGEST_CLAUSE: usize = 22;
/// Names and dates taken from the headline.
const HEADLINE_NAMES: usize = 20;
/// Other triggers that may stand between the trigger and a noun phrase, and inside one.
const TRIGGERS_BETWEEN: usize = 5;
const TRIGGERS_INSIDE: usize = 2;
/// How many tokens off a date in brackets may stand, and how far the words of a clause are followed.
const FAR: usize = 200;
/// Dates and names taken from farther before the trigger, and how many sentences back names may stand.
const FAR_DATES: usize = 4;
const FAR_NAMES: usize = 10;
const FAR_SENTENCES: u32 = 3;

/// Candidates of one event after the other. Its memory is reused.
#[derive(Debug, Default)]
pub(crate) struct ArgumentCandidates {
    /// First token and one past the last.
    pub(crate) all: Vec<(u32, u32)>,
    /// [`token_pair`] of each.
    seen: HashSet<u64, BuildHasherDefault<Hashed>>,
}

/// Returns a number for a pair of tokens, unlike that of any other and spread as hashes are: mixing loses nothing.
pub(crate) fn token_pair(from: usize, to: usize) -> u64 {
    mix(0, (from as u64) << 32 | to as u64)
}

/// The marks that may stand inside a phrase.
const INSIDE: [char; 15] =
    ['、', '“', '《', '·', '（', '(', '）', ')', '-', '”', '》', '—', '‘', '’', '「'];

impl ArgumentCandidates {
    /// Fills [`ArgumentCandidates::all`] with what may be an argument of the trigger of tokens `from..to`; `triggers` are the first
    /// tokens of all triggers, in order.
    pub(crate) fn find(&mut self, index: &TokenIndex, from: usize, to: usize, triggers: &[u32]) {
        self.all.clear();
        self.seen.clear();
        self.nouns(index, from, to, triggers);
        self.far(index, from);
        self.bracketed_dates(index, from, to);
        self.clauses(index, from, to);
    }

    fn add(&mut self, trigger: (usize, usize), from: usize, to: usize) {
        let apart = to <= trigger.0 || from >= trigger.1;
        if from < to && apart && self.seen.insert(token_pair(from, to)) {
            self.all.push((from as u32, to as u32));
        }
    }

    fn nouns(&mut self, index: &TokenIndex, ti: usize, tj: usize, triggers: &[u32]) {
        let tokens = &index.tokens;
        let own = triggers.partition_point(|&t| (t as usize) < ti);
        let before = own.checked_sub(TRIGGERS_BETWEEN).map_or(0, |t| triggers[t] as usize);
        let behind = triggers.get(own + TRIGGERS_BETWEEN).map_or(tokens.len(), |&t| t as usize);
        let low = ti.saturating_sub(BEFORE).max(before);
        let high = (tj + BEHIND).min(behind.max(tj));
        let is_other = |t: usize| triggers.binary_search(&(t as u32)).is_ok();
        let sentence = tokens[ti].sentence;
        let is_trigger = |t: usize| (ti..tj).contains(&t);
        for end in low + 1..=high {
            let q = end - 1;
            let token = &tokens[q];
            if is_trigger(q) || token.sentence.abs_diff(sentence) > 1 {
                continue;
            }
            let closing = token.mark && matches!(token.first, '》' | '”');
            if !closing && (token.mark || !may_end(index, q)) {
                continue;
            }
            // A phrase that goes on with another noun ends there only behind a name or before one.
            if let Some(next) = tokens.get(end)
                && next.nominal
                && next.clause == token.clause
                && !next.begins
                && !next.ends
                && q + 1 != ti
                && !(matches!(next.pos, Pos::Direction | Pos::Number | Pos::Pronoun | Pos::Time)
                    && next.class == MentionClass::None)
            {
                continue;
            }
            let mut inside = 0;
            for start in (q.saturating_sub(LONGEST).max(low)..=q).rev() {
                let token = &tokens[start];
                if is_trigger(start) || token.clause != tokens[q].clause {
                    break;
                }
                if token.mark && !INSIDE.contains(&token.first) {
                    break;
                }
                inside += usize::from(is_other(start));
                if inside > TRIGGERS_INSIDE {
                    break;
                }
                if token.mark && !matches!(token.first, '“' | '《') {
                    continue;
                }
                if may_start(index, start, end, ti, tj) {
                    self.add((ti, tj), start, end);
                }
            }
        }
    }

    /// Names and dates of sentences before, and those of the headline.
    fn far(&mut self, index: &TokenIndex, ti: usize) {
        let sentence = index.tokens[ti].sentence;
        let (mut dates, mut names) = (0, 0);
        let before = index.mentions.partition_point(|n| (n.from as usize) < ti);
        for number in (before.saturating_sub(FAR)..before).rev() {
            let named = index.mentions[number];
            // Of mentions with one start the longest is taken.
            if index.mentions.get(number + 1).is_some_and(|n| n.from == named.from)
                || named.to as usize > ti
            {
                continue;
            }
            let (from, to) = (named.from as usize, named.to as usize);
            match named.class {
                MentionClass::Date if dates < FAR_DATES => {
                    self.add((ti, ti), from, to);
                    dates += 1;
                }
                MentionClass::Person | MentionClass::Organization | MentionClass::Place
                    if names < FAR_NAMES
                        && sentence - index.tokens[from].sentence <= FAR_SENTENCES =>
                {
                    self.add((ti, ti), from, to);
                    names += 1;
                }
                _ if dates >= FAR_DATES
                    && sentence - index.tokens[from].sentence > FAR_SENTENCES =>
                {
                    break;
                }
                _ => {}
            }
        }
        let Some(first) = index.headline else { return };
        let line = index.tokens[first].sentence;
        let from = index.mentions.partition_point(|n| (n.from as usize) < first);
        for number in from..index.mentions.len().min(from + HEADLINE_NAMES) {
            let named = index.mentions[number];
            if index.tokens[named.from as usize].sentence != line || named.to as usize > ti {
                break;
            }
            let longest = index.mentions.get(number + 1).is_none_or(|n| n.from != named.from);
            if longest
                && matches!(
                    named.class,
                    MentionClass::Date
                        | MentionClass::Person
                        | MentionClass::Organization
                        | MentionClass::Place
                )
            {
                self.add((ti, ti), named.from as usize, named.to as usize);
            }
        }
    }

    /// 今天（11月4日）
    fn bracketed_dates(&mut self, index: &TokenIndex, ti: usize, tj: usize) {
        let tokens = &index.tokens;
        let sentence = tokens[ti].sentence;
        let low = index.mentions.partition_point(|n| (n.from as usize) + FAR < ti);
        let near = index.mentions[low..].iter().take_while(|n| (n.from as usize) < tj + FAR);
        for named in near {
            let (from, to) = (named.from as usize, named.to as usize);
            let near = tokens[from].sentence.abs_diff(sentence) <= 1;
            if named.class != MentionClass::Date || !near {
                continue;
            }
            let opens = tokens.get(to).is_some_and(|t| t.mark && matches!(t.first, '（' | '('));
            let close = (to + 1..tokens.len().min(to + 5))
                .find(|&t| tokens[t].mark && matches!(tokens[t].first, '）' | ')'));
            if let (true, Some(close)) = (opens, close) {
                self.add((ti, tj), from, close + 1);
            }
        }
    }

    /// What stands behind words like 因 up to the trigger or the end of the clause, and what stands behind the trigger.
    fn clauses(&mut self, index: &TokenIndex, ti: usize, tj: usize) {
        let tokens = &index.tokens;
        let n = tokens.len();
        let parts = |t: usize| tokens[t].mark && PARTS_CLAUSES.contains(&tokens[t].last);
        let sentence = tokens[ti].sentence;
        let clause = tokens[ti].clause;
        let mut end = tj;
        while end < n && end < tj + FAR && tokens[end].clause == clause && !parts(end) {
            end += 1;
        }
        let same = |t: &&super::token_index::IndexedToken| t.sentence == sentence;
        let start = ti - tokens[..ti].iter().rev().take(FAR).take_while(same).count();
        for q in start..end.min(n) {
            if tokens[q].mark || !tokens[q].is(WordList::Opener) {
                continue;
            }
            let mut to = q + 1;
            while to < n
                && to < q + 2 * LONGEST_CLAUSE
                && tokens[to].clause == tokens[q].clause
                && !parts(to)
                && to != ti
                && !matches!(tokens[to].first, '被' | '而')
            {
                to += 1;
            }
            if to - q < LONGEST_CLAUSE && !(q < ti && ti < to) {
                self.add((ti, tj), q + 1, to);
            }
            if to == ti && to > q + 2 && tokens[to - 1].first == '的' {
                self.add((ti, tj), q + 1, to - 1);
            }
        }
        if tj < end && end - tj < LONGEST_CLAUSE {
            self.add((ti, tj), tj, end);
            let mut from = tj;
            while from < end
                && (tokens[from].is(WordList::Aspect)
                    || matches!(tokens[from].first, '对' | '向' | '于' | '为' | '“')
                        && tokens[from].span.len() == 3)
            {
                from += 1;
            }
            self.add((ti, tj), from, end);
            for (q, token) in tokens.iter().enumerate().take(end).skip(from) {
                if token.first == '的' && token.span.len() == 3 {
                    self.add((ti, tj), from, q);
                }
            }
        }
    }
}

/// Whether a phrase may end with a token that is no mark.
fn may_end(index: &TokenIndex, q: usize) -> bool {
    let token = &index.tokens[q];
    if token.nominal {
        return true;
    }
    let next = index.tokens.get(q + 1);
    match token.pos {
        Pos::Direction => q > 0 && index.tokens[q - 1].nominal,
        // 受审的是…: a verb before 的 or a mark.
        Pos::Verb => next.is_none_or(|n| n.mark || n.first == '的'),
        _ => false,
    }
}

/// Whether a phrase that ends before `end` may start at a token.
fn may_start(index: &TokenIndex, start: usize, end: usize, ti: usize, tj: usize) -> bool {
    let token = &index.tokens[start];
    let named = token.class != MentionClass::None;
    if !named
        && matches!(token.pos, Pos::Particle | Pos::Preposition | Pos::Conjunction | Pos::Adverb)
        && !token.mark
    {
        return false;
    }
    let Some(before) = start.checked_sub(1).map(|b| &index.tokens[b]) else { return true };
    before.clause != token.clause
        || token.begins
        || token.ends
        || start + 2 >= end
        || (ti..tj).contains(&(start - 1))
        || matches!(token.pos, Pos::Number | Pos::Pronoun)
        || before.mark
        || matches!(
            before.pos,
            Pos::Verb
                | Pos::VerbalNoun
                | Pos::Preposition
                | Pos::Conjunction
                | Pos::Adverb
                | Pos::Direction
                | Pos::Particle
                | Pos::Other
                | Pos::Pronoun
                | Pos::Time
                | Pos::Number
                | Pos::Measure
        )
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use super::*;
    use crate::event::test_support::read;

    #[test]
    fn noun_phrases_beside_the_trigger_are_candidates() {
        read("市长周文彬在北京签署合作协议。", |rules, context, events| {
            let text = context.text.clean();
            rules.index(context, std::iter::empty(), &mut events.scratch.index);
            let index = &events.scratch.index;
            let at = index.tokens.iter().position(|t| &text[t.span.range()] == "签署");
            let at = at.expect("the trigger is a token");
            let mut candidates = ArgumentCandidates::default();
            candidates.find(index, at, at + 1, &[at as u32]);
            let words = |&(i, j): &(u32, u32)| &text[index.span(i as usize, j as usize).range()];
            let words: Vec<&str> = candidates.all.iter().map(words).collect();
            for expected in ["周文彬", "北京", "合作协议"] {
                assert!(words.contains(&expected), "{expected} of {words:?}");
            }
        });
    }
}
