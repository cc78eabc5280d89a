//! PostResolver: who holds which title where.
//!
//! A sequence of titles with their organisations belongs to the person behind it (岚皋县委副书记、县长魏小林) or the one
//! before it (魏小林，岚皋县县长，…; 任命魏小林为岚皋县县长). A title without an organisation of its own takes
//! it from the sequence or, when it names a level, from the place of that level.
//!
//! In: persons, titles, organisations and places with entities. Out: [`Post`]s of the person entities.

mod appointment;

mod title_parts;

mod title_sequence;

mod holder;

use std::collections::HashMap;

pub(super) use appointment::AppointmentWords;
pub(crate) use appointment::POST_WORD;
pub(super) use title_parts::TitleLexicon;

use self::{
    holder::{addressed_person, status_before},
    title_sequence::TitleSequence,
};
use super::{
    Post, ResolveRules, admin_level::AdminLevels, entity_builder::EntityBuilder, pronoun::Subjects,
    word_list::List,
};
use crate::document::{Basis, EntityKind, MentionKind};

/// How many names are looked at, back from a title without organisation.
const REMEMBERED: usize = 32;

/// Bounds that no news text reaches, and that keep the work on any other text in proportion to its length.
const MOST_HOLDERS: usize = 256;
const MOST_POSTS: usize = 128;

/// Titles without a person beside them.
#[derive(Debug)]
pub(super) struct UnattachedTitles {
    sequence: TitleSequence,
    status: Option<String>,
}

/// Attaches posts to persons.
pub(super) struct PostResolver<'r> {
    rules: &'r ResolveRules,
    levels: &'r AdminLevels,
    /// Groups and words that point back (公司) by the byte they end at.
    ends: HashMap<usize, usize>,
}

impl<'r> PostResolver<'r> {
    pub(super) fn new(levels: &'r AdminLevels, builder: &EntityBuilder<'r>) -> Self {
        let ends = (0..builder.mentions.len())
            .filter(|&m| matches!(builder.kind(m), MentionKind::Group | MentionKind::Pronoun))
            .map(|m| (builder.mentions[m].span.end, m));
        PostResolver { rules: builder.rules, levels, ends: ends.collect() }
    }

    /// Gives the persons their posts.
    ///
    /// Returns the titles without a person beside them, with the status of the post by the words before.
    pub(super) fn resolve(&self, builder: &mut EntityBuilder<'_>) -> Vec<UnattachedTitles> {
        let mut unattached = Vec::new();
        let mut at = 0;
        while at < builder.names.len() {
            if builder.kind(builder.names[at]) != MentionKind::Title {
                at += 1;
                continue;
            }
            let sequence = self.sequence(builder, at);
            at = sequence.last + 1;
            if self.is_verb(builder, &sequence) {
                continue;
            }
            let mut people = self.holders_after(builder, &sequence);
            let mut verb = None;
            if people.is_empty() {
                let before = match addressed_person(builder, &sequence) {
                    Some(person) => Some((person, None)),
                    None => self.holder_before(builder, &sequence),
                };
                if let Some((person, status)) = before {
                    (people, verb) = (vec![person], status);
                }
            }
            let before = status_before(builder, &sequence);
            self.assign(builder, &sequence, &people, verb.or(before));
            if people.is_empty() {
                // 中国内地导演、编剧: a life says what its subject is.
                let life = || builder.decided_titles.then_some(before);
                if let Some(status) = self.appointment_status(builder, &sequence).or_else(life) {
                    let status = status.map(str::to_owned);
                    unattached.push(UnattachedTitles { sequence, status });
                }
            }
        }
        unattached
    }

    /// Gives posts whose holder the clause leaves out to the subject of the sentences before:
    /// 他1951年赴海外留学；1980年当选院士.
    pub(super) fn attach_to_subjects(
        &self,
        builder: &mut EntityBuilder<'_>,
        unattached: Vec<UnattachedTitles>,
        subjects: &Subjects,
    ) {
        for UnattachedTitles { sequence, status } in unattached {
            let first = builder.names[sequence.first];
            let Some(sentence) = builder.sentence(first) else { continue };
            let sentences = &builder.segmented.sentences;
            let paragraph = sentences[sentence].paragraph;
            let opening = sentences.partition_point(|s| s.paragraph < paragraph);
            let start = builder.mentions[first].span.start;
            if let Some(person) = subjects.before(start, sentence, opening) {
                self.assign(builder, &sequence, &[person], status.as_deref());
            }
        }
    }

