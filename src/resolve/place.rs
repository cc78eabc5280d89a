//! Which place a place name means, and what lies in what.
//!
//! A name that several places share (鼓楼区, 吉林) is decided by the chain it stands in (陕西省安康市…), by the other
//! places of the text, then by rank. A stem (岚皋) means what it is the stem of.
//!
//! In: place and organisation mentions. Out: place entities; [`Prefixes`], the places organisations are named after.
//! Next: [`super::organization`].

use std::collections::HashMap;

use super::{
    entity_builder::Draft,
    gazetteer::{AreaId, Gazetteer, Rank},
};
use crate::{
    Clean, Span,
    document::{Basis, EntityKind, MentionKind},
    rules::{Matches, Tables},
};

/// For each organisation mention, the innermost place its name begins with (紫阳县 of 紫阳县妇幼保健院), and where the
/// place's words end in the clean text.
pub(super) type Prefixes = HashMap<usize, (usize, usize)>;

/// Ends of names that say what kind of place it is; a name may be told without them (曲尺 of 曲尺乡).
pub(super) const LEVELS: [&str; 16] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "街道",
    "社区",
    "地区",
    "省",
    "市",
    "县",
    "区",
    "州",
    "旗",
    "镇",
    "乡",
    "村",
];

/// A stretch that names a place, on its own or at the head of an organisation's name.
struct Told {
    mention: usize,
    span: Span<Clean>,
    rows: Vec<(AreaId, bool)>,
    /// It heads a longer name.
    head: bool,
    /// The stretch before it that it is chained to, an index among the stretches.
    outer: Option<usize>,
    area: Option<AreaId>,
}

impl Told {
    fn head(mention: usize, span: Span<Clean>, rows: impl Iterator<Item = (AreaId, bool)>) -> Self {
        Told { mention, span, rows: rows.collect(), head: true, outer: None, area: None }
    }
}

/// Makes the place entities.
pub(super) fn resolve(
    gazetteer: &Gazetteer,
    tables: &Tables,
    matches: &Matches,
    draft: &mut Draft<'_>,
) -> Prefixes {
    let mut told = stretches(gazetteer, draft);
    choose(gazetteer, &mut told);
    let prefixes = entities(gazetteer, draft, &told);
    towns(gazetteer, tables, matches, draft, &told);
    prefixes
}

fn stretches(gazetteer: &Gazetteer, draft: &Draft<'_>) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let mut names: HashMap<&str, bool> = HashMap::new();
    for &m in &draft.names {
        if draft.kind(m) == MentionKind::Place {
            names.insert(draft.text(m), true);
        }
    }
    for &m in &draft.names {
        let span = draft.mentions[m].span;
        match draft.kind(m) {
            MentionKind::Place => {
                let mut outer =
                    told.len().checked_sub(1).filter(|&t| told[t].span.end == span.start);
                let rows: Vec<_> = gazetteer.named(draft.text(m)).collect();
                // 常州国家高新区 lies in 常州; but 北京路 does not lie in 北京.
                if outer.is_none()
                    && rows.iter().all(|&(area, _)| gazetteer.is_adrift(area))
                    && is_site(draft.text(m))
                    && let Some(len) = prefix(gazetteer, &names, draft.text(m))
                {
                    let part = Span::new(span.start, span.start + len);
                    told.push(Told::head(m, part, gazetteer.named(&draft.clean[part.range()])));
                    outer = Some(told.len() - 1);
                }
                told.push(Told { mention: m, span, rows, head: false, outer, area: None });
            }
            MentionKind::Organization => {
                let mut at = span.start;
                let mut outer =
                    told.len().checked_sub(1).filter(|&t| told[t].span.end == span.start);

                while let Some(len) = prefix(gazetteer, &names, &draft.clean[at..span.end]) {
                    let part = Span::new(at, at + len);
                    let rows = gazetteer.named(&draft.clean[part.range()]);
                    told.push(Told { outer, ..Told::head(m, part, rows) });
                    outer = Some(told.len() - 1);
                    at = part.end;
                }
            }
            _ => {}
        }
    }
    told
}

fn is_site(name: &str) -> bool {
    ["区", "园", "新城", "机场", "港", "站"].iter().any(|end| name.ends_with(end))
}

