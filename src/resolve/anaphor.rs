//! Words that point back to places, organisations and pairs: 当地, 该公司, 全县, 两国, 双方, 中方.
//!
//! In: mentions of pronouns, names and things with entities. Out: the pronouns' entities; pairs are entities of kind
//! group with members. Next: [`super::post`] (公司副总裁…), then [`super::pronoun`] for persons.

use std::collections::HashMap;

use super::{
    admin_level::Levels,
    entity_builder::Draft,
    gazetteer::{Gazetteer, Rank},
    organization::Bodies,
    place::LEVELS,
};
use crate::{
    document::{Basis, EntityKind, MentionKind},
    rules::Tables,
};

/// How many names of a kind are looked at, from the last told back.
const REMEMBERED: usize = 48;

/// How many sentences back a pair may have been told.
const SENTENCES_BACK: usize = 4;

/// What a pronoun may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    Person,
    People,
    Group,
    Place,
    Organization,
    Company,
    Country,
    Sides,
}

/// A row of the table of pronouns.
#[derive(Debug)]
pub(super) struct Pronoun {
    pub(super) means: Means,
    /// First person: whoever speaks.
    pub(super) speaker: bool,
    /// Ends of the names that count; empty for any.
    pub(super) levels: Vec<Box<str>>,
    pub(super) count: Option<usize>,
    pub(super) female: Option<bool>,
}

/// The table of pronouns.
#[derive(Debug)]
pub(super) struct Pronouns {
    table: u16,
    rows: Vec<Pronoun>,
}

impl Pronouns {
    pub(super) fn read(tables: &Tables) -> Self {
        let rows = tables.rows("pronoun").map(|row| Pronoun {
            means: match row.cell("means") {
                "people" => Means::People,
                "group" => Means::Group,
                "place" => Means::Place,
                "organization" => Means::Organization,
                "company" => Means::Company,
                "country" => Means::Country,
                "sides" => Means::Sides,
                _ => Means::Person,
            },
            speaker: row.cell("whose") == "speaker",
            levels: row.list("level").map(Into::into).collect(),
            count: row.cell("count").parse().ok(),
            female: match row.cell("gender") {
                "f" => Some(true),
                "m" => Some(false),
                _ => None,
            },
        });
        Pronouns { table: tables.index("pronoun"), rows: rows.collect() }
    }

    /// Returns the row of a pronoun's mention.
    pub(super) fn of(&self, draft: &Draft<'_>, m: usize) -> Option<&Pronoun> {
        let mention = &draft.mentions[m];
        (mention.kind == MentionKind::Pronoun && mention.rule.table == self.table)
            .then(|| &self.rows[mention.rule.row as usize])
    }
}

/// What was told so far, last at the end.
#[derive(Default)]
struct Told {
    places: Vec<usize>,
    organizations: Vec<usize>,
    /// The last pair, and the sentence it was told in.
    pair: Option<(usize, usize)>,
    /// Places, organisations and persons by sentence, for the last few sentences.
    by_sentence: Vec<(usize, EntityKind, usize)>,
}