    /// Links bare titles to who holds them: 县长说.
    pub(super) fn link_bare_titles(&self, builder: &mut EntityBuilder<'_>) {
        let mut holders: HashMap<String, Vec<(usize, Option<usize>)>> = HashMap::new();
        let mut named: Vec<bool> = vec![false; builder.mentions.len()];
        for (person, entity) in builder.out.entities.iter().enumerate() {
            for post in &entity.posts {
                named[post.mention] = true;
                holders.entry(post.title.clone()).or_default().push((person, post.organization));
            }
        }
        for i in 0..builder.names.len() {
            let m = builder.names[i];
            if builder.kind(m) != MentionKind::Title || named[m] {
                continue;
            }
            let title = self.rules.titles.split(&self.rules.lists, builder.text(m));
            let Some(known) = holders.get(title.name) else { continue };
            let before =
                i.checked_sub(1).map(|b| builder.names[b]).filter(|&b| builder.touch(b, m));
            let organization = before.and_then(|b| builder.entity_of(b)).or_else(|| {
                title.level.and_then(|level| self.levels.at(level, builder.mentions[m].span.start))
            });
            let mut fit = known
                .iter()
                .take(MOST_HOLDERS)
                .filter(|k| organization.is_none() || k.1 == organization);
            if let (Some(&(person, _)), None) = (fit.next(), fit.next()) {
                builder.link_mention(m, person, Basis::Title);
            }
        }
    }

