//! What a torn run was: all that its bytes may stand for, and which of it reads best.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    rc::Rc,
};

use once_cell::sync::Lazy;

use super::{
    chars::{CHARS, FOLD_TABLE, is_han},
    gbk,
    likelihood::Likelihood,
    rewrite, strip,
    tear::{Kind, Tear, Unit},
};

/// Most runs of a text that are tried. A page has a few; the rest of a text that is made of nothing else is marked.
const RUNS: usize = 128;

/// How much likelier for each character a repair has to be than what stands there, or how likely in itself.
const BETTER: f64 = 1.0;
const GOOD: f64 = -8.5;

/// How much likelier a repair has to be than any other one.
const CLEAR: f64 = 3.0;

/// Least frequency of a character of a repair: rare ones are what wrong bytes make.
const RARE: f64 = 5.0;

/// What a guessed last character and a guessed pair cost.
const LAST_GUESSED: f64 = 4.0;
const PAIR_GUESSED: f64 = 9.0;

/// What a guessed character costs when Traditional text has another for it: the sites turn the whole page Traditional.
const SIMPLIFIED_GUESSED: f64 = 4.0;

/// Characters that stand for Traditional ones.
static SIMPLIFIED: Lazy<HashSet<char>> =
    Lazy::new(|| FOLD_TABLE.rows(["to"]).map(|[to]| to.character()).collect());

/// Least frequency of a guessed last character and of the characters of a guessed pair.
const LAST: f64 = 1.0;
const PAIR: f64 = 300.0;

/// How many guessed pairs are weighed in full, of those that fit their neighbours best.
const PAIRS_WEIGHED: usize = 8;

/// How many last characters are weighed against all else, of those that fit their neighbours best.
const LAST_WEIGHED: usize = 4;

/// Characters on each side of a run that a repair has to fit.
const CONTEXT: usize = 4;

/// What a run may have been.
#[derive(Debug, Clone)]
pub(super) struct Repair {
    /// The characters that belong behind the last whole one.
    pub(super) text: String,
    /// Where the run ends.
    pub(super) end: usize,
    /// How likely they are between their neighbours, for each character.
    score: f64,
}

/// Mends the torn runs of one text.
pub(super) struct Mojibake<'t> {
    text: &'t str,
    likelihood: Likelihood,
    tried: usize,
    /// The clean characters behind the bytes that were asked for last.
    behind: RefCell<HashMap<usize, Rc<[char]>>>,
}

/// The run that is mended, as bytes.
struct Run {
    /// The clean characters before it.
    before: Vec<char>,
    /// The lost byte, and all whole pairs that follow.
    bytes: Vec<u8>,
    /// Where the last of them ends in the text.
    end: usize,
}

