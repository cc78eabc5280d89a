//! The rows of a stretch that may be a title: what it is made of, and what stands beside it.

use super::tokens::{Class, Token, Tokens};
use crate::{
    mention::{
        index::{
            lexicon_class::TitleKind,
            name_words::{NameWord, NameWords},
        },
        learned::mix,
        log_linear::{Features, word_hash as hash},
    },
    segment::Pos,
};

/// The templates, by number; the name is printed in explanations.
pub(crate) const TITLE: [&str; 36] = [
    "bias",
    "words",
    "head",
    "modifier",
    "last_word",
    "first_word",
    "left",
    "right",
    "left_head",
    "right_head",
    "left_right",
    "left_word",
    "right_word",
    "left_word_head",
    "right_word_head",
    "left_pos_right_pos",
    "list_left",
    "list_right",
    "list_left_right",
    "list_left_head",
    "list_right_head",
    "list_left_right_stands",
    "verb",
    "verb_list_right",
    "verb_head",
    "shape",
    "pos_run",
    "lattice",
    "lattice_list_left_right",
    "lattice_head",
    "reaches_name",
    "reaches_name_modifier",
    "left_char",
    "right_char",
    "aside_right_head",
    "left_modifier",
];

/// What stands at the end of a walk over a list of titles.
#[derive(Debug, Clone, Copy)]
struct Ending {
    key: u64,
    steps: u64,
}

/// Most tokens from an item's begin to the end of its head.
const REACH: usize = 6;

/// Most items of a list that are walked over.
const STEPS: u64 = 8;

/// A stretch of tokens that may be a title.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What the rows of a sentence are read from.
pub(crate) struct Reader<'a> {
    pub(crate) clean: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) words: &'a NameWords,
}

#[inline]
fn key(parts: &[u64]) -> u64 {
    parts.iter().fold(0x6a09_e667, |key, &part| mix(key, part.wrapping_add(0x9e37_79b9)))
}

