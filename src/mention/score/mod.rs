//! Scorers: what a candidate scores beyond the features of its proposer.
//!
//! In: the candidates of a sentence. Out: the same with more features, and candidates that only a scorer knows; at the
//! end of the text [`document_votes`] looks at all of them together. Each scorer has its features in `weight.tsv`.

pub(crate) mod company_short_name;
pub(crate) mod document_votes;
pub(crate) mod guideline;
pub(crate) mod learned;
mod listed;
pub(crate) mod name_extension;
pub(crate) mod person_context;

use std::fmt::Debug;

use super::SentenceScope;
use crate::options::Convention;

/// Scores the candidates of one sentence.
pub(crate) trait Scorer: Debug + Send + Sync {
    /// Returns whether it knows the guidelines; most know those of news alone.
    fn applies(&self, convention: Convention) -> bool {
        convention == Convention::News
    }

    /// Adds features to the candidates of the sentence, and candidates that only it knows.
    fn score(&self, scope: &mut SentenceScope<'_>);
}

/// Returns the scorers in the order they run.
pub(crate) fn scorers(learned: Option<learned::LearnedScorer>) -> Vec<Box<dyn Scorer>> {
    let mut scorers: Vec<Box<dyn Scorer>> = Vec::new();
    if let Some(learned) = learned {
        scorers.push(Box::new(learned));
        scorers.push(Box::new(listed::ListedNameScorer));
    }
    scorers.push(Box::new(guideline::GuidelineScorer));
    scorers.push(Box::new(person_context::PersonContextScorer));
    scorers.push(Box::new(company_short_name::CompanyShortNameScorer));
    scorers.push(Box::new(name_extension::NameExtensionScorer));
    scorers
}
