//! A sentence as chunks: noun phrases with their members, markers (prepositions and plain verbs), triggers, times and
//! the marks that part its clauses.
//!
//! 市长张伟、副市长李娜率代表团赴岚皋县考察 is the phrase [张伟][李娜], the marker 率, the phrase [代表团], the marker
//! 赴, the phrase [岚皋县] and a trigger.

use super::{
    token::{Atom, Sort},
    word_classes::{Lists, Marker, Note, Words},
};
use crate::{Clean, Span, document::MentionKind, mention::Mentions, segment::Pos};

/// What a chunk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A noun phrase; its members lie in [`Clauses::members`].
    Phrase,
    /// A date mention.
    Time(usize),
    /// A preposition, or a verb that is no trigger.
    Marker {
        /// Whether it is a preposition, so that what follows is no subject.
        preposition: bool,
    },
    /// A trigger that tells an event; index into the hits of the sentence.
    Hit(usize),
    /// 的.
    De,
    /// Adverbs, 了, 着, 过, negations: what frames look through.
    Skip,
    /// ， ； and the like.
    Comma,
    /// ：
    Colon,
    /// “
    Open,
    /// ”
    Close,
}

/// A chunk of the sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub(super) part: Part,
    pub(super) span: Span<Clean>,
    /// Range of its members, for phrases.
    members: (u32, u32),
    /// Whether 上, 里, 期间 … closes the phrase.
    pub(super) placed: bool,
    /// Whether it stands in a quotation.
    pub(super) quoted: bool,
    /// What its words mark in frames.
    pub(super) marker: Marker,
    /// Whether they are a light verb.
    pub(super) light: bool,
}

/// What a member of a phrase is at its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Mention(usize),
    Amount(usize),
    Common,
}

/// One of the things a phrase lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) span: Span<Clean>,
    pub(super) head: Head,
    /// Whether it is no name and says where by its last word: 一处工地.
    pub(super) spot: bool,
}

/// The chunks of one sentence. Its memory is reused.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    pub(super) chunks: Vec<Chunk>,
    members: Vec<Member>,
    /// Whether a quotation is open.
    open: bool,
}

/// The longest list that is read as one; longer ones are tables and noise.
const MOST_MEMBERS: u32 = 100;

impl Clauses {
    /// Returns what a phrase lists.
    pub(super) fn members(&self, chunk: &Chunk) -> &[Member] {
        &self.members[chunk.members.0 as usize..chunk.members.1 as usize]
    }

    /// Reads the atoms of a sentence; nominal triggers have become nouns in them.
    pub(super) fn read(&mut self, text: &str, atoms: &[Atom], mentions: &Mentions, known: &Words) {
        self.chunks.clear();
        self.members.clear();
        self.open = false;
        // A sentence that tells no event needs no chunks.
        if !atoms.iter().any(|a| matches!(a.sort, Sort::Hit(_))) {
            return;
        }
        let mut at = 0;
        while at < atoms.len() {
            let end = self.phrase(text, atoms, mentions, known, at);
            if end > at {
                at = end;
                continue;
            }
            let atom = atoms[at];
            let part = match atom.sort {
                Sort::Mention(m) if mentions.all[m].kind == MentionKind::Date => Part::Time(m),
                Sort::Hit(hit) => Part::Hit(hit),
                Sort::Mark('，' | ',' | '；' | ';' | '。' | '！' | '？' | '!' | '?' | ' ') => {
                    Part::Comma
                }
                Sort::Mark('：' | ':') => Part::Colon,
                Sort::Mark('“' | '「' | '『') => Part::Open,
                Sort::Mark('”' | '」' | '』') => Part::Close,
                Sort::Word(pos) => marker(&text[atom.span.range()], atom.note.lists, pos),
                _ => Part::Skip,
            };
            self.push(part, atom.span, 0, false, atom.note);
            at += 1;
        }
    }

    fn push(&mut self, part: Part, span: Span<Clean>, first_member: u32, placed: bool, note: Note) {
        let end = self.members.len() as u32;
        let members = if part == Part::Phrase { (first_member, end) } else { (end, end) };
        match part {
            Part::Open => self.open = true,
            Part::Close => self.open = false,
            _ => {}
        }
        let (marker, light) = (note.marker, note.lists.meet(Lists::LIGHT));
        self.chunks.push(Chunk { part, span, members, placed, quoted: self.open, marker, light });
    }

