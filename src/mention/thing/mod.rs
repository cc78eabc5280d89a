//! What is no name and still takes part in events: groups, meetings, programmes, projects, documents, products, and
//! pronouns.
//!
//! A head (联席会, 工程, 代表团) takes in the nouns and names before it, and stops at the verb whose object it is:
//! 听取 | 岚皋县2023年工作情况汇报. A pronoun is a word of its own: the 他 of 其他 is none.
//!
//! In: clean text, words, what the lexicons read, names. Out: mentions of the other kinds; they may hold names.

mod take_back;

mod phrase;
pub(crate) mod quantity;

use std::collections::{HashMap, HashSet};

use self::phrase::Phrase;
use self::quantity::Units;
use super::{Mention, index::name_words::NameWords};
use crate::{
    Clean, Span,
    closed_set::closed_set,
    document::MentionKind,
    rules::{Column, Form, Matches, RuleId, Schema, Tables, is_value, one_of},
    segment::Segmented,
};

/// Last words of phrases.
pub(crate) const THING: Schema = Schema {
    name: "thing",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("kind").checked(|cell| {
            one_of(cell, &["group", "meeting", "program", "project", "document", "product"])
        }),
        Column::required("reach").checked(is_value::<Reach>),
        Column::required("bare").checked(is_value::<Bare>),
    ],
};

/// Words before the head of a phrase.
pub(crate) const THING_WORD: Schema = Schema {
    name: "thing_word",
    form: Form::Plain,
    key: "name",
    columns: &[Column::required("name"), Column::required("class").checked(is_value::<Inner>)],
};

/// Words that stand for somebody or something mentioned before.
pub(crate) const PRONOUN: Schema = Schema {
    name: "pronoun",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("means").checked(|cell| {
            one_of(
                cell,
                &[
                    "person",
                    "people",
                    "group",
                    "place",
                    "organization",
                    "company",
                    "country",
                    "sides",
                ],
            )
        }),
        Column::required("whose").checked(|cell| one_of(cell, &["told", "speaker"])),
        Column::optional("level"),
        Column::optional("count"),
        Column::optional("gender").checked(|cell| one_of(cell, &["f", "m"])),
    ],
};

/// Words that point at what was mentioned before: 该项目, 此次会议.
const POINTERS: [&str; 14] = [
    "这一", "这项", "此项", "该项", "此次", "这次", "本次", "本届", "这场", "上述", "该", "此",
    "本", "这",
];

/// Returns a phrase without the word that points at it: 项目 of 该项目; the phrase itself when none does.
pub(crate) fn without_pointer(phrase: &str) -> &str {
    let rest = POINTERS.iter().find_map(|pointer| phrase.strip_prefix(pointer));
    rest.filter(|rest| rest.chars().count() > 1).unwrap_or(phrase)
}

closed_set! {
    /// How far a head reaches to its left.
    enum Reach {
        Words = "words",
        Posting = "posting",
        Place = "place",
        Person = "person",
        None = "none",
        Quote = "quote",
    }
}

closed_set! {
    /// What a head is by itself.
    enum Bare {
        Anaphor = "anaphor",
        Name = "name",
        /// A verb, unless a noun stands before it: 情况|通报, but 公司|通报.
        Verb = "verb",
        No = "no",
    }
}

#[derive(Debug)]
struct Head {
    kind: MentionKind,
    reach: Reach,
    bare: Bare,
}

closed_set! {
    /// Whether a word may stand before the head of a phrase.
    enum Inner {
        Part = "part",
        Border = "border",
    }
}

/// What the tables say of phrases.
#[derive(Debug)]
pub(crate) struct Things {
    thing: u16,
    pronoun: u16,
    heads: Vec<Head>,
    inner: HashMap<Box<str>, Inner>,
    /// Tables of last words of organisations, of organisations' names, of places.
    suffix: u16,
    registers: [u16; 3],
    places: [u16; 2],
    /// Words of two or more places: 苏陕.
    compounds: HashSet<Box<str>>,
    units: Units,
    words: NameWords,
}

impl Things {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let heads = tables
            .rows("thing")
            .map(|row| Head {
                kind: row.cell("kind").parse().unwrap_or(MentionKind::Group),
                reach: row.cell("reach").parse().expect("the column was checked"),
                bare: row.cell("bare").parse().expect("the column was checked"),
            })
            .collect();
        let inner = tables.rows("thing_word").map(|row| {
            let class = row.cell("class").parse().expect("the column was checked");
            (row.cell("name").into(), class)
        });
        Things {
            thing: tables.index("thing"),
            pronoun: tables.index("pronoun"),
            suffix: tables.index("org_suffix"),
            registers: ["name", "organization", "public_body"].map(|t| tables.index(t)),
            places: ["country", "division"].map(|t| tables.index(t)),
            heads,
            inner: inner.collect(),
            compounds: tables
                .rows("place_short")
                .filter(|row| row.cell("form") == "compound")
                .map(|row| row.cell("name").into())
                .collect(),
            units: Units::read(tables),
            words: NameWords::read(tables),
        }
    }

    /// Adds the phrases, pronouns and quantities of the text to its names, in text order.
    pub(crate) fn find(
        &self,
        clean: &str,
        segmented: &Segmented,
        matches: &Matches,
        mentions: &mut Vec<Mention>,
    ) {
        self.take_back(clean, matches, mentions);
        let phrase = Phrase { things: self, clean, segmented, names: mentions };
        let mut found: Vec<Mention> = Vec::new();
        for hit in &matches.all {
            if hit.rule.table == self.thing {
                // A longer head at the same end goes before a shorter one: 联席会议 before 会议.
                if let Some(mention) = phrase.thing(hit.span, hit.rule, &found) {
                    found.push(mention);
                }
            } else if hit.rule.table == self.pronoun
                && phrase.is_word(hit.span)
                && !phrase.in_name(hit.span)
            {
                found.push(mention(hit.span, MentionKind::Pronoun, hit.rule));
            }
        }
        keep_longest(&mut found);
        for sentence in &segmented.sentences {
            self.units.find(clean, sentence.span, &mut found);
        }
        let pronouns: Vec<usize> =
            found.iter().filter(|f| f.kind == MentionKind::Pronoun).map(|f| f.span.start).collect();
        found.retain(|f| {
            f.kind != MentionKind::Quantity
                || phrase.name_over(f.span).is_none()
                    && !phrase.in_other_word(f.span)
                    // 两人 is a pronoun, or the row's guard has left it to be a count.
                    && pronouns.binary_search(&f.span.start).is_err()
        });
        mentions.extend(found);
        mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    }
}

fn mention(span: Span<Clean>, kind: MentionKind, rule: RuleId) -> Mention {
    Mention { span, kind, rule, score: 0.0, evidence: Vec::new(), rival: None }
}

/// Drops what lies in a longer find of the same sort; pronouns are a sort of their own.
fn keep_longest(found: &mut Vec<Mention>) {
    found.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    let mut last: [Option<Span<Clean>>; 2] = [None, None];
    found.retain(|m| {
        let sort = usize::from(m.kind == MentionKind::Pronoun);
        // A programme lies in the meeting about it and is one of its own: 苏陕协作 in 苏陕协作联席会.
        let inside = last[sort].is_some_and(|l| l.contains(m.span));
        if inside {
            return m.kind == MentionKind::Program;
        }
        last[sort] = Some(m.span);
        true
    });
}
