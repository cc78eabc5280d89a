//! A sentence as chunks: noun phrases with their members, markers (prepositions and plain verbs), triggers, times and
//! the marks that part its clauses.
//!
//! 市长张伟、副市长李娜率代表团赴岚皋县考察 is the phrase [张伟][李娜], the marker 率, the phrase [代表团], the marker
//! 赴, the phrase [岚皋县] and a trigger.

use super::{
    atom::{Atom, Sort},
    nominal,
    words::WordList,
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

/// Words that are markers wherever they stand between phrases, whatever the dictionary calls them.
static MARKERS: WordList = WordList::new(
    "在 向 对 与 同 跟 给 为 由 被 把 将 于 从 自 经 以 就 率 赴 到 至 往 因 据 遭 随 按 用 携 让 率领 带领 对于 关于 围绕 \
                       针对 通过 根据 按照 为了 随同 陪同 会同 联合 携手 按 经过",
);

impl Clauses {
    /// Returns what a phrase lists.
    pub(super) fn members(&self, chunk: &Chunk) -> &[Member] {
        &self.members[chunk.members.0 as usize..chunk.members.1 as usize]
    }

    /// Reads the atoms of a sentence; nominal triggers have become nouns in them.
    pub(super) fn read(&mut self, text: &str, atoms: &[Atom], mentions: &Mentions) {
        self.chunks.clear();
        self.members.clear();
        self.open = false;
        let mut at = 0;
        while at < atoms.len() {
            let end = self.phrase(text, atoms, mentions, at);
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
                Sort::Word(pos) => marker(&text[atom.span.range()], pos),
                _ => Part::Skip,
            };
            self.push(part, atom.span, 0, false);
            at += 1;
        }
    }

    fn push(&mut self, part: Part, span: Span<Clean>, first_member: u32, placed: bool) {
        let end = self.members.len() as u32;
        let members = if part == Part::Phrase { (first_member, end) } else { (end, end) };
        match part {
            Part::Open => self.open = true,
            Part::Close => self.open = false,
            _ => {}
        }
        self.chunks.push(Chunk { part, span, members, placed, quoted: self.open });
    }

    /// Reads a noun phrase that starts at the atom; returns the atom behind it, or `at` when there is none.
    fn phrase(&mut self, text: &str, atoms: &[Atom], mentions: &Mentions, at: usize) -> usize {
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
                    if next_is_noun
                        && (words == "、" || matches!(words, "和" | "及" | "以及" | "暨")) =>
                {
                    self.member(atoms, mentions, member, end, open_list);
                    i += 1;
                    member = i;
                }
                // 的 before another noun goes on with the phrase: 驻地的干部.
                Sort::Word(_) if words == "的" && next_is_noun && i == end => i += 1,
                // 等 closes a list; the noun behind it says what the members are: 甲、乙等企业.
                Sort::Word(_) if words == "等" && !open_list => {
                    self.member(atoms, mentions, member, end, open_list);
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
        self.member(atoms, mentions, member, end, open_list);
        self.drop_titles(mentions, first_member);
        let span = Span::new(atoms[at].span.start, atoms[end - 1].span.end);
        let placed = atoms.get(end).is_some_and(|a| a.sort == Sort::Word(Pos::Direction));
        if self.members.len() as u32 == first_member {
            self.members.push(Member { span, head: Head::Common });
        }
        self.push(Part::Phrase, span, first_member, placed);
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
        let mut index = 0;
        let first = first as usize;
        let kept: Vec<Member> = self.members[first..]
            .iter()
            .copied()
            .filter(|m| {
                index += 1;
                index > last || kind(m) != Some(MentionKind::Title)
            })
            .collect();
        self.members.truncate(first);
        self.members.extend(kept);
    }

    /// Adds the member of the atoms `from..to`.
    fn member(&mut self, atoms: &[Atom], mentions: &Mentions, from: usize, to: usize, open: bool) {
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
                self.members.push(Member { span: atom.span, head: Head::Mention(m) });
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
            Sort::Mention(m) if !is_name(mentions.all[m].kind) => {
                Member { span: whole, head: Head::Mention(m) }
            }
            Sort::Mention(m) => Member { span: last.span, head: Head::Mention(m) },
            Sort::Amount(a) if atoms.len() == 1 => {
                Member { span: last.span, head: Head::Amount(a) }
            }
            _ => Member { span: whole, head: Head::Common },
        };
        self.members.push(member);
    }
}

/// Words the dictionary has as nouns that open no phrase.
static OPENERS: WordList = WordList::new("为期 历时 截至 截止 据悉 目前 日前");

/// Nouns that are verbs before another verb: 大股东计划减持.
static PLANS: WordList =
    WordList::new("计划 商定 决定 打算 准备 原定 考虑 预计 开始 继续 原计划 拟定 要求 建议");

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
            if OPENERS.holds(words) || PLANS.holds(words) && leads_verb(atoms, at) {
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
                | Pos::Phrase => !is_marker(words) && !nominal::is_light(words),
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
                Pos::Other => words.chars().all(char::is_alphanumeric) && !is_marker(words),
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

fn is_marker(words: &str) -> bool {
    MARKERS.holds(words)
}

fn marker(words: &str, pos: Pos) -> Part {
    match pos {
        _ if words == "的" => Part::De,
        _ if words == "代表" => Part::Marker { preposition: true },
        Pos::Preposition => Part::Marker { preposition: true },
        Pos::Verb | Pos::VerbalNoun => {
            Part::Marker { preposition: words == "至" || words == "到" }
        }
        _ if is_marker(words) => Part::Marker { preposition: words != "率" && words != "赴" },
        _ if nominal::is_light(words) => Part::Marker { preposition: false },
        _ => Part::Skip,
    }
}
