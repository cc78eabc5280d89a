//! Named rows of the table `weight`: how much a feature adds to the score of a candidate.
//!
//! `weights.bin` was estimated on top of the rows `org_…`, `person_…`, `place_…` and `title_…`: change one, and it has to be
//! estimated again (a test compares fingerprints). The other rows belong to scorers and may be changed by themselves.

use crate::mention::{index::lexicon::WEIGHT, propose::candidates::Candidates};
use crate::{
    Clean, Span,
    rules::{RuleId, Tables},
};

macro_rules! features {
    ($($name:ident = $id:literal,)+) => {
        /// A row of the table `weight` that the proposers fire; the table says what each means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum FeatureId { $($name,)+ }

        impl FeatureId {
            const IDS: &'static [&'static str] = &[$($id,)+];
        }
    };
}

features! {
    CompanyShareCode = "weight.firm_numbered",
    CompanyPlace = "weight.firm_seat",
    CompanyContext = "weight.firm_told",
    CompanyTrade = "weight.firm_trade",
    TransitionOrganizationTitle = "weight.follow_organization_title",
    TransitionPersonPerson = "weight.follow_person_person",
    TransitionPersonTitle = "weight.follow_person_title",
    TransitionPlaceOrganization = "weight.follow_place_organization",
    TransitionPlacePerson = "weight.follow_place_person",
    TransitionPlaceTitle = "weight.follow_place_title",
    TransitionTitlePerson = "weight.follow_title_person",
    GuidelineSurnameAndPost = "weight.house_addressed",
    GuidelineJoinsListed = "weight.house_and",
    GuidelineCompound = "weight.house_compound",
    GuidelineReporterPlace = "weight.house_dateline",
    GuidelineDoubledCharacter = "weight.house_doubled",
    GuidelineCrossesTitle = "weight.house_crossed",
    GuidelineElectedTitle = "weight.house_elected",
    GuidelineJointTitle = "weight.house_joint",
    GuidelineJapanese = "weight.house_japanese",
    GuidelineLongSurname = "weight.house_long_surname",
    GuidelineNationality = "weight.house_national",
    GuidelineRoad = "weight.house_road",
    GuidelineSpeaker = "weight.house_speaks",
    GuidelineTitleHolder = "weight.house_titled",
    GuidelineBrokenName = "weight.house_torn",
    GuidelineBareSuffix = "weight.house_bare",
    GuidelineIndefinite = "weight.house_indefinite",
    ExtensionCoversParts = "weight.house_holds",
    GuidelineListed = "weight.house_listed",
    GuidelineUnpairedMarks = "weight.house_marks",
    GuidelineMasked = "weight.house_masked",
    GuidelineSingleCharacter = "weight.house_single",
    GuidelinePlacesBeforeSite = "weight.house_site",
    GuidelineNamedAfter = "weight.house_thing",
    GuidelineTwoSurnames = "weight.house_two_surnames",
    GuidelinePlacesBeforeBody = "weight.house_whole",
    OrgBare = "weight.org_bare",
    OrgBareCut = "weight.org_bare_cut",
    OrgBoundaryLeft = "weight.org_boundary_left",
    OrgComplete = "weight.org_complete",
    OrgCutsLeft = "weight.org_cuts_left",
    OrgCutsRight = "weight.org_cuts_right",
    OrgEveryday = "weight.org_everyday",
    OrgFirm = "weight.org_firm",
    OrgIsOrgWord = "weight.org_is_org_word",
    OrgIsOtherWord = "weight.org_is_other_word",
    OrgListed = "weight.org_listed",
    OrgLoose = "weight.org_loose",
    OrgNeedsEither = "weight.org_needs_either",
    OrgNeedsName = "weight.org_needs_name",
    OrgNeedsPlace = "weight.org_needs_place",
    OrgNoPlace = "weight.org_no_place",
    OrgOpenLeft = "weight.org_open_left",
    OrgPlaceKnown = "weight.org_place_known",
    OrgPlaceOnly = "weight.org_place_only",
    OrgPlaceStart = "weight.org_place_start",
    OrgShortSuffix = "weight.org_short_suffix",
    OrgStartsWithOrg = "weight.org_starts_with_org",
    OrgTitleRight = "weight.org_title_right",
    OrgVerbInside = "weight.org_verb_inside",
    OrgWords = "weight.org_words",
    PersonCommon = "weight.person_common",
    PersonCompound = "weight.person_compound",
    PersonCutsLeft = "weight.person_cuts_left",
    PersonCutsRight = "weight.person_cuts_right",
    ForeignBeganBefore = "weight.person_foreign_began_before",
    ForeignDotted = "weight.person_foreign_dotted",
    ForeignGoesOn = "weight.person_foreign_goes_on",
    ForeignRun = "weight.person_foreign_run",
    ForeignStrength = "weight.person_foreign_strength",
    ForeignWord = "weight.person_foreign_word",
    PersonGivenIsWord = "weight.person_given_is_word",
    PersonGivenOne = "weight.person_given_one",
    PersonGivenStrength = "weight.person_given_strength",
    PersonGivenTwo = "weight.person_given_two",
    PersonGivenUnknown = "weight.person_given_unknown",
    PersonInsideOther = "weight.person_inside_other",
    PersonIsOtherWord = "weight.person_is_other_word",
    PersonIsPersonWord = "weight.person_is_person_word",
    PersonIsPlaceWord = "weight.person_is_place_word",
    PersonJapanese = "weight.person_japanese",
    PersonKinLeft = "weight.person_kin_left",
    PersonList = "weight.person_list",
    PersonListNext = "weight.person_list_next",
    PersonLoose = "weight.person_loose",
    PersonMasked = "weight.person_masked",
    PersonMaskedGiven = "weight.person_masked_given",
    PersonRare = "weight.person_rare",
    PersonSentenceStart = "weight.person_sentence_start",
    PersonSurnameAfterName = "weight.person_surname_after_name",
    PersonSurnameInWord = "weight.person_surname_in_word",
    PersonSurnameTitle = "weight.person_surname_title",
    PersonTwoSurnames = "weight.person_two_surnames",
    PlaceBeforePlace = "weight.place_before_place",
    PlaceChain = "weight.place_chain",
    PlaceCompound = "weight.place_compound",
    PlaceCountry = "weight.place_country",
    PlaceCountryLetter = "weight.place_country_letter",
    PlaceCutsLeft = "weight.place_cuts_left",
    PlaceCutsRight = "weight.place_cuts_right",
    PlaceDivision = "weight.place_division",
    PlaceDivisionLetter = "weight.place_division_letter",
    PlaceEveryday = "weight.place_everyday",
    PlaceFormer = "weight.place_former",
    PlaceIsOtherWord = "weight.place_is_other_word",
    PlaceIsPlaceWord = "weight.place_is_place_word",
    PlaceLength = "weight.place_length",
    PlaceListed = "weight.place_listed",
    PlaceLoose = "weight.place_loose",
    PlaceNature = "weight.place_nature",
    PlaceRegion = "weight.place_region",
    PlaceRoad = "weight.place_road",
    PlaceSettlement = "weight.place_settlement",
    PlaceSite = "weight.place_site",
    PlaceStartsWithPlace = "weight.place_starts_with_place",
    PlaceStemCity = "weight.place_stem_city",
    PlaceStemCounty = "weight.place_stem_county",
    PlaceSuffixDivision = "weight.place_suffix_division",
    PlaceTown = "weight.place_town",
    PlaceVerbInside = "weight.place_verb_inside",
    PlaceWord = "weight.place_word",
    PlaceZone = "weight.place_zone",
    PlaceZoneListed = "weight.place_zone_listed",
    TitleBeforeName = "weight.title_before_name",
    TitleCutsLeft = "weight.title_cuts_left",
    TitleCutsRight = "weight.title_cuts_right",
    TitleField = "weight.title_field",
    TitleHolderLeft = "weight.title_holder_left",
    TitleHonorific = "weight.title_honorific",
    TitleInside = "weight.title_inside",
    TitleJoint = "weight.title_joint",
    TitleLeftAdverb = "weight.title_left_adverb",
    TitleLeftEdge = "weight.title_left_edge",
    TitleLeftFunction = "weight.title_left_function",
    TitleLeftLoose = "weight.title_left_loose",
    TitleLeftMark = "weight.title_left_mark",
    TitleLeftName = "weight.title_left_name",
    TitleLeftNoun = "weight.title_left_noun",
    TitleLeftNumber = "weight.title_left_number",
    TitleLeftVerb = "weight.title_left_verb",
    TitleLonger = "weight.title_longer",
    TitleNameRight = "weight.title_name_right",
    TitlePart = "weight.title_part",
    TitlePost = "weight.title_post",
    TitleRank = "weight.title_rank",
    TitleRightAdverb = "weight.title_right_adverb",
    TitleRightEdge = "weight.title_right_edge",
    TitleRightFunction = "weight.title_right_function",
    TitleRightLoose = "weight.title_right_loose",
    TitleRightMark = "weight.title_right_mark",
    TitleRightName = "weight.title_right_name",
    TitleRightNoun = "weight.title_right_noun",
    TitleRightNumber = "weight.title_right_number",
    TitleRightVerb = "weight.title_right_verb",
    TitleVerbal = "weight.title_verbal",
    Listed = "weight.listed",
    DocumentSameKind = "weight.told_again",
    DocumentLongerPerson = "weight.told_longer",
    DocumentOtherKind = "weight.told_otherwise",
    DocumentSureOrganization = "weight.told_surely",
}

