//! Organisations: a last part (妇幼保健院, 有限公司) and what stands before it, up to a boundary; listed bodies and firms.

use crate::mention::{
    MentionRules,
    decide::lattice::Proposals,
    index::lexicon_class::{Needs, Sense, Stands},
    index::sentence_index::{Hit, View, is_han},
    propose::place::is_place,
    propose::weight::Weighed,
};
use crate::{document::MentionKind, rules::RuleId, segment::Pos};

/// Most characters before the last part: 常州市金土地农牧科技服务 has twelve.
const REACH: usize = 24;

/// Most words before the last part.
const WORDS: usize = 10;

/// Proposes the organisations of a sentence, and marks where they stand.
pub(crate) fn propose(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    for end in 1..=view.len() {
        let mut longest: Option<(Hit, Needs, bool)> = None;
        for at in 0..view.hits_to_count(end) {
            let hit = view.hit_to(end, at);
            match hit.sense {
                Sense::OrgSuffix { needs, firm } if longest.is_none() => {
                    longest = Some((hit, needs, firm));
                }
                Sense::Organization { word, .. } => listed(rules, view, hit, word, proposals),
                _ => {}
            }
        }
        if let Some((hit, needs, firm)) = longest {
            extend(rules, view, hit, needs, firm, proposals);
        }
    }
}

/// A body or firm that stands in a table, alone and with a place before it (江西省委).
fn listed(rules: &MentionRules, view: &mut View, hit: Hit, word: bool, proposals: &mut Proposals) {
    let base = Weighed::OrgListed;
    let everyday = word.then_some(Weighed::OrgEveryday);
    candidate(rules, view, hit.start, hit.end, hit.rule, &[Some(base), everyday], proposals);
}

