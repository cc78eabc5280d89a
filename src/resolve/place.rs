//! Which place a place name means, and what lies in what.
//!
//! A name that several places share (鼓楼区, 吉林) is decided by the chain of places around it (陕西省安康市…), by the other
//! places of the text, then by rank. A stem (岚皋) means what it is the stem of.
//!
//! In: place and organisation mentions. Out: place entities; [`Prefixes`], the places organisations are named after.
//! Next: [`super::organization`].

use std::collections::{HashMap, HashSet};

use super::{
    entity_builder::EntityBuilder,
    gazetteer::{AreaId, Gazetteer, Rank},
    word_list::List,
};
use crate::{
    Clean, Span,
    document::{Basis, EntityKind, MentionKind},
    rules::Matches,
};

/// For each organisation mention, the innermost place its name begins with (紫阳县 of 紫阳县妇幼保健院), and where the
/// place's words end in the clean text.
pub(super) type Prefixes = HashMap<usize, (usize, usize)>;

/// Words that name a place, on their own or at the head of an organisation's name.
struct PlaceSpan {
    mention: usize,
    span: Span<Clean>,
    rows: Vec<(AreaId, bool)>,
    /// They head a longer name.
    head: bool,
    /// The span before it that it is chained to, by index.
    outer: Option<usize>,
    area: Option<AreaId>,
}

impl PlaceSpan {
    fn head(mention: usize, span: Span<Clean>, rows: impl Iterator<Item = (AreaId, bool)>) -> Self {
        PlaceSpan { mention, span, rows: rows.collect(), head: true, outer: None, area: None }
    }
}

/// Makes the place entities.
pub(super) fn resolve(matches: &Matches, builder: &mut EntityBuilder<'_>) -> Prefixes {
    let mut spans = place_spans(builder);
    choose(&builder.rules.gazetteer, &mut spans);
    let prefixes = entities(builder, &spans);
    towns(matches, builder, &spans);
    prefixes
}

fn place_spans(builder: &EntityBuilder<'_>) -> Vec<PlaceSpan> {
    let gazetteer = &builder.rules.gazetteer;
    let mut spans: Vec<PlaceSpan> = Vec::new();
    let mut names: HashSet<&str> = HashSet::new();
    for &m in &builder.names {
        if builder.kind(m) == MentionKind::Place {
            names.insert(builder.text(m));
        }
    }
    for &m in &builder.names {
        let span = builder.mentions[m].span;
        match builder.kind(m) {
            MentionKind::Place => {
                let mut outer =
                    spans.len().checked_sub(1).filter(|&t| spans[t].span.end == span.start);
                let rows: Vec<_> = gazetteer.named(builder.text(m)).collect();
                // 常州国家高新区 lies in 常州; but 北京路 does not lie in 北京.
                if outer.is_none()
                    && rows.iter().all(|&(area, _)| gazetteer.is_adrift(area))
                    && builder.ends_with(builder.text(m), List::SiteEnd)
                    && let Some(len) = prefix(gazetteer, &names, builder.text(m))
                {
                    let part = Span::new(span.start, span.start + len);
                    spans.push(PlaceSpan::head(
                        m,
                        part,
                        gazetteer.named(&builder.clean[part.range()]),
                    ));
                    outer = Some(spans.len() - 1);
                }
                spans.push(PlaceSpan { mention: m, span, rows, head: false, outer, area: None });
            }
            MentionKind::Organization => {
                let mut at = span.start;
                let mut outer =
                    spans.len().checked_sub(1).filter(|&t| spans[t].span.end == span.start);

                while let Some(len) = prefix(gazetteer, &names, &builder.clean[at..span.end]) {
                    let part = Span::new(at, at + len);
                    let rows = gazetteer.named(&builder.clean[part.range()]);
                    spans.push(PlaceSpan { outer, ..PlaceSpan::head(m, part, rows) });
                    outer = Some(spans.len() - 1);
                    at = part.end;
                }
            }
            _ => {}
        }
    }
    spans
}

