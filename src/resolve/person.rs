//! People: the same name is the same person; a surname with a title, or the last part of a foreign name, is the last
//! person whose full name has it.
//!
//! In: person mentions. Out: person entities. Next: [`super::post`].

use std::collections::HashMap;

use super::{entity_builder::EntityBuilder, word_list::List};
use crate::document::{Basis, EntityKind, MentionKind};

/// Marks between the parts of a foreign name.
const PART_MARKS: [char; 7] = ['·', '•', '・', '‧', '-', '－', '—'];

/// Makes the person entities.
pub(super) fn resolve(builder: &mut EntityBuilder<'_>) {
    let people: Vec<usize> =
        builder.names.iter().copied().filter(|&m| builder.kind(m) == MentionKind::Person).collect();
    let aliases = aliases(builder, &people);
    // Who is called by a part of the name, in text order: 石 of 石旭涌, 约万诺维奇 of 米洛什·约万诺维奇.
    let mut by_part: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for &m in &people {
        let text = builder.text(m);
        if is_part(text) {
            continue;
        }
        let (name, basis) = match aliases.get(text) {
            Some(name) => (*name, Basis::ShortName),
            None => (text, Basis::Name),
        };
        let entity = builder.entity(EntityKind::Person, &one_mark(name));
        builder.link_mention(m, entity, basis);
        for part in parts(text) {
            let called = by_part.entry(part).or_default();
            if called.last().is_none_or(|last| last.1 != entity) {
                called.push((m, entity));
            }
        }
    }
    for &m in &people {
        let text = builder.text(m);
        let own = builder.entity_of(m);
        if own.is_some() && text.contains(PART_MARKS) {
            continue;
        }
        let called = by_part.get(text).map(Vec::as_slice).unwrap_or(&[]);
        let before = called.partition_point(|c| c.0 < m);
        // A surname alone may look ahead (a headline), a whole name that is a part of another's may not.
        let fuller = before.checked_sub(1).map(|i| called[i].1).or_else(|| {
            called.first().filter(|_| own.is_none() || text.chars().count() > 2).map(|c| c.1)
        });
        match fuller {
            Some(entity) => builder.link_mention(m, entity, Basis::ShortName),
            None if own.is_none() => {
                let entity = builder.entity(EntityKind::Person, text);
                builder.link_mention(m, entity, Basis::Name);
            }
            None => {}
        }
    }
}

/// Returns other names of people, with the names they are told of: 周远山，原名周大柱.
fn aliases<'a>(builder: &EntityBuilder<'a>, people: &[usize]) -> HashMap<&'a str, &'a str> {
    let mut aliases = HashMap::new();
    for &[person, other] in people.array_windows() {
        let (name, alias) = (builder.text(person), builder.text(other));
        let before = builder.before(other).trim_end_matches(['“', '"', '：', ':', '为', '叫']);
        if builder.sentence(person) == builder.sentence(other)
            && !is_part(name)
            && !is_part(alias)
            && name != alias
            && builder.ends_with(before, List::PersonAliasMark)
        {
            aliases.entry(alias).or_insert(name);
        }
    }
    aliases
}

/// Returns whether a person's name is a surname alone, as before a title (石区长).
fn is_part(name: &str) -> bool {
    name.chars().count() == 1
}

/// Returns the parts a person is called by later.
fn parts(name: &str) -> Vec<&str> {
    if name.contains(PART_MARKS) {
        return name.split(PART_MARKS).filter(|p| p.chars().count() > 1).collect();
    }
    let mut chars = name.char_indices();
    let count = name.chars().count();
    // A name of one or five and more characters has no surname of one; of four it may have two (欧阳…).
    match count {
        2 | 3 => chars.nth(1).map(|(at, _)| vec![&name[..at]]).unwrap_or_default(),
        4 => chars.nth(2).map(|(at, _)| vec![&name[..at]]).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Returns a foreign name with one kind of mark between its parts.
fn one_mark(name: &str) -> String {
    name.chars().map(|c| if matches!(c, '•' | '・' | '‧') { '·' } else { c }).collect()
}