    /// Reads a noun phrase that starts at the atom; returns the atom behind it, or `at` when there is none.
    fn phrase(
        &mut self,
        text: &str,
        atoms: &[Atom],
        mentions: &Mentions,
        known: &Words,
        at: usize,
    ) -> usize {
        let first_member = self.members.len() as u32;
        let mut member = at;
        let mut end = at;
        let mut open_list = false;
        let mut i = at;
        while i < atoms.len() {
            let words = &text[atoms[i].span.range()];
            if noun_like(text, atoms, mentions, i) {
                i += 1;
                end = i;
                continue;
            }
            if end == at || self.members.len() as u32 - first_member == MOST_MEMBERS {
                break;
            }
            let next_is_noun = i + 1 < atoms.len() && noun_like(text, atoms, mentions, i + 1);
            match atoms[i].sort {
                // 、 和 part the members of a list.
                Sort::Mark('、') | Sort::Word(_)
                    if next_is_noun && matches!(words, "、" | "和" | "及" | "以及" | "暨") =>
                {
                    self.member(text, atoms, mentions, known, (member, end), open_list);
                    i += 1;
                    member = i;
                }
                // 的 before another noun goes on with the phrase: 驻地的干部.
                Sort::Word(_) if words == "的" && next_is_noun && i == end => i += 1,
                // 等 closes a list; the noun behind it says what the members are: 甲、乙等企业.
                Sort::Word(_) if words == "等" && !open_list => {
                    self.member(text, atoms, mentions, known, (member, end), open_list);
                    open_list = true;
                    i += 1;
                    member = i;
                    end = i;
                    if !next_is_noun {
                        break;
                    }
                }
                // A remark in brackets: 党工委（区委）副书记.
                Sort::Mark('（' | '(') if i == end => match closing(atoms, i) {
                    Some(close) => {
                        i = close + 1;
                        let goes_on = i < atoms.len() && noun_like(text, atoms, mentions, i);
                        if goes_on {
                            end = i;
                        } else {
                            break;
                        }
                    }
                    None => break,
                },
                Sort::Mark('—' | '-' | '·' | '《' | '》') if next_is_noun => i += 1,
                _ => break,
            }
        }
        if end == at {
            return at;
        }
        self.member(text, atoms, mentions, known, (member, end), open_list);
        self.drop_titles(mentions, first_member);
        let span = Span::new(atoms[at].span.start, atoms[end - 1].span.end);
        let placed = atoms.get(end).is_some_and(|a| a.sort == Sort::Word(Pos::Direction));
        if self.members.len() as u32 == first_member {
            self.members.push(common(text, known, span));
        }
        let note = if end == at + 1 { atoms[at].note } else { known.of(&text[span.range()]) };
        self.push(Part::Phrase, span, first_member, placed, note);
        end + usize::from(placed)
    }

    /// 副书记、区长周文彬: titles before a name in one list are his.
    fn drop_titles(&mut self, mentions: &Mentions, first: u32) {
        let kind = |m: &Member| match m.head {
            Head::Mention(index) => Some(mentions.all[index].kind),
            _ => None,
        };
        let person = |m: &Member| kind(m) == Some(MentionKind::Person);
        let Some(last) = self.members[first as usize..].iter().rposition(person) else { return };
        let mut kept = first as usize;
        let last = kept + last;
        for index in first as usize..self.members.len() {
            let member = self.members[index];
            if index >= last || kind(&member) != Some(MentionKind::Title) {
                self.members[kept] = member;
                kept += 1;
            }
        }
        self.members.truncate(kept);
    }

    /// Adds the member of the atoms `from..to`.
    fn member(
        &mut self,
        text: &str,
        atoms: &[Atom],
        mentions: &Mentions,
        known: &Words,
        (from, to): (usize, usize),
        open: bool,
    ) {
        if from >= to || open {
            return;
        }
        let atoms = &atoms[from..to];
        let kind = |a: &Atom| match a.sort {
            Sort::Mention(m) => Some((m, mentions.all[m].kind)),
            _ => None,
        };
        let before = self.members.len();
        for atom in atoms {
            if let Some((m, MentionKind::Person)) = kind(atom) {
                self.members.push(named(atom.span, Head::Mention(m)));
            }
        }
        if self.members.len() > before {
            return;
        }
        // 嫌疑人5名: the number only counts the noun.
        let counted = atoms.iter().rposition(|a| !matches!(a.sort, Sort::Amount(_)));
        let counted = counted.filter(|&last| matches!(atoms[last].sort, Sort::Mention(_)));
        let atoms = counted.map_or(atoms, |last| &atoms[..=last]);
        let last = atoms[atoms.len() - 1];
        let whole = Span::new(atoms[0].span.start, last.span.end);
        let member = match last.sort {
            // 法国外长, 一线医护人员: what is no name takes in the words before it.
            Sort::Mention(m) if !is_name(mentions.all[m].kind) => named(whole, Head::Mention(m)),
            Sort::Mention(m) => named(last.span, Head::Mention(m)),
            Sort::Amount(a) if atoms.len() == 1 => named(last.span, Head::Amount(a)),
            _ => common(text, known, whole),
        };
        self.members.push(member);
    }
}

fn named(span: Span<Clean>, head: Head) -> Member {
    Member { span, head, spot: false }
}

fn common(text: &str, known: &Words, span: Span<Clean>) -> Member {
    Member { span, head: Head::Common, spot: known.end_in_spot(&text[span.range()]) }
}

