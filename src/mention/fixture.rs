//! What the tests of proposers, scorers and filters ask for.

use once_cell::sync::Lazy;

use super::{
    Mention, MentionRules, MentionScratch, SentenceScope, propose_all,
    score::{Scorer, document_votes},
};
use crate::{
    Span,
    document::MentionKind,
    options::Options,
    rules::{Matches, RuleId, Rules, Tables},
    segment::{self, Segmented},
};

static TABLES: Lazy<Tables> = Lazy::new(Tables::built_in);

static SCAN: Lazy<Rules> = Lazy::new(|| Rules::compile(&TABLES).unwrap());

pub(crate) static RULES: Lazy<MentionRules> =
    Lazy::new(|| MentionRules::compile(&TABLES, None, None).unwrap());

/// A clean text with its words and matches.
pub(crate) struct Sample<'t> {
    pub(crate) clean: &'t str,
    pub(crate) segmented: Segmented,
    pub(crate) matches: Matches,
}

impl<'t> Sample<'t> {
    pub(crate) fn new(clean: &'t str) -> Self {
        let mut sample =
            Sample { clean, segmented: Segmented::default(), matches: Matches::default() };
        segment::segment(clean, &mut sample.segmented);
        SCAN.scan(clean, &mut sample.matches);
        sample
    }

    /// Returns the index of its first sentence.
    #[cfg(feature = "train")]
    pub(crate) fn index(&self) -> super::SentenceIndex {
        let mut sentence = super::SentenceIndex::default();
        let (characters, classes) = (&RULES.characters, &RULES.classes);
        sentence.load(characters, classes, self.clean, &self.segmented, 0, &self.matches);
        sentence
    }

    /// Returns a mention of the words where they stand first, by a row of a table.
    pub(crate) fn mention(&self, words: &str, kind: MentionKind, row: &str) -> Mention {
        let start = self.clean.find(words).unwrap();
        Mention {
            span: Span::new(start, start + words.len()),
            kind,
            rule: rule(row),
            score: 1.0,
            evidence: Vec::new(),
            rival: None,
        }
    }

    /// Returns the words of mentions.
    pub(crate) fn words(&self, mentions: &[Mention]) -> Vec<&'t str> {
        mentions.iter().map(|m| &self.clean[m.span.range()]).collect()
    }

    /// Returns what the proposers, then some scorers, then perhaps the document votes say of each candidate, as
    /// `kind words feature`.
    fn features(&self, scorers: &[&dyn Scorer], votes: bool) -> Vec<String> {
        let mut scratch = MentionScratch::default();
        let MentionScratch { candidates, sentence, learned, lattice, .. } = &mut scratch;
        for index in 0..self.segmented.sentences.len() {
            let (characters, classes) = (&RULES.characters, &RULES.classes);
            sentence.load(characters, classes, self.clean, &self.segmented, index, &self.matches);
            candidates.begin_sentence();
            let options = Options::default();
            let mut scope = SentenceScope { rules: &RULES, options, sentence, candidates, learned };
            propose_all(&mut scope);
            scorers.iter().for_each(|scorer| scorer.score(&mut scope));
        }
        if votes {
            let transitions = &RULES.transitions;
            document_votes::add(self.clean, &RULES.weights, transitions, lattice, candidates);
        }
        let mut features = Vec::new();
        for candidate in candidates.all() {
            let kind = candidate.kind.map_or("none", MentionKind::as_str);
            for hit in candidates.hits(candidate) {
                let words = &self.clean[candidate.span.range()];
                features.push(format!("{kind} {words} {}", TABLES.row(hit.rule).name()));
            }
        }
        features
    }
}

/// Returns the row of a table by its id.
pub(crate) fn rule(id: &str) -> RuleId {
    TABLES.find(id).unwrap_or_else(|| panic!("no row `{id}`"))
}

/// Checks that the proposers and then the scorers give a candidate of the text a feature: `kind words feature`.
#[track_caller]
pub(crate) fn has(text: &str, scorers: &[&dyn Scorer], feature: &str) {
    let features = Sample::new(text).features(scorers, false);
    assert!(features.iter().any(|f| f == feature), "{text}: {features:#?}");
}

/// Checks that no candidate of the text gets the feature.
#[track_caller]
pub(crate) fn lacks(text: &str, scorers: &[&dyn Scorer], feature: &str) {
    let features = Sample::new(text).features(scorers, false);
    assert!(!features.iter().any(|f| f == feature), "{text}: {features:#?}");
}

/// Returns how many candidates the document votes give the feature.
pub(crate) fn votes(text: &str, scorers: &[&dyn Scorer], feature: &str) -> usize {
    Sample::new(text).features(scorers, true).iter().filter(|f| *f == feature).count()
}
