//! Pronouns of persons: 他, 她, 他们, 两人, and the first person: 我, 我区, 我国, 我校.
//!
//! A pronoun refers to the subject of its sentence so far, else to that of an earlier sentence: the first person there that
//! does not follow a preposition. Where the text gives a person's gender, 她 never means a man nor 他 a woman. In quotation
//! marks 他 is not the speaker.
//!
//! In: persons with posts, pronouns, groups. Out: the pronouns' entities.

use std::collections::HashMap;

use super::{
    admin_level::AdminLevels,
    anaphor::{EntitySets, Means, Pronoun, set},
    entity_builder::EntityBuilder,
    word_list::List,
};
use crate::{
    document::{Basis, EntityKind, MentionKind},
    segment::Pos,
};

/// How many sentences back a pronoun may point.
const SENTENCES_BACK: usize = 8;

/// How many persons are looked at, from the last one back; it keeps the work in proportion to the text.
const REMEMBERED: usize = 32;

/// A mention of a person.
#[derive(Debug, Clone, Copy)]
struct PersonMention {
    byte: usize,
    sentence: usize,
    entity: usize,
    subject: bool,
}

struct PersonAntecedents<'d, 'a> {
    builder: &'d mut EntityBuilder<'a>,
    persons: Vec<PersonMention>,
    female: HashMap<usize, bool>,
}

/// Resolves pronouns of persons and of the first person.
pub(super) fn resolve(levels: &AdminLevels, builder: &mut EntityBuilder<'_>) -> Subjects {
    let pronouns = &builder.rules.pronouns;
    let mut people = PersonAntecedents { builder, persons: Vec::new(), female: HashMap::new() };
    let mut sets: EntitySets = EntitySets::new();
    let mut group: Option<(usize, usize)> = None;
    // For each number of persons, the last set that stood for it, and where.
    let mut counted: HashMap<usize, (usize, usize)> = HashMap::new();
    for m in 0..people.builder.mentions.len() {
        let kind = people.builder.kind(m);
        let sentence = people.builder.sentence(m).unwrap_or(0);
        let byte = people.builder.mentions[m].span.start;
        let entity = people.builder.entity_of(m);
        match (kind, entity) {
            (MentionKind::Person, Some(entity)) => people.add(m, entity, sentence),
            (MentionKind::Group, Some(entity)) => group = Some((entity, sentence)),
            _ => {}
        }
        let Some(pronoun) = pronouns.of(people.builder, m).filter(|_| entity.is_none()) else {
            continue;
        };
        let found = match (pronoun.means, pronoun.speaker) {
            (Means::Person, false) if people.noun_between(m, byte) => None,
            (Means::Person, false) => people.person(byte, sentence, pronoun.female),
            (Means::Person, true) => people.speaker(sentence),
            (Means::People, _) => {
                let again = pronoun.count.and_then(|n| counted.get(&n)).copied();
                people
                    .again(again, sentence, pronoun)
                    .or_else(|| people.several(&mut sets, group, sentence, pronoun))
            }
            (Means::Group, false) => group.filter(|g| sentence - g.1 <= 2).map(|g| g.0),
            (_, true) => people.of_speaker(levels, byte, sentence, pronoun),
            _ => None,
        };
        let Some(found) = found else { continue };
        people.builder.link_mention(m, found, Basis::Pronoun);
        if let (Means::People, Some(n)) = (pronoun.means, pronoun.count) {
            counted.insert(n, (found, sentence));
        }
        if pronoun.means == Means::Person {
            if let Some(female) = pronoun.female {
                people.female.entry(found).or_insert(female);
            }
            let subject = !people
                .persons
                .iter()
                .rev()
                .take(REMEMBERED)
                .any(|s| s.sentence == sentence && s.subject);
            people.persons.push(PersonMention { byte, sentence, entity: found, subject });
        }
    }
    Subjects { persons: people.persons }
}

