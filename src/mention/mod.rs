//! Stage 4: finds typed mentions in the words and matches of a text.
//!
//! In: clean text, [`Segmented`], [`Matches`]. Out: [`Mentions`]: names, titles and dates, which do not overlap, and
//! mentions that are no names (groups, meetings, quantities, pronouns, …), which may hold names.
//! Holds: each mention names the rule that proposed it and, on request, every feature that fired on it.
//! Next stage: [`crate::resolve`].
//!
//! The folders in run order:
//!
//! 1. [`index`]: a sentence by character, with its words and what the lexicons have in it.
//! 2. [`propose`]: candidates for names and titles, with the features whose weights are set by hand.
//! 3. [`score`]: scorers add features to the candidates of a sentence, and candidates that only they know; at the end of
//!    the text the document votes compare all sentences.
//! 4. [`date`]: expressions of time, which join the candidates.
//! 5. [`decide`]: the best path through all candidates wins; filters then look at the winners side by side.
//! 6. [`titles`]: with the feature `learned`, decides the titles anew, beside the names that won.
//! 7. [`thing`]: mentions that are no names, found around the names.

pub(crate) mod index;

mod propose;

mod sentence_scope;

mod score;

mod decide;

pub(crate) mod date;

pub(crate) mod thing;

pub(crate) mod log_linear;
pub(crate) mod titles;

#[cfg(test)]
pub(crate) mod fixture;

pub(crate) use score::learned;

use decide::{
    defined_alias,
    lattice::{Lattice, TransitionWeights},
    parenthetical_split, title_filter,
};
use index::{
    character_features::CharacterTable, lexicon_class::LexiconClasses, name_words::NameWords,
    sentence_index::SentenceIndex,
};
use propose::{
    candidates::Candidates,
    foreign, organization, person, place, title,
    user_names::UserNames,
    weight::{FeatureId, FeatureWeights},
};
use score::{Scorer, document_votes};
use sentence_scope::SentenceScope;

use crate::{
    Clean, Span,
    document::MentionKind,
    options::{Convention, Options},
    rules::{Fault, Matches, RuleId, Rules, Tables},
    segment::Segmented,
    text::Text,
};

/// A span of the text that names or points to something.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// What it is.
    pub(crate) kind: MentionKind,
    /// The rule that proposed it.
    pub(crate) rule: RuleId,
    /// The sum of the weights of its features.
    pub(crate) score: f32,
    /// The features that fired on it, only when an explanation is asked for.
    pub(crate) evidence: Vec<FeatureHit>,
    /// The best candidate that lost to it, only when an explanation is asked for.
    pub(crate) rival: Option<Box<Rival>>,
}

/// A feature that fired on a candidate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FeatureHit {
    /// The rule that it is named by.
    pub(crate) rule: RuleId,
    /// The words it fired on.
    pub(crate) key: Span<Clean>,
    /// What it adds to the score.
    pub(crate) weight: f32,
}

/// The best candidate that lost.
#[derive(Debug, Clone)]
pub(crate) struct Rival {
    /// None for "no name".
    pub(crate) kind: Option<MentionKind>,
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// Its score.
    pub(crate) score: f32,
    /// Its features.
    pub(crate) evidence: Vec<FeatureHit>,
}

/// The mentions of a text, by start.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) all: Vec<Mention>,
    /// What the date mentions say, in the same order.
    pub(crate) expressions: Vec<date::Expression>,
    /// Titles were decided by learned rows: each has a holder or a verb of appointment beside it.
    pub(crate) decided_titles: bool,
}

impl Mentions {
    /// Keeps the date mentions that can be a date, in the order of the expressions; 2月30日 is none.
    pub(crate) fn retain_dates(&mut self, mut is_date: impl Iterator<Item = bool>) {
        self.all.retain(|m| m.kind != MentionKind::Date || is_date.next() == Some(true));
    }
}

/// Memory of the stage, reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct MentionScratch {
    /// The candidates of the text, those that lost too.
    pub(crate) candidates: Candidates,
    sentence: SentenceIndex,
    learned: learned::LearnedScratch,
    lattice: Lattice,
    dates: date::DateMemory,
}