/// Returns the length of the place a longer name begins with.
fn prefix(gazetteer: &Gazetteer, spans: &HashSet<&str>, name: &str) -> Option<usize> {
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
        spans.contains(&name[..len])
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
        .filter(|&end| spans.contains(&name[..end]))
        .last();
    full.into_iter().chain(stem).chain(own).max()
}

/// Rows that the text supports.
#[derive(Default)]
struct Support {
    /// Rows that a span means without doubt, itself or a place in it.
    sure: HashSet<AreaId>,
    /// Rows whose full name occurs in the text.
    full: HashSet<AreaId>,
}

impl Support {
    fn of(gazetteer: &Gazetteer, spans: &[PlaceSpan]) -> Self {
        let mut support = Support::default();
        for span in spans {
            support.full.extend(span.rows.iter().filter(|row| row.1).map(|row| row.0));
            if let [(area, _)] = span.rows[..] {
                support.sure.insert(area);
                support.sure.extend(gazetteer.outers(area));
            }
        }
        support
    }

    /// Returns how well the text supports a row. The weights are set by hand: the chain of places that a row is part
    /// of goes before all else, then its full name, then the places around it, then its rank.
    fn score(&self, gazetteer: &Gazetteer, area: AreaId, is_full: bool, chained: i32) -> i32 {
        let name = match is_full {
            true => 30,
            false if self.full.contains(&area) => 40,
            false => 0,
        };
        let sure = if self.sure.contains(&area) { 8 } else { 0 };
        let around = gazetteer
            .outers(area)
            .filter(|&outer| gazetteer.area(outer).rank < Rank::Country)
            .position(|outer| self.sure.contains(&outer));
        // The nearer the place around it in the text, the more it says.
        let around = around.map_or(0, |steps| if steps == 0 { 14 } else { 10 });
        let rank = match gazetteer.area(area).rank {
            Rank::Country => 7,
            Rank::Province => 6,
            Rank::City => 4,
            Rank::County => 0,
            Rank::Site => -2,
        };
        100 * chained + name + sure + around + rank
    }
}

/// Decides between the rows of each span; none where two have the same score.
fn choose(gazetteer: &Gazetteer, spans: &mut [PlaceSpan]) {
    let support = Support::of(gazetteer, spans);
    let lies_in = |inner: AreaId, outer: AreaId| gazetteer.outers(inner).any(|a| a == outer);
    for i in 0..spans.len() {
        let outer = spans[i].outer.and_then(|o| spans[o].area);
        let inner = spans.get(i + 1).filter(|n| n.outer == Some(i) && n.rows.len() == 1);
        let inner = inner.map(|n| n.rows[0].0);
        let scores = spans[i].rows.iter().map(|&(area, is_full)| {
            let chained = i32::from(outer.is_some_and(|outer| lies_in(area, outer)))
                + i32::from(inner.is_some_and(|inner| lies_in(inner, area)));
            (support.score(gazetteer, area, is_full, chained), area)
        });
        let scores: Vec<(i32, AreaId)> = scores.collect();
        let best = scores.iter().map(|s| s.0).max();
        let mut best = scores.iter().filter(|s| Some(s.0) == best);
        let mut area = best.next().filter(|_| best.next().is_none()).map(|s| s.1);
        let foreign = outer.is_some_and(|outer| {
            gazetteer.area(outer).rank == Rank::Country && Some(outer) != gazetteer.china()
        });
        if foreign && area.is_some_and(|area| gazetteer.area(area).rank < Rank::Country) {
            area = None;
        }
        let is_link = match (outer, area) {
            // 沪昆高速湖南段: a division lies in no road.
            (None, Some(_)) => false,
            // 北京上海两地: what does not lie in the place before it is no link of a chain.
            (Some(outer), Some(area)) => gazetteer.is_adrift(area) || lies_in(area, outer),
            (_, None) => true,
        };
        if !is_link {
            spans[i].outer = None;
        }
        spans[i].area = area;
    }
}

