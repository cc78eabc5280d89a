//! Stage 4: what the rows read to typed mentions.
//!
//! In: clean text, [`Segmented`], [`Matches`]. Out: [`Mentions`]: names that do not overlap, decided in one lattice per
//! sentence, and beside them stretches that are no names (groups, meetings, …).
//! Holds: every mention names its row and the rows that fired on it.
//! Next stage: [`crate::resolve`].

pub(crate) mod index;

mod propose;

mod score;

mod decide;

pub(crate) mod date;

pub(crate) mod thing;

pub(crate) use score::learned;

use decide::{
    defined_alias,
    lattice::{Follow, Proposals},
    parenthetical_split, title_filter,
};
pub(crate) use index::sentence_index::View;
use index::{character_features::Letters, lexicon_class::Senses};
use propose::{
    foreign, organization, person, place, title,
    user_names::Registered,
    weight::{Weighed, Weights},
};
use score::{company_short_name, document_votes, guideline, name_extension, person_context};

use crate::{
    Clean, Span,
    document::MentionKind,
    options::{Convention, Options},
    rules::{Fault, Matches, RuleId, Rules, Tables},
    segment::Segmented,
    text::Text,
};

/// A stretch of the text that names or points to something.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// What it is.
    pub(crate) kind: MentionKind,
    /// The row that proposed it.
    pub(crate) rule: RuleId,
    /// Sum of the weights of the rows that fired on it.
    pub(crate) score: f32,
    /// The rows that fired; only when an explanation is asked for.
    pub(crate) evidence: Vec<Fired>,
    /// The best reading that lost; only when an explanation is asked for.
    pub(crate) rival: Option<Box<Rival>>,
}

/// A row that fired on a reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fired {
    /// The row.
    pub(crate) rule: RuleId,
    /// The words it fired on.
    pub(crate) key: Span<Clean>,
    /// What it brought.
    pub(crate) weight: f32,
}

/// The best reading that lost.
#[derive(Debug, Clone)]
pub(crate) struct Rival {
    /// None for "no name".
    pub(crate) kind: Option<MentionKind>,
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// Its score.
    pub(crate) score: f32,
    /// Its rows.
    pub(crate) evidence: Vec<Fired>,
}

/// The mentions of a text, by start. Its memory is reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) all: Vec<Mention>,
    pub(crate) proposals: Proposals,
    pub(crate) view: View,
    /// What the date mentions say, in the same order.
    pub(crate) expressions: Vec<date::Expression>,
    pub(crate) dates: date::DateMemory,
}

/// What the stage knows from the tables.
#[derive(Debug)]
pub(crate) struct MentionRules {
    registered: Registered,
    letters: Letters,
    senses: Senses,
    weights: Weights,
    follow: Follow,
    /// Titles below this score are not kept; a person beside one may still lift it.
    title_floor: f32,
    /// Candidates below this score are not kept.
    floor: f32,
    things: thing::Things,
    dates: date::DateRules,
    learned: Option<learned::Learned>,
}

impl Mentions {
    /// Frees the memory of the stage that no later one asks for.
    pub(crate) fn free_scratch(&mut self) {
        self.proposals = Proposals::default();
        self.view = View::default();
        self.dates = date::DateMemory::default();
    }
}

impl MentionRules {
    /// Without learned weights of the caller's the built-in ones are taken.
    pub(crate) fn compile(
        tables: &Tables,
        learned: Option<learned::Weights>,
    ) -> Result<Self, Vec<Fault>> {
        let weights = Weights::compile(tables);
        let mut follow = Follow::default();
        let learned = match learned {
            Some(own) => Some(learned::Learned::new(own, tables)),
            None => learned::Learned::built_in(tables),
        };
        if let Some(learned) = &learned {
            learned.follow(&mut follow);
        }
        for (row, left, right) in NEIGHBOURS {
            if let Some((rule, weight)) = weights.get(row) {
                follow.add(left, right, rule, weight);
            }
        }
        Ok(MentionRules {
            registered: Registered::compile(tables),
            letters: Letters::compile(tables),
            senses: Senses::compile(tables),
            weights,
            follow,
            floor: -4.0,
            title_floor: -16.0,
            things: thing::Things::compile(tables),
            dates: date::DateRules::compile(tables)?,
            learned,
        })
    }

