//! Posts: who holds which title where.
//!
//! A run of titles with their organisations belongs to the person it stands before (岚皋县委副书记、县长魏小林) or the
//! one it stands behind (魏小林，岚皋县县长，…; 任命魏小林为岚皋县县长). A title without an organisation of its own takes
//! it from the run or, when it names a level, from the place of that level.
//!
//! In: persons, titles, organisations and places with entities. Out: [`Post`]s of the person entities.

mod appointment;

mod title_parts;

mod title_sequence;

mod holder;

use std::collections::HashMap;

pub(crate) use appointment::POST_WORD;
pub(super) use appointment::PostWords;
pub(super) use title_parts::Titles;

use self::{
    holder::{addresses, status_before},
    title_sequence::Run,
};
use super::{Post, admin_level::Levels, entity_builder::Draft, organization::Bodies};
use crate::document::{Basis, EntityKind, MentionKind};

/// How many names are looked at, back from a title without organisation.
const REMEMBERED: usize = 32;

/// Bounds that no news text reaches, and that keep the work on any other text in proportion to its length.
const MOST_HOLDERS: usize = 256;
const MOST_POSTS: usize = 128;

/// A run that nobody stands beside.
#[derive(Debug)]
pub(super) struct Open {
    run: Run,
    status: Option<String>,
}

/// What the step asks.
pub(super) struct Posts<'r> {
    words: &'r PostWords,
    titles: &'r Titles,
    bodies: &'r Bodies,
    levels: &'r Levels,
    /// Groups and words that point back (公司) by the byte they end at.
    ends: HashMap<usize, usize>,
}

impl<'r> Posts<'r> {
    pub(super) fn new(
        words: &'r PostWords,
        titles: &'r Titles,
        bodies: &'r Bodies,
        levels: &'r Levels,
        draft: &Draft<'_>,
    ) -> Self {
        let ends = (0..draft.mentions.len())
            .filter(|&m| matches!(draft.kind(m), MentionKind::Group | MentionKind::Pronoun))
            .map(|m| (draft.mentions[m].span.end, m));
        Posts { words, titles, bodies, levels, ends: ends.collect() }
    }

    /// Gives the persons their posts.
    ///
    /// Returns the runs that nobody stands beside, with what the words before say of the post's standing.
    pub(super) fn resolve(&self, draft: &mut Draft<'_>) -> Vec<Open> {
        let mut open = Vec::new();
        let mut at = 0;
        while at < draft.names.len() {
            if draft.kind(draft.names[at]) != MentionKind::Title {
                at += 1;
                continue;
            }
            let run = self.run(draft, at);
            at = run.last + 1;
            if self.is_act(draft, &run) {
                continue;
            }
            let (people, verb) = match self.behind(draft, &run) {
                people if !people.is_empty() => (people, None),
                _ if addresses(draft, &run).is_some() => {
                    (addresses(draft, &run).into_iter().collect(), None)
                }
                _ => self.before(draft, &run).map_or((Vec::new(), None), |(p, v)| (vec![p], v)),
            };
            let told = status_before(draft, &run);
            self.hand_out(draft, &run, &people, verb.or(told));
            if let (true, Some(status)) = (people.is_empty(), self.takes_up(draft, &run)) {
                let status = status.map(str::to_owned);
                open.push(Open { run, status });
            }
        }
        open
    }

    /// Gives posts that the clause tells without their holder to the subject of the sentences before:
    /// 他1951年赴海外留学；1980年当选院士.
    pub(super) fn resolve_open(
        &self,
        draft: &mut Draft<'_>,
        open: Vec<Open>,
        subject: impl Fn(usize, usize) -> Option<usize>,
    ) {
        for Open { run, status } in open {
            let first = draft.names[run.first];
            let Some(sentence) = draft.sentence(first) else { continue };
            if let Some(person) = subject(draft.mentions[first].span.start, sentence) {
                self.hand_out(draft, &run, &[person], status.as_deref());
            }
        }
    }

    /// Lets titles that stand alone point to who holds them: 县长说.
    pub(super) fn stand_for_holders(&self, draft: &mut Draft<'_>) {
        let mut holders: HashMap<String, Vec<(usize, Option<usize>)>> = HashMap::new();
        let mut named: Vec<bool> = vec![false; draft.mentions.len()];
        for (person, entity) in draft.out.entities.iter().enumerate() {
            for post in &entity.posts {
                named[post.mention] = true;
                holders.entry(post.title.clone()).or_default().push((person, post.organization));
            }
        }
        for i in 0..draft.names.len() {
            let m = draft.names[i];
            if draft.kind(m) != MentionKind::Title || named[m] {
                continue;
            }
            let title = self.titles.take_apart(draft.text(m));
            let Some(known) = holders.get(title.name) else { continue };
            let before = i.checked_sub(1).map(|b| draft.names[b]).filter(|&b| draft.touch(b, m));
            let organization = before.and_then(|b| draft.entity_of(b)).or_else(|| {
                title.level.and_then(|level| self.levels.at(level, draft.mentions[m].span.start))
            });
            let mut fit = known
                .iter()
                .take(MOST_HOLDERS)
                .filter(|k| organization.is_none() || k.1 == organization);
            if let (Some(&(person, _)), None) = (fit.next(), fit.next()) {
                draft.point(m, person, Basis::Title);
            }
        }
    }