/// The persons of a text that are subjects.
#[derive(Debug)]
pub(super) struct Subjects {
    persons: Vec<PersonMention>,
}

impl Subjects {
    /// Returns the last subject before a byte: of its sentence, of the few before, or of its paragraph, which `first` is the first
    /// sentence of and which may tell a whole life.
    pub(super) fn before(&self, byte: usize, sentence: usize, first: usize) -> Option<usize> {
        let last = self.persons.partition_point(|s| s.byte < byte);
        self.persons[..last]
            .iter()
            .rev()
            .take(REMEMBERED)
            .take_while(|s| sentence - s.sentence <= 3 || s.sentence >= first)
            .find(|s| s.subject)
            .map(|s| s.entity)
    }
}

impl PersonAntecedents<'_, '_> {
    /// Takes note of a person's name.
    fn add(&mut self, m: usize, entity: usize, sentence: usize) {
        let builder = &*self.builder;
        let after = builder.after(m);
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
        let prepared = self.builder.ends_with(before, List::NotSubject);
        let first = !self
            .persons
            .iter()
            .rev()
            .take(REMEMBERED)
            .any(|s| s.sentence == sentence && s.subject);
        let byte = self.builder.mentions[m].span.start;
        let subject = first && !prepared;
        self.persons.push(PersonMention { byte, sentence, entity, subject });
    }

    /// Returns the text before a person and the titles in front of the name.
    fn before_title(&self, m: usize) -> &str {
        let builder = &*self.builder;
        let at = builder.names.partition_point(|&n| n < m);
        let mut first = m;
        for &n in builder.names[..at].iter().rev().take(8) {
            let joined = builder.touch(n, first)
                || matches!(builder.between(n, first).trim(), "、" | "兼" | "") && first != m
                || builder.kind(n) == MentionKind::Title
                    && builder.between(n, first).trim().is_empty();
            let fits = matches!(
                builder.kind(n),
                MentionKind::Title | MentionKind::Organization | MentionKind::Place
            );
            if !joined || !fits {
                break;
            }
            first = n;
        }
        builder.before(first)
    }

    /// Returns whether the text has somebody without a name since the last person: 一名男子…该男子.
    fn noun_between(&self, m: usize, byte: usize) -> bool {
        let Some(noun) = self.builder.text(m).strip_prefix('该') else { return false };
        let from = self.persons.last().map_or(0, |s| s.byte);
        let from = self.builder.clean.floor_char_boundary(from.max(byte.saturating_sub(900)));
        self.builder.clean[from..byte].contains(noun)
    }

    fn fits(&self, entity: usize, female: Option<bool>) -> bool {
        match (female, self.female.get(&entity)) {
            (Some(asked), Some(&known)) => asked == known,
            _ => true,
        }
    }

    /// Returns whether a quotation is open at a byte that was not open at another before it.
    fn quoted_since(&self, from: usize, to: usize) -> bool {
        let text = self.builder.clean.get(from..to).unwrap_or("");
        // A sentence is short; long text without an end says nothing about quotes.
        let text = &text[text.floor_char_boundary(text.len().saturating_sub(3000))..];
        text.rfind('“').is_some_and(|open| !text[open..].contains('”'))
    }

    /// Returns whether the pronoun at a byte is right behind a verb that does not begin reported speech.
    fn is_object(&self, byte: usize) -> bool {
        let Some(word) = byte.checked_sub(1).and_then(|b| self.builder.segmented.word_at(b)) else {
            return false;
        };
        let word = self.builder.segmented.words[word];
        let text = &self.builder.clean[word.span.range()];
        let reports = self.builder.rules.lists.has(List::Report, text);
        word.span.end == byte && word.pos == Pos::Verb && !reports
    }

