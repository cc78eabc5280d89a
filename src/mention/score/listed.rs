//! The listed name scorer: names that a table has, or that are masked as only names are.

use super::Scorer;
use crate::mention::{SentenceScope, propose::weight::FeatureId};

/// Features that say a name is in a table, or masked as only names are.
const LISTED: [FeatureId; 5] = [
    FeatureId::OrgListed,
    FeatureId::PlaceListed,
    FeatureId::PlaceCountry,
    FeatureId::PlaceDivision,
    FeatureId::PersonMasked,
];

/// Supports listed names behind the learned rows, which know the names and the guidelines of the texts they were
/// estimated on: 华为 was in none.
#[derive(Debug)]
pub(crate) struct ListedNameScorer;

impl Scorer for ListedNameScorer {
    fn score(&self, scope: &mut SentenceScope<'_>) {
        let rules = LISTED.map(|feature| scope.rules.weights.get(feature).map(|(rule, _)| rule));
        for index in scope.candidates.sentence_range() {
            let hits = scope.candidates.hits(&scope.candidates.all()[index]);
            let listed = hits.iter().any(|f| rules.contains(&Some(f.rule)));
            scope.add_to(index, FeatureId::Listed, usize::from(listed));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn names_of_tables_and_masked_persons_are_supported() {
        let scorers: [&dyn Scorer; 1] = [&ListedNameScorer];
        has("岚皋县昨日有雨。", &scorers, "place 岚皋县 weight.listed");
        has("张某已被拘留。", &scorers, "person 张某 weight.listed");
        lacks("林晓禾已被拘留。", &scorers, "person 林晓禾 weight.listed");
    }
}
