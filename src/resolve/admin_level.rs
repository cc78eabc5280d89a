//! The place that a bare level refers to: 县 of 县委, 区 of 区领导, 市 of 全市.
//!
//! In: places with entities. Out: [`AdminLevels`], asked by organisations, posts, groups and pronouns.

use std::collections::HashMap;

use super::{
    Entity,
    entity_builder::EntityBuilder,
    gazetteer::{AreaId, Rank},
    place::Prefixes,
    word_list::List,
};
use crate::{
    admin_level::trailing_level,
    document::{LinkKind, MentionKind},
};

/// The places of each level, by position in the text.
#[derive(Debug, Default)]
pub(super) struct AdminLevels {
    places: HashMap<char, Vec<(usize, usize)>>,
    /// The only place of its level in the text.
    only: HashMap<char, usize>,
    /// The district that is run as one with a zone: 新北区 of 常州国家高新区.
    district: HashMap<usize, usize>,
}

impl AdminLevels {
    pub(super) fn read(builder: &EntityBuilder<'_>, prefixes: &Prefixes) -> Self {
        let mut levels = AdminLevels::default();
        for &m in &builder.names {
            let entity = match builder.kind(m) {
                MentionKind::Place => builder.entity_of(m),
                MentionKind::Organization => prefixes.get(&m).map(|p| p.0),
                _ => None,
            };
            let Some(entity) = entity else { continue };
            if let Some(level) = level_of(builder, &builder.out.entities[entity]) {
                let at = builder.mentions[m].span.start;
                levels.places.entry(level).or_default().push((at, entity));
            }
        }
        levels.find_districts(builder);
        for (&level, places) in &levels.places {
            let first = levels.district_of(places[0].1);
            if places.iter().all(|t| levels.district_of(t.1) == first) {
                levels.only.insert(level, first);
            }
        }
        levels
    }

    /// A zone and a district of one city, one of each in the text, are one administration under two names
    /// (常州国家高新区 and 新北区): the zone's 区长 is the district's.
    fn find_districts(&mut self, builder: &EntityBuilder<'_>) {
        let gazetteer = &builder.rules.gazetteer;
        let Some(places) = self.places.get(&'区') else { return };
        let mut of_city: HashMap<AreaId, Vec<usize>> = HashMap::new();
        let mut zones: Vec<(usize, AreaId)> = Vec::new();
        let area_of = |entity: usize| builder.area_of(entity);
        for &(_, entity) in places {
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
                    let city =
                        city.or_else(|| builder.out.entities[entity].within.and_then(area_of));
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

    /// Returns the place that a bare level at that byte means: the last one before it, else the first after it.
    pub(super) fn at(&self, level: char, byte: usize) -> Option<usize> {
        let places = self.places.get(&level)?;
        let after = places.partition_point(|t| t.0 < byte);
        let entity = places[after.saturating_sub(1)].1;
        Some(self.district_of(entity))
    }

    /// Returns the last place of a level before that byte.
    pub(super) fn before(&self, level: char, byte: usize) -> Option<usize> {
        let places = self.places.get(&level)?;
        let last = places.partition_point(|t| t.0 < byte).checked_sub(1)?;
        Some(self.district_of(places[last].1))
    }

    /// Returns the only place of a level in the text.
    pub(super) fn only(&self, level: char) -> Option<usize> {
        self.only.get(&level).copied()
    }

    /// Links zones with the districts they are run as one with.
    pub(super) fn link_zones(&self, builder: &mut EntityBuilder<'_>) {
        let mut pairs: Vec<(usize, usize)> = self.district.iter().map(|(&z, &d)| (z, d)).collect();
        pairs.sort_unstable();
        builder.out.links.extend(pairs.into_iter().map(|(z, d)| (LinkKind::SameAs, z, d)));
    }

    /// Returns the district that is run as one with a zone, else the place itself.
    pub(super) fn district_of(&self, place: usize) -> usize {
        self.district.get(&place).copied().unwrap_or(place)
    }
}

/// Returns the level a place's name ends with; 主城区 and 小区 have no 区长 of that name, 象山区 has.
fn level_of(builder: &EntityBuilder<'_>, place: &Entity) -> Option<char> {
    let level = trailing_level(&place.name)?;
    let none = builder.ends_with(&place.name, List::NotLevel)
        || place.gazetteer.is_none()
            && builder.ends_with(&place.name, List::NotLevelUnlessDivision);
    (!none).then_some(level)
}
