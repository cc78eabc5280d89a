//! Words that point back to places, organisations and pairs: 当地, 该公司, 全县, 两国, 双方, 中方.
//!
//! In: mentions of pronouns, names and things with entities. Out: the pronouns' entities; pairs are entities of kind
//! group with members. Next: [`super::post`] (公司副总裁…), then [`super::pronoun`] for persons.

use std::collections::HashMap;

use super::{
    admin_level::AdminLevels, entity_builder::EntityBuilder, gazetteer::Rank, word_list::List,
};
use crate::{
    document::{Basis, EntityKind, MentionKind},
    rules::Tables,
};

/// How many names of a kind are looked at, from the last one back; it keeps the work in proportion to the text.
const REMEMBERED: usize = 48;

/// How many sentences back a pair may be.
const SENTENCES_BACK: usize = 4;

/// What a pronoun may refer to.
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
    pub(super) fn of(&self, builder: &EntityBuilder<'_>, m: usize) -> Option<&Pronoun> {
        let mention = &builder.mentions[m];
        (mention.kind == MentionKind::Pronoun && mention.rule.table == self.table)
            .then(|| &self.rows[mention.rule.row as usize])
    }
}

/// What a pronoun may point back to, the last one at the end.
#[derive(Default)]
struct Antecedents {
    places: Vec<usize>,
    organizations: Vec<usize>,
    /// The last pair, and its sentence.
    pair: Option<(usize, usize)>,
    /// Places, organisations and persons by sentence.
    by_sentence: Vec<(usize, EntityKind, usize)>,
}

/// Resolves what points back to places, organisations and pairs.
pub(super) fn resolve(levels: &AdminLevels, builder: &mut EntityBuilder<'_>) {
    let pronouns = &builder.rules.pronouns;
    let mut antecedents = Antecedents::default();
    let mut sets = EntitySets::new();
    for m in 0..builder.mentions.len() {
        let sentence = builder.sentence(m).unwrap_or(0);
        if let Some(entity) = builder.entity_of(m) {
            antecedents.add(builder, m, entity, sentence);
            continue;
        }
        let Some(pronoun) = pronouns.of(builder, m).filter(|p| !p.speaker) else { continue };
        let entity = match antecedents.members(builder, levels, pronoun, m, sentence)[..] {
            [] => continue,
            [one] => one,
            ref members => set(builder, &mut sets, members.to_vec()),
        };
        if builder.out.entities[entity].kind == EntityKind::Group {
            antecedents.pair = Some((entity, sentence));
        }
        let basis = match pronoun.means {
            Means::Sides => Basis::Pronoun,
            Means::Country if pronoun.count == Some(1) => Basis::ShortName,
            _ => Basis::Anaphor,
        };
        builder.link_mention(m, entity, basis);
    }
}

impl Antecedents {
    /// Adds the entity of a mention.
    fn add(&mut self, builder: &EntityBuilder<'_>, m: usize, entity: usize, sentence: usize) {
        let entities = &builder.out.entities;
        let members = &entities[entity].members;
        match builder.kind(m) {
            // 中美 are two countries; 鲁渝 is kept for its name only.
            MentionKind::Place if members.is_empty() => self.places.push(entity),
            MentionKind::Place if members.iter().all(|&e| builder.is_country(e)) => {
                self.places.extend(members);
            }
            MentionKind::Place | MentionKind::Person => {}
            MentionKind::Organization => self.organizations.push(entity),
            MentionKind::Meeting if members.len() > 1 => {
                self.by_sentence.extend(members.iter().map(|&e| (sentence, entities[e].kind, e)));
            }
            _ => return,
        }
        self.by_sentence.push((sentence, entities[entity].kind, entity));
    }

