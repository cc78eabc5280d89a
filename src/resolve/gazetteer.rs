//! Rows of the place tables by name and by stem, and which lies in which.
//!
//! In: tables `country`, `division`, `division_former`, `place_short`, `foreign_place`, `place_cn` and, for what a match
//! of a town's name says, `town`. Out: [`Gazetteer`], asked by [`super::place`].

use std::collections::HashMap;

use super::loaded;
use crate::rules::{RuleId, Tables};

/// A place that is a row of a table; its number in the [`Gazetteer`].
pub(super) type AreaId = u32;

/// The administrative rank of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// A mountain, a station, a zone.
    Site,
    County,
    City,
    Province,
    Country,
}

/// A row.
#[derive(Debug)]
pub(super) struct Area {
    pub(super) rule: RuleId,
    pub(super) name: Box<str>,
    pub(super) rank: Rank,
    pub(super) outer: Option<AreaId>,
    /// Its stem, or the name of a site, is an everyday word as well: 平安, 资源.
    pub(super) word: bool,
}

impl Area {
    /// Returns whether it is no division of China and no country.
    fn is_minor(&self) -> bool {
        self.rank == Rank::Site
    }
}

/// The places of the tables.
#[derive(Debug, Default)]
pub(super) struct Gazetteer {
    areas: Vec<Area>,
    /// Full names, and short ones with `false`.
    by_name: HashMap<Box<str>, Vec<(AreaId, bool)>>,
    by_rule: HashMap<RuleId, AreaId>,
    by_code: HashMap<Box<str>, AreaId>,
    /// The table of towns, and by its rows the county of each.
    counties_of_towns: Option<(u16, Vec<Option<AreaId>>)>,
    /// Single characters that abbreviate a place (苏, 美), and words of two or more places (苏陕).
    shorts: HashMap<Box<str>, Vec<AreaId>>,
    compounds: HashMap<Box<str>, Vec<AreaId>>,
    /// By the first character of a name, the lengths of such names in bytes, one bit each; bit 63 is for all from 63 on.
    lengths: HashMap<char, u64>,
    /// Bytes of the longest name.
    longest: usize,
}

impl Gazetteer {
    pub(super) fn read(tables: &Tables) -> Self {
        let mut gazetteer = Gazetteer::default();
        if loaded(tables, "country") {
            for row in tables.rows("country") {
                let area = gazetteer.add(row.id, row.cell("name"), Rank::Country, false);
                gazetteer.by_code.insert(row.cell("key").into(), area);
                row.list("aliases").for_each(|alias| gazetteer.add_alias(area, alias, true));
            }
        }
        if loaded(tables, "division") {
            let china = gazetteer.china();
            let mut outers = Vec::new();
            for row in tables.rows("division") {
                let rank = match row.cell("level") {
                    "province" => Rank::Province,
                    "city" => Rank::City,
                    _ => Rank::County,
                };
                let area = gazetteer.add(row.id, row.cell("name"), rank, row.cell("word") == "yes");
                row.list("short").for_each(|stem| gazetteer.add_alias(area, stem, false));
                gazetteer.by_code.insert(row.cell("key").into(), area);
                outers.push((area, row.cell("within")));
            }
            for (area, code) in outers {
                let outer = gazetteer.by_code(code).or(china);
                gazetteer.areas[area as usize].outer = outer;
            }
        }
        if loaded(tables, "division_former") {
            for row in tables.rows("division_former") {
                let now = gazetteer.by_code(row.cell("now"));
                let area = gazetteer.add(row.id, row.cell("name"), Rank::County, false);
                gazetteer.areas[area as usize].outer =
                    now.and_then(|now| gazetteer.area(now).outer);
            }
        }
        for (table, outer, rank) in
            [("foreign_place", "country", Rank::City), ("place_cn", "within", Rank::Site)]
        {
            if !loaded(tables, table) {
                continue;
            }
            for row in tables.rows(table) {
                let word = row.cell("word") == "yes";
                let area = gazetteer.add(row.id, row.cell("name"), rank, word);
                gazetteer.areas[area as usize].outer = gazetteer.by_code(row.cell(outer));
            }
        }
        if loaded(tables, "town") {
            let counties = tables.rows("town").map(|row| gazetteer.by_code(row.cell("within")));
            gazetteer.counties_of_towns = Some((tables.index("town"), counties.collect()));
        }
        if loaded(tables, "place_short") {
            for row in tables.rows("place_short") {
                let areas = row.list("means").filter_map(|code| gazetteer.by_code(code));
                let areas: Vec<AreaId> = areas.collect();
                match row.cell("form") {
                    "single" | "country" => {
                        areas.iter().for_each(|&a| gazetteer.add_alias(a, row.cell("name"), false));
                        gazetteer.shorts.insert(row.cell("name").into(), areas);
                    }
                    "compound" => drop(gazetteer.compounds.insert(row.cell("name").into(), areas)),
                    _ => {}
                }
            }
        }
        gazetteer
    }