/// Returns the length of the place a longer name begins with.
fn prefix(gazetteer: &Gazetteer, told: &HashMap<&str, bool>, name: &str) -> Option<usize> {
    // The whole name is no part of itself.
    let (last, _) = name.char_indices().next_back()?;
    let head = &name[..last];
    // 岚皋 of 岚皋县委 would leave 县委; the full name 岚皋县 goes before its stem.
    let full = gazetteer.longest_at(head, true);
    // One character at the head of a name is not a place: the 泰 of 宁泰电气 is not 泰国.
    let stem = gazetteer.longest_at(head, false).filter(|&len| {
        let rest = &name[len..];
        if len < 6 {
            return false;
        }
        // A county's stem that starts the name of a firm or hospital is often just a word or a brand (长安汽车).
        told.contains_key(&name[..len])
            || gazetteer.named(&name[..len]).any(|(a, _)| {
                let area = gazetteer.area(a);
                area.rank > Rank::County && !area.word
            })
            || rest.starts_with(['县', '区', '市'])
    });
    let own = name
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|&end| end < name.len() && end <= 36)
        .filter(|&end| told.contains_key(&name[..end]))
        .last();
    full.into_iter().chain(stem).chain(own).max()
}

/// Decides between the rows of each stretch.
fn choose(gazetteer: &Gazetteer, told: &mut [Told]) {
    // How often the text speaks of a row without doubt, itself or a place in it.
    let mut sure: HashMap<AreaId, u32> = HashMap::new();
    let mut full: HashMap<AreaId, u32> = HashMap::new();
    for t in told.iter() {
        for &(area, _) in t.rows.iter().filter(|r| r.1) {
            *full.entry(area).or_default() += 1;
        }
        if let [(area, _)] = t.rows[..] {
            for a in std::iter::once(area).chain(gazetteer.outers(area)) {
                *sure.entry(a).or_default() += 1;
            }
        }
    }
    for i in 0..told.len() {
        let outer = told[i].outer.and_then(|o| told[o].area);
        let inner = told.get(i + 1).filter(|n| n.outer == Some(i) && n.rows.len() == 1);
        let inner = inner.map(|n| n.rows[0].0);
        let mut best: Option<(i32, AreaId)> = None;
        let mut tied = false;
        for &(area, is_full) in &told[i].rows {
            let row = gazetteer.area(area);
            let mut score = 0;
            if outer.is_some_and(|o| gazetteer.outers(area).any(|a| a == o)) {
                score += 100;
            }
            if inner.is_some_and(|n| gazetteer.outers(n).any(|a| a == area)) {
                score += 100;
            }
            if is_full {
                score += 30;
            } else if full.contains_key(&area) {
                score += 40;
            }
            if sure.contains_key(&area) {
                score += 8;
            }
            // The nearer the place around it that the text tells, the more it says.
            if let Some(steps) = gazetteer
                .outers(area)
                .filter(|&a| gazetteer.area(a).rank < Rank::Country)
                .position(|a| sure.contains_key(&a))
            {
                score += if steps == 0 { 14 } else { 10 };
            }
            score += match row.rank {
                Rank::Country => 7,
                Rank::Province => 6,
                Rank::City => 4,
                Rank::County => 0,
                Rank::Site => -2,
            };
            match best {
                Some((top, _)) if score < top => {}
                Some((top, _)) if score == top => tied = true,
                _ => {
                    best = Some((score, area));
                    tied = false;
                }
            }
        }
        told[i].area = best.filter(|_| !tied).map(|(_, area)| area);
        let foreign = outer.is_some_and(|o| {
            gazetteer.area(o).rank == Rank::Country && gazetteer.area(o).name.as_ref() != "中国"
        });
        if foreign && told[i].area.is_some_and(|a| gazetteer.area(a).rank < Rank::Country) {
            told[i].area = None;
        }
        // 北京上海两地: what does not lie in the place before it is no link of a chain.
        if told[i].area.is_some() && told[i].outer.is_some() && outer.is_none() {
            // 沪昆高速湖南段: a division lies in no road.
            told[i].outer = None;
        }
        if let (Some(o), Some(area)) = (outer, told[i].area)
            && !gazetteer.is_adrift(area)
            && !gazetteer.outers(area).any(|a| a == o)
        {
            told[i].outer = None;
        }
    }
}

