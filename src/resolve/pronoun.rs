//! Pronouns of persons: 他, 她, 他们, 两人, and the first person: 我, 我区, 我国, 我校.
//!
//! Whoever is the subject of the sentence so far is meant, else the subject of a sentence before: the person it tells
//! first who does not stand behind a preposition. 她 leaves out men, 他 women, where the text says who is one. In
//! quotation marks 他 is not the speaker.
//!
//! In: persons with posts, pronouns, groups. Out: the pronouns' entities.

use std::collections::HashMap;

use super::{
    admin_level::Levels,
    anaphor::{Means, Pronoun, Pronouns, set},
    entity_builder::Draft,
    gazetteer::Gazetteer,
};
use crate::{
    document::{Basis, EntityKind, MentionKind},
    segment::Pos,
};

/// How many sentences back a pronoun may point.
const SENTENCES_BACK: usize = 8;

/// How many persons are looked at, from the last told back.
const REMEMBERED: usize = 32;

/// Words before a person who is not the subject.
const NOT_SUBJECT: [&str; 22] = [
    "向", "对", "为", "给", "与", "同", "和", "跟", "把", "将", "被", "由", "让", "请", "会见",
    "看望", "慰问", "采访", "祝贺", "感谢", "的", "、",
];

/// A person where it stands.
#[derive(Debug, Clone, Copy)]
struct Seen {
    byte: usize,
    sentence: usize,
    entity: usize,
    subject: bool,
}

struct People<'d, 'a> {
    draft: &'d mut Draft<'a>,
    seen: Vec<Seen>,
    female: HashMap<usize, bool>,
}

/// Resolves pronouns of persons and of the first person.
pub(super) fn resolve(
    pronouns: &Pronouns,
    gazetteer: &Gazetteer,
    levels: &Levels,
    draft: &mut Draft<'_>,
) -> Subjects {
    let mut people = People { draft, seen: Vec::new(), female: HashMap::new() };
    let mut sets: HashMap<Vec<usize>, usize> = HashMap::new();
    let mut group: Option<(usize, usize)> = None;
    // For each number of persons, the last set that stood for it, and where.
    let mut counted: HashMap<usize, (usize, usize)> = HashMap::new();
    for m in 0..people.draft.mentions.len() {
        let kind = people.draft.kind(m);
        let sentence = people.draft.sentence(m).unwrap_or(0);
        let byte = people.draft.mentions[m].span.start;
        let entity = people.draft.entity_of(m);
        match (kind, entity) {
            (MentionKind::Person, Some(entity)) => people.see(m, entity, sentence),
            (MentionKind::Group, Some(entity)) => group = Some((entity, sentence)),
            _ => {}
        }
        let Some(pronoun) = pronouns.of(people.draft, m).filter(|_| entity.is_none()) else {
            continue;
        };
        let found = match (pronoun.means, pronoun.speaker) {
            (Means::Person, false) if people.noun_between(m, byte) => None,
            (Means::Person, false) => people.person(byte, sentence, pronoun.female),
            (Means::Person, true) => people.speaker(byte, sentence),
            (Means::People, _) => {
                let again = pronoun.count.and_then(|n| counted.get(&n)).copied();
                people
                    .again(again, sentence, pronoun)
                    .or_else(|| people.several(&mut sets, group, sentence, pronoun))
            }
            (Means::Group, false) => group.filter(|g| sentence - g.1 <= 2).map(|g| g.0),
            (_, true) => people.of_speaker(gazetteer, levels, byte, sentence, pronoun),
            _ => None,
        };
        let Some(found) = found else { continue };
        people.draft.point(m, found, Basis::Pronoun);
        if let (Means::People, Some(n)) = (pronoun.means, pronoun.count) {
            counted.insert(n, (found, sentence));
        }
        if pronoun.means == Means::Person {
            if let Some(female) = pronoun.female {
                people.female.entry(found).or_insert(female);
            }
            let subject = !people
                .seen
                .iter()
                .rev()
                .take(REMEMBERED)
                .any(|s| s.sentence == sentence && s.subject);
            people.seen.push(Seen { byte, sentence, entity: found, subject });
        }
    }
    Subjects { seen: people.seen }
}

/// The persons of a text that are subjects.
#[derive(Debug)]
pub(super) struct Subjects {
    seen: Vec<Seen>,
}

impl Subjects {
    /// Returns the last subject before a byte, of its sentence or of the few before.
    pub(super) fn before(&self, byte: usize, sentence: usize) -> Option<usize> {
        let last = self.seen.partition_point(|s| s.byte < byte);
        self.seen[..last]
            .iter()
            .rev()
            .take(REMEMBERED)
            .take_while(|s| sentence - s.sentence <= 3)
            .find(|s| s.subject)
            .map(|s| s.entity)
    }
}