fn entities(builder: &mut EntityBuilder<'_>, spans: &[PlaceSpan]) -> Prefixes {
    let gazetteer = &builder.rules.gazetteer;
    let mut prefixes = Prefixes::new();
    let mut entity_of: Vec<usize> = Vec::with_capacity(spans.len());
    let mut rowless: HashMap<&str, Vec<usize>> = HashMap::new();
    let fuller = fuller_names(builder, spans);
    for t in spans {
        let text = &builder.clean[t.span.range()];
        let name = fuller.get(text).copied().unwrap_or(text);
        let outer = t.outer.map(|o| entity_of[o]);
        let entity = match t.area {
            Some(area) => builder.area(area),
            None => {
                // Two roads of one name in two cities are two places: 南京市中山路, 大连市中山路.
                let same = rowless.entry(name).or_default();
                let found = same.iter().rev().take(8).copied().find(|&e| {
                    let within = builder.out.entities[e].within;
                    outer.is_none() || within.is_none() || within == outer
                });
                found.unwrap_or_else(|| {
                    let entity = builder.new_entity(EntityKind::Place, name);
                    builder.add_alias(entity, name);
                    same.push(entity);
                    entity
                })
            }
        };
        entity_of.push(entity);
        if let Some(outer) = outer {
            builder.set_within(entity, outer);
        }
        if t.head {
            prefixes.insert(t.mention, (entity, t.span.end));
        } else {
            if builder.out.entities[entity].members.is_empty() && t.area.is_none() {
                // 苏陕 and 中美 are two places in one word.
                let members: Vec<usize> =
                    gazetteer.compound(text).map(|area| builder.area(area)).collect();
                builder.out.entities[entity].members = members;
            }
            let full = t.area.map_or(name == text, |a| t.rows.contains(&(a, true)));
            let basis = if full { Basis::Name } else { Basis::ShortName };
            builder.link_mention(t.mention, entity, basis);
        }
    }
    // The nearest place around it in the text: 岚皋县 lies in 安康市, or where the text does not have that in 陕西省.
    let mut areas: Vec<(AreaId, usize)> = builder.areas.iter().map(|(&a, &e)| (a, e)).collect();
    areas.sort_unstable();
    for (area, entity) in areas {
        if let Some(&outer) = gazetteer.outers(area).find_map(|a| builder.areas.get(&a)) {
            builder.set_within(entity, outer);
        }
    }
    prefixes
}

/// Finds the rows of towns: a name that many towns share (城关镇) is decided by the county in the text.
fn towns(matches: &Matches, builder: &mut EntityBuilder<'_>, spans: &[PlaceSpan]) {
    let gazetteer = &builder.rules.gazetteer;
    for t in spans.iter().filter(|t| t.rows.is_empty()) {
        let Some((entity, _)) = builder.out.entity_of[t.mention] else { continue };
        if builder.out.entities[entity].gazetteer.is_some() || t.head {
            continue;
        }
        let mut rows = matches
            .starting_in(Span::new(t.span.start, t.span.start + 1))
            .iter()
            .filter(|m| m.span == t.span)
            .filter_map(|m| Some((m.rule, gazetteer.county(m.rule)?)));
        let around = |county: AreaId| {
            let county = builder.areas.get(&county).copied();
            county.is_some_and(|c| match builder.out.entities[entity].within {
                Some(outer) => c == outer || builder.lies_in(c, outer),
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
            builder.out.entities[entity].gazetteer = Some(rule);
            let mut outers = std::iter::once(county).chain(gazetteer.outers(county));
            if let Some(outer) = outers.find_map(|a| builder.areas.get(&a).copied()) {
                builder.set_within(entity, outer);
            }
        }
    }
}

/// For places that no table has, the fuller name in the text: 曲尺 is 曲尺乡.
fn fuller_names<'t>(builder: &EntityBuilder<'t>, spans: &[PlaceSpan]) -> HashMap<&'t str, &'t str> {
    let ends = &builder.rules.lists;
    let mut fuller: HashMap<&str, &str> = HashMap::new();
    for t in spans.iter().filter(|t| t.area.is_none()) {
        let name = &builder.clean[t.span.range()];
        let stem = ends.of(List::PlaceEnd).find_map(|end| name.strip_suffix(end));
        if let Some(stem) = stem.filter(|s| s.chars().count() > 1) {
            fuller.entry(stem).or_insert(name);
        }
    }
    fuller
}
