//! Stage 5: mentions to entities, dates with values, and posts.
//!
//! In: clean text, [`Segmented`], [`Mentions`]. Out: [`Resolved`].
//! Holds: each mention has at most one entity; each date mention a value; posts join a person, a title and an
//! organisation. Pronouns, groups and short forms found here are added to the mentions.
//! Next stage: [`crate::event`].

pub(crate) mod date;

mod entity_builder;
mod gazetteer;

mod place;

mod admin_level;

mod organization;
mod short_name;

mod person;

mod nominal;

mod anaphor;

mod post;

mod pronoun;

use entity_builder::Draft;
pub(crate) use post::POST_WORD;

use crate::{
    document::{AnchorSource, Basis, DateValue, EntityKind, LinkKind, MentionKind, Quantity},
    input::Moment,
    mention::{Mentions, thing::quantity},
    options::Options,
    rules::{Fault, Matches, RuleId, Rules, Tables},
    segment::Segmented,
    text::Text,
};

/// Returns the day that a text speaks from before its own words are read: the one handed in with it, else the one its page was
/// published.
pub(crate) fn given(text: &Text<'_>, date: Option<Moment>) -> Option<(Moment, AnchorSource)> {
    let published = || text.published().map(|(date, time)| Moment { date, time });
    let given = date.map(|date| (date, AnchorSource::Given));
    given.or_else(|| published().map(|moment| (moment, AnchorSource::Published)))
}

/// Somebody or something the text speaks of. All numbers are indices into the vectors of [`Resolved`] and [`Mentions`].
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    pub(crate) kind: EntityKind,
    /// Its fullest name.
    pub(crate) name: String,
    /// Its mentions in text order.
    pub(crate) mentions: Vec<usize>,
    pub(crate) posts: Vec<Post>,
    /// The entity it lies in or belongs to.
    pub(crate) within: Option<usize>,
    /// Row of a gazetteer.
    pub(crate) gazetteer: Option<RuleId>,
    /// Entities it is made of (两地).
    pub(crate) members: Vec<usize>,
}

/// A post a person holds.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    /// The title alone: 副书记.
    pub(crate) title: String,
    /// Entity of the organisation or place.
    pub(crate) organization: Option<usize>,
    /// Mention of the title.
    pub(crate) mention: usize,
    /// 原, 前, 时任, 代, ….
    pub(crate) status: Option<String>,
}

/// A date mention's value; `from` are mentions.
#[derive(Debug, Clone)]
pub(crate) struct ResolvedDate {
    /// Its `from` is filled by the output stage.
    pub(crate) value: DateValue,
    /// Mentions that day, month or year were taken from.
    pub(crate) from: Vec<usize>,
}

/// The text's entities, dates and anchor.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// The day the text speaks from.
    pub(crate) anchor: Option<(Moment, AnchorSource)>,
    pub(crate) entities: Vec<Entity>,
    /// For each mention, the entity it stands for and how it points to it.
    pub(crate) entity_of: Vec<Option<(usize, Basis)>>,
    /// For each mention, its value if it is a date.
    pub(crate) dates: Vec<Option<Box<ResolvedDate>>>,
    /// Memory of the dates.
    pub(crate) found: date::Dates,
    /// Entities that are the same (a zone and the district it is run as) or parts: kind, from, to.
    pub(crate) links: Vec<(LinkKind, usize, usize)>,
    /// For each mention, its value if it is a quantity.
    pub(crate) quantities: Vec<Option<Quantity>>,
}

/// What the stage knows from the tables.
#[derive(Debug)]
pub(crate) struct ResolveRules {
    gazetteer: gazetteer::Gazetteer,
    bodies: organization::Bodies,
    words: post::PostWords,
    titles: post::Titles,
    things: nominal::Things,
    pronouns: anaphor::Pronouns,
    units: quantity::Units,
    dates: date::DateResolver,
}