impl<'a> Reader<'a> {
    fn text(&self, token: &Token) -> &'a str {
        &self.clean[token.span.range()]
    }

    fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.all.get(at)
    }

    fn before(&self, at: usize) -> Option<&'a Token> {
        self.token(at.checked_sub(1)?)
    }

    fn stretch(&self, start: usize, end: usize) -> &'a str {
        let all = &self.tokens.all;
        &self.clean[all[start].span.start..all[end - 1].span.end]
    }

    /// Returns what a token is to its neighbour: its class, and for words the part of speech, for marks the mark.
    fn kind(&self, token: Option<&Token>) -> u64 {
        match token {
            None => 1,
            Some(t) => match t.class {
                Class::Word => 16 + t.pos as u64,
                Class::Mark => mix(hash(self.text(t)), 3),
                class => 2 + class as u64,
            },
        }
    }

    fn word(&self, token: Option<&Token>) -> u64 {
        match token {
            None => 1,
            Some(t) => match t.class {
                Class::Word | Class::Mark => hash(self.text(t)),
                class => 2 + class as u64,
            },
        }
    }

    fn joins(&self, token: &Token) -> bool {
        let text = self.text(token);
        matches!(token.class, Class::Mark | Class::Word)
            && (text == " " || self.words.has(NameWord::TitleJoin, text))
    }

    /// Walks to the right over further titles and their bodies: what comes at the end of the list.
    fn list_right(&self, mut at: usize) -> Ending {
        let mut steps = 0;
        loop {
            let Some(token) = self.token(at) else { return Ending { key: 1, steps } };
            match token.class {
                Class::Person => return Ending { key: 2, steps },
                Class::Place | Class::Organization if steps < STEPS => at += 1,
                _ if self.joins(token) && steps < STEPS => at += 1,
                Class::Mark => {
                    // 编辑：张三, 记者（张三）
                    let person = self.token(at + 1).is_some_and(|t| t.class == Class::Person);
                    let key = if person { mix(self.word(Some(token)), 5) } else { 3 };
                    return Ending { key, steps };
                }
                _ => {
                    let heads = &self.tokens.heads;
                    let next = heads.get(heads.partition_point(|h| h.end <= at));
                    let head = next.filter(|h| {
                        h.end <= at + REACH
                            && self.tokens.all[at..h.end].iter().all(|t| t.class == Class::Word)
                    });
                    match head {
                        Some(head) if steps < STEPS => at = head.end,
                        _ => return Ending { key: mix(self.word(Some(token)), 7), steps },
                    }
                }
            }
            steps += 1;
        }
    }

    /// Walks to the left over further titles and their bodies: what the list begins behind.
    fn list_left(&self, mut at: usize) -> Ending {
        let mut steps = 0;
        loop {
            let Some(token) = self.before(at) else { return Ending { key: 1, steps } };
            match token.class {
                Class::Person => return Ending { key: 2, steps },
                Class::Place | Class::Organization if steps < STEPS => at -= 1,
                _ if self.joins(token) && steps < STEPS => at -= 1,
                Class::Mark => return Ending { key: mix(self.word(Some(token)), 5), steps },
                _ => match self.tokens.head(0, at) {
                    Some(head) if steps < STEPS => at = head.start,
                    _ => return Ending { key: mix(self.word(Some(token)), 7), steps },
                },
            }
            steps += 1;
        }
    }

    /// Returns the nearest verb before the token in its clause.
    fn verb(&self, at: usize) -> u64 {
        for token in self.tokens.all[..at].iter().rev().take(40) {
            match (token.class, token.pos) {
                (Class::Word, Pos::Verb) => return hash(self.text(token)),
                (Class::Mark, _)
                    if matches!(self.text(token), "。" | "；" | "：" | "！" | "？") =>
                {
                    return 2;
                }
                _ => {}
            }
        }
        1
    }

    /// Returns how the title of the lattice lies to the candidate.
    fn lattice(&self, c: Candidate) -> u64 {
        let titles = &self.tokens.titles;
        let over = titles.get(titles.partition_point(|t| t.1 <= c.start)).filter(|t| t.0 < c.end);
        match over {
            None => 0,
            Some(&(start, end)) if (start, end) == (c.start, c.end) => 1,
            Some(&(start, end)) if end == c.end && start > c.start => 2,
            Some(&(start, end)) if end == c.end && start < c.start => 3,
            Some(&(start, end)) if start <= c.start && c.end <= end => 4,
            Some(_) => 5,
        }
    }

    /// Returns the features of a candidate.
    pub(crate) fn features(&self, c: Candidate) -> Features {
        let mut features = Features::new(0);
        let mut sink = |template, key| features.put_key(template, key);
        let all = &self.tokens.all;
        let (first, last) = (&all[c.start], &all[c.end - 1]);
        let head = self.tokens.head(c.start, c.end);
        let stands = head.map_or(7, |h| match h.kind {
            TitleKind::Post => 1,
            TitleKind::Rank => 2,
            TitleKind::Honorific => 3,
            TitleKind::Kin => 4,
        });
        let head_start = head.map_or(c.end - 1, |h| h.start);
        let words = hash(self.stretch(c.start, c.end));
        let head = hash(self.stretch(head_start, c.end));
        let modifier =
            if head_start > c.start { hash(self.stretch(c.start, head_start)) } else { 1 };
        let (before, behind) = (self.before(c.start), self.token(c.end));
        let (left, right) = (self.kind(before), self.kind(behind));
        let (left_word, right_word) = (self.word(before), self.word(behind));
        let (from, to) = (self.list_left(c.start), self.list_right(c.end));
        let verb = self.verb(c.start);
        let lattice = self.lattice(c);
        let chars = self.stretch(c.start, c.end).chars().count().min(12) as u64;
        let tokens = (c.end - c.start) as u64;
        // Whether nothing stands between a name, or the clause's begin, and the title.
        let reaches = match before {
            None => 1,
            Some(t) => match t.class {
                Class::Word => 2,
                class => 3 + class as u64,
            },
        };
        let edge = |t: Option<&Token>, last: bool| {
            let c = t.and_then(|t| {
                let words = self.text(t);
                if last { words.chars().next_back() } else { words.chars().next() }
            });
            c.map_or(1, |c| u64::from(u32::from(c)))
        };
        let pos_run = all[c.start..c.end].iter().fold(0, |run, t| mix(run, t.pos as u64 + 1));
        let place = u64::from(self.tokens.aside) + 2 * u64::from(self.tokens.headline);
        sink(0, 0);
        sink(1, words);
        sink(2, head);
        sink(3, modifier);
        sink(4, hash(self.text(last)));
        sink(5, hash(self.text(first)));
        sink(6, left);
        sink(7, right);
        sink(8, key(&[left, head]));
        sink(9, key(&[right, head]));
        sink(10, key(&[left, right]));
        sink(11, left_word);
        sink(12, right_word);
        sink(13, key(&[left_word, head]));
        sink(14, key(&[right_word, head]));
        sink(15, key(&[left, right, stands]));
        sink(16, key(&[from.key, from.steps.min(2)]));
        sink(17, key(&[to.key, to.steps.min(2)]));
        sink(18, key(&[from.key, to.key]));
        sink(19, key(&[from.key, head]));
        sink(20, key(&[to.key, head]));
        sink(21, key(&[from.key, to.key, stands]));
        sink(22, verb);
        sink(23, key(&[verb, to.key]));
        sink(24, key(&[verb, head]));
        sink(25, key(&[chars, tokens, stands]));
        sink(26, key(&[pos_run, stands]));
        sink(27, lattice);
        sink(28, key(&[lattice, from.key, to.key]));
        sink(29, key(&[lattice, head]));
        sink(30, reaches);
        sink(31, key(&[reaches, modifier]));
        sink(32, key(&[edge(before, true), reaches]));
        sink(33, edge(behind, false));
        sink(34, key(&[place, right, head]));
        sink(35, key(&[left, modifier]));
        features
    }
}
