//! Organisations: a last part (妇幼保健院, 有限公司) and what stands before it, up to a boundary; listed bodies and firms.

use crate::mention::{
    SentenceScope,
    index::lexicon_class::{LexiconClass, SuffixNeeds, TitleKind},
    index::sentence_index::{LexiconHit, SentenceIndex, is_han},
    propose::place::is_place,
    propose::{FLOOR, weight::FeatureId},
};
use crate::{document::MentionKind, rules::RuleId, segment::Pos};

/// Most characters before the last part: 常州市金土地农牧科技服务 has twelve.
const REACH: usize = 24;

/// Most words before the last part.
const WORDS: usize = 10;

/// Proposes the organisations of a sentence, and marks where they stand.
pub(crate) fn propose(scope: &mut SentenceScope<'_>) {
    for end in 1..=scope.sentence.len() {
        let mut longest: Option<(LexiconHit, SuffixNeeds, bool)> = None;
        for at in 0..scope.sentence.hits_to_count(end) {
            let hit = scope.sentence.hit_to(end, at);
            match hit.class {
                LexiconClass::OrgSuffix { needs, firm } if longest.is_none() => {
                    longest = Some((hit, needs, firm));
                }
                LexiconClass::Organization { word, .. } => listed(scope, hit, word),
                _ => {}
            }
        }
        if let Some((hit, needs, firm)) = longest {
            extend(scope, hit, needs, firm);
        }
    }
}

/// A body or firm that stands in a table, alone and with a place before it (江西省委).
fn listed(scope: &mut SentenceScope<'_>, hit: LexiconHit, word: bool) {
    let base = FeatureId::OrgListed;
    let everyday = word.then_some(FeatureId::OrgEveryday);
    candidate(scope, hit.start, hit.end, hit.rule, &[Some(base), everyday]);
}

/// Candidates from the last part to the left, one for each word up to a boundary.
fn extend(scope: &mut SentenceScope<'_>, suffix: LexiconHit, needs: SuffixNeeds, firm: bool) {
    if needs == SuffixNeeds::Nothing || needs == SuffixNeeds::Place {
        // 市委 where the text names 芜湖市.
        let known = scope.sentence.has_level(scope.sentence.chars[suffix.start]);
        let rows = match needs {
            SuffixNeeds::Nothing => [Some(FeatureId::OrgComplete), None, None],
            _ => [
                Some(FeatureId::OrgBare),
                known.then_some(FeatureId::OrgPlaceKnown),
                (!scope.sentence.is_border(suffix.start)).then_some(FeatureId::OrgBareCut),
            ],
        };
        candidate(scope, suffix.start, suffix.end, suffix.rule, &rows);
    }
    let mut start = suffix.start;
    let (mut verbs, mut loose, mut words, mut brackets) = (0.0f32, 0.0f32, 0, 0);
    let mut content = false;
    while start > 0 && words < WORDS && suffix.start - start < REACH {
        let word = scope.sentence.word(start - 1);
        let next = word.start;
        match step(scope.sentence, next, start, firm) {
            Step::Stop => break,
            Step::Verb => verbs += 1.0,
            Step::Bracket => brackets += 1,
            Step::Open => {}
        }
        if word.len() == 1 {
            loose += 1.0;
        }
        start = next;
        words += 1;
        let place = place_at(scope.sentence, start, suffix.start);
        let org = scope.sentence.hits_from(start).iter().any(|h| {
            matches!(h.class, LexiconClass::Organization { word: false, .. })
                && h.end <= suffix.start
        });
        content |= !scope.sentence.ends(MentionKind::Place, start + word.len());
        let satisfied = match needs {
            SuffixNeeds::Place => place.is_some() || org || content,
            _ => true,
        };
        // Brackets open and close inside the name: 乐维软件（大连）有限公司.
        if !satisfied || brackets % 2 == 1 {
            continue;
        }
        let rows = [
            Some(match (needs, firm) {
                (_, true) => FeatureId::OrgFirm,
                (SuffixNeeds::Place, _) => FeatureId::OrgNeedsPlace,
                (SuffixNeeds::Name, _) => FeatureId::OrgNeedsName,
                (SuffixNeeds::Nothing, _) => FeatureId::OrgComplete,
                _ => FeatureId::OrgNeedsEither,
            }),
            match place {
                Some(end) if end == suffix.start => Some(FeatureId::OrgPlaceOnly),
                Some(_) => Some(FeatureId::OrgPlaceStart),
                None => Some(FeatureId::OrgNoPlace),
            },
            org.then_some(FeatureId::OrgStartsWithOrg),
            (suffix.len() == 1).then_some(FeatureId::OrgShortSuffix),
        ];
        let span = scope.sentence.span(start, suffix.end);
        open(scope, start, suffix.end, suffix.rule, &rows);
        scope.add_times(FeatureId::OrgVerbInside, span, verbs);
        scope.add_times(FeatureId::OrgLoose, span, loose.min(4.0));
        scope.add_times(FeatureId::OrgWords, span, (words as f32).min(6.0));
        close(scope, start, suffix.end);
    }
}