    /// Adds the posts of a run to the people.
    fn hand_out(&self, draft: &mut Draft<'_>, run: &Run, people: &[usize], status: Option<&str>) {
        let mut last: Option<usize> = None;
        for held in &run.held {
            let (body, words) = self.bodies.at_the_head_of(draft.text(held.title));
            let title = self.titles.take_apart(words);
            let byte = draft.mentions[held.title].span.start;
            // A level means the place of that level in the run, else in the text.
            let of_level = |draft: &Draft<'_>, level| {
                let near = last.and_then(|l| self.around(draft, l, level));
                near.or_else(|| self.levels.at(level, byte))
            };
            let holder = match body {
                Some((level, rest)) => {
                    let place = held.holder.or_else(|| of_level(draft, level));
                    place.map(|place| body_of(draft, place, rest))
                }
                None => match title.level {
                    Some(level) => held.holder.or_else(|| of_level(draft, level)),
                    // 中共中央总书记、国家主席: the second is not held at the first's body.
                    None if title.name.starts_with("国家") || title.name == "国务委员" => {
                        held.holder
                    }
                    None => held.holder.or(last),
                },
            };
            last = holder.or_else(|| self.untold(draft, run, title.name));
            // 护士 is no post by itself, but one at a hospital is: 县人民医院护士, 支医人员代表.
            let at_body =
                held.holder.is_some_and(|h| draft.out.entities[h].kind != EntityKind::Place);
            let post =
                self.titles.is_post(title.name) || at_body && self.titles.is_work(title.name);
            if !post {
                continue;
            }
            let name = self.spoken_for(draft, held.title).unwrap_or(title.name);
            for &person in people {
                let post = Post {
                    title: name.to_owned(),
                    organization: last,
                    mention: held.title,
                    status: title.status.or(status).map(str::to_owned),
                };
                add(&mut draft.out.entities[person].posts, post);
            }
        }
    }

    /// Returns the whole title of somebody who speaks for a group: 支医人员代表 of 驻岚皋支医人员|代表.
    fn spoken_for<'a>(&self, draft: &Draft<'a>, title: usize) -> Option<&'a str> {
        let span = draft.mentions[title].span;
        let group = self.ending_in(draft, title)?;
        if !draft.text(title).ends_with("代表") || draft.kind(group) != MentionKind::Group {
            return None;
        }
        // Names before the group's own words are the holder's, not the title's.
        let start = draft.mentions[group].span.start;
        let before = draft.names.partition_point(|&n| draft.mentions[n].span.end <= span.start);
        let name = draft.names[..before].last().map_or(0, |&n| draft.mentions[n].span.end);
        Some(&draft.clean[start.max(name)..span.end])
    }

    /// Returns the organisation that a run without one leaves out: the outlet of a byline, the firm a financial
    /// director is told of, the court a presiding judge sits in.
    fn untold(&self, draft: &Draft<'_>, run: &Run, title: &str) -> Option<usize> {
        let first = draft.names[run.first];
        let mut recent = draft.names[..run.first]
            .iter()
            .rev()
            .take(REMEMBERED)
            .copied()
            .filter(|&m| draft.kind(m) == MentionKind::Organization);
        let before = draft.before(first);
        match self.titles.organization_family(title)? {
            "media" if before.ends_with(['（', '(', '〔', '【']) => recent
                .find(|&m| draft.before(m).is_empty() && draft.sentence(m) == draft.sentence(first))
                .and_then(|m| draft.entity_of(m)),
            "company" if draft.begins_phrase(first) => self.firm_spoken_of(draft, first),
            "law" if draft.begins_phrase(first) => {
                recent.filter_map(|m| draft.entity_of(m)).find(|&e| {
                    let name = &draft.out.entities[e].name;
                    // Who judges sits in a court, who prosecutes does not.
                    let court = title.contains("审判") || title.contains("法官");
                    name.ends_with(if court { "法院" } else { "检察院" })
                })
            }
            _ => None,
        }
    }

    /// Returns the firm that the text speaks of most up to a mention, by name or as 公司; of several the last told.
    fn firm_spoken_of(&self, draft: &Draft<'_>, m: usize) -> Option<usize> {
        let mut firms: Vec<(usize, usize)> = Vec::new();
        for told in (0..m).rev().take(REMEMBERED) {
            let Some(entity) = draft.entity_of(told) else { continue };
            let organization = &draft.out.entities[entity];
            if organization.kind != EntityKind::Organization
                || !self.bodies.is_firm(&organization.name)
            {
                continue;
            }
            match firms.iter_mut().find(|f| f.0 == entity) {
                Some(firm) => firm.1 += 1,
                None => firms.push((entity, 1)),
            }
        }
        // The first of the most is the last told.
        firms.into_iter().rev().max_by_key(|f| f.1).map(|f| f.0)
    }

    /// Returns the place of that level that an organisation or place is, belongs to or lies in.
    fn around(&self, draft: &Draft<'_>, entity: usize, level: char) -> Option<usize> {
        let mut at = Some(entity);
        for _ in 0..6 {
            let entity = at?;
            let place = &draft.out.entities[entity];
            if place.kind == EntityKind::Place && place.name.ends_with(level) {
                return Some(self.levels.district_of(entity));
            }
            at = place.within;
        }
        None
    }
}

/// Returns the body of a place that its level stands for: 县委 of 岚皋县.
fn body_of(draft: &mut Draft<'_>, place: usize, rest: &str) -> usize {
    let name = format!("{}{rest}", draft.out.entities[place].name);
    let entity = draft.entity(EntityKind::Organization, &name);
    draft.lies_within(entity, place);
    entity
}

/// Adds a post unless it is told already; one with an organisation takes the place of the same without.
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