    fn add(&mut self, rule: RuleId, name: &str, rank: Rank, word: bool) -> AreaId {
        let area = self.areas.len() as AreaId;
        self.areas.push(Area { rule, name: name.into(), rank, outer: None, word });
        self.by_rule.insert(rule, area);
        self.add_alias(area, name, true);
        area
    }

    fn add_alias(&mut self, area: AreaId, name: &str, full: bool) {
        self.longest = self.longest.max(name.len());
        if let Some(first) = name.chars().next() {
            *self.lengths.entry(first).or_default() |= 1 << name.len().min(63);
        }
        self.by_name.entry(name.into()).or_default().push((area, full));
    }

    /// Returns the rows a name may refer to, and whether it is a full name of theirs.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = (AreaId, bool)> {
        self.by_name.get(name).into_iter().flatten().copied()
    }

    /// Returns the length in bytes of the longest name that `text` starts with; `full` asks for full names only.
    pub(super) fn longest_at(&self, text: &str, full: bool) -> Option<usize> {
        let lengths = *self.lengths.get(&text.chars().next()?)?;
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        ends.take_while(|&end| end <= self.longest)
            .filter(|&end| lengths >> end.min(63) & 1 == 1)
            .filter(|&end| {
                self.named(&text[..end]).any(|(area, f)| {
                    // A word that names a site, too, is no place at the head of a longer name: 火箭 of 火箭公司.
                    let area = self.area(area);
                    !full || f && !(area.word && area.is_minor())
                })
            })
            .last()
    }

    fn by_code(&self, code: &str) -> Option<AreaId> {
        self.by_code.get(code).copied()
    }

    /// Returns the county of a town, by the row of its table.
    pub(super) fn county(&self, town: RuleId) -> Option<AreaId> {
        let (table, counties) = self.counties_of_towns.as_ref()?;
        (town.table == *table).then(|| counties.get(town.row as usize).copied())??
    }

    /// Returns the places that a single character abbreviates.
    pub(super) fn short(&self, name: &str) -> impl Iterator<Item = AreaId> {
        self.shorts.get(name).into_iter().flatten().copied()
    }

    /// Returns the places that make up one word: 苏 and 陕 of 苏陕.
    pub(super) fn compound(&self, name: &str) -> impl Iterator<Item = AreaId> {
        self.compounds.get(name).into_iter().flatten().copied()
    }

    /// Returns the place that a row is.
    pub(super) fn by_rule(&self, rule: RuleId) -> Option<AreaId> {
        self.by_rule.get(&rule).copied()
    }

    /// Returns China.
    pub(super) fn china(&self) -> Option<AreaId> {
        self.named("中国").next().map(|(area, _)| area)
    }

    pub(super) fn area(&self, area: AreaId) -> &Area {
        &self.areas[area as usize]
    }

    /// Returns whether a place is a site whose row does not say where it lies.
    pub(super) fn is_adrift(&self, area: AreaId) -> bool {
        self.area(area).outer.is_none() && self.area(area).is_minor()
    }

    /// Returns the places a place lies in, from the inside out.
    pub(super) fn outers(&self, area: AreaId) -> impl Iterator<Item = AreaId> {
        std::iter::successors(self.area(area).outer, |&a| self.area(a).outer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_in_those_their_rows_name() {
        let gazetteer = Gazetteer::read(&Tables::built_in());
        let outers = |name: &str| {
            let (area, _) = gazetteer.named(name).next().unwrap();
            gazetteer.outers(area).map(|a| gazetteer.area(a).name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(outers("岚皋县"), ["安康市", "陕西省", "中国"]);
        assert_eq!(gazetteer.longest_at("岚皋县教育局", true), Some("岚皋县".len()));
        assert_eq!(gazetteer.compound("苏陕").count(), 2);
        assert!(gazetteer.china().is_some_and(|china| gazetteer.outers(china).count() == 0));
    }
}
