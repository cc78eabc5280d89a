//! Groups, meetings, programmes, projects and documents: which of them are one, and who belongs to them.
//!
//! In: mentions of these kinds, names with entities. Out: their entities. 会议 is the last meeting, 代表团 the last group of
//! that name, 石旭涌一行 the group he leads. A phrase that names nothing (工作人员) and occurs once stays a mention without an
//! entity.

use std::collections::HashMap;

use super::{admin_level::AdminLevels, entity_builder::EntityBuilder, word_list::List};
use crate::{
    admin_level::leading_level,
    document::{Basis, EntityKind, MentionKind},
    mention::thing::without_pointer,
    rules::Tables,
};

/// How many entities of a kind are looked at, from the last one back; it keeps the work in proportion to the text.
const REMEMBERED: usize = 32;

/// What the table says of heads.
#[derive(Debug)]
pub(super) struct NominalLexicon {
    table: u16,
    /// For each row, whether the bare head points back.
    points_back: Vec<bool>,
    /// For each row, the length of the head in bytes.
    lengths: Vec<usize>,
}

impl NominalLexicon {
    pub(super) fn read(tables: &Tables) -> Self {
        NominalLexicon {
            table: tables.index("thing"),
            points_back: tables.rows("thing").map(|r| r.cell("bare") == "anaphor").collect(),
            lengths: tables.rows("thing").map(|r| r.cell("name").len()).collect(),
        }
    }

    /// Returns the head that points back: 会议 of 会议 and of 此次会议.
    fn pointing<'t>(&self, builder: &EntityBuilder<'t>, m: usize) -> Option<&'t str> {
        let rule = builder.mentions[m].rule;
        let text = builder.text(m);
        let head = without_pointer(text);
        let pointed = head.len() < text.len();
        let bare = rule.table == self.table
            && self.points_back[rule.row as usize]
            && self.lengths[rule.row as usize] == text.len();
        (pointed || bare).then_some(head)
    }

    /// Makes the entities.
    pub(super) fn resolve(&self, levels: &AdminLevels, builder: &mut EntityBuilder<'_>) {
        let mut entities: HashMap<EntityKind, Vec<usize>> = HashMap::new();
        let all: Vec<(usize, EntityKind)> = (0..builder.mentions.len())
            .filter_map(|m| Some((m, entity_kind(builder.kind(m))?)))
            .collect();
        let mut times: HashMap<&str, u32> = HashMap::new();
        for &(m, _) in &all {
            *times.entry(builder.text(m)).or_default() += 1;
        }
        for &(m, kind) in &all {
            let of_kind = entities.entry(kind).or_default();
            if let Some(head) = self.pointing(builder, m) {
                let any =
                    kind == EntityKind::Meeting && builder.rules.lists.has(List::AnyMeeting, head);
                let found = last(of_kind, |e| any || builder.out.entities[e].name.ends_with(head));
                if let Some(entity) = found {
                    builder.link_mention(m, entity, Basis::Anaphor);
                }
                if found.is_some() || leading_verb(builder, m).is_none() {
                    continue;
                }
            }
            let once = times[builder.text(m)] < 2;
            let found = match led_by(builder, m) {
                Some(leader) => Some(group_of(builder, of_kind, m, kind, leader)),
                None => named(builder, levels, m, kind, once),
            };
            if let Some((entity, basis)) = found {
                of_kind.push(entity);
                builder.link_mention(m, entity, basis);
            }
        }
    }
}

/// Returns the last of the entities that fits.
fn last(entities: &[usize], fits: impl Fn(usize) -> bool) -> Option<usize> {
    entities.iter().rev().take(REMEMBERED).copied().find(|&e| fits(e))
}

/// Returns the group that somebody leads: 石旭涌一行.
fn group_of(
    builder: &mut EntityBuilder<'_>,
    of_kind: &[usize],
    m: usize,
    kind: EntityKind,
    leader: usize,
) -> (usize, Basis) {
    let known = last(of_kind, |e| builder.out.entities[e].members.contains(&leader));
    let entity = known.unwrap_or_else(|| {
        let entity = builder.entity(kind, builder.text(m));
        builder.out.entities[entity].members = vec![leader];
        entity
    });
    (entity, Basis::Group)
}

