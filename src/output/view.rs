//! What several views of a document share: how people and fillers are put in words.

use crate::document::{Argument, Document, Entity, Event, EventPlace, Words};

/// A document, to be looked at.
pub(super) struct View<'d> {
    pub(super) document: &'d Document,
}

impl<'d> View<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        View { document }
    }

    /// Returns the name of what is meant, else the words; for 他 the name it stands for.
    fn filler(&self, words: Option<&'d Words>, entity: Option<&str>) -> &'d str {
        let name = entity.and_then(|id| self.document.entity(id)).map(|e| e.name.as_str());
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
            match post.organization.as_deref().and_then(|id| self.document.entity(id)) {
                Some(organization) => format!("{status}{} of {}", post.title, organization.name),
                None => format!("{status}{}", post.title),
            }
        });
        posts.collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Extractor;

    #[test]
    fn names_stand_for_pronouns_and_posts_name_their_bodies() {
        let document = Extractor::new().extract("岚皋县县长王晓明到访江州市。他会见了李卫国。");
        let view = View::new(&document);
        let person = document.entities.iter().find(|e| e.name == "王晓明").unwrap();
        assert_eq!(view.posts(person), "县长 of 岚皋县");
        let meeting = document.events.iter().find(|e| e.trigger.text == "会见").unwrap();
        assert!(view.roles(meeting).iter().any(|(_, fillers)| fillers.contains(&"王晓明")));
    }
}