enum Step {
    Open,
    Verb,
    Bracket,
    Stop,
}

/// Says whether the word between two borders may stand inside an organisation's name.
fn step(sentence: &SentenceIndex, start: usize, end: usize, firm: bool) -> Step {
    let word = sentence.word(start);
    let chars = &sentence.chars[start..end];
    if !chars.iter().all(|&c| is_han(c) || c.is_ascii_alphanumeric()) {
        let bracket = matches!(chars, ['（' | '）' | '(' | ')' | '“' | '”' | '《' | '》']);
        let dot = matches!(chars, ['·' | '-' | '&']);
        return match (bracket, dot) {
            (true, _) if firm || matches!(chars, ['”' | '》' | '“' | '《']) => Step::Bracket,
            (_, true) => Step::Open,
            _ => Step::Stop,
        };
    }
    let title = sentence.hits_to(end).any(|h| {
        h.start <= start
            && matches!(h.class, LexiconClass::Title(TitleKind::Post | TitleKind::Honorific))
    });
    if title {
        return Step::Stop;
    }
    match word.pos {
        Pos::Preposition | Pos::Conjunction | Pos::Pronoun | Pos::Particle => Step::Stop,
        Pos::Verb | Pos::Adverb | Pos::Measure | Pos::Direction | Pos::Time => Step::Verb,
        _ => Step::Open,
    }
}

/// Returns the end of the longest place that begins an organisation's name.
fn place_at(sentence: &SentenceIndex, start: usize, until: usize) -> Option<usize> {
    sentence
        .hits_from(start)
        .iter()
        .filter(|h| is_place(h.class) && h.len() > 1 && h.end <= until)
        .map(|h| h.end)
        .max()
}

fn candidate(
    scope: &mut SentenceScope<'_>,
    start: usize,
    end: usize,
    rule: RuleId,
    rows: &[Option<FeatureId>],
) {
    open(scope, start, end, rule, rows);
    close(scope, start, end);
}

fn open(
    scope: &mut SentenceScope<'_>,
    start: usize,
    end: usize,
    rule: RuleId,
    rows: &[Option<FeatureId>],
) {
    let span = scope.sentence.span(start, end);
    scope.candidates.propose(span, Some(MentionKind::Organization), rule);
    for row in rows.iter().flatten() {
        scope.add(*row, span);
    }
}

fn close(scope: &mut SentenceScope<'_>, start: usize, end: usize) {
    let weights = &scope.rules.weights;
    let span = scope.sentence.span(start, end);
    let mut fire = |row| weights.add(row, span, scope.candidates);
    let word = scope.sentence.word(start);
    if word.start == start && word.end == end {
        match word.pos {
            Pos::Organization | Pos::Abbreviation | Pos::OtherName => {
                fire(FeatureId::OrgIsOrgWord);
            }
            Pos::Noun | Pos::Verb | Pos::VerbalNoun | Pos::Adjective => {
                fire(FeatureId::OrgIsOtherWord)
            }
            _ => {}
        }
    }
    if !scope.sentence.is_border(start) {
        fire(FeatureId::OrgCutsLeft);
    }
    if !scope.sentence.is_border(end) {
        fire(FeatureId::OrgCutsRight);
    }
    if start == 0 || boundary(scope.sentence, start) {
        fire(FeatureId::OrgBoundaryLeft);
    } else {
        fire(FeatureId::OrgOpenLeft);
    }
    if scope
        .sentence
        .hits_from(end)
        .iter()
        .any(|h| matches!(h.class, LexiconClass::Title(TitleKind::Post)))
    {
        fire(FeatureId::OrgTitleRight);
    }
    scope.add_context(start, end, 2, span);
    if scope.candidates.last_score() > 0.0 {
        scope.sentence.mark(MentionKind::Organization, start, end);
    }
    scope.candidates.drop_below(FLOOR);
}

/// Returns whether the word before the border cannot belong to a name.
fn boundary(sentence: &SentenceIndex, at: usize) -> bool {
    let Some(word) = sentence.word_before(at) else { return true };
    !is_han(sentence.chars[at - 1]) && !sentence.chars[at - 1].is_ascii_alphanumeric()
        || matches!(
            word.pos,
            Pos::Preposition
                | Pos::Conjunction
                | Pos::Pronoun
                | Pos::Particle
                | Pos::Verb
                | Pos::Adverb
                | Pos::Time
                | Pos::Direction
        )
}

#[cfg(test)]
mod tests {
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn organisations_reach_from_their_last_part_to_a_boundary() {
        has("霖晶有限公司昨日成立。", &[], "organization 霖晶有限公司 weight.org_firm");
        has("他在江州大学任教。", &[], "organization 江州大学 weight.org_boundary_left");
        lacks("他在江州大学任教。", &[], "organization 在江州大学 weight.org_needs_either");
    }
}
