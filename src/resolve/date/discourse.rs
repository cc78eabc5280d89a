//! What a text has told before a date: the days, months and years it may be counted from.

use jiff::civil::Date;

use crate::{
    Clean, Span,
    document::Anchored,
    input::Moment,
    mention::date::Level,
    rules::{Column, Fault, Form, Schema, Tables, one_of},
};

/// Words beside a date that tell whether its sentence is of the past or the future.
pub(crate) const DATE_CUE: Schema = Schema {
    name: "date_cue",
    form: Form::Plain,
    key: "word",
    columns: &[
        Column::required("word"),
        Column::required("tense").checked(|cell| one_of(cell, &["past", "future"])),
    ],
};

/// The cues, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Cues {
    all: Vec<Cue>,
    /// A bit for each first character, by its last seven bits.
    first: u128,
}

#[derive(Debug)]
struct Cue {
    first: char,
    word: String,
    future: bool,
    /// Characters that make another word of it: 将军.
    not: Vec<char>,
}

impl Cues {
    pub(crate) fn compile(tables: &Tables, faults: &mut Vec<Fault>) -> Self {
        let mut all = Vec::new();
        for row in tables.rows("date_cue") {
            let not = row.cell("not").trim_matches(['[', ']']).chars().collect();
            if row.cell("word").is_empty() {
                faults.push(row.fault("word", 0, "the word is empty".to_owned()));
            }
            let Some(first) = row.cell("word").chars().next() else { continue };
            all.push(Cue {
                first,
                word: row.cell("word").to_owned(),
                future: row.cell("tense") == "future",
                not,
            });
        }
        let first = all.iter().fold(0, |bits, cue: &Cue| bits | 1 << (cue.first as u32 % 128));
        Cues { all, first }
    }

    /// Returns which tense a sentence tells; nothing when it does not say. What is to come wins: 将于已建成的….
    pub(crate) fn tense(&self, sentence: &str) -> Option<Tense> {
        let mut past = false;
        for (at, c) in sentence.char_indices() {
            if self.first & 1 << (c as u32 % 128) == 0 {
                continue;
            }
            for cue in self.all.iter().filter(|cue| cue.first == c) {
                let behind = sentence[at..].strip_prefix(cue.word.as_str());
                if behind.is_none_or(|b| b.starts_with(cue.not.as_slice())) {
                    continue;
                }
                if cue.future {
                    return Some(Tense::Future);
                }
                past = true;
            }
        }
        past.then_some(Tense::Past)
    }
}

/// Whether a sentence tells what was or what is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
}

/// A date told in the text.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// Index of its expression.
    pub(crate) index: usize,
    pub(crate) grain: Level,
    /// Its last piece: of a range, the end.
    pub(crate) days: (Date, Date),
    pub(crate) paragraph: usize,
    pub(crate) sentence: usize,
    /// It stands in a quotation.
    pub(crate) quoted: bool,
    /// It belongs to an attribute or an open stretch, so the story does not go on from it: 1952年建成的老桥.
    pub(crate) background: bool,
    /// Its year stands in its own words, or was taken from one that does.
    pub(crate) year_told: bool,
    /// It is the dateline.
    pub(crate) dateline: bool,
}

/// A day the text speaks from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    pub(crate) moment: Moment,
    pub(crate) how: Anchored,
    /// Index of the expression it stands in, if any.
    pub(crate) index: Option<usize>,
}

/// Where a date stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene {
    pub(crate) paragraph: usize,
    pub(crate) sentence: usize,
    pub(crate) quoted: bool,
    /// What stands in its sentence before and after it.
    pub(crate) before: Span<Clean>,
    pub(crate) after: Span<Clean>,
}

impl Scene {
    /// Returns whether its sentence has words beside it.
    pub(crate) fn has_words(&self, text: &str) -> bool {
        let words = |span: Span<Clean>| text[span.range()].chars().filter(|c| c.is_alphabetic());
        words(self.after).chain(words(self.before)).nth(1).is_some()
    }