    /// Returns the person that 他 or 她 means.
    fn person(&self, byte: usize, sentence: usize, female: Option<bool>) -> Option<usize> {
        let recent =
            || {
                self.persons.iter().rev().take(REMEMBERED).filter(|s| {
                    sentence - s.sentence <= SENTENCES_BACK && self.fits(s.entity, female)
                })
            };
        if self.is_object(byte) {
            // 看望了在该县支医的于某，叮嘱她注意安全: the last one, not the one who speaks.
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
        let other = |s: &&PersonMention| Some(s.entity) != speaker;
        here.or_else(|| recent().filter(other).find(|s| s.sentence == sentence))
            .or_else(|| recent().filter(other).find(|s| s.subject))
            .or_else(|| recent().find(other))
            .map(|s| s.entity)
    }

    /// Returns who speaks: the subject of the sentence, else of one before.
    fn speaker(&self, sentence: usize) -> Option<usize> {
        let recent = || {
            self.persons
                .iter()
                .rev()
                .take(REMEMBERED)
                .filter(|s| sentence - s.sentence <= SENTENCES_BACK)
        };
        recent().find(|s| s.subject).or_else(|| recent().next()).map(|s| s.entity)
    }

    /// Returns the persons that 两人 stood for before, unless the sentence has as many others.
    fn again(
        &self,
        before: Option<(usize, usize)>,
        sentence: usize,
        pronoun: &Pronoun,
    ) -> Option<usize> {
        let (set, at) = before?;
        let here =
            self.persons.iter().rev().take(REMEMBERED).take_while(|s| s.sentence == sentence);
        let others = here.filter(|s| !self.builder.out.entities[set].members.contains(&s.entity));
        (sentence - at <= SENTENCES_BACK && Some(others.count()) < pronoun.count).then_some(set)
    }

    /// Returns who 他们 or 两人 means: the last group, or the last persons of one sentence.
    fn several(
        &mut self,
        sets: &mut EntitySets,
        group: Option<(usize, usize)>,
        sentence: usize,
        pronoun: &Pronoun,
    ) -> Option<usize> {
        let mut members: Vec<usize> = Vec::new();
        let mut of_sentence = None;
        for person in self.persons.iter().rev().take(REMEMBERED) {
            if sentence - person.sentence > pronoun.count.map_or(3, |_| SENTENCES_BACK) {
                break;
            }
            // 他们 are the persons of one sentence; 两人 may come one after the other.
            if pronoun.count.is_none() && of_sentence.is_some_and(|s| s != person.sentence) {
                if members.len() > 1 {
                    break;
                }
                members.clear();
            }
            of_sentence = Some(person.sentence);
            if !members.contains(&person.entity) {
                members.push(person.entity);
            }
            if pronoun.count == Some(members.len()) {
                break;
            }
        }
        let enough = pronoun.count.map_or(members.len() > 1, |n| members.len() == n);
        match group.filter(|_| pronoun.count.is_none()) {
            Some((group, at)) if !enough || of_sentence.is_none_or(|s| s < at) => {
                (sentence - at <= 2).then_some(group)
            }
            _ if enough => {
                members.reverse();
                Some(set(self.builder, sets, members))
            }
            _ => None,
        }
    }

    /// Returns the place or organisation of whoever speaks: 我区, 我国, 我校.
    fn of_speaker(
        &mut self,
        levels: &AdminLevels,
        byte: usize,
        sentence: usize,
        pronoun: &Pronoun,
    ) -> Option<usize> {
        let speaker = self.speaker(sentence);
        let posts: Vec<usize> = speaker
            .into_iter()
            .flat_map(|s| &self.builder.out.entities[s].posts)
            .filter_map(|p| p.organization)
            .collect();
        let ends = |name: &str| pronoun.levels.iter().any(|l| name.ends_with(&**l));
        let entities = &self.builder.out.entities;
        match pronoun.means {
            Means::Country => {
                let foreign = posts
                    .iter()
                    .copied()
                    .find(|&e| entities[e].kind == EntityKind::Place && self.builder.is_country(e));
                let china = self.builder.rules.gazetteer.china();
                foreign.or_else(|| china.map(|area| self.builder.area(area)))
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