    /// Returns the entities that a pronoun means.
    fn members(
        &self,
        builder: &mut EntityBuilder<'_>,
        levels: &AdminLevels,
        pronoun: &Pronoun,
        m: usize,
        sentence: usize,
    ) -> Vec<usize> {
        let by_itself = |builder: &EntityBuilder<'_>| {
            builder.rules.lists.beginning(List::Demonstrative, builder.text(m)).is_some()
                || builder.begins_phrase(m)
        };
        match (pronoun.means, pronoun.count) {
            (Means::Place, Some(n)) => self.last_places(builder, &pronoun.levels, n),
            (Means::Country, Some(1)) => self.country(builder, &pronoun.levels),
            (Means::Country, n) => self.countries(builder, n.unwrap_or(1)),
            (Means::Place, None) => {
                match pronoun.levels.first().and_then(|level| level.chars().next()) {
                    Some(level) => {
                        let byte = builder.mentions[m].span.start;
                        levels.before(level, byte).into_iter().collect()
                    }
                    None => {
                        let near = last(&self.places, 1, |e| !builder.is_country(e));
                        if near.is_empty() { last(&self.places, 1, |_| true) } else { near }
                    }
                }
            }
            (Means::Company | Means::Organization, _) if !by_itself(builder) => Vec::new(),
            (Means::Company, n) => {
                last(&self.organizations, n.unwrap_or(1), |e| builder.is_firm(e))
            }
            (Means::Organization, n) => last(&self.organizations, n.unwrap_or(1), |e| {
                let name = &builder.out.entities[e].name;
                pronoun.levels.is_empty() || pronoun.levels.iter().any(|l| name.ends_with(&**l))
            }),
            (Means::Sides, n) => match self.pair {
                Some((pair, at)) if sentence - at <= SENTENCES_BACK => vec![pair],
                _ => self.sides(builder, sentence, n.unwrap_or(2)),
            },
            _ => Vec::new(),
        }
    }

    /// Returns the last `n` countries; China is one of 两国 when the text names only the other.
    fn countries(&self, builder: &mut EntityBuilder<'_>, n: usize) -> Vec<usize> {
        let found = last(&self.places, n, |e| builder.is_country(e));
        let china = builder.rules.gazetteer.china();
        let (Some(china), true) = (china, found.is_empty()) else { return found };
        let china = builder.area(china);
        match n {
            1 => vec![china],
            2 => {
                let other = last(&self.places, 1, |e| e != china && builder.is_country(e));
                other.first().map(|&other| vec![china, other]).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the places of 两地, 两市, 三省: none of them lies in another.
    fn last_places(
        &self,
        builder: &EntityBuilder<'_>,
        levels: &[Box<str>],
        n: usize,
    ) -> Vec<usize> {
        let recent = self.places.iter().rev().take(REMEMBERED).copied();
        let fitting = recent.filter(|&e| match levels.first() {
            Some(level) => builder.out.entities[e].name.ends_with(&**level),
            None => is_region(builder, e),
        });
        last_apart(builder, fitting, n)
    }

    /// Returns the country that 塞方 speaks for: the last one whose name begins so, else the one it is short for.
    fn country(&self, builder: &mut EntityBuilder<'_>, short: &[Box<str>]) -> Vec<usize> {
        let Some(short) = short.first() else { return Vec::new() };
        let of_text = last(&self.places, 1, |e| {
            builder.is_country(e) && builder.out.entities[e].name.starts_with(&**short)
        });
        if !of_text.is_empty() {
            return of_text;
        }
        let gazetteer = &builder.rules.gazetteer;
        let area = gazetteer.short(short).find(|&a| gazetteer.area(a).rank == Rank::Country);
        area.map(|area| builder.area(area)).into_iter().collect()
    }

    /// Returns the two sides: of the sentence so far, else of the one before, and so on; in a sentence organisations go
    /// before places. When no sentence has both, the last two of a kind are meant. Persons are sides only where the text
    /// has no organisations and places: it is firms and countries that sign.
    fn sides(&self, builder: &EntityBuilder<'_>, sentence: usize, n: usize) -> Vec<usize> {
        let one_by_one = (0..=SENTENCES_BACK).filter_map(|back| sentence.checked_sub(back));
        let all = (sentence.saturating_sub(SENTENCES_BACK), sentence);
        let ranges = || one_by_one.clone().map(|s| (s, s)).chain([all]);
        let sides_of = |kind: EntityKind, (from, to): (usize, usize)| {
            let recent = self.by_sentence.iter().rev().take(REMEMBERED);
            let fitting = recent.filter(|t| t.1 == kind && from <= t.0 && t.0 <= to).map(|t| t.2);
            Some(last_apart(builder, fitting, n)).filter(|found| !found.is_empty())
        };
        ranges()
            .find_map(|range| {
                sides_of(EntityKind::Organization, range)
                    .or_else(|| sides_of(EntityKind::Place, range))
            })
            .or_else(|| ranges().find_map(|range| sides_of(EntityKind::Person, range)))
            .unwrap_or_default()
    }
}

/// Returns the last `n` different entities that fit, in text order; nothing if there are fewer.
fn last(antecedents: &[usize], n: usize, fits: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut found = Vec::new();
    for &entity in antecedents.iter().rev().take(REMEMBERED) {
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

/// Returns whether a place is one of the 两地 of a text: a province, city, county or town, no country, port or mountain.
fn is_region(builder: &EntityBuilder<'_>, entity: usize) -> bool {
    match builder.area_of(entity) {
        Some(area) => {
            let rank = builder.rules.gazetteer.area(area).rank;
            rank != Rank::Country && rank != Rank::Site
        }
        None => builder.ends_with(&builder.out.entities[entity].name, List::PlaceEnd),
    }
}

/// Returns the first `n` different entities of which none lies in another, in the opposite order; nothing if there are
/// fewer.
fn last_apart(
    builder: &EntityBuilder<'_>,
    entities: impl Iterator<Item = usize>,
    n: usize,
) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for entity in entities {
        let nests = found
            .iter()
            .any(|&f| f == entity || builder.lies_in(f, entity) || builder.lies_in(entity, f));
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

/// Groups by their members, in order.
pub(super) type EntitySets = HashMap<Vec<usize>, usize>;

/// Returns the group of the members, the same for the same members.
pub(super) fn set(
    builder: &mut EntityBuilder<'_>,
    sets: &mut EntitySets,
    members: Vec<usize>,
) -> usize {
    let mut key = members.clone();
    key.sort_unstable();
    if let Some(&set) = sets.get(&key) {
        return set;
    }
    let names: Vec<&str> = members.iter().map(|&e| builder.out.entities[e].name.as_str()).collect();
    let name = names.join("、");
    let set = builder.new_entity(EntityKind::Group, &name);
    builder.out.entities[set].members = members;
    sets.insert(key, set);
    set
}
