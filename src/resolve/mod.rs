//! Stage 5: mentions to entities, dates with values, and posts.
//!
//! In: clean text, [`Segmented`], [`Mentions`]. Out: [`Resolved`].
//! Holds: each mention has at most one entity; each date mention a value; posts join a person, a title and an
//! organisation. Mentions are linked to entities, and none is added or dropped here.
//! Next stage: [`crate::event`].

pub(crate) mod date;

mod entity_builder;
mod gazetteer;
mod word_list;

mod place;

mod admin_level;

mod organization;
mod short_name;

mod person;

mod nominal;

mod anaphor;

mod post;

mod pronoun;

use entity_builder::EntityBuilder;
pub(crate) use post::POST_WORD;
pub(crate) use word_list::REFERENCE_WORD;

use crate::{
    document::{AnchorSource, Basis, DateValue, EntityKind, LinkKind, MentionKind, Quantity},
    input::Moment,
    mention::{Mentions, date::Expression, thing::quantity},
    options::Options,
    rules::{Fault, Matches, RuleId, Tables},
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

/// Somebody or something that a text mentions. All numbers are indices into the vectors of [`Resolved`] and [`Mentions`].
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
    /// For each mention, the entity it refers to and on what basis.
    pub(crate) entity_of: Vec<Option<(usize, Basis)>>,
    /// For each mention, its value if it is a date.
    pub(crate) dates: Vec<Option<Box<ResolvedDate>>>,
    /// Memory of the dates.
    pub(crate) found: date::Dates,
    /// Entities that are the same (a zone and the district it is run as one with) or parts: kind, from, to.
    pub(crate) links: Vec<(LinkKind, usize, usize)>,
    /// For each mention, its value if it is a quantity.
    pub(crate) quantities: Vec<Option<Quantity>>,
}

/// What the stages before made of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) clean: &'a str,
    pub(crate) segmented: &'a Segmented,
    pub(crate) matches: &'a Matches,
    pub(crate) mentions: &'a Mentions,
}

/// What the stage knows from the tables.
#[derive(Debug)]
pub(crate) struct ResolveRules {
    gazetteer: gazetteer::Gazetteer,
    organizations: organization::OrganizationLexicon,
    words: post::AppointmentWords,
    titles: post::TitleLexicon,
    nominals: nominal::NominalLexicon,
    pronouns: anaphor::Pronouns,
    lists: word_list::WordLists,
    units: quantity::Units,
    dates: date::DateResolver,
}

impl ResolveRules {
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        Ok(ResolveRules {
            gazetteer: gazetteer::Gazetteer::read(tables),
            organizations: organization::OrganizationLexicon::read(tables),
            words: post::AppointmentWords::read(tables),
            titles: post::TitleLexicon::read(tables),
            nominals: nominal::NominalLexicon::read(tables),
            pronouns: anaphor::Pronouns::read(tables),
            lists: word_list::WordLists::read(tables),
            units: quantity::Units::read(tables),
            dates: date::DateResolver::compile(tables)?,
        })
    }

    /// Fills the anchor and the values of expressions of time; those that cannot be a date (2月30日) have none.
    pub(crate) fn resolve_dates(
        &self,
        options: Options,
        clean: &str,
        given: Option<(Moment, AnchorSource)>,
        expressions: &[Expression],
        out: &mut Resolved,
    ) {
        self.dates.resolve(clean, expressions, given, options.preference, &mut out.found);
        out.anchor = out.found.anchor;
    }

    /// Fills the entities and the values of mentions, behind [`ResolveRules::resolve_dates`]. The mentions hold no date
    /// without value any more.
    pub(crate) fn resolve(&self, context: Context<'_>, out: &mut Resolved) {
        let Context { clean, mentions, .. } = context;
        dates_by_mention(mentions, out);
        out.entities.clear();
        out.links.clear();
        out.entity_of.clear();
        out.entity_of.resize(mentions.all.len(), None);
        self.entities(context, out);
        out.quantities.clear();
        out.quantities.extend(mentions.all.iter().map(|m| match m.kind {
            MentionKind::Quantity => self.units.value(clean, m.span),
            _ => None,
        }));
    }

    /// Fills the entities, one call per step.
    fn entities(&self, context: Context<'_>, out: &mut Resolved) {
        let builder = &mut EntityBuilder::new(self, context, out);
        let prefixes = place::resolve(context.matches, builder);
        let levels = &admin_level::AdminLevels::read(builder, &prefixes);
        organization::resolve(levels, &prefixes, builder);
        short_name::resolve(&prefixes, builder);
        person::resolve(builder);
        self.nominals.resolve(levels, builder);
        anaphor::resolve(levels, builder);
        let posts = post::PostResolver::new(levels, builder);
        let unattached = posts.resolve(builder);
        posts.link_bare_titles(builder);
        let subjects = pronoun::resolve(levels, builder);
        posts.attach_to_subjects(builder, unattached, &subjects);
        levels.link_zones(builder);
        builder.finish();
    }
}

/// Moves the values of the expressions to their mentions.
fn dates_by_mention(mentions: &Mentions, out: &mut Resolved) {
    let mut dates = (0..mentions.all.len()).filter(|&m| mentions.all[m].kind == MentionKind::Date);
    // Expressions without value have no mention.
    let mention_of: Vec<Option<usize>> =
        out.found.values.iter().map(|value| value.as_ref().and_then(|_| dates.next())).collect();
    out.dates.clear();
    out.dates.resize(mentions.all.len(), None);
    for (value, mention) in out.found.values.drain(..).zip(&mention_of) {
        let (Some((value, from)), Some(mention)) = (value, *mention) else { continue };
        let from = from.iter().filter_map(|&f| mention_of[f]).collect();
        out.dates[mention] = Some(Box::new(ResolvedDate { value, from }));
    }
}

#[cfg(test)]
mod tests;

/// Returns whether a table of that name is loaded; a user's own set may do without.
fn loaded(tables: &Tables, name: &str) -> bool {
    tables.tables.iter().any(|t| t.schema.name == name)
}