/// Resolves what points back to places, organisations and pairs.
pub(super) fn resolve(
    pronouns: &Pronouns,
    gazetteer: &Gazetteer,
    bodies: &Bodies,
    levels: &Levels,
    draft: &mut Draft<'_>,
) {
    let mut told = Told::default();
    let mut sets: HashMap<Vec<usize>, usize> = HashMap::new();
    for m in 0..draft.mentions.len() {
        let sentence = draft.sentence(m).unwrap_or(0);
        if let Some(entity) = draft.entity_of(m) {
            let kind = draft.out.entities[entity].kind;
            match draft.kind(m) {
                MentionKind::Place => told.place(gazetteer, draft, entity),
                MentionKind::Organization => told.organizations.push(entity),
                MentionKind::Meeting if draft.out.entities[entity].members.len() > 1 => {
                    let members = draft.out.entities[entity].members.clone();
                    told.by_sentence
                        .extend(members.iter().map(|&e| (sentence, draft.out.entities[e].kind, e)));
                }
                MentionKind::Person => {}
                _ => continue,
            }
            told.by_sentence.push((sentence, kind, entity));
            continue;
        }
        let Some(pronoun) = pronouns.of(draft, m).filter(|p| !p.speaker) else { continue };
        let byte = draft.mentions[m].span.start;
        let members = match (pronoun.means, pronoun.count) {
            (Means::Place, Some(n)) => last_places(gazetteer, draft, &told, &pronoun.levels, n),
            (Means::Country, Some(1)) => country(gazetteer, draft, &told, &pronoun.levels),
            (Means::Country, n) => countries(gazetteer, draft, &told, n.unwrap_or(1)),
            (Means::Place, None) => {
                let level = pronoun.levels.first().and_then(|l| l.chars().next());
                match level {
                    Some(level) => levels.before(level, byte).into_iter().collect(),
                    None => {
                        let near = last(&told.places, 1, |e| !is_country(gazetteer, draft, e));
                        if near.is_empty() { last(&told.places, 1, |_| true) } else { near }
                    }
                }
            }
            (Means::Company, n) => {
                if !pointed(draft, m) && !draft.begins_phrase(m) {
                    continue;
                }
                last(&told.organizations, n.unwrap_or(1), |e| {
                    bodies.is_firm(&draft.out.entities[e].name)
                })
            }
            (Means::Organization, _) if !pointed(draft, m) && !draft.begins_phrase(m) => continue,
            (Means::Organization, n) => last(&told.organizations, n.unwrap_or(1), |e| {
                let name = &draft.out.entities[e].name;
                pronoun.levels.is_empty() || pronoun.levels.iter().any(|l| name.ends_with(&**l))
            }),
            (Means::Sides, n) => match told.pair {
                Some((pair, at)) if sentence - at <= SENTENCES_BACK => vec![pair],
                _ => sides(draft, &told, sentence, n.unwrap_or(2)),
            },
            _ => continue,
        };
        let entity = match members[..] {
            [] => continue,
            [one] => one,
            _ => set(draft, &mut sets, members),
        };
        if draft.out.entities[entity].kind == EntityKind::Group {
            told.pair = Some((entity, sentence));
        }
        let basis = match pronoun.means {
            Means::Sides => Basis::Pronoun,
            Means::Country if pronoun.count == Some(1) => Basis::ShortName,
            _ => Basis::Anaphor,
        };
        draft.point(m, entity, basis);
    }
}

impl Told {
    /// Takes note of a place; 中美 are two, 鲁渝 is told for the sake of its name only.
    fn place(&mut self, gazetteer: &Gazetteer, draft: &Draft<'_>, place: usize) {
        let members = &draft.out.entities[place].members;
        match members.iter().all(|&e| is_country(gazetteer, draft, e)) {
            true if !members.is_empty() => self.places.extend(members),
            true => self.places.push(place),
            false => {}
        }
    }
}