/// What the stages before made of a text, and what the user chose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MentionInput<'a> {
    pub(crate) options: Options,
    pub(crate) rules: &'a Rules,
    pub(crate) text: &'a Text<'a>,
    pub(crate) segmented: &'a Segmented,
    pub(crate) matches: &'a Matches,
}

/// What the tables say about mentions.
#[derive(Debug)]
pub(crate) struct MentionRules {
    user_names: UserNames,
    characters: CharacterTable,
    classes: LexiconClasses,
    pub(crate) words: NameWords,
    weights: FeatureWeights,
    /// In the order they run.
    scorers: Vec<Box<dyn Scorer>>,
    transitions: TransitionWeights,
    things: thing::Things,
    dates: date::DateRules,
    titles: Option<titles::Titles>,
}

impl MentionRules {
    /// Returns the rules of the tables; without learned weights of the caller's the built-in ones are taken.
    ///
    /// # Errors
    ///
    /// Every value of time that cannot be read, with its place.
    pub(crate) fn compile(
        tables: &Tables,
        learned: Option<learned::Weights>,
        titles: Option<titles::FeatureTable<1>>,
    ) -> Result<Self, Vec<Fault>> {
        let weights = FeatureWeights::compile(tables);
        let mut transitions = TransitionWeights::default();
        let learned = match learned {
            Some(own) => Some(learned::LearnedScorer::new(own, tables)),
            None => learned::LearnedScorer::built_in(tables),
        };
        if let Some(learned) = &learned {
            learned.add_transitions(&mut transitions);
        }
        for (feature, left, right) in TRANSITIONS {
            if let Some((rule, weight)) = weights.get(feature) {
                transitions.add(left, right, rule, weight);
            }
        }
        Ok(MentionRules {
            user_names: UserNames::compile(tables),
            characters: CharacterTable::compile(tables),
            classes: LexiconClasses::compile(tables),
            words: NameWords::read(tables),
            weights,
            scorers: score::scorers(learned),
            transitions,
            things: thing::Things::compile(tables),
            dates: date::DateRules::compile(tables)?,
            titles: titles::Titles::new(titles, tables),
        })
    }

    /// Fills `out` with the mentions of the text.
    pub(crate) fn find(
        &self,
        input: MentionInput<'_>,
        scratch: &mut MentionScratch,
        out: &mut Mentions,
    ) {
        let MentionInput { options, rules, text, segmented, matches } = input;
        let Mentions { all, expressions, decided_titles } = out;
        all.clear();
        scratch.candidates.clear();
        scratch.sentence.clear();
        for index in 0..segmented.sentences.len() {
            self.add_candidates(input, index, scratch);
        }
        let MentionScratch { candidates, lattice, dates, .. } = scratch;
        if !options.explain {
            candidates.keep_only_scores();
        }
        let clean = text.clean();
        document_votes::add(clean, &self.weights, &self.transitions, lattice, candidates);
        self.dates.find(rules, clean, &matches.all, options.convention, dates, expressions);
        date::propose(expressions, candidates);
        lattice.mentions(candidates, &self.transitions, options.explain, all);
        all.retain(|m| is_readable(text, m));
        date::keep_chosen(expressions, all);
        parenthetical_split::split(clean, matches, &self.classes, all);
        if options.undecided_titles {
            return;
        }
        *decided_titles =
            self.titles.is_some() && options.convention == Convention::News && !options.set_rules;
        match &self.titles {
            Some(titles) if *decided_titles => {
                titles.decide(self.title_text(clean, segmented, matches), options.explain, all);
            }
            _ => title_filter::filter(self, clean, segmented, all),
        }
        keep_apart(text, all);
        defined_alias::add(&self.words, clean, all);
        self.things.find(clean, segmented, matches, all);
        all.retain(|m| is_readable(text, m));
    }