fn leads_verb(atoms: &[Atom], at: usize) -> bool {
    let next = atoms.get(at + 1).map(|a| a.sort);
    matches!(
        next,
        Some(Sort::Hit(_) | Sort::Word(Pos::Verb | Pos::Adverb | Pos::Preposition | Pos::Time))
    )
}

fn is_name(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::Person | MentionKind::Organization | MentionKind::Place)
}

/// Returns whether an adjective belongs to a noun behind it: 大力 of 大力支持 does not belong to the noun before.
fn leads_noun(text: &str, atoms: &[Atom], mentions: &Mentions, at: usize) -> bool {
    let mut next = at + 1;
    if atoms.get(next).is_some_and(|a| &text[a.span.range()] == "的") {
        next += 1;
    }
    // A row of adjectives is looked through no further than anybody writes one.
    let end = atoms.len().min(next + 4);
    let noun = atoms[next.min(end)..end].iter().position(|a| a.sort != Sort::Word(Pos::Adjective));
    noun.is_some_and(|i| noun_like(text, atoms, mentions, next + i))
}

/// Returns whether an atom may stand in a noun phrase.
fn noun_like(text: &str, atoms: &[Atom], mentions: &Mentions, at: usize) -> bool {
    let atom = atoms[at];
    if speaks_for(text, atoms, mentions, at) {
        return false;
    }
    match atom.sort {
        Sort::Mention(m) => mentions.all[m].kind != MentionKind::Date,
        Sort::Amount(_) => true,
        Sort::Word(pos) => {
            let words = &text[atom.span.range()];
            let lists = atom.note.lists;
            if lists.meet(Lists::OPENER) || lists.meet(Lists::PLAN) && leads_verb(atoms, at) {
                return false;
            }
            match pos {
                Pos::Noun
                | Pos::Person
                | Pos::ForeignPerson
                | Pos::Place
                | Pos::Organization
                | Pos::OtherName
                | Pos::VerbalNoun
                | Pos::Number
                | Pos::Measure
                | Pos::Spot
                | Pos::Abbreviation
                | Pos::Latin
                | Pos::Pronoun
                | Pos::Phrase => !lists.meet(Lists::MARKER) && !lists.meet(Lists::LIGHT),
                // 恐怖分子的行为。
                Pos::Verb => {
                    at > 0
                        && &text[atoms[at - 1].span.range()] == "的"
                        && atoms.get(at + 1).is_none_or(|a| matches!(a.sort, Sort::Mark(_)))
                }
                // 尼日利亚北部一座村庄
                Pos::Direction if words.chars().count() > 1 => {
                    leads_noun(text, atoms, mentions, at)
                }
                Pos::Adjective => leads_noun(text, atoms, mentions, at),
                Pos::Other => {
                    words.chars().all(char::is_alphanumeric) && !lists.meet(Lists::MARKER)
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// Returns whether 代表 is the verb: 县长王芳代表县委向客人…, not 医护人员代表李明.
fn speaks_for(text: &str, atoms: &[Atom], mentions: &Mentions, at: usize) -> bool {
    let who = |a: &Atom| match a.sort {
        Sort::Mention(m) => matches!(
            mentions.all[m].kind,
            MentionKind::Person | MentionKind::Title | MentionKind::Pronoun | MentionKind::Group
        ),
        _ => false,
    };
    // 医护人员代表李明 is one who stands for a group.
    let stands = at > 0
        && matches!(atoms[at - 1].sort, Sort::Mention(m) if mentions.all[m].kind == MentionKind::Group)
        && matches!(atoms.get(at + 1).map(|a| a.sort), Some(Sort::Mention(m)) if mentions.all[m].kind == MentionKind::Person);
    &text[atoms[at].span.range()] == "代表"
        && at > 0
        && !stands
        && who(&atoms[at - 1])
        && atoms.get(at + 1).is_some_and(|a| matches!(a.sort, Sort::Mention(_) | Sort::Word(_)))
}

fn closing(atoms: &[Atom], open: usize) -> Option<usize> {
    (open + 1..atoms.len().min(open + 24))
        .find(|&i| matches!(atoms[i].sort, Sort::Mark('）' | ')')))
}

fn marker(words: &str, lists: Lists, pos: Pos) -> Part {
    match pos {
        _ if words == "的" => Part::De,
        _ if words == "代表" => Part::Marker { preposition: true },
        Pos::Preposition => Part::Marker { preposition: true },
        Pos::Verb | Pos::VerbalNoun => {
            Part::Marker { preposition: words == "至" || words == "到" }
        }
        _ if lists.meet(Lists::MARKER) => {
            Part::Marker { preposition: words != "率" && words != "赴" }
        }
        _ if lists.meet(Lists::LIGHT) => Part::Marker { preposition: false },
        _ => Part::Skip,
    }
}