/// Returns the entity that a mention names; nothing for a phrase that names nothing and occurs once.
fn named(
    builder: &mut EntityBuilder<'_>,
    levels: &AdminLevels,
    m: usize,
    kind: EntityKind,
    once: bool,
) -> Option<(usize, Basis)> {
    let text = builder.text(m);
    let inside = names_inside(builder, m);
    let (name, basis) = match elided(levels, builder, m) {
        Some(name) => (name, Basis::ElidedHead),
        None => (text.to_owned(), Basis::Name),
    };
    let names_something = !inside.is_empty()
        || basis == Basis::ElidedHead
        || text.contains(['《', '“'])
        || holds_a_program(builder, m)
        || matches!(kind, EntityKind::Program | EntityKind::Meeting);
    if !names_something && once && leading_verb(builder, m).is_none() {
        return None;
    }
    let entity = builder.entity(kind, &name);
    let parties = parties(builder, &inside);
    let first = inside.first().filter(|&&i| builder.starts_together(m, i) && parties.is_empty());
    if let Some(place) = first.and_then(|&i| builder.entity_of(i)) {
        builder.set_within(entity, place);
    }
    let leader = leader(builder, m).filter(|_| kind == EntityKind::Group);
    let members = &mut builder.out.entities[entity].members;
    if kind == EntityKind::Meeting && members.is_empty() {
        *members = parties;
    }
    members.extend(leader.filter(|leader| !members.contains(leader)));
    Some((entity, basis))
}

fn entity_kind(kind: MentionKind) -> Option<EntityKind> {
    Some(match kind {
        MentionKind::Group => EntityKind::Group,
        MentionKind::Meeting => EntityKind::Meeting,
        MentionKind::Program => EntityKind::Program,
        MentionKind::Project => EntityKind::Project,
        MentionKind::Document => EntityKind::Document,
        MentionKind::Product => EntityKind::Product,
        _ => return None,
    })
}

/// Returns the names inside a mention, in text order.
fn names_inside(builder: &EntityBuilder<'_>, m: usize) -> Vec<usize> {
    let span = builder.mentions[m].span;
    let from = builder.names.partition_point(|&n| builder.mentions[n].span.start < span.start);
    builder.names[from..]
        .iter()
        .copied()
        .take_while(|&n| builder.mentions[n].span.end <= span.end)
        .filter(|&n| matches!(builder.kind(n), MentionKind::Place | MentionKind::Organization))
        .collect()
}

/// Returns whether a programme is named inside a mention: 苏陕协作示范工程.
fn holds_a_program(builder: &EntityBuilder<'_>, m: usize) -> bool {
    let span = builder.mentions[m].span;
    builder.mentions[m + 1..]
        .iter()
        .take_while(|inner| inner.span.start < span.end)
        .any(|inner| inner.kind == MentionKind::Program)
}

/// Returns the full name where only the level of its place is given: 区党政代表团 is 新北区党政代表团.
fn elided(levels: &AdminLevels, builder: &EntityBuilder<'_>, m: usize) -> Option<String> {
    let text = builder.text(m);
    let level = leading_level(text)?;
    let span = builder.mentions[m].span;
    // The level is a word of its own: 区|党政|代表团, but 区域|合作|论坛.
    let word = builder.segmented.words[builder.segmented.word_at(span.start)?].span;
    if word.end != span.start + level.len_utf8() {
        return None;
    }
    let place = levels.at(level, span.start)?;
    Some(format!("{}{}", builder.out.entities[place].name, &text[level.len_utf8()..]))
}

/// Returns the person 一行 goes with.
fn led_by(builder: &EntityBuilder<'_>, m: usize) -> Option<usize> {
    builder.text(m).strip_suffix("一行")?;
    let span = builder.mentions[m].span;
    let at = builder.names.partition_point(|&n| builder.mentions[n].span.start < span.start);
    builder.names.get(at).and_then(|&n| builder.entity_of(n))
}

/// Returns the parties of a meeting: the places or organisations before it that dashes tie (新北—岚皋…联席会).
fn parties(builder: &EntityBuilder<'_>, inside: &[usize]) -> Vec<usize> {
    let mut parties = Vec::new();
    for pair in inside.windows(2) {
        let tie = builder.between(pair[0], pair[1]);
        if tie.is_empty() || !tie.chars().all(|c| matches!(c, '—' | '－' | '-' | '–')) {
            break;
        }
        for entity in pair.iter().filter_map(|&n| builder.entity_of(n)) {
            if !parties.contains(&entity) {
                parties.push(entity);
            }
        }
    }
    parties
}

/// Returns the verb between a leader and the group: 率 of 石旭涌率区党政代表团.
fn leading_verb<'a>(builder: &EntityBuilder<'a>, m: usize) -> Option<&'a str> {
    builder.rules.lists.ending(List::Lead, builder.before(m))
}

/// Returns who leads a group.
fn leader(builder: &EntityBuilder<'_>, m: usize) -> Option<usize> {
    let verb = leading_verb(builder, m)?;
    let start = builder.mentions[m].span.start;
    let at = builder.names.partition_point(|&n| builder.mentions[n].span.start < start);
    let n = builder.names[..at]
        .iter()
        .rev()
        .take(3)
        .copied()
        .find(|&n| builder.kind(n) == MentionKind::Person)?;
    let between = builder.clean.get(builder.mentions[n].span.end..start - verb.len())?;
    (!between.contains(['，', '。', '；', '、'])).then(|| builder.entity_of(n))?
}