impl People<'_, '_> {
    /// Takes note of a person's name.
    fn see(&mut self, m: usize, entity: usize, sentence: usize) {
        let draft = &*self.draft;
        let after = draft.after(m);
        let note = after.strip_prefix(['（', '(']).unwrap_or("");
        if note.starts_with('女') || after.starts_with("女士") || after.starts_with("小姐") {
            self.female.insert(entity, true);
        } else if note.starts_with('男') || after.starts_with("先生") {
            self.female.insert(entity, false);
        }
        // 新华社…电（记者…）: who writes takes no part.
        let before = self.before_title(m);
        if before.ends_with(['（', '(', '〔', '【']) {
            return;
        }
        let prepared = NOT_SUBJECT.iter().any(|word| before.ends_with(word));
        let first =
            !self.seen.iter().rev().take(REMEMBERED).any(|s| s.sentence == sentence && s.subject);
        let byte = self.draft.mentions[m].span.start;
        let subject = first && !prepared;
        self.seen.push(Seen { byte, sentence, entity, subject });
    }

    /// Returns what stands before a person and the titles before the name.
    fn before_title(&self, m: usize) -> &str {
        let draft = &*self.draft;
        let at = draft.names.partition_point(|&n| n < m);
        let mut first = m;
        for &n in draft.names[..at].iter().rev().take(8) {
            let joined = draft.touch(n, first)
                || matches!(draft.between(n, first).trim(), "、" | "兼" | "") && first != m
                || draft.kind(n) == MentionKind::Title && draft.between(n, first).trim().is_empty();
            let fits = matches!(
                draft.kind(n),
                MentionKind::Title | MentionKind::Organization | MentionKind::Place
            );
            if !joined || !fits {
                break;
            }
            first = n;
        }
        draft.before(first)
    }

    /// Returns whether somebody without a name was told since the last person: 一名男子…该男子.
    fn noun_between(&self, m: usize, byte: usize) -> bool {
        let Some(noun) = self.draft.text(m).strip_prefix('该') else { return false };
        let from = self.seen.last().map_or(0, |s| s.byte);
        let from = self.draft.clean.floor_char_boundary(from.max(byte.saturating_sub(900)));
        self.draft.clean[from..byte].contains(noun)
    }

    fn fits(&self, entity: usize, female: Option<bool>) -> bool {
        match (female, self.female.get(&entity)) {
            (Some(asked), Some(&known)) => asked == known,
            _ => true,
        }
    }

    /// Returns whether a quotation is open at a byte that was not open at another before it.
    fn quoted_since(&self, from: usize, to: usize) -> bool {
        let text = self.draft.clean.get(from..to).unwrap_or("");
        // A sentence is short; a long stretch without an end says nothing of quotes.
        let text = &text[text.floor_char_boundary(text.len().saturating_sub(3000))..];
        text.rfind('“').is_some_and(|open| !text[open..].contains('”'))
    }

    /// Returns whether the pronoun at a byte stands right behind a verb that does not begin reported speech.
    fn is_object(&self, byte: usize) -> bool {
        let Some(word) = byte.checked_sub(1).and_then(|b| self.draft.segmented.word_at(b)) else {
            return false;
        };
        let word = self.draft.segmented.words[word];
        let text = &self.draft.clean[word.span.range()];
        let reports =
            ["说", "称", "表示", "认为", "指出", "透露", "强调", "介绍", "回忆", "觉得", "希望"];
        word.span.end == byte && word.pos == Pos::Verb && !reports.contains(&text)
    }

    /// Returns the person that 他 or 她 means.
    fn person(&self, byte: usize, sentence: usize, female: Option<bool>) -> Option<usize> {
        let recent =
            || {
                self.seen.iter().rev().take(REMEMBERED).filter(|s| {
                    sentence - s.sentence <= SENTENCES_BACK && self.fits(s.entity, female)
                })
            };
        if self.is_object(byte) {
            // 看望了在该县支医的于某，叮嘱她注意安全: the one told last, not the one who speaks.
            let object = recent().find(|s| s.sentence == sentence && !s.subject);
            if let Some(object) = object {
                return Some(object.entity);
            }
        }
        let here = recent()
            .find(|s| s.sentence == sentence && s.subject && !self.quoted_since(s.byte, byte));
        let speaker = recent()
            .find(|s| s.sentence == sentence && s.subject && self.quoted_since(s.byte, byte))
            .map(|s| s.entity);
        let other = |s: &&Seen| Some(s.entity) != speaker;
        here.or_else(|| recent().filter(other).find(|s| s.sentence == sentence))
            .or_else(|| recent().filter(other).find(|s| s.subject))
            .or_else(|| recent().find(other))
            .map(|s| s.entity)
    }

