//! The entities of a text while they are being found, and the text around a mention.
//!
//! In: clean text and mentions. Out: entities in [`Resolved`], each mention linked to at most one.
//! Next: every step of [`super`] works on an [`EntityBuilder`].

use std::collections::HashMap;

use super::{
    Context, Entity, ResolveRules, Resolved,
    gazetteer::{AreaId, Rank},
    word_list::List,
};
use crate::{
    document::{Basis, EntityKind, MentionKind},
    mention::Mention,
    segment::{Pos, Segmented},
};

/// Places lie in places at most this deep: village, town, county, city, province, country, and room above.
const DEEPEST: usize = 12;

/// Marks after which a phrase begins.
const BREAKS: [char; 9] = ['，', '。', '；', '：', '“', '、', '！', '？', '（'];

/// What the steps of the stage share.
pub(super) struct EntityBuilder<'a> {
    pub(super) rules: &'a ResolveRules,
    pub(super) clean: &'a str,
    pub(super) segmented: &'a Segmented,
    pub(super) mentions: &'a [Mention],
    /// Every title has a holder or a verb of appointment beside it.
    pub(super) decided_titles: bool,
    pub(super) out: &'a mut Resolved,
    /// Mentions that are names, in text order; they do not overlap.
    pub(super) names: Vec<usize>,
    by_name: HashMap<EntityKind, HashMap<String, usize>>,
    /// Entities of rows of the gazetteer.
    pub(super) areas: HashMap<AreaId, usize>,
}

impl<'a> EntityBuilder<'a> {
    pub(super) fn new(
        rules: &'a ResolveRules,
        context: Context<'a>,
        out: &'a mut Resolved,
    ) -> Self {
        let Context { clean, segmented, mentions, .. } = context;
        let decided_titles = mentions.decided_titles;
        let mentions = mentions.all.as_slice();
        use MentionKind::{Date, Organization, Person, Place, Title};
        let names = (0..mentions.len())
            .filter(|&m| matches!(mentions[m].kind, Person | Organization | Place | Title | Date))
            .collect();
        EntityBuilder {
            rules,
            clean,
            segmented,
            mentions,
            decided_titles,
            out,
            names,
            by_name: HashMap::new(),
            areas: HashMap::new(),
        }
    }

