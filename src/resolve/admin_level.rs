//! Which place a bare level means where it stands: 县 of 县委, 区 of 区领导, 市 of 全市.
//!
//! In: places with entities. Out: [`Levels`], asked by organisations, posts, groups and pronouns.

use std::collections::HashMap;

use super::{
    Entity,
    entity_builder::Draft,
    gazetteer::{AreaId, Gazetteer, Rank},
    place::Prefixes,
};
use crate::document::{LinkKind, MentionKind};

/// The characters that say a level.
pub(super) const LEVEL_CHARS: [char; 8] = ['省', '市', '县', '区', '州', '旗', '镇', '乡'];

/// The places of each level, where they are told.
#[derive(Debug, Default)]
pub(super) struct Levels {
    told: HashMap<char, Vec<(usize, usize)>>,
    /// The only place of its level in the text.
    only: HashMap<char, usize>,
    /// The district that a zone is run as one with: 新北区 of 常州国家高新区.
    district: HashMap<usize, usize>,
}

impl Levels {
    pub(super) fn read(gazetteer: &Gazetteer, draft: &Draft<'_>, prefixes: &Prefixes) -> Self {
        let mut levels = Levels::default();
        for &m in &draft.names {
            let entity = match draft.kind(m) {
                MentionKind::Place => draft.entity_of(m),
                MentionKind::Organization => prefixes.get(&m).map(|p| p.0),
                _ => None,
            };
            let Some(entity) = entity else { continue };
            if let Some(level) = level_of(&draft.out.entities[entity]) {
                let at = draft.mentions[m].span.start;
                levels.told.entry(level).or_default().push((at, entity));
            }
        }
        levels.find_districts(gazetteer, draft);
        for (&level, told) in &levels.told {
            let first = levels.district_of(told[0].1);
            if told.iter().all(|t| levels.district_of(t.1) == first) {
                levels.only.insert(level, first);
            }
        }
        levels
    }

    /// A zone and a district of one city, one of each in the text, are one administration under two names
    /// (常州国家高新区 and 新北区): the zone's 区长 is the district's.
    fn find_districts(&mut self, gazetteer: &Gazetteer, draft: &Draft<'_>) {
        let Some(told) = self.told.get(&'区') else { return };
        let mut of_city: HashMap<AreaId, Vec<usize>> = HashMap::new();
        let mut zones: Vec<(usize, AreaId)> = Vec::new();
        let area_of = |entity: usize| {
            draft.out.entities[entity].gazetteer.and_then(|rule| gazetteer.by_rule(rule))
        };
        for &(_, entity) in told {
            match area_of(entity) {
                Some(area) if gazetteer.area(area).rank == Rank::County => {
                    let Some(city) = gazetteer.outers(area).next() else { continue };
                    let districts = of_city.entry(city).or_default();
                    if !districts.contains(&entity) && districts.len() < 2 {
                        districts.push(entity);
                    }
                }
                zone => {
                    let city = zone.and_then(|zone| gazetteer.outers(zone).next());
                    let city = city.or_else(|| draft.out.entities[entity].within.and_then(area_of));
                    zones.extend(city.map(|city| (entity, city)));
                }
            }
        }
        for (zone, city) in zones {
            if let Some([district]) = of_city.get(&city).map(Vec::as_slice) {
                self.district.insert(zone, *district);
            }
        }
    }

    /// Returns the place that a bare level at that byte means: the last one told before it, else the first after it.
    pub(super) fn at(&self, level: char, byte: usize) -> Option<usize> {
        let told = self.told.get(&level)?;
        let after = told.partition_point(|t| t.0 < byte);
        let entity = told[after.saturating_sub(1)].1;
        Some(self.district_of(entity))
    }

    /// Returns the last place of a level told before that byte.
    pub(super) fn before(&self, level: char, byte: usize) -> Option<usize> {
        let told = self.told.get(&level)?;
        let last = told.partition_point(|t| t.0 < byte).checked_sub(1)?;
        Some(self.district_of(told[last].1))
    }

    /// Returns the only place of a level in the text.
    pub(super) fn only(&self, level: char) -> Option<usize> {
        self.only.get(&level).copied()
    }

    /// Links zones with the districts they are run as.
    pub(super) fn same_areas(&self, draft: &mut Draft<'_>) {
        let mut pairs: Vec<(usize, usize)> = self.district.iter().map(|(&z, &d)| (z, d)).collect();
        pairs.sort_unstable();
        draft.out.links.extend(pairs.into_iter().map(|(z, d)| (LinkKind::SameAs, z, d)));
    }

    /// Returns the district that is run as one with a zone, else the place itself.
    pub(super) fn district_of(&self, place: usize) -> usize {
        self.district.get(&place).copied().unwrap_or(place)
    }
}

/// Returns the level a place's name ends with.
fn level_of(place: &Entity) -> Option<char> {
    // 广西壮族自治区 is called 自治区, not 区; 主城区 and 小区 have no 区长 of that name, 象山区 has.
    let none = if place.gazetteer.is_some() { &OTHER[..2] } else { &OTHER[..] };
    let level = place.name.chars().next_back().filter(|c| LEVEL_CHARS.contains(c))?;
    (!none.iter().any(|end| place.name.ends_with(end))).then_some(level)
}

const OTHER: [&str; 10] =
    ["自治区", "行政区", "社区", "小区", "景区", "园区", "校区", "城区", "山区", "灾区"];
