//! What several views of a document share: finding by id, and how people, times and fillers are put in words.

use std::collections::HashMap;

use crate::document::{Argument, Document, Entity, Event, EventPlace, Mention, Words};

/// A document with its ids looked up.
pub(super) struct View<'d> {
    pub(super) document: &'d Document,
    entities: HashMap<&'d str, &'d Entity>,
    mentions: HashMap<&'d str, &'d Mention>,
}

impl<'d> View<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        View {
            document,
            entities: document.entities.iter().map(|e| (e.id.as_str(), e)).collect(),
            mentions: document.mentions.iter().map(|m| (m.id.as_str(), m)).collect(),
        }
    }

    pub(super) fn entity(&self, id: &str) -> Option<&'d Entity> {
        self.entities.get(id).copied()
    }

    pub(super) fn mention(&self, id: &str) -> Option<&'d Mention> {
        self.mentions.get(id).copied()
    }

    /// The name of what is meant, else the words; 他 is told with the name it stands for.
    fn filler(&self, words: Option<&'d Words>, entity: Option<&str>) -> &'d str {
        let name = entity.and_then(|id| self.entity(id)).map(|e| e.name.as_str());
        name.or(words.map(|w| w.text.as_str())).unwrap_or("?")
    }

    pub(super) fn argument(&self, argument: &'d Argument) -> &'d str {
        self.filler(argument.words.as_ref(), argument.entity.as_deref())
    }

    pub(super) fn place(&self, place: &'d EventPlace) -> &'d str {
        self.filler(place.words.as_ref(), place.entity.as_deref())
    }

    /// `role a、b` for each role, in the order of the record.
    pub(super) fn roles(&self, event: &'d Event) -> Vec<(&'d str, Vec<&'d str>)> {
        let mut roles: Vec<(&str, Vec<&str>)> = Vec::new();
        for argument in &event.arguments {
            let filler = self.argument(argument);
            match roles.iter_mut().find(|r| r.0 == argument.role) {
                Some((_, fillers)) => fillers.push(filler),
                None => roles.push((&argument.role, vec![filler])),
            }
        }
        roles
    }

    pub(super) fn places(&self, event: &'d Event) -> Vec<&'d str> {
        event.places.iter().map(|p| self.place(p)).collect()
    }

    /// `副书记 of 某县委; 县长 of 某县`.
    pub(super) fn posts(&self, entity: &Entity) -> String {
        let posts = entity.posts.iter().map(|post| {
            let status = post.status.as_deref().map(|s| format!("{s} ")).unwrap_or_default();
            match post.organization.as_deref().and_then(|id| self.entity(id)) {
                Some(organization) => format!("{status}{} of {}", post.title, organization.name),
                None => format!("{status}{}", post.title),
            }
        });
        posts.collect::<Vec<_>>().join("; ")
    }
}