    /// Adds the posts of a sequence to the people.
    fn assign(
        &self,
        builder: &mut EntityBuilder<'_>,
        sequence: &TitleSequence,
        people: &[usize],
        status: Option<&str>,
    ) {
        let mut last: Option<usize> = None;
        for held in &sequence.held {
            let (organization, words) =
                self.rules.organizations.split_organization(builder.text(held.title));
            let title = self.rules.titles.split(&self.rules.lists, words);
            let byte = builder.mentions[held.title].span.start;
            // A level means the place of that level in the sequence, else in the text.
            let of_level = |builder: &EntityBuilder<'_>, level| {
                let near = last.and_then(|l| self.around(builder, l, level));
                near.or_else(|| self.levels.at(level, byte))
            };
            let holder = match organization {
                Some((level, rest)) => {
                    let place = held.holder.or_else(|| of_level(builder, level));
                    place.map(|place| organization_of(builder, place, rest))
                }
                None => match title.level {
                    Some(level) => held.holder.or_else(|| of_level(builder, level)),
                    // 中共中央总书记、国家主席: the second is not held at the first's organisation.
                    None if title.name.starts_with("国家") || title.name == "国务委员" => {
                        held.holder
                    }
                    None => held.holder.or(last),
                },
            };
            last = holder.or_else(|| self.implied_organization(builder, sequence, title.name));
            // 护士 is no post by itself, but one at a hospital is: 县人民医院护士, 支医人员代表.
            let at_organization =
                held.holder.is_some_and(|h| builder.out.entities[h].kind != EntityKind::Place);
            let post = builder.decided_titles
                || self.rules.titles.is_post(title.name)
                || at_organization && self.rules.titles.is_work(title.name);
            if !post {
                continue;
            }
            let name = self.representative_title(builder, held.title).unwrap_or(title.name);
            for &person in people {
                let post = Post {
                    title: name.to_owned(),
                    organization: last,
                    mention: held.title,
                    status: title.status.or(held.status.as_deref()).or(status).map(str::to_owned),
                };
                add(&mut builder.out.entities[person].posts, post);
            }
        }
    }

    /// Returns the whole title of somebody who speaks for a group: 支医人员代表 of 驻岚皋支医人员|代表.
    fn representative_title<'a>(
        &self,
        builder: &EntityBuilder<'a>,
        title: usize,
    ) -> Option<&'a str> {
        let span = builder.mentions[title].span;
        let group = self.ending_in(builder, title)?;
        if !builder.text(title).ends_with("代表") || builder.kind(group) != MentionKind::Group {
            return None;
        }
        // Names before the group's own words are the holder's, not the title's.
        let start = builder.mentions[group].span.start;
        let before = builder.names.partition_point(|&n| builder.mentions[n].span.end <= span.start);
        let name = builder.names[..before].last().map_or(0, |&n| builder.mentions[n].span.end);
        Some(&builder.clean[start.max(name)..span.end])
    }

    /// Returns the organisation that a sequence without one leaves out: the outlet of a byline, the firm of a
    /// financial director, the court a presiding judge sits in.
    fn implied_organization(
        &self,
        builder: &EntityBuilder<'_>,
        sequence: &TitleSequence,
        title: &str,
    ) -> Option<usize> {
        let first = builder.names[sequence.first];
        if self.rules.lists.has(List::BylineTitle, title) || self.rules.titles.is_of_state(title) {
            return self.organization_before(builder, sequence);
        }
        let mut recent = builder.names[..sequence.first]
            .iter()
            .rev()
            .take(REMEMBERED)
            .copied()
            .filter(|&m| builder.kind(m) == MentionKind::Organization);
        let before = builder.before(first);
        if self.rules.lists.has(List::Spokesperson, title) && builder.begins_phrase(first) {
            let of_sentence = recent.find(|&m| builder.sentence(m) == builder.sentence(first));
            return of_sentence.and_then(|m| builder.entity_of(m));
        }
        match self.rules.titles.organization_family(title)? {
            "media" if builder.ends_with(before.trim_end(), List::BylineMark) => recent
                .find(|&m| {
                    let opens = builder.before(m).trim_start_matches(['【', '〔', '（', '(']);
                    opens.is_empty() && builder.sentence(m) == builder.sentence(first)
                })
                .and_then(|m| builder.entity_of(m)),
            "company" if builder.begins_phrase(first) => self.firm_spoken_of(builder, first),
            "law" if builder.begins_phrase(first) => {
                recent.filter_map(|m| builder.entity_of(m)).find(|&e| {
                    let name = &builder.out.entities[e].name;
                    // Who judges sits in a court, who prosecutes does not.
                    let court = title.contains("审判") || title.contains("法官");
                    name.ends_with(if court { "法院" } else { "检察院" })
                })
            }
            _ => None,
        }
    }

    /// Returns the outlet or the state of those named right before: （记者 周远山 实习生|李文博）, 总统甲某、外长|乙某.
    fn organization_before(
        &self,
        builder: &EntityBuilder<'_>,
        sequence: &TitleSequence,
    ) -> Option<usize> {
        let mut person = None;
        let names = &builder.names[..=sequence.first];
        for &[before, after] in names.array_windows().rev().take(REMEMBERED) {
            let gap = builder.between(before, after);
            match builder.kind(before) {
                _ if !matches!(gap.trim(), "" | "、") || gap.contains('\n') => break,
                MentionKind::Person => person = builder.entity_of(before),
                MentionKind::Title => {
                    let mut posts = builder.out.entities[person?].posts.iter();
                    return posts.find(|post| post.mention == before)?.organization;
                }
                _ => break,
            }
        }
        None
    }

    /// Returns the firm that the text speaks of most up to a mention, by name or as 公司; of several the last one.
    fn firm_spoken_of(&self, builder: &EntityBuilder<'_>, m: usize) -> Option<usize> {
        let mut firms: Vec<(usize, usize)> = Vec::new();
        for before in (0..m).rev().take(REMEMBERED) {
            let Some(entity) = builder.entity_of(before) else { continue };
            let organization = &builder.out.entities[entity];
            if organization.kind != EntityKind::Organization || !builder.is_firm(entity) {
                continue;
            }
            match firms.iter_mut().find(|f| f.0 == entity) {
                Some(firm) => firm.1 += 1,
                None => firms.push((entity, 1)),
            }
        }
        // The first of the most is the last one.
        firms.into_iter().rev().max_by_key(|f| f.1).map(|f| f.0)
    }

    /// Returns the place of that level that an organisation or place is, belongs to or lies in.
    fn around(&self, builder: &EntityBuilder<'_>, entity: usize, level: char) -> Option<usize> {
        let mut at = Some(entity);
        for _ in 0..6 {
            let entity = at?;
            let place = &builder.out.entities[entity];
            if place.kind == EntityKind::Place && place.name.ends_with(level) {
                return Some(self.levels.district_of(entity));
            }
            at = place.within;
        }
        None
    }
}

/// Returns the organisation of a place that begins with its level: 县委 of 岚皋县.
fn organization_of(builder: &mut EntityBuilder<'_>, place: usize, rest: &str) -> usize {
    let name = format!("{}{rest}", builder.out.entities[place].name);
    let entity = builder.entity(EntityKind::Organization, &name);
    builder.set_within(entity, place);
    entity
}

/// Adds a post unless it is known; one with an organisation takes the place of the same without.
fn add(posts: &mut Vec<Post>, post: Post) {
    if posts.len() == MOST_POSTS {
        return;
    }
    for known in posts.iter_mut().filter(|p| p.title == post.title) {
        if known.organization == post.organization || post.organization.is_none() {
            return;
        }
        if known.organization.is_none() {
            *known = Post { status: known.status.take().or(post.status), ..post };
            return;
        }
    }
    posts.push(post);
}