fn entities(gazetteer: &Gazetteer, draft: &mut Draft<'_>, told: &[Told]) -> Prefixes {
    let mut prefixes = Prefixes::new();
    let mut entity_of: Vec<usize> = Vec::with_capacity(told.len());
    let mut rowless: HashMap<&str, Vec<usize>> = HashMap::new();
    let fuller = fuller_names(draft, told);
    for t in told {
        let text = &draft.clean[t.span.range()];
        let name = fuller.get(text).copied().unwrap_or(text);
        let outer = t.outer.map(|o| entity_of[o]);
        let entity = match t.area {
            Some(area) => draft.area(gazetteer, area),
            None => {
                // Two roads of one name in two cities are two places: 南京市中山路, 大连市中山路.
                let same = rowless.entry(name).or_default();
                let found = same.iter().rev().take(8).copied().find(|&e| {
                    let within = draft.out.entities[e].within;
                    outer.is_none() || within.is_none() || within == outer
                });
                found.unwrap_or_else(|| {
                    let entity = draft.unnamed(EntityKind::Place, name);
                    draft.call(entity, name);
                    same.push(entity);
                    entity
                })
            }
        };
        entity_of.push(entity);
        if let Some(outer) = outer {
            draft.lies_within(entity, outer);
        }
        if t.head {
            prefixes.insert(t.mention, (entity, t.span.end));
        } else {
            if draft.out.entities[entity].members.is_empty() && t.area.is_none() {
                // 苏陕 and 中美 are two places in one word.
                let members: Vec<usize> =
                    gazetteer.compound(text).map(|area| draft.area(gazetteer, area)).collect();
                draft.out.entities[entity].members = members;
            }
            let full = t.area.map_or(name == text, |a| t.rows.contains(&(a, true)));
            let basis = if full { Basis::Name } else { Basis::ShortName };
            draft.point(t.mention, entity, basis);
        }
    }
    // The nearest place around it that the text tells: 岚皋县 lies in 安康市, or where that is not told in 陕西省.
    let mut areas: Vec<(AreaId, usize)> = draft.areas.iter().map(|(&a, &e)| (a, e)).collect();
    areas.sort_unstable();
    for (area, entity) in areas {
        if let Some(&outer) = gazetteer.outers(area).find_map(|a| draft.areas.get(&a)) {
            draft.lies_within(entity, outer);
        }
    }
    prefixes
}

/// Finds the rows of towns: a name that many towns share (城关镇) is decided by the county the text tells.
fn towns(
    gazetteer: &Gazetteer,
    tables: &Tables,
    matches: &Matches,
    draft: &mut Draft<'_>,
    told: &[Told],
) {
    for t in told.iter().filter(|t| t.rows.is_empty()) {
        let Some((entity, _)) = draft.out.entity_of[t.mention] else { continue };
        if draft.out.entities[entity].gazetteer.is_some() || t.head {
            continue;
        }
        let mut rows = matches
            .starting_in(Span::new(t.span.start, t.span.start + 1))
            .iter()
            .filter(|m| m.span == t.span)
            .filter_map(|m| Some((m.rule, gazetteer.county(tables, m.rule)?)));
        let around = |county: AreaId| {
            let county = draft.areas.get(&county).copied();
            county.is_some_and(|c| match draft.out.entities[entity].within {
                Some(outer) => c == outer || draft.lies_in(c, outer),
                None => true,
            })
        };
        let mut fits = rows.clone().filter(|r| around(r.1));
        let chosen = match (fits.next(), fits.next()) {
            (Some(row), None) => Some(row),
            (None, _) => rows.next().filter(|_| rows.next().is_none()),
            _ => None,
        };
        if let Some((rule, county)) = chosen {
            draft.out.entities[entity].gazetteer = Some(rule);
            let mut outers = std::iter::once(county).chain(gazetteer.outers(county));
            if let Some(outer) = outers.find_map(|a| draft.areas.get(&a).copied()) {
                draft.lies_within(entity, outer);
            }
        }
    }
}

/// For places that no table has, the fuller name the text gives them: 曲尺 is 曲尺乡.
fn fuller_names<'t>(draft: &Draft<'t>, told: &[Told]) -> HashMap<&'t str, &'t str> {
    let mut fuller: HashMap<&str, &str> = HashMap::new();
    for t in told.iter().filter(|t| t.area.is_none()) {
        let name = &draft.clean[t.span.range()];
        let stem = LEVELS.iter().find_map(|level| name.strip_suffix(level));
        if let Some(stem) = stem.filter(|s| s.chars().count() > 1) {
            fuller.entry(stem).or_insert(name);
        }
    }
    fuller
}