    /// Returns the tense of its sentence; the words behind the date count first.
    pub(crate) fn tense(&self, text: &str, cues: &Cues) -> Option<Tense> {
        let tense = |span: Span<Clean>| cues.tense(&text[span.range()]);
        tense(self.after).or_else(|| tense(self.before))
    }
}

/// All that was told before the date that is being resolved.
#[derive(Debug, Default)]
pub(crate) struct Story {
    pub(crate) anchor: Option<Anchor>,
    pub(crate) told: Vec<Told>,
    /// The only year that the text's dates tell, where there is one.
    pub(crate) only_year: Option<(i32, usize)>,
}

/// How far back an event is looked for, in bytes.
const LOOKED_BACK: usize = 3000;

/// How many dates back a story is remembered.
const REMEMBERED: usize = 64;

impl Story {
    /// Returns the dates told last, the latest first.
    pub(crate) fn recent(&self) -> impl Iterator<Item = &Told> {
        self.told.iter().rev().take(REMEMBERED)
    }

    /// Returns whether the date told by an expression has its year from its own words or from one that does.
    pub(crate) fn tells_year(&self, index: usize) -> bool {
        self.told.binary_search_by_key(&index, |t| t.index).is_ok_and(|at| self.told[at].year_told)
    }

    /// Returns the last date told that the story goes on from, at least as fine as `grain`.
    pub(crate) fn last(&self, grain: Level, scene: &Scene) -> Option<&Told> {
        self.recent().find(|t| {
            t.grain >= grain
                && (!t.background || t.grain >= Level::Day)
                && (!t.quoted || same_quotation(t, scene))
        })
    }

    /// Returns the last date told before in the same paragraph, the dateline apart.
    pub(crate) fn last_in_paragraph(&self, grain: Level, scene: &Scene) -> Option<&Told> {
        self.last(grain, scene).filter(|t| t.paragraph == scene.paragraph && !t.dateline)
    }

    /// Returns the date of the event that the words before an expression name: 爆炸发生|三天后 is counted from the sentence
    /// that tells of 爆炸 with its day, 案发|当天 from the first day of the story.
    pub(crate) fn day_of_event(&self, text: &str, scene: &Scene) -> Option<&Told> {
        let before = text[scene.before.range()].trim_end_matches(['的', '后', '那']);
        let days = || self.recent().filter(|t| t.grain == Level::Day && !t.quoted && !t.dateline);
        let name = before.strip_suffix("发生");
        if ["案发", "事发", "出事", "事故"].iter().any(|w| name.unwrap_or(before).ends_with(w))
        {
            return days().filter(|t| !t.background).min_by_key(|t| t.days.0);
        }
        let (at, _) = name?.char_indices().rev().nth(1)?;
        let name = &name?[at..];
        let from = text.floor_char_boundary(scene.sentence.saturating_sub(LOOKED_BACK));
        let found = from + text[from..scene.sentence].rfind(name)?;
        let told = days().find(|t| t.sentence <= found)?;
        let between = text.get(told.sentence..found)?;
        (!between.contains(['。', '！', '？', '\n'])).then_some(told)
    }

    /// Returns the day that 今天 is counted from: inside a quotation the day it was spoken on, if the sentence tells it.
    pub(crate) fn speaking_from(&self, scene: &Scene) -> Option<Anchor> {
        let spoken = self
            .recent()
            .filter(|_| scene.quoted)
            .take_while(|t| t.sentence == scene.sentence)
            .find(|t| !t.quoted && t.grain == Level::Day);
        match spoken {
            Some(told) => Some(Anchor {
                moment: Moment { date: told.days.1, time: None },
                how: Anchored::Discourse,
                index: Some(told.index),
            }),
            None => self.anchor,
        }
    }
}

/// Whether a date told in a quotation stands in the same one as the scene.
fn same_quotation(told: &Told, scene: &Scene) -> bool {
    scene.quoted && told.paragraph == scene.paragraph
}