/// Returns the last `n` countries; China is one of 两国 when the text tells only the other.
fn countries(gazetteer: &Gazetteer, draft: &mut Draft<'_>, told: &Told, n: usize) -> Vec<usize> {
    let found = last(&told.places, n, |e| is_country(gazetteer, draft, e));
    let china = gazetteer.named("中国").next().map(|(area, _)| area);
    let (Some(china), true) = (china, found.is_empty()) else { return found };
    let china = draft.area(gazetteer, china);
    match n {
        1 => vec![china],
        2 => {
            let other = last(&told.places, 1, |e| e != china && is_country(gazetteer, draft, e));
            other.first().map(|&other| vec![china, other]).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Returns the last `n` different entities that fit, in the order they were told; nothing if there are fewer.
fn last(told: &[usize], n: usize, fits: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut found = Vec::new();
    for &entity in told.iter().rev().take(REMEMBERED) {
        if !found.contains(&entity) && fits(entity) {
            found.push(entity);
            if found.len() == n {
                found.reverse();
                return found;
            }
        }
    }
    Vec::new()
}

/// Returns the places of 两地, 两市, 三省: none of them lies in another.
fn last_places(
    gazetteer: &Gazetteer,
    draft: &Draft<'_>,
    told: &Told,
    levels: &[Box<str>],
    n: usize,
) -> Vec<usize> {
    let fitting =
        told.places.iter().rev().take(REMEMBERED).copied().filter(|&e| match levels.first() {
            Some(level) => draft.out.entities[e].name.ends_with(&**level),
            None => is_region(gazetteer, draft, e),
        });
    last_apart(draft, fitting, n)
}

/// Returns the country that 塞方 speaks for: the last told whose name begins so, else the one it is short for.
fn country(
    gazetteer: &Gazetteer,
    draft: &mut Draft<'_>,
    told: &Told,
    short: &[Box<str>],
) -> Vec<usize> {
    let Some(short) = short.first() else { return Vec::new() };
    let of_text = last(&told.places, 1, |e| {
        is_country(gazetteer, draft, e) && draft.out.entities[e].name.starts_with(&**short)
    });
    if !of_text.is_empty() {
        return of_text;
    }
    let area = gazetteer.short(short).find(|&a| gazetteer.area(a).rank == Rank::Country);
    area.map(|area| draft.area(gazetteer, area)).into_iter().collect()
}

fn is_country(gazetteer: &Gazetteer, draft: &Draft<'_>, entity: usize) -> bool {
    draft.out.entities[entity].gazetteer.is_some_and(|rule| gazetteer.is_country(rule))
}

/// Returns whether a place is one of the 两地 of a text: a province, city, county or town, no country, port or mountain.
fn is_region(gazetteer: &Gazetteer, draft: &Draft<'_>, entity: usize) -> bool {
    let place = &draft.out.entities[entity];
    match place.gazetteer.and_then(|rule| gazetteer.by_rule(rule)) {
        Some(area) => {
            let rank = gazetteer.area(area).rank;
            rank != Rank::Country && rank != Rank::Site
        }
        None => LEVELS.iter().any(|level| place.name.ends_with(level)),
    }
}

/// Returns whether the words point by themselves: 该公司, 这家企业.
fn pointed(draft: &Draft<'_>, m: usize) -> bool {
    draft.text(m).starts_with(['该', '这', '上', '本', '两', '三'])
}

/// Returns the two sides: of the sentence so far, else of the one before, and so on; in a sentence organisations go
/// before places. When no sentence tells both, the last told of a kind are meant. Persons are sides only where the
/// text tells no bodies: it is firms and countries that sign.
fn sides(draft: &Draft<'_>, told: &Told, sentence: usize, n: usize) -> Vec<usize> {
    let one_by_one = (0..=SENTENCES_BACK).filter_map(|back| sentence.checked_sub(back));
    let stretches =
        one_by_one.map(|s| (s, s)).chain([(sentence.saturating_sub(SENTENCES_BACK), sentence)]);
    let told_in = |kind: EntityKind, (from, to): (usize, usize)| {
        let recent = told.by_sentence.iter().rev().take(REMEMBERED);
        let fitting = recent.filter(|t| t.1 == kind && from <= t.0 && t.0 <= to).map(|t| t.2);
        Some(last_apart(draft, fitting, n)).filter(|found| !found.is_empty())
    };
    let bodies = stretches.clone().find_map(|stretch| {
        told_in(EntityKind::Organization, stretch).or_else(|| told_in(EntityKind::Place, stretch))
    });
    bodies
        .or_else(|| stretches.clone().find_map(|stretch| told_in(EntityKind::Person, stretch)))
        .unwrap_or_default()
}

/// Returns the first `n` different entities of which none lies in another, in the opposite order; nothing if there are
/// fewer.
fn last_apart(draft: &Draft<'_>, entities: impl Iterator<Item = usize>, n: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for entity in entities {
        let nests = found
            .iter()
            .any(|&f| f == entity || draft.lies_in(f, entity) || draft.lies_in(entity, f));
        if !nests {
            found.push(entity);
        }
        if found.len() == n {
            found.reverse();
            return found;
        }
    }
    Vec::new()
}

/// Returns the entity that the members make up, the same for the same members.
pub(super) fn set(
    draft: &mut Draft<'_>,
    sets: &mut HashMap<Vec<usize>, usize>,
    members: Vec<usize>,
) -> usize {
    let mut key = members.clone();
    key.sort_unstable();
    if let Some(&set) = sets.get(&key) {
        return set;
    }
    let names: Vec<&str> = members.iter().map(|&e| draft.out.entities[e].name.as_str()).collect();
    let name = names.join("、");
    let set = draft.unnamed(EntityKind::Group, &name);
    draft.out.entities[set].members = members;
    sets.insert(key, set);
    set
}