    /// Returns the words of a mention.
    pub(super) fn text(&self, mention: usize) -> &'a str {
        &self.clean[self.mentions[mention].span.range()]
    }

    /// Returns the kind of a mention.
    pub(super) fn kind(&self, mention: usize) -> MentionKind {
        self.mentions[mention].kind
    }

    /// Returns the text between two mentions; nothing when they touch or overlap.
    pub(super) fn between(&self, before: usize, after: usize) -> &'a str {
        let (from, to) = (self.mentions[before].span.end, self.mentions[after].span.start);
        self.clean.get(from..to).unwrap_or("")
    }

    /// Returns whether the second mention starts where the first ends.
    pub(super) fn touch(&self, before: usize, after: usize) -> bool {
        self.mentions[before].span.end == self.mentions[after].span.start
    }

    /// Returns the text after a mention in its paragraph.
    pub(super) fn after(&self, mention: usize) -> &'a str {
        let end = self.mentions[mention].span.end;
        self.clean.get(end..self.paragraph(mention).1).unwrap_or("")
    }

    /// Returns the text before a mention in its paragraph.
    pub(super) fn before(&self, mention: usize) -> &'a str {
        let start = self.mentions[mention].span.start;
        self.clean.get(self.paragraph(mention).0..start).unwrap_or("")
    }

    fn paragraph(&self, mention: usize) -> (usize, usize) {
        let Some(sentence) = self.sentence(mention) else { return (0, self.clean.len()) };
        let span = self.segmented.paragraphs[self.segmented.sentences[sentence].paragraph].span;
        (span.start, span.end)
    }

    /// Returns the sentence of a mention.
    pub(super) fn sentence(&self, mention: usize) -> Option<usize> {
        self.segmented.sentence_at(self.mentions[mention].span.start)
    }

    /// Returns whether a mention begins its noun phrase: 公司表示, 称公司将…; not in 保险公司, 一家公司, 的公司.
    pub(super) fn begins_phrase(&self, mention: usize) -> bool {
        let before = self.before(mention);
        if before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || BREAKS.contains(&c))
        {
            return true;
        }
        let byte = self.mentions[mention].span.start - 1;
        let Some(word) = self.segmented.word_at(byte) else { return true };
        matches!(
            self.segmented.words[word].pos,
            Pos::Verb | Pos::Preposition | Pos::Conjunction | Pos::Adverb | Pos::Time
        )
    }

    /// Returns the entity a mention is linked to.
    pub(super) fn entity_of(&self, mention: usize) -> Option<usize> {
        self.out.entity_of[mention].map(|(e, _)| e)
    }

    /// Returns the row of the gazetteer that an entity is.
    pub(super) fn area_of(&self, entity: usize) -> Option<AreaId> {
        self.out.entities[entity].gazetteer.and_then(|rule| self.rules.gazetteer.by_rule(rule))
    }

    /// Returns whether an entity is a country.
    pub(super) fn is_country(&self, entity: usize) -> bool {
        self.area_of(entity)
            .is_some_and(|area| self.rules.gazetteer.area(area).rank == Rank::Country)
    }

    /// Returns whether an entity's name is that of a firm.
    pub(super) fn is_firm(&self, entity: usize) -> bool {
        self.rules.organizations.is_firm(&self.out.entities[entity].name)
    }

    /// Returns whether words end with a word of a list.
    pub(super) fn ends_with(&self, words: &str, list: List) -> bool {
        self.rules.lists.ending(list, words).is_some()
    }

    /// Returns the entity of that kind and name, if there is one.
    pub(super) fn known(&self, kind: EntityKind, name: &str) -> Option<usize> {
        self.by_name.get(&kind)?.get(name).copied()
    }

    /// Adds a name that an entity is found by.
    pub(super) fn add_alias(&mut self, entity: usize, name: &str) {
        let kind = self.out.entities[entity].kind;
        let names = self.by_name.entry(kind).or_default();
        if !names.contains_key(name) {
            names.insert(name.to_owned(), entity);
        }
    }

    /// Returns the entity of that kind and name, a new one if there is none.
    pub(super) fn entity(&mut self, kind: EntityKind, name: &str) -> usize {
        if let Some(entity) = self.known(kind, name) {
            return entity;
        }
        let entity = self.new_entity(kind, name);
        self.add_alias(entity, name);
        entity
    }

    /// Returns a new entity that is not found by its name: there is another of that name.
    pub(super) fn new_entity(&mut self, kind: EntityKind, name: &str) -> usize {
        self.out.entities.push(Entity {
            kind,
            name: name.to_owned(),
            mentions: Vec::new(),
            posts: Vec::new(),
            within: None,
            gazetteer: None,
            members: Vec::new(),
        });
        self.out.entities.len() - 1
    }

    /// Links a mention to an entity.
    pub(super) fn link_mention(&mut self, mention: usize, entity: usize, basis: Basis) {
        self.out.entity_of[mention] = Some((entity, basis));
    }

    /// Returns the entity of a row of the gazetteer, a new one if there is none.
    pub(super) fn area(&mut self, area: AreaId) -> usize {
        if let Some(&entity) = self.areas.get(&area) {
            return entity;
        }
        let row = self.rules.gazetteer.area(area);
        let entity = self.new_entity(EntityKind::Place, &row.name);
        self.out.entities[entity].gazetteer = Some(row.rule);
        self.add_alias(entity, &row.name);
        self.areas.insert(area, entity);
        entity
    }

    /// Returns whether an entity lies within another, at any depth.
    pub(super) fn lies_in(&self, inner: usize, outer: usize) -> bool {
        let up = |e: &usize| self.out.entities[*e].within;
        std::iter::successors(up(&inner), up).take(DEEPEST).any(|e| e == outer)
    }

    /// Returns whether one mention starts where another does.
    pub(super) fn starts_together(&self, whole: usize, part: usize) -> bool {
        self.mentions[whole].span.start == self.mentions[part].span.start
    }

    /// Puts an entity within another; the first place it is put in holds, and nothing lies within itself.
    pub(super) fn set_within(&mut self, inner: usize, outer: usize) {
        if inner == outer || self.lies_in(outer, inner) || self.depth(outer) >= DEEPEST {
            return;
        }
        self.out.entities[inner].within.get_or_insert(outer);
    }

    fn depth(&self, entity: usize) -> usize {
        let up = |e: &usize| self.out.entities[*e].within;
        std::iter::successors(up(&entity), up).take(DEEPEST).count()
    }

    /// Numbers the entities in the order of their first mention and lists the mentions of each.
    ///
    /// Entities that no mention and no other entity is linked to are dropped.
    pub(super) fn finish(&mut self) {
        let out = &mut *self.out;
        for (mention, entity) in out.entity_of.iter().enumerate() {
            if let Some((entity, _)) = entity {
                out.entities[*entity].mentions.push(mention);
            }
        }
        let mut used: Vec<bool> = out.entities.iter().map(|e| !e.mentions.is_empty()).collect();
        let mut ask: Vec<usize> = (0..used.len()).filter(|&e| used[e]).collect();
        while let Some(entity) = ask.pop() {
            let entity = &out.entities[entity];
            let posts = entity.posts.iter().filter_map(|p| p.organization);
            for other in
                entity.within.into_iter().chain(entity.members.iter().copied()).chain(posts)
            {
                if !std::mem::replace(&mut used[other], true) {
                    ask.push(other);
                }
            }
        }
        let mut order: Vec<usize> = (0..out.entities.len()).filter(|&e| used[e]).collect();
        order
            .sort_by_key(|&e| (out.entities[e].mentions.first().copied().unwrap_or(usize::MAX), e));
        let mut place = vec![usize::MAX; out.entities.len()];
        for (new, &old) in order.iter().enumerate() {
            place[old] = new;
        }
        let mut old: Vec<Option<Entity>> = out.entities.drain(..).map(Some).collect();
        out.entities.extend(order.iter().filter_map(|&e| old[e].take()));
        for entity in &mut out.entities {
            entity.within = entity.within.map(|e| place[e]);
            entity.members.iter_mut().for_each(|e| *e = place[*e]);
            for post in &mut entity.posts {
                post.organization = post.organization.map(|e| place[e]);
            }
        }
        out.links.retain(|&(_, from, to)| used[from] && used[to]);
        for (_, from, to) in &mut out.links {
            (*from, *to) = (place[*from], place[*to]);
        }
        for (entity, _) in out.entity_of.iter_mut().flatten() {
            *entity = place[*entity];
        }
    }
}