    fn title_text<'a>(
        &'a self,
        clean: &'a str,
        segmented: &'a Segmented,
        matches: &'a Matches,
    ) -> titles::Text<'a> {
        titles::Text { clean, segmented, matches, classes: &self.classes, words: &self.words }
    }

    /// Proposes and scores the candidates of a sentence.
    fn add_candidates(&self, input: MentionInput<'_>, index: usize, scratch: &mut MentionScratch) {
        let MentionInput { options, text, segmented, matches, .. } = input;
        let MentionScratch { candidates, sentence, learned, .. } = scratch;
        sentence.load(&self.characters, &self.classes, text.clean(), segmented, index, matches);
        self.user_names.propose(segmented.sentences[index].span, matches, candidates);
        candidates.begin_sentence();
        let mut scope = SentenceScope { rules: self, options, sentence, candidates, learned };
        propose_all(&mut scope);
        for scorer in self.scorers.iter().filter(|s| s.applies(options.convention)) {
            scorer.score(&mut scope);
        }
        candidates.end_sentence(sentence.len(), HOPELESS, options.explain);
    }

    /// Returns what the trainer of titles learns from, of mentions whose titles are not decided.
    #[cfg(feature = "train")]
    pub(crate) fn title_examples(
        &self,
        clean: &str,
        segmented: &Segmented,
        matches: &Matches,
        all: &[Mention],
    ) -> Vec<titles::Example> {
        titles::examples(self.title_text(clean, segmented, matches), all)
    }

    /// Returns the fingerprint of the hand-set weights, for the trainer.
    #[cfg(feature = "train")]
    pub(crate) fn hand_set_fingerprint(&self) -> u64 {
        self.weights.fingerprint()
    }

    /// Returns a sentence as the learned rows see it, and what the proposers found in it, for the trainer. `sentence` must
    /// be cleared before each text.
    #[cfg(feature = "train")]
    pub(crate) fn training_input(
        &self,
        clean: &str,
        segmented: &Segmented,
        index: usize,
        matches: &Matches,
        sentence: &mut SentenceIndex,
    ) -> (learned::FeatureInput, Vec<learned::CandidateSpan>) {
        let mut candidates = Candidates::default();
        sentence.load(&self.characters, &self.classes, clean, segmented, index, matches);
        propose_all(&mut SentenceScope {
            rules: self,
            options: Options::default(),
            sentence,
            candidates: &mut candidates,
            learned: &mut learned::LearnedScratch::default(),
        });
        let (mut input, mut spans) = (learned::FeatureInput::default(), Vec::new());
        input.load(sentence);
        learned::gather(sentence, &candidates, &mut spans);
        (input, spans)
    }
}

/// Proposes the names and titles of a sentence. The order counts: a proposer sees what those before it have marked.
fn propose_all(scope: &mut SentenceScope<'_>) {
    place::propose(scope);
    title::propose(scope);
    organization::propose(scope);
    person::propose(scope);
    foreign::propose(scope);
}

/// Returns whether a mention may be read where it stands; of what the page says of itself that is no label but a title's.
fn is_readable(text: &Text<'_>, mention: &Mention) -> bool {
    let credited = mention.kind == MentionKind::Title && text.is_credit(mention.span);
    credited || text.is_readable(mention.span)
}

/// Keeps the first of the names that lie in one repaired run of the original, which cannot be divided.
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

/// A candidate below this score is dropped at the end of its sentence: titles beside it and document votes add less than
/// that (the largest sum of theirs in `weight.tsv`).
const HOPELESS: f32 = -24.0;

/// Features for kinds that stand directly behind one another.
const TRANSITIONS: [(FeatureId, MentionKind, MentionKind); 7] = [
    (FeatureId::TransitionTitlePerson, MentionKind::Title, MentionKind::Person),
    (FeatureId::TransitionPersonTitle, MentionKind::Person, MentionKind::Title),
    (FeatureId::TransitionOrganizationTitle, MentionKind::Organization, MentionKind::Title),
    (FeatureId::TransitionPlaceTitle, MentionKind::Place, MentionKind::Title),
    (FeatureId::TransitionPlaceOrganization, MentionKind::Place, MentionKind::Organization),
    (FeatureId::TransitionPlacePerson, MentionKind::Place, MentionKind::Person),
    (FeatureId::TransitionPersonPerson, MentionKind::Person, MentionKind::Person),
];