impl<'t> Mojibake<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Mojibake {
            text,
            likelihood: Likelihood::new(&plain(text)),
            tried: 0,
            behind: RefCell::default(),
        }
    }

    /// Returns what the run behind the tear was, if that is clear.
    pub(super) fn repair(&mut self, tear: &Tear<'_>, units: &[Unit<'_>]) -> Option<Repair> {
        self.tried += 1;
        if self.tried > RUNS {
            return None;
        }
        let [_, lead] = gbk::encode(tear.before)?;
        let pairs =
            units.iter().take_while(|u| matches!(u.kind, Kind::Pair(_) | Kind::Reading)).count();
        let (pairs, last) = units.split_at(pairs);
        let mut run = Run {
            before: self.before(tear.stray.start),
            bytes: vec![0],
            end: pairs.last().map_or(tear.stray.end, |u| u.range.end),
        };
        for unit in pairs {
            if let Kind::Pair(pair) = unit.kind {
                run.bytes.extend(pair);
            }
        }
        let mut lost: Vec<u8> = gbk::read_as(lead, tear.reading).collect();
        lost.dedup();
        let mut repairs = Vec::new();
        for lost in lost {
            run.bytes[0] = lost;
            self.whole(&run, last.first(), &mut repairs);
            self.gapped(&run, last.first(), &mut repairs);
        }
        repairs.sort_by(|a, b| b.score.total_cmp(&a.score));
        let best = repairs.first()?;
        let text = plain(&best.text);
        let stands = format!("?{}", plain(&self.text[tear.stray.end..best.end]));
        let stands = self.score(&run, &stands, best.end, 0.0);
        let better = best.score > stands + BETTER || best.score > GOOD;
        let length = (run.before.len() + text.chars().count() + CONTEXT) as f64;
        let rival = repairs.iter().find(|r| plain(&r.text) != text);
        let clear = rival.is_none_or(|r| (best.score - r.score) * length > CLEAR);
        let known = text.chars().filter(|c| is_han(*c)).all(|c| self.common(c, RARE));
        (better && clear && known).then(|| best.clone())
    }

    /// Adds what the run is when nothing but the lost byte is missing.
    fn whole(&self, run: &Run, last: Option<&Unit<'_>>, repairs: &mut Vec<Repair>) {
        let (&lead, whole) = run.bytes.split_last().unwrap_or((&0, &[]));
        if let Some(text) = decode(whole) {
            self.end(run, text, lead, last, 0.0, repairs);
        }
    }

    /// Adds what the run is when a pair that stands for nothing was dropped in one place.
    fn gapped(&self, run: &Run, last: Option<&Unit<'_>>, repairs: &mut Vec<Repair>) {
        for place in (0..run.bytes.len()).step_by(2) {
            let (whole, rest) = run.bytes.split_at(place);
            let Some(head) = decode(whole) else { break };
            let Some((&trail, tail)) = rest[1..].split_first() else {
                // It was dropped before a torn reading, whose character it ends.
                if let Some(Unit { kind: Kind::Torn(reading), range }) = last {
                    for [a, b] in self.pair_before(rest[0], reading) {
                        let text = format!("{head}{a}{b}");
                        let score = self.score(run, &text, range.end, PAIR_GUESSED);
                        repairs.push(Repair { text, end: range.end, score });
                    }
                }
                break;
            };
            let (&lead, tail) = tail.split_last().unwrap_or((&0, &[]));
            let Some(tail) = decode(tail) else { continue };
            let near: Vec<char> = run.before.iter().copied().chain(simplified(&head)).collect();
            let near = &near[near.len().saturating_sub(3)..];
            let behind: Vec<char> = simplified(&tail).take(3).collect();
            let between = |guess: [char; 2]| -> Vec<char> {
                let guess = guess.iter().map(|c| CHARS.simplified(*c));
                near.iter().copied().chain(guess).chain(behind.iter().copied()).collect()
            };
            let mut guesses: Vec<(f64, [char; 2])> = self
                .pair_between(rest[0], trail)
                .map(|guess| (self.likelihood.roughly(&between(guess)), guess))
                .collect();
            guesses.sort_by(|a, b| b.0.total_cmp(&a.0));
            let guess = guesses
                .into_iter()
                .take(PAIRS_WEIGHED)
                .map(|(_, guess)| (self.likelihood.all(&between(guess)), guess))
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .map(|(_, guess)| guess);
            if let Some([a, b]) = guess {
                self.end(run, format!("{head}{a}{b}{tail}"), lead, last, PAIR_GUESSED, repairs);
            }
        }
    }

    /// Returns the common characters that `lead` begins and `trail` ends, where what stands between is a pair that stands
    /// for nothing.
    fn pair_between(&self, lead: u8, trail: u8) -> impl Iterator<Item = [char; 2]> {
        gbk::led_by(lead).filter(|p| self.common(p.1, PAIR)).flat_map(move |(first, a)| {
            (0x81..=0xfe)
                .filter(move |second| gbk::decode(first, *second).is_none())
                .filter_map(move |second| gbk::decode(second, trail))
                .filter(|b| self.common(*b, PAIR))
                .map(move |b| [a, b])
        })
    }

    /// Returns the common characters that `lead` begins and those behind them with that reading, where what stands between
    /// is a pair that stands for nothing.
    fn pair_before(&self, lead: u8, reading: &str) -> impl Iterator<Item = [char; 2]> {
        gbk::led_by(lead).filter(|p| self.common(p.1, PAIR)).flat_map(move |(first, a)| {
            (0x81..=0xfe)
                .filter(move |second| gbk::decode(first, *second).is_none())
                .flat_map(move |second| {
                    gbk::read_as(second, reading)
                        .filter_map(move |trail| gbk::decode(second, trail))
                })
                .map(move |b| [a, b])
        })
    }

    /// Adds `text` with each character that `lead` may begin at the end of the run.
    fn end(
        &self,
        run: &Run,
        text: String,
        lead: u8,
        last: Option<&Unit<'_>>,
        cost: f64,
        repairs: &mut Vec<Repair>,
    ) {
        let mut add = |c: char, end: usize, cost: f64| {
            let text = format!("{text}{c}");
            let score = self.score(run, &text, end, cost);
            repairs.push(Repair { text, end, score });
        };
        match last {
            Some(Unit { kind: Kind::Torn(reading), range }) => {
                for c in gbk::read_as(lead, reading).filter_map(|trail| gbk::decode(lead, trail)) {
                    add(c, range.end, cost);
                }
                return;
            }
            Some(Unit { kind: Kind::Single(trail), range }) => {
                if let Some(c) = gbk::decode(lead, *trail) {
                    add(c, range.end, cost);
                }
            }
            _ => {}
        }
        // The second byte was dropped, or is shown as a question mark.
        let rest = &self.text[run.end..];
        let shown = rest
            .strip_prefix(['?', '\u{fffd}'])
            .filter(|t| t.is_empty() || t.starts_with(|c: char| ",;:!()<，/".contains(c)));
        let end = shown.map_or(run.end, |t| self.text.len() - t.len());
        let behind = self.behind(end);
        let head: Vec<char> = run.before.iter().copied().chain(simplified(&text)).collect();
        let near = &head[head.len().saturating_sub(3)..];
        let cost_of =
            |c: char| LAST_GUESSED + if SIMPLIFIED.contains(&c) { SIMPLIFIED_GUESSED } else { 0.0 };
        let mut fitting: Vec<(f64, char)> = gbk::led_by(lead)
            .filter(|p| self.common(p.1, LAST))
            .map(|(_, c)| {
                let window: Vec<char> = near
                    .iter()
                    .copied()
                    .chain([CHARS.simplified(c)])
                    .chain(behind.iter().copied())
                    .collect();
                (self.likelihood.all(&window) - cost_of(c), c)
            })
            .collect();
        fitting.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, c) in fitting.into_iter().take(LAST_WEIGHED) {
            add(c, end, cost + cost_of(c));
        }
    }

    /// Returns how likely `text` is between what stands before the run and what stands behind byte `end`, for each
    /// character.
    fn score(&self, run: &Run, text: &str, end: usize, cost: f64) -> f64 {
        let mut window = run.before.clone();
        window.extend(simplified(text));
        window.extend(self.behind(end).iter());
        (self.likelihood.all(&window) - cost) / window.len() as f64
    }

    /// Returns the clean characters behind byte `end`.
    fn behind(&self, end: usize) -> Rc<[char]> {
        let known = self.behind.borrow().get(&end).cloned();
        known.unwrap_or_else(|| {
            let rest = &self.text[end..];
            let reach = rest.char_indices().nth(6 * CONTEXT).map_or(rest.len(), |(at, _)| at);
            let behind: Rc<[char]> = plain(&rest[..reach]).chars().take(CONTEXT).collect();
            self.behind.borrow_mut().insert(end, behind.clone());
            behind
        })
    }

    /// Returns the clean characters before byte `start`.
    fn before(&self, start: usize) -> Vec<char> {
        let head = &self.text[..start];
        let reach = head.char_indices().rev().nth(6 * CONTEXT).map_or(0, |(at, _)| at);
        let clean: Vec<char> = plain(&head[reach..]).chars().collect();
        clean[clean.len().saturating_sub(CONTEXT)..].to_vec()
    }

    fn common(&self, c: char, least: f64) -> bool {
        self.likelihood.is_common(CHARS.simplified(c), least)
    }
}

/// Returns the text that the pairs stand for, if all stand for one.
fn decode(bytes: &[u8]) -> Option<String> {
    bytes.chunks(2).map(|pair| gbk::decode(*pair.first()?, *pair.get(1)?)).collect()
}

/// Returns the Simplified characters of a text that has no readings.
fn simplified(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|c| CHARS.simplified(c))
}

/// Returns the text with readings out and in Simplified characters.
fn plain(text: &str) -> String {
    let stripped = strip::strip(text).changed.map_or_else(|| text.to_owned(), |c| c.text);
    rewrite::rewrite(&stripped).map_or(stripped, |c| c.text)
}
