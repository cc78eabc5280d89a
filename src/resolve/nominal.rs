//! Groups, meetings, programmes, projects and documents: which of them are one, and who belongs to them.
//!
//! In: mentions of these kinds, names with entities. Out: their entities. 会议 is the last meeting told, 代表团 the last
//! group of that name, 石旭涌一行 the group he leads. A phrase that names nothing (工作人员) and is told once stays a
//! mention without an entity.

use std::collections::HashMap;

use super::{
    admin_level::{LEVEL_CHARS, Levels},
    entity_builder::Draft,
};
use crate::{
    document::{Basis, EntityKind, MentionKind},
    mention::thing::without_pointer,
    rules::Tables,
};

/// How many things of a kind are looked at, from the last told back.
const REMEMBERED: usize = 32;

/// Verbs between the leader and the group.
const LEADS: [&str; 5] = ["率领", "带领", "率", "带", "带队的"];

/// Heads that any meeting answers to.
const ANY_MEETING: [&str; 4] = ["会议", "大会", "活动", "会"];

/// What the table says of heads.
#[derive(Debug)]
pub(super) struct Things {
    table: u16,
    /// For each row, whether the bare head points back.
    points_back: Vec<bool>,
    /// For each row, the length of the head in bytes.
    lengths: Vec<usize>,
}

impl Things {
    pub(super) fn read(tables: &Tables) -> Self {
        Things {
            table: tables.index("thing"),
            points_back: tables.rows("thing").map(|r| r.cell("bare") == "anaphor").collect(),
            lengths: tables.rows("thing").map(|r| r.cell("name").len()).collect(),
        }
    }

    /// Returns the head that points back to something told before: 会议 of 会议 and of 此次会议.
    fn pointing<'t>(&self, draft: &Draft<'t>, m: usize) -> Option<&'t str> {
        let rule = draft.mentions[m].rule;
        let text = draft.text(m);
        let head = without_pointer(text);
        let pointed = head.len() < text.len();
        let bare = rule.table == self.table
            && self.points_back[rule.row as usize]
            && self.lengths[rule.row as usize] == text.len();
        (pointed || bare).then_some(head)
    }

    /// Makes the entities.
    pub(super) fn resolve(&self, levels: &Levels, draft: &mut Draft<'_>) {
        let mut told: HashMap<EntityKind, Vec<usize>> = HashMap::new();
        let mut times: HashMap<&str, u32> = HashMap::new();
        let all: Vec<usize> =
            (0..draft.mentions.len()).filter(|&m| entity_kind(draft.kind(m)).is_some()).collect();
        for &m in &all {
            *times.entry(draft.text(m)).or_default() += 1;
        }
        for &m in &all {
            let Some(kind) = entity_kind(draft.kind(m)) else { continue };
            let text = draft.text(m);
            let recent = told.entry(kind).or_default();
            if let Some(head) = self.pointing(draft, m) {
                let any = kind == EntityKind::Meeting && ANY_MEETING.contains(&head);
                let found = recent
                    .iter()
                    .rev()
                    .take(REMEMBERED)
                    .copied()
                    .find(|&e| any || draft.out.entities[e].name.ends_with(head));
                if let Some(entity) = found {
                    draft.point(m, entity, Basis::Anaphor);
                }
                if found.is_some() || !follows_leader(draft, m) {
                    continue;
                }
            }
            if let Some(leader) = led_by(draft, m) {
                let group = recent
                    .iter()
                    .rev()
                    .take(REMEMBERED)
                    .copied()
                    .find(|&e| draft.out.entities[e].members.contains(&leader));
                let entity = group.unwrap_or_else(|| {
                    let entity = draft.entity(kind, text);
                    draft.out.entities[entity].members = vec![leader];
                    entity
                });
                recent.push(entity);
                draft.point(m, entity, Basis::Group);
                continue;
            }
            let inside = names_inside(draft, m);
            let (name, basis) = match elided(levels, draft, m) {
                Some(name) => (name, Basis::ElidedHead),
                None => (text.to_owned(), Basis::Name),
            };
            let names_something = !inside.is_empty()
                || basis == Basis::ElidedHead
                || text.contains(['《', '“'])
                || holds_a_program(draft, m)
                || matches!(kind, EntityKind::Program | EntityKind::Meeting);
            if !names_something && times[text] < 2 && !follows_leader(draft, m) {
                continue;
            }
            let entity = draft.entity(kind, &name);
            let parties = parties(draft, &inside);
            let first = inside.first().filter(|&&i| draft.starts_with(m, i) && parties.is_empty());
            if let Some(place) = first.and_then(|&i| draft.entity_of(i)) {
                draft.lies_within(entity, place);
            }
            if kind == EntityKind::Meeting && draft.out.entities[entity].members.is_empty() {
                draft.out.entities[entity].members = parties;
            }
            if let (EntityKind::Group, Some(leader)) = (kind, leader(draft, m))
                && !draft.out.entities[entity].members.contains(&leader)
            {
                draft.out.entities[entity].members.push(leader);
            }
            recent.push(entity);
            draft.point(m, entity, basis);
        }
    }
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

