//! Organisations: full names, names that begin with a level (县委), and the places they belong to.
//!
//! In: organisation mentions, places, levels. Out: organisation entities with `within`.
//! Next: [`super::short_name`] joins 诚铭电子 with 常州诚铭电子科技有限公司.

use std::collections::{HashMap, HashSet};

use super::{admin_level::AdminLevels, entity_builder::EntityBuilder, loaded, place::Prefixes};
use crate::{
    admin_level::leading_level,
    document::{Basis, EntityKind, MentionKind},
    rules::{RuleId, Tables},
};

/// What the tables say of organisations.
#[derive(Debug, Default)]
pub(super) struct OrganizationLexicon {
    /// Last parts of the names of organisations that belong to a place: 县委, 人民政府, 发改委.
    of_place: HashSet<Box<str>>,
    /// For last parts of names and for whole names, whether they are those of a firm.
    firms: HashMap<Box<str>, bool>,
    /// 世卫组织 to 世界卫生组织.
    full: HashMap<Box<str>, (Box<str>, RuleId)>,
}

impl OrganizationLexicon {
    pub(super) fn read(tables: &Tables) -> Self {
        let mut organizations = OrganizationLexicon::default();
        if loaded(tables, "org_suffix") {
            for row in tables.rows("org_suffix") {
                if row.cell("needs") == "place" || row.cell("class") == "government" {
                    organizations.of_place.insert(row.cell("name").into());
                }
                let firm = matches!(row.cell("class"), "company" | "bank" | "shop");
                organizations.firms.insert(row.cell("name").into(), firm);
            }
        }
        for table in ["organization", "public_body"] {
            if !loaded(tables, table) {
                continue;
            }
            for row in tables.rows(table) {
                let (name, full) = (row.cell("name"), row.cell("full"));
                // A short name of several organisations is left to the context.
                if !full.is_empty() && !full.contains(';') {
                    organizations.full.insert(name.into(), (full.into(), row.id));
                }
                let firm = matches!(row.cell("class"), "company" | "bank");
                organizations.firms.insert(name.into(), firm);
            }
        }
        organizations
    }

    /// Returns what follows the level of an organisation without its place: 委 of 县委, 教育厅 of 省教育厅.
    ///
    /// 市场监管总局 begins with such a character and is none.
    pub(super) fn after_admin_level<'t>(&self, name: &'t str) -> Option<(char, &'t str)> {
        let level = leading_level(name)?;
        let rest = &name[level.len_utf8()..];
        let known = self.of_place.contains(name)
            || self.of_place.contains(rest)
            || rest.starts_with("人民")
            || rest.starts_with("第");
        known.then_some((level, rest))
    }

    /// Takes an organisation off the head of a title: 县委 of 县委书记.
    pub(super) fn split_organization<'t>(
        &self,
        title: &'t str,
    ) -> (Option<(char, &'t str)>, &'t str) {
        let Some(level) = leading_level(title) else {
            return (None, title);
        };
        let longest = title
            .char_indices()
            .map(|(at, _)| at)
            .rfind(|&at| at > level.len_utf8() && self.of_place.contains(&title[..at]));
        match longest {
            Some(at) => (Some((level, &title[level.len_utf8()..at])), &title[at..]),
            None => (None, title),
        }
    }

    /// Returns whether an organisation is a firm, by its name; one whose name says nothing is a brand.
    pub(super) fn is_firm(&self, name: &str) -> bool {
        name.char_indices().find_map(|(at, _)| self.firms.get(&name[at..])).copied().unwrap_or(true)
    }

    fn is_of_place(&self, name: &str) -> bool {
        self.of_place.contains(name)
    }
}

/// Makes the organisation entities.
pub(super) fn resolve(levels: &AdminLevels, prefixes: &Prefixes, builder: &mut EntityBuilder<'_>) {
    let organizations = &builder.rules.organizations;
    for i in 0..builder.names.len() {
        let m = builder.names[i];
        if builder.kind(m) != MentionKind::Organization {
            continue;
        }
        let text = builder.text(m);
        // 岚皋县|教育局 are two mentions, a place and an organisation.
        let before = i
            .checked_sub(1)
            .map(|b| builder.names[b])
            .filter(|&b| builder.touch(b, m) && builder.kind(b) == MentionKind::Place);
        let place = before.and_then(|b| builder.entity_of(b));
        if let Some((full, _)) = organizations.full.get(text).filter(|_| place.is_none()) {
            // 世卫组织 and 世界卫生组织 are one; it is called by the longest name of the text.
            let entity = builder.entity(EntityKind::Organization, full);
            let row = organizations.full.get(full).map(|(_, row)| *row);
            let organization = &mut builder.out.entities[entity];
            if organization.gazetteer.is_none() || text.len() > organization.name.len() {
                organization.name = text.to_owned();
            }
            organization.gazetteer = organization.gazetteer.or(row);
            if let Some(&(place, _)) = prefixes.get(&m) {
                builder.set_within(entity, place);
            }
            let basis = if text == &**full { Basis::Name } else { Basis::ShortName };
            builder.link_mention(m, entity, basis);
            continue;
        }
        let byte = builder.mentions[m].span.start;
        let (name, within, basis) = if let Some(&(place, _)) = prefixes.get(&m) {
            (text.to_owned(), Some(place), Basis::Name)
        } else if let (Some(place), true) = (place, organizations.is_of_place(text)) {
            (format!("{}{text}", builder.out.entities[place].name), Some(place), Basis::Name)
        } else if let Some((level, rest)) = organizations.after_admin_level(text) {
            match levels.at(level, byte) {
                Some(place) => {
                    let name = format!("{}{rest}", builder.out.entities[place].name);
                    (name, Some(place), Basis::ElidedHead)
                }
                None => (text.to_owned(), None, Basis::Name),
            }
        } else {
            (text.to_owned(), place, Basis::Name)
        };
        let entity = builder.entity(EntityKind::Organization, &name);
        if let Some(place) = within {
            builder.set_within(entity, place);
        }
        builder.link_mention(m, entity, basis);
    }
}