/// Candidates from the last part to the left, one for each word up to a boundary.
fn extend(
    rules: &MentionRules,
    view: &mut View,
    suffix: Hit,
    needs: Needs,
    firm: bool,
    proposals: &mut Proposals,
) {
    if needs == Needs::Nothing || needs == Needs::Place {
        let known = rules_level_known(view, suffix);
        let rows = match needs {
            Needs::Nothing => [Some(Weighed::OrgComplete), None, None],
            _ => [
                Some(Weighed::OrgBare),
                known.then_some(Weighed::OrgPlaceKnown),
                (!view.is_border(suffix.start)).then_some(Weighed::OrgBareCut),
            ],
        };
        candidate(rules, view, suffix.start, suffix.end, suffix.rule, &rows, proposals);
    }
    let mut start = suffix.start;
    let (mut verbs, mut loose, mut words, mut brackets) = (0.0f32, 0.0f32, 0, 0);
    let mut content = false;
    while start > 0 && words < WORDS && suffix.start - start < REACH {
        let word = view.word(start - 1);
        let next = word.start;
        match step(view, next, start, firm) {
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
        let place = place_at(view, start, suffix.start);
        let org = view.hits_from(start).iter().any(|h| {
            matches!(h.sense, Sense::Organization { word: false, .. }) && h.end <= suffix.start
        });
        content |= !view.ends(MentionKind::Place, start + word.len());
        let satisfied = match needs {
            Needs::Place => place.is_some() || org || content,
            _ => true,
        };
        // Brackets open and close inside the name: 乐维软件（大连）有限公司.
        if !satisfied || brackets % 2 == 1 {
            continue;
        }
        let rows = [
            Some(match (needs, firm) {
                (_, true) => Weighed::OrgFirm,
                (Needs::Place, _) => Weighed::OrgNeedsPlace,
                (Needs::Name, _) => Weighed::OrgNeedsName,
                (Needs::Nothing, _) => Weighed::OrgComplete,
                _ => Weighed::OrgNeedsEither,
            }),
            match place {
                Some(end) if end == suffix.start => Some(Weighed::OrgPlaceOnly),
                Some(_) => Some(Weighed::OrgPlaceStart),
                None => Some(Weighed::OrgNoPlace),
            },
            org.then_some(Weighed::OrgStartsWithOrg),
            (suffix.len() == 1).then_some(Weighed::OrgShortSuffix),
        ];
        let span = view.span(start, suffix.end);
        open(rules, view, start, suffix.end, suffix.rule, &rows, proposals);
        let weights = &rules.weights;
        weights.fire_times(Weighed::OrgVerbInside, span, verbs, proposals);
        weights.fire_times(Weighed::OrgLoose, span, loose.min(4.0), proposals);
        weights.fire_times(Weighed::OrgWords, span, (words as f32).min(6.0), proposals);
        close(rules, view, start, suffix.end, proposals);
    }
}

enum Step {
    Open,
    Verb,
    Bracket,
    Stop,
}

/// Says whether the word between two borders may stand inside an organisation's name.
fn step(view: &View, start: usize, end: usize, firm: bool) -> Step {
    let word = view.word(start);
    let chars = &view.chars[start..end];
    if !chars.iter().all(|&c| is_han(c) || c.is_ascii_alphanumeric()) {
        let bracket = matches!(chars, ['（' | '）' | '(' | ')' | '“' | '”' | '《' | '》']);
        let dot = matches!(chars, ['·' | '-' | '&']);
        return match (bracket, dot) {
            (true, _) if firm || matches!(chars, ['”' | '》' | '“' | '《']) => Step::Bracket,
            (_, true) => Step::Open,
            _ => Step::Stop,
        };
    }
    let title = view.hits_to(end).any(|h| {
        h.start <= start && matches!(h.sense, Sense::Title(Stands::Post | Stands::Honorific))
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
fn place_at(view: &View, start: usize, until: usize) -> Option<usize> {
    view.hits_from(start)
        .iter()
        .filter(|h| is_place(h.sense) && h.len() > 1 && h.end <= until)
        .map(|h| h.end)
        .max()
}

/// Returns whether the text names a division of the level that a bare body belongs to: 市委 where 芜湖市 is told.
fn rules_level_known(view: &View, suffix: Hit) -> bool {
    view.level_known(view.chars[suffix.start])
}

fn candidate(
    rules: &MentionRules,
    view: &mut View,
    start: usize,
    end: usize,
    rule: RuleId,
    rows: &[Option<Weighed>],
    proposals: &mut Proposals,
) {
    open(rules, view, start, end, rule, rows, proposals);
    close(rules, view, start, end, proposals);
}

fn open(
    rules: &MentionRules,
    view: &View,
    start: usize,
    end: usize,
    rule: RuleId,
    rows: &[Option<Weighed>],
    proposals: &mut Proposals,
) {
    let span = view.span(start, end);
    proposals.propose(span, Some(MentionKind::Organization), rule);
    for row in rows.iter().flatten() {
        rules.weights.fire(*row, span, proposals);
    }
}

fn close(
    rules: &MentionRules,
    view: &mut View,
    start: usize,
    end: usize,
    proposals: &mut Proposals,
) {
    let weights = &rules.weights;
    let span = view.span(start, end);
    let mut fire = |row| weights.fire(row, span, proposals);
    let word = view.word(start);
    if word.start == start && word.end == end {
        match word.pos {
            Pos::Organization | Pos::Abbreviation | Pos::OtherName => {
                fire(Weighed::OrgIsOrgWord);
            }
            Pos::Noun | Pos::Verb | Pos::VerbalNoun | Pos::Adjective => {
                fire(Weighed::OrgIsOtherWord)
            }
            _ => {}
        }
    }
    if !view.is_border(start) {
        fire(Weighed::OrgCutsLeft);
    }
    if !view.is_border(end) {
        fire(Weighed::OrgCutsRight);
    }
    if start == 0 || boundary(view, start) {
        fire(Weighed::OrgBoundaryLeft);
    } else {
        fire(Weighed::OrgOpenLeft);
    }
    if view.hits_from(end).iter().any(|h| matches!(h.sense, Sense::Title(Stands::Post))) {
        fire(Weighed::OrgTitleRight);
    }
    rules.fire_context(view, start, end, 2, span, proposals);
    if proposals.last_score() > 0.0 {
        view.mark(MentionKind::Organization, start, end);
    }
    proposals.drop_below(rules.floor);
}

/// Returns whether the word before the border cannot belong to a name.
fn boundary(view: &View, at: usize) -> bool {
    let Some(word) = view.word_before(at) else { return true };
    !is_han(view.chars[at - 1]) && !view.chars[at - 1].is_ascii_alphanumeric()
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