impl ResolveRules {
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        Ok(ResolveRules {
            gazetteer: gazetteer::Gazetteer::read(tables),
            bodies: organization::Bodies::read(tables),
            words: post::PostWords::read(tables),
            titles: post::Titles::read(tables),
            things: nominal::Things::read(tables),
            pronouns: anaphor::Pronouns::read(tables),
            units: quantity::Units::read(tables),
            dates: date::DateResolver::compile(tables)?,
        })
    }

    /// Fills `out`; pronouns, groups and other stretches that are no names are added to `mentions`.
    #[expect(clippy::too_many_arguments, reason = "each is the result of one stage")]
    pub(crate) fn resolve(
        &self,
        options: Options,
        _rules: &Rules,
        tables: &Tables,
        text: &Text<'_>,
        date: Option<(Moment, AnchorSource)>,
        segmented: &Segmented,
        matches: &Matches,
        mentions: &mut Mentions,
        out: &mut Resolved,
    ) {
        self.dates(options, text.clean(), date, mentions, out);
        out.entities.clear();
        out.links.clear();
        out.entity_of.clear();
        out.entity_of.resize(mentions.all.len(), None);
        self.entities(tables, text.clean(), segmented, matches, mentions, out);
        self.quantities(text.clean(), mentions, out);
    }

    /// Fills the anchor and the values of dates; takes mentions out that can be no date (2月30日).
    fn dates(
        &self,
        options: Options,
        clean: &str,
        given: Option<(Moment, AnchorSource)>,
        mentions: &mut Mentions,
        out: &mut Resolved,
    ) {
        let found = &mut out.found;
        let preference = options.preference;
        self.dates.resolve(clean, &mentions.expressions, given, preference, found);
        out.anchor = found.anchor;
        let mut values = found.values.iter();
        mentions
            .all
            .retain(|m| m.kind != MentionKind::Date || values.next().is_some_and(Option::is_some));
        let places: Vec<usize> = (0..mentions.all.len())
            .filter(|&i| mentions.all[i].kind == MentionKind::Date)
            .collect();
        // Expressions without value have no mention any more, so the places of the others move.
        let mut kept = 0;
        let mention_of: Vec<Option<usize>> = found
            .values
            .iter()
            .map(|value| {
                value.as_ref()?;
                kept += 1;
                places.get(kept - 1).copied()
            })
            .collect();
        out.dates.clear();
        out.dates.resize(mentions.all.len(), None);
        for (value, place) in found.values.drain(..).zip(&mention_of) {
            let (Some((value, from)), Some(place)) = (value, *place) else { continue };
            let from = from.iter().filter_map(|&f| mention_of[f]).collect();
            out.dates[place] = Some(Box::new(ResolvedDate { value, from }));
        }
    }

    /// Fills the values of quantities.
    fn quantities(&self, clean: &str, mentions: &Mentions, out: &mut Resolved) {
        out.quantities.clear();
        out.quantities.extend(mentions.all.iter().map(|m| match m.kind {
            MentionKind::Quantity => self.units.value(clean, m.span),
            _ => None,
        }));
    }

    /// Fills the entities, one call per step.
    fn entities(
        &self,
        tables: &Tables,
        clean: &str,
        segmented: &Segmented,
        matches: &Matches,
        mentions: &Mentions,
        out: &mut Resolved,
    ) {
        let mut draft = Draft::new(clean, segmented, &mentions.all, out);
        let prefixes = place::resolve(&self.gazetteer, tables, matches, &mut draft);
        let levels = admin_level::Levels::read(&self.gazetteer, &draft, &prefixes);
        organization::resolve(&self.bodies, &levels, &prefixes, &mut draft);
        short_name::resolve(&prefixes, &mut draft);
        person::resolve(&mut draft);
        self.things.resolve(&levels, &mut draft);
        anaphor::resolve(&self.pronouns, &self.gazetteer, &self.bodies, &levels, &mut draft);
        let posts = post::Posts::new(&self.words, &self.titles, &self.bodies, &levels, &draft);
        let open = posts.resolve(&mut draft);
        posts.stand_for_holders(&mut draft);
        let subjects = pronoun::resolve(&self.pronouns, &self.gazetteer, &levels, &mut draft);
        posts.resolve_open(&mut draft, open, |byte, sentence| subjects.before(byte, sentence));
        levels.same_areas(&mut draft);
        draft.finish();
    }
}

#[cfg(test)]
mod tests;

/// Returns whether a table of that name is loaded; a user's own set may do without.
fn loaded(tables: &Tables, name: &str) -> bool {
    tables.tables.iter().any(|t| t.schema.name == name)
}