/// The rows with their weights; a row that a user disabled is silent.
#[derive(Debug)]
pub(crate) struct FeatureWeights {
    rows: Vec<Option<(RuleId, f32)>>,
}

impl FeatureWeights {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let mut rows = vec![None; FeatureId::IDS.len()];
        for row in tables.rows(WEIGHT.name) {
            if let Some(at) = FeatureId::IDS.iter().position(|id| *id == row.cell("id")) {
                let weight = row.cell("weight").parse().expect("the column was checked");
                rows[at] = Some((row.id, weight));
            }
        }
        FeatureWeights { rows }
    }

    /// Returns a number that changes with the weight of any feature of a proposer. The learned rows are estimated on top of
    /// those, so that a change asks for a new estimate; the scorers run behind them.
    #[cfg(any(all(test, feature = "learned"), feature = "train"))]
    pub(crate) fn fingerprint(&self) -> u64 {
        const PROPOSERS: [&str; 4] =
            ["weight.org_", "weight.person_", "weight.place_", "weight.title_"];
        let rows = FeatureId::IDS.iter().zip(&self.rows);
        let rows = rows.filter(|(id, _)| PROPOSERS.iter().any(|start| id.starts_with(start)));
        // FNV-1a of each row; the sum does not depend on the order of the rows.
        rows.fold(0, |sum, (id, row)| {
            let weight = row.map_or(f32::NAN, |(_, weight)| weight).to_le_bytes();
            let hash = id.bytes().chain(weight).fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
            sum.wrapping_add(hash)
        })
    }

    /// Returns the id of a row and its weight.
    pub(crate) fn get(&self, row: FeatureId) -> Option<(RuleId, f32)> {
        self.rows[row as usize]
    }

    /// Adds a feature to the candidate opened last.
    pub(crate) fn add(&self, row: FeatureId, key: Span<Clean>, candidates: &mut Candidates) {
        self.add_times(row, key, 1.0, candidates);
    }

    /// Adds a feature that counts, `times` over, to the candidate opened last.
    pub(crate) fn add_times(
        &self,
        row: FeatureId,
        key: Span<Clean>,
        times: f32,
        candidates: &mut Candidates,
    ) {
        if let Some((rule, weight)) = self.get(row).filter(|_| times != 0.0) {
            candidates.add(rule, key, weight * times);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_fired_somewhere_and_the_other_way_round() {
        let tables = Tables::built_in();
        let weights = FeatureWeights::compile(&tables);
        for (id, row) in FeatureId::IDS.iter().zip(&weights.rows) {
            assert!(row.is_some(), "weight.tsv has no row `{id}`");
        }
        for row in tables.rows(WEIGHT.name) {
            let id = row.cell("id");
            assert!(FeatureId::IDS.contains(&id), "no feature is named `{id}`");
        }
    }
}