    /// Returns who speaks at a byte: the subject of the sentence, else of one before.
    fn speaker(&self, byte: usize, sentence: usize) -> Option<usize> {
        let recent = || {
            self.seen
                .iter()
                .rev()
                .take(REMEMBERED)
                .filter(|s| sentence - s.sentence <= SENTENCES_BACK)
        };
        let _ = byte;
        recent().find(|s| s.subject).or_else(|| recent().next()).map(|s| s.entity)
    }

    /// Returns the persons that 两人 stood for before, unless the sentence tells as many others.
    fn again(
        &self,
        before: Option<(usize, usize)>,
        sentence: usize,
        pronoun: &Pronoun,
    ) -> Option<usize> {
        let (set, at) = before?;
        let here = self.seen.iter().rev().take(REMEMBERED).take_while(|s| s.sentence == sentence);
        let others = here.filter(|s| !self.draft.out.entities[set].members.contains(&s.entity));
        (sentence - at <= SENTENCES_BACK && Some(others.count()) < pronoun.count).then_some(set)
    }

    /// Returns who 他们 or 两人 means: the last group, or the last persons of one sentence.
    fn several(
        &mut self,
        sets: &mut HashMap<Vec<usize>, usize>,
        group: Option<(usize, usize)>,
        sentence: usize,
        pronoun: &Pronoun,
    ) -> Option<usize> {
        let mut members: Vec<usize> = Vec::new();
        let mut told_in = None;
        for seen in self.seen.iter().rev().take(REMEMBERED) {
            if sentence - seen.sentence > pronoun.count.map_or(3, |_| SENTENCES_BACK) {
                break;
            }
            // 他们 are the persons of one sentence; 两人 may have been told one after the other.
            if pronoun.count.is_none() && told_in.is_some_and(|s| s != seen.sentence) {
                if members.len() > 1 {
                    break;
                }
                members.clear();
            }
            told_in = Some(seen.sentence);
            if !members.contains(&seen.entity) {
                members.push(seen.entity);
            }
            if pronoun.count == Some(members.len()) {
                break;
            }
        }
        let enough = pronoun.count.map_or(members.len() > 1, |n| members.len() == n);
        match group.filter(|_| pronoun.count.is_none()) {
            Some((group, at)) if !enough || told_in.is_none_or(|s| s < at) => {
                (sentence - at <= 2).then_some(group)
            }
            _ if enough => {
                members.reverse();
                Some(set(self.draft, sets, members))
            }
            _ => None,
        }
    }

    /// Returns the place or organisation of whoever speaks: 我区, 我国, 我校.
    fn of_speaker(
        &mut self,
        gazetteer: &Gazetteer,
        levels: &Levels,
        byte: usize,
        sentence: usize,
        pronoun: &Pronoun,
    ) -> Option<usize> {
        let speaker = self.speaker(byte, sentence);
        let posts: Vec<usize> = speaker
            .into_iter()
            .flat_map(|s| &self.draft.out.entities[s].posts)
            .filter_map(|p| p.organization)
            .collect();
        let ends = |name: &str| pronoun.levels.iter().any(|l| name.ends_with(&**l));
        let entities = &self.draft.out.entities;
        match pronoun.means {
            Means::Country => {
                let foreign = posts.iter().copied().find(|&e| {
                    entities[e].kind == EntityKind::Place
                        && entities[e].gazetteer.is_some_and(|r| gazetteer.is_country(r))
                });
                let china = gazetteer.named("中国").next().map(|(area, _)| area);
                foreign.or_else(|| china.map(|area| self.draft.area(gazetteer, area)))
            }
            Means::Place => {
                let level = pronoun.levels.first()?.chars().next()?;
                let held = posts.iter().find_map(|&post| {
                    std::iter::successors(Some(post), |&e| entities[e].within)
                        .take(6)
                        .find(|&e| entities[e].kind == EntityKind::Place && ends(&entities[e].name))
                });
                held.map(|e| levels.district_of(e))
                    .or_else(|| levels.only(level))
                    .or_else(|| levels.at(level, byte))
            }
            Means::Organization => posts
                .iter()
                .copied()
                .find(|&e| entities[e].kind == EntityKind::Organization && ends(&entities[e].name)),
            _ => None,
        }
    }
}