/// Returns the names inside a thing, in text order.
fn names_inside(draft: &Draft<'_>, m: usize) -> Vec<usize> {
    let span = draft.mentions[m].span;
    let from = draft.names.partition_point(|&n| draft.mentions[n].span.start < span.start);
    draft.names[from..]
        .iter()
        .copied()
        .take_while(|&n| draft.mentions[n].span.end <= span.end)
        .filter(|&n| matches!(draft.kind(n), MentionKind::Place | MentionKind::Organization))
        .collect()
}

/// Returns whether a programme is named inside a thing: 苏陕协作示范工程.
fn holds_a_program(draft: &Draft<'_>, m: usize) -> bool {
    let span = draft.mentions[m].span;
    draft.mentions[m + 1..]
        .iter()
        .take_while(|inner| inner.span.start < span.end)
        .any(|inner| inner.kind == MentionKind::Program)
}

/// Returns the full name of a thing told by the level of its place: 区党政代表团 is 新北区党政代表团.
fn elided(levels: &Levels, draft: &Draft<'_>, m: usize) -> Option<String> {
    let text = draft.text(m);
    let level = text.chars().next().filter(|c| LEVEL_CHARS.contains(c))?;
    let span = draft.mentions[m].span;
    // The level is a word of its own: 区|党政|代表团, but 区域|合作|论坛.
    let word = draft.segmented.words[draft.segmented.word_at(span.start)?].span;
    if word.end != span.start + level.len_utf8() {
        return None;
    }
    let place = levels.at(level, span.start)?;
    Some(format!("{}{}", draft.out.entities[place].name, &text[level.len_utf8()..]))
}

/// Returns the person 一行 goes with.
fn led_by(draft: &Draft<'_>, m: usize) -> Option<usize> {
    draft.text(m).strip_suffix("一行")?;
    let span = draft.mentions[m].span;
    let at = draft.names.partition_point(|&n| draft.mentions[n].span.start < span.start);
    draft.names.get(at).and_then(|&n| draft.entity_of(n))
}

/// Returns the parties of a meeting: the places or organisations before it that dashes tie (新北—岚皋…联席会).
fn parties(draft: &Draft<'_>, inside: &[usize]) -> Vec<usize> {
    let mut parties = Vec::new();
    for pair in inside.windows(2) {
        let tie = draft.between(pair[0], pair[1]);
        if tie.is_empty() || !tie.chars().all(|c| matches!(c, '—' | '－' | '-' | '–')) {
            break;
        }
        for entity in pair.iter().filter_map(|&n| draft.entity_of(n)) {
            if !parties.contains(&entity) {
                parties.push(entity);
            }
        }
    }
    parties
}

fn follows_leader(draft: &Draft<'_>, m: usize) -> bool {
    LEADS.iter().any(|verb| draft.before(m).ends_with(verb))
}

/// Returns who leads a group: 石旭涌率区党政代表团.
fn leader(draft: &Draft<'_>, m: usize) -> Option<usize> {
    let verb = LEADS.iter().find(|verb| draft.before(m).ends_with(**verb))?;
    let start = draft.mentions[m].span.start;
    let at = draft.names.partition_point(|&n| draft.mentions[n].span.start < start);
    let n = draft.names[..at]
        .iter()
        .rev()
        .take(3)
        .copied()
        .find(|&n| draft.kind(n) == MentionKind::Person)?;
    let between = draft.clean.get(draft.mentions[n].span.end..start - verb.len())?;
    (!between.contains(['，', '。', '；', '、'])).then(|| draft.entity_of(n))?
}
