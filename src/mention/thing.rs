//! What is no name and still takes part in events: groups, meetings, programmes, projects, documents, products, and
//! pronouns.
//!
//! A head (联席会, 工程, 代表团) takes in the nouns and names before it, and stops at the verb whose object it is:
//! 听取 | 岚皋县2023年工作情况汇报. A pronoun is a word of its own: the 他 of 其他 is none.
//!
//! In: clean text, words, what the lexicons read, names. Out: mentions of the other kinds; they may hold names.

use std::collections::{HashMap, HashSet};

use super::{Mention, quantity::Units};
use crate::{
    Clean, Span,
    document::MentionKind,
    rules::{Column, Form, Matches, RuleId, Schema, Tables, one_of},
    segment::{Pos, Segmented},
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
        Column::required("reach").checked(|cell| {
            one_of(cell, &["words", "posting", "place", "person", "none", "quote"])
        }),
        Column::required("bare").checked(|cell| one_of(cell, &["anaphor", "name", "verb", "no"])),
    ],
};

/// Words before the head of a phrase.
pub(crate) const THING_WORD: Schema = Schema {
    name: "thing_word",
    form: Form::Plain,
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("class").checked(|cell| one_of(cell, &["part", "border"])),
    ],
};

/// Words that stand for somebody or something told before.
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

/// The longest phrase, in bytes: forty Chinese characters.
const LONGEST: usize = 120;

/// Words that point at what was told: 该项目, 此次会议.
const POINTERS: [&str; 14] = [
    "这一", "这项", "此项", "该项", "此次", "这次", "本次", "本届", "这场", "上述", "该", "此",
    "本", "这",
];

/// Returns a phrase without the word that points at it: 项目 of 该项目; the phrase itself when none does.
pub(crate) fn without_pointer(phrase: &str) -> &str {
    let rest = POINTERS.iter().find_map(|pointer| phrase.strip_prefix(pointer));
    rest.filter(|rest| rest.chars().count() > 1).unwrap_or(phrase)
}

/// Groups that the table of organisations' last words has, too, and that are seldom names.
const NO_BODIES: [&str; 6] = ["代表团", "党政代表团", "考察团", "访问团", "企业", "部门"];

/// How far a head reaches to its left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Words,
    Posting,
    Place,
    Person,
    None,
    Quote,
}

/// What a head is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bare {
    Anaphor,
    Name,
    /// A verb, unless a noun stands before it: 情况|通报, but 公司|通报.
    Verb,
    No,
}

#[derive(Debug)]
struct Head {
    kind: MentionKind,
    reach: Reach,
    bare: Bare,
}

/// Whether a word may stand before the head of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inner {
    Part,
    Border,
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
}