    /// Fills `out` with the mentions of the text.
    pub(crate) fn find(
        &self,
        options: Options,
        rules: &Rules,
        text: &Text<'_>,
        segmented: &Segmented,
        matches: &Matches,
        out: &mut Mentions,
    ) {
        let Mentions { all, proposals, view, expressions, dates } = out;
        all.clear();
        proposals.clear();
        view.clear();
        for (index, sentence) in segmented.sentences.iter().enumerate() {
            view.load(&self.letters, &self.senses, text.clean(), segmented, index, matches);
            self.registered.propose(sentence.span, matches, proposals);
            let mark = proposals.mark();
            let first = mark.candidates;
            self.propose(view, proposals);
            if let Some(learned) = &self.learned {
                learned.weigh(view, options.convention, options.explain, first, proposals);
                if options.convention == Convention::News {
                    self.favour_listed(first, proposals);
                }
            }
            if options.convention == Convention::News {
                guideline::weigh(self, view, first, proposals);
                person_context::weigh(self, view, first, proposals);
                company_short_name::weigh(self, view, first, proposals);
                name_extension::hold_together(self, view, first, proposals);
            }
            proposals.keep_from(mark, HOPELESS, options.explain);
        }
        if !options.explain {
            proposals.keep_only_scores();
        }
        document_votes::vote(text.clean(), &self.weights, &self.follow, proposals);
        self.dates.find(rules, text.clean(), &matches.all, options.convention, dates, expressions);
        date::propose(expressions, proposals);
        proposals.mentions(&self.follow, options.explain, all);
        all.retain(|m| text.is_readable(m.span));
        date::keep_chosen(expressions, all);
        parenthetical_split::split(text.clean(), matches, &self.senses, all);
        title_filter::settle(text.clean(), segmented, &self.senses, all);
        keep_apart(text, all);
        defined_alias::find(text.clean(), all);
        self.things.find(text.clean(), segmented, matches, all);
        all.retain(|m| text.is_readable(m.span));
    }

    /// Listed names and masked ones get a row of their own behind the learned rows, which know the names and the
    /// guidelines of the texts they were estimated on: 华为 was in none.
    fn favour_listed(&self, first: usize, proposals: &mut Proposals) {
        let Some((rule, weight)) = self.weights.get(Weighed::Listed) else { return };
        let listed = LISTED.map(|row| self.weights.get(row).map(|(rule, _)| rule));
        for index in first..proposals.candidates().len() {
            let candidate = proposals.candidates()[index];
            if proposals.fired(&candidate).iter().any(|f| listed.contains(&Some(f.rule))) {
                proposals.vote(index, rule, candidate.span, weight);
            }
        }
    }

    /// Proposes the names and titles of the sentence in view, by the rows whose weights are set.
    fn propose(&self, view: &mut View, proposals: &mut Proposals) {
        place::propose(self, view, proposals);
        title::propose(self, view, proposals);
        organization::propose(self, view, proposals);
        person::propose(self, view, proposals);
        foreign::propose(self, view, proposals);
    }

    /// Fills `sight` with a sentence and `set` with what the set rows propose, for the trainer.
    #[cfg(feature = "train")]
    #[expect(clippy::too_many_arguments, reason = "each is the result of one stage")]
    pub(crate) fn see(
        &self,
        clean: &str,
        segmented: &Segmented,
        sentence: usize,
        matches: &Matches,
        view: &mut View,
        sight: &mut learned::Sight,
        set: &mut Vec<learned::Proposal>,
    ) {
        let mut proposals = Proposals::default();
        view.load(&self.letters, &self.senses, clean, segmented, sentence, matches);
        self.propose(view, &mut proposals);
        sight.load(view);
        learned::gather(view, &proposals, 0, set);
    }

    /// Fires what the words beside a candidate say, for person (0), place (1) or organisation (2).
    fn fire_context(
        &self,
        view: &View,
        start: usize,
        end: usize,
        kind: usize,
        key: Span<Clean>,
        proposals: &mut Proposals,
    ) {
        for (found, before) in
            [(view.context_before(start), true), (view.context_after(end), false)]
        {
            let Some((rule, _, side)) = found else { continue };
            let weight = if before { side.before[kind] } else { side.after[kind] };
            if weight != 0.0 {
                proposals.fire(rule, key, weight);
            }
        }
    }
}

/// A mended run of the original cannot be divided, so of the names that lie in it the first one stays.
fn keep_apart(text: &Text<'_>, all: &mut Vec<Mention>) {
    let mut end = 0;
    all.retain(|mention| {
        let span = text.to_original(mention.span);
        let apart = span.start >= end;
        if apart {
            end = span.end;
        }
        apart
    });
}

/// A reading below this score is not lifted to a mention by anything that comes later: a title on either side and the votes
/// of the whole text bring less.
const HOPELESS: f32 = -24.0;

/// Rows that say a name is in a table, or masked as only names are.
const LISTED: [Weighed; 5] = [
    Weighed::OrgListed,
    Weighed::PlaceListed,
    Weighed::PlaceCountry,
    Weighed::PlaceDivision,
    Weighed::PersonMasked,
];

/// Rows for kinds that stand directly behind one another.
const NEIGHBOURS: [(Weighed, MentionKind, MentionKind); 7] = [
    (Weighed::FollowTitlePerson, MentionKind::Title, MentionKind::Person),
    (Weighed::FollowPersonTitle, MentionKind::Person, MentionKind::Title),
    (Weighed::FollowOrganizationTitle, MentionKind::Organization, MentionKind::Title),
    (Weighed::FollowPlaceTitle, MentionKind::Place, MentionKind::Title),
    (Weighed::FollowPlaceOrganization, MentionKind::Place, MentionKind::Organization),
    (Weighed::FollowPlacePerson, MentionKind::Place, MentionKind::Person),
    (Weighed::FollowPersonPerson, MentionKind::Person, MentionKind::Person),
];