impl Things {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let heads = tables
            .rows("thing")
            .map(|row| Head {
                kind: MentionKind::from_word(row.cell("kind")).unwrap_or(MentionKind::Group),
                reach: match row.cell("reach") {
                    "words" => Reach::Words,
                    "posting" => Reach::Posting,
                    "place" => Reach::Place,
                    "person" => Reach::Person,
                    "quote" => Reach::Quote,
                    _ => Reach::None,
                },
                bare: match row.cell("bare") {
                    "anaphor" => Bare::Anaphor,
                    "name" => Bare::Name,
                    "verb" => Bare::Verb,
                    _ => Bare::No,
                },
            })
            .collect();
        let inner = tables.rows("thing_word").map(|row| {
            let class = if row.cell("class") == "part" { Inner::Part } else { Inner::Border };
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

impl Things {
    /// Takes back names that are phrases by their last word: 海州市党政代表团 and 2023年工作情况汇报 are no
    /// organisations, 驻岚皋支医人员 holds no title. The place they begin with stays a name.
    fn take_back(&self, clean: &str, matches: &Matches, names: &mut Vec<Mention>) {
        let mut places: Vec<Mention> = Vec::new();
        let mut taken: Vec<Span<Clean>> = Vec::new();
        for hit in matches.all.iter().filter(|m| m.rule.table == self.thing) {
            let head = &self.heads[hit.rule.row as usize];
            let at = names.partition_point(|n| n.span.end <= hit.span.start);
            let Some(name) = names.get(at).filter(|n| n.span.end == hit.span.end) else {
                continue;
            };
            let taken_back = match name.kind {
                MentionKind::Organization => {
                    // 海州市人民代表大会 is a body, 海州市职工大会 none; 蓝天救援队 is one, 海州企业 and 代表团 are none.
                    let text = &clean[hit.span.range()];
                    let seldom = head.kind != MentionKind::Group || NO_BODIES.contains(&text);
                    let body = matches.starting_in(name.span).iter().any(|m| {
                        m.rule.table == self.suffix
                            && m.span.end == name.span.end
                            && (m.span.start < hit.span.start
                                || !seldom && m.span.start == hit.span.start)
                    });
                    head.kind != MentionKind::Product && !self.registers(name.rule) && !body
                }
                MentionKind::Title => {
                    let before = at.checked_sub(1).map(|b| &names[b]);
                    let person = names.get(at + 1).is_some_and(|n| {
                        n.kind == MentionKind::Person && n.span.start == name.span.end
                    });
                    head.reach == Reach::Posting
                        && !person
                        && before.is_some_and(|b| {
                            b.span.end == name.span.start
                                && b.kind == MentionKind::Place
                                && clean[..b.span.start].ends_with(['驻', '援'])
                        })
                }
                _ => false,
            };
            if !taken_back || taken.last() == Some(&name.span) {
                continue;
            }
            taken.push(name.span);
            let start = Span::new(name.span.start, name.span.start + 1);
            let place = matches.starting_in(start).iter().rev().find(|m| {
                self.places.contains(&m.rule.table)
                    && m.span.end < name.span.end
                    && m.span.len() >= 6
            });
            places.extend(place.map(|m| mention(m.span, MentionKind::Place, m.rule)));
        }
        if taken.is_empty() {
            return;
        }
        names.retain(|n| taken.binary_search(&n.span).is_err());
        names.extend(places);
        names.sort_by_key(|n| n.span);
    }

    /// Returns whether a row is an organisation's own name.
    fn registers(&self, rule: RuleId) -> bool {
        self.registers.contains(&rule.table)
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

/// Looks at the words around a head.
struct Phrase<'a> {
    things: &'a Things,
    clean: &'a str,
    segmented: &'a Segmented,
    names: &'a [Mention],
}

impl Phrase<'_> {
    /// Returns the phrase of a head.
    fn thing(&self, head: Span<Clean>, rule: RuleId, found: &[Mention]) -> Option<Mention> {
        let row = &self.things.heads[rule.row as usize];
        if row.reach == Reach::Quote {
            let start = self.opening(head)?;
            return Some(mention(Span::new(start, head.end), row.kind, rule));
        }
        // The dictionary cuts 联席|会上: a head of three characters is seldom part of another word.
        let long = self.clean[head.range()].chars().count() > 2;
        if !long && !self.ends_word(head.end) || self.in_name(head) {
            return None;
        }
        let start = match row.reach {
            Reach::None => head.start,
            Reach::Place => self.place_ending(head.start)?,
            Reach::Person => self.name_ending(head.start, MentionKind::Person)?.span.start,
            Reach::Words | Reach::Posting => self.extend(head, row, found),
            Reach::Quote => unreachable!("handled above"),
        };
        let bare = start == head.start;
        if bare && !long && !self.starts_word(head.start) {
            return None;
        }
        let kept = match row.bare {
            Bare::Verb => !bare && self.name_over(before(head.start)).is_none(),
            _ if !bare => true,
            Bare::Name => true,
            Bare::Anaphor => self.stands_alone(head) && !self.heads_a_noun(head),
            Bare::No => false,
        };
        let end = match row.kind {
            MentionKind::Product => self.own_name(head.end),
            // 犯罪嫌疑人王某: a person's title in all but name.
            MentionKind::Group if row.bare == Bare::No && self.person_follows(head.end) => {
                return None;
            }
            _ => head.end,
        };
        kept.then(|| mention(Span::new(start, end), row.kind, rule))
    }

    /// Returns where a product's own name in marks ends, if one follows: 手机“星页3”.
    fn own_name(&self, end: usize) -> usize {
        let rest = &self.clean[end..];
        let close = match rest.chars().next() {
            Some('“') => '”',
            Some('《') => '》',
            _ => return end,
        };
        let rest = &rest[..rest.floor_char_boundary(LONGEST)];
        rest.find(close).map_or(end, |at| end + at + close.len_utf8())
    }

    fn person_follows(&self, end: usize) -> bool {
        self.name_over(Span::new(end, end + 1))
            .is_some_and(|n| n.kind == MentionKind::Person && n.span.start == end)
    }

    /// Returns where the phrase of a head begins.
    fn extend(&self, head: Span<Clean>, row: &Head, found: &[Mention]) -> usize {
        // The dictionary has 情况通报 as one word.
        let word = self.segmented.word_at(head.start).map(|w| self.segmented.words[w].span);
        let whole = word.filter(|w| {
            let rest = self.clean.get(w.start..head.start).unwrap_or("");
            let listed = self.things.inner.get(rest);
            w.end == head.end && listed != Some(&Inner::Border) && self.name_over(*w).is_none()
        });
        let mut start = whole.map_or(head.start, |w| w.start);
        let (mut named, mut posted) = (false, false);
        let limit = head.end.saturating_sub(LONGEST);
        // Where the phrase would begin if what follows were cut off: verbs at its left edge are not part of it.
        let mut kept = start;
        while let Some((from, part)) = self.before(start, row, named, found) {
            if from < limit {
                break;
            }
            let end_of_verb = start;
            start = from;
            match part {
                Part::Name => {
                    named = true;
                    kept = start;
                }
                // 看望慰问 | 驻紫阳支援人员: only who sends them stands before 驻.
                _ if posted => break,
                Part::Posting => {
                    posted = true;
                    kept = start;
                }
                Part::Noun => kept = start,
                Part::Verb
                    if row.kind == MentionKind::Meeting
                        || row.kind == MentionKind::Group && end_of_verb == kept =>
                {
                    kept = start;
                }
                Part::Verb | Part::Tie => {}
            }
        }
        kept
    }

    /// Returns the part of the phrase that ends at a byte, and where it begins.
    fn before(
        &self,
        end: usize,
        row: &Head,
        named: bool,
        found: &[Mention],
    ) -> Option<(usize, Part)> {
        let name = self.name_over(before(end));
        // 支医人员|代表 as a title says nothing of the words inside it.
        if let Some(name) = name.filter(|n| n.kind != MentionKind::Title || n.span.end <= end) {
            let whole = name.span.end == end;
            let fits = match name.kind {
                MentionKind::Place | MentionKind::Organization => true,
                MentionKind::Date => row.kind != MentionKind::Group && name.span.len() <= 21,
                _ => false,
            };
            return (whole && fits).then_some((name.span.start, Part::Name));
        }
        let rest = &self.clean[..end];
        let last = rest.chars().next_back()?;
        if matches!(last, '”' | '》') {
            let close = Span::new(end - last.len_utf8(), end);
            return self.opening(close).map(|start| (start, Part::Name));
        }
        if matches!(last, '—' | '－' | '-' | '–') {
            // 新北—岚皋联席会: a dash ties the parties.
            let start = rest.trim_end_matches(['—', '－', '-', '–']).len();
            let tied = self.name_ending(start, MentionKind::Place).is_some()
                || self.name_ending(start, MentionKind::Organization).is_some();
            return (named && tied).then_some((start, Part::Tie));
        }
        if let Some(program) =
            found.iter().rev().take(8).find(|f| f.span.end == end && f.kind == MentionKind::Program)
        {
            return Some((program.span.start, Part::Name));
        }
        if let Some(start) = self.compound(end) {
            return Some((start, Part::Name));
        }
        if let Some(start) = self.listed_part(end) {
            return Some((start, Part::Verb));
        }
        let word = self.segmented.word_at(end.checked_sub(1)?)?;
        let word = self.segmented.words[word];
        let text = &self.clean[word.span.range()];
        if word.span.end != end {
            return None;
        }
        match self.things.inner.get(text) {
            Some(Inner::Border) => return None,
            Some(Inner::Part) if word.pos == Pos::Verb => {
                return Some((word.span.start, Part::Verb));
            }
            Some(Inner::Part) => return Some((word.span.start, Part::Noun)),
            None => {}
        }
        if row.reach == Reach::Posting && matches!(text, "驻" | "援") {
            return Some((word.span.start, Part::Posting));
        }
        // 两|国|外交部…: a noun of one character is seldom part of a name, but a level is: 区|党政代表团.
        let two = text.chars().count() > 1;
        let level = matches!(text, "省" | "市" | "县" | "区" | "州" | "镇" | "乡" | "村");
        match word.pos {
            Pos::Latin => Some((word.span.start, Part::Noun)),
            Pos::Noun
            | Pos::VerbalNoun
            | Pos::OtherName
            | Pos::Place
            | Pos::Organization
            | Pos::Abbreviation
            | Pos::Spot
            | Pos::Adjective
            | Pos::Phrase
                if two || level =>
            {
                Some((word.span.start, Part::Noun))
            }
            Pos::Number | Pos::Measure if is_ordinal(rest, word.span.start) => {
                Some((word.span.start, Part::Noun))
            }
            Pos::Pronoun if POINTERS.contains(&text) => Some((word.span.start, Part::Name)),
            _ => None,
        }
    }

    /// Returns where a word of two or three places begins that ends at a byte.
    fn compound(&self, end: usize) -> Option<usize> {
        [6, 9].into_iter().find_map(|len| {
            let at = end.checked_sub(len).filter(|&at| self.clean.is_char_boundary(at))?;
            self.things.compounds.contains(&self.clean[at..end]).then_some(at)
        })
    }

    /// Returns where the place or the word of several places begins that ends at a byte.
    fn place_ending(&self, end: usize) -> Option<usize> {
        let name = self.name_ending(end, MentionKind::Place).map(|name| name.span.start);
        name.or_else(|| self.compound(end))
    }

    /// Returns where a listed verb begins that the dictionary cuts in two: 支|医 of 支医人员.
    fn listed_part(&self, end: usize) -> Option<usize> {
        let at = end.checked_sub(6).filter(|&at| self.clean.is_char_boundary(at))?;
        let listed = self.things.inner.get(&self.clean[at..end]) == Some(&Inner::Part);
        let cut = self.segmented.word_at(end - 1)?;
        let cut = self.segmented.words[cut].span.start > at;
        (listed && cut && self.starts_word(at)).then_some(at)
    }

    /// Returns whether a bare head is a noun by itself: no noun or 的 before it makes it another's part.
    fn stands_alone(&self, head: Span<Clean>) -> bool {
        let Some(word) = head.start.checked_sub(1).and_then(|b| self.segmented.word_at(b)) else {
            return true;
        };
        let word = self.segmented.words[word];
        let text = &self.clean[word.span.range()];
        text != "的" && !matches!(word.pos, Pos::Measure | Pos::Number)
    }

    /// Returns whether a noun follows that the head belongs to: 项目|建设, 会议|精神.
    fn heads_a_noun(&self, head: Span<Clean>) -> bool {
        let Some(word) = self.segmented.word_at(head.end) else { return false };
        let word = self.segmented.words[word];
        let text = &self.clean[word.span.range()];
        let inner = self.things.inner.get(text);
        word.span.start == head.end
            && self.name_over(word.span).is_none()
            && inner != Some(&Inner::Border)
            && matches!(word.pos, Pos::Noun | Pos::VerbalNoun | Pos::Spot)
    }

    /// Returns where the mark that a closing mark closes stands; within the sentence and the longest phrase.
    fn opening(&self, close: Span<Clean>) -> Option<usize> {
        let open = match &self.clean[close.range()] {
            "》" => '《',
            "”" => '“',
            _ => return None,
        };
        let from = self.clean.floor_char_boundary(close.start.saturating_sub(LONGEST));
        let text = &self.clean[from..close.start];
        let at = from + text.rfind(open)?;
        let inside = &self.clean[at + open.len_utf8()..close.start];
        (!inside.is_empty() && !inside.contains(['。', '\n', '；'])).then_some(at)
    }

    /// Returns the name that ends at a byte.
    fn name_ending(&self, end: usize, kind: MentionKind) -> Option<&Mention> {
        let name = self.name_over(Span::new(end.checked_sub(1)?, end))?;
        (name.span.end == end && name.kind == kind).then_some(name)
    }

    /// Returns the first name that ends behind the start of a stretch, if it overlaps it.
    fn name_over(&self, span: Span<Clean>) -> Option<&Mention> {
        let at = self.names.partition_point(|m| m.span.end <= span.start);
        self.names.get(at).filter(|m| m.span.overlaps(span))
    }

    fn in_name(&self, span: Span<Clean>) -> bool {
        // A title may begin where a group's head stands, 支医人员|代表, but not end there: 兰州大学|教授.
        self.name_over(span).is_some_and(|n| n.kind != MentionKind::Title || n.span.end <= span.end)
    }

    /// Returns whether a longer word holds the stretch, or it is a word that counts nothing: 十分.
    fn in_other_word(&self, span: Span<Clean>) -> bool {
        let Some(word) = self.segmented.word_at(span.start) else { return false };
        let word = self.segmented.words[word];
        word.span.contains(span)
            && !matches!(word.pos, Pos::Number | Pos::Measure | Pos::Noun | Pos::Other)
    }

    fn starts_word(&self, byte: usize) -> bool {
        self.segmented.word_at(byte).is_none_or(|w| self.segmented.words[w].span.start == byte)
    }

    fn ends_word(&self, byte: usize) -> bool {
        byte.checked_sub(1)
            .and_then(|b| self.segmented.word_at(b))
            .is_none_or(|w| self.segmented.words[w].span.end == byte)
    }

    fn is_word(&self, span: Span<Clean>) -> bool {
        self.starts_word(span.start) && self.ends_word(span.end)
    }
}

/// Returns the last byte before another.
fn before(byte: usize) -> Span<Clean> {
    Span::new(byte.saturating_sub(1), byte)
}

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Noun,
    Verb,
    /// 驻 or 援 before a place.
    Posting,
    /// A dash between names.
    Tie,
}

/// Returns whether the figures that begin at a byte belong to an ordinal, a session or a year (第三届, 2023年).
fn is_ordinal(before_end: &str, start: usize) -> bool {
    let (before, word) = before_end.split_at(start);
    word.starts_with(['第', '首', '届', '次', '年'])
        || before.ends_with('第')
        || word.ends_with(['年', '届', '次'])
        || word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}
