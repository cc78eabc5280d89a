//! Firms under the short names that news uses, which no last part tells: 霖晶科技, 白海棠（609123）, 深圳峻骁质押给.
//!
//! In: the weighed candidates of a sentence. Out: the same with rows of the house's own guidelines, and firms that no
//! other row proposed. Holds: a firm is told by its trade, by the number of its share, by what stands behind it
//! (公告, 股东) or by the place it begins with, and by at least one character that is no everyday word.

use crate::mention::{
    MentionRules,
    decide::lattice::Proposals,
    index::character_features::Surname,
    index::lexicon_class::{Makes, Sense, Stands, Trade},
    index::sentence_index::{View, is_han},
    propose::place::is_place,
    propose::weight::Weighed,
    score::guideline,
};
use crate::{document::MentionKind, segment::Pos};

/// Characters of a firm's short name before its trade, and of one that has none.
const STEM: std::ops::RangeInclusive<usize> = 2..=6;

/// Most characters of a date between a firm and what it announces: 9月2日晚间.
const DATE: usize = 12;

/// Weighs and proposes the firms of the sentence in view; its candidates begin at `first`.
pub(crate) fn weigh(rules: &MentionRules, view: &View, first: usize, proposals: &mut Proposals) {
    for index in 0..view.hits.len() {
        let hit = view.hits[index];
        if let Sense::Trade(trade) = hit.sense
            && let Some(start) = before_trade(view, hit.start, hit.end, trade)
            && !goes_on(view, hit.end)
        {
            believe(rules, view, first, (start, hit.end), Weighed::FirmTrade, proposals);
        }
    }
    for end in 2..=view.len() {
        if numbered(view, end) {
            let start = run_start(view, end);
            if STEM.contains(&(end - start)) {
                believe(rules, view, first, (start, end), Weighed::FirmNumbered, proposals);
            }
        } else if told(view, end) {
            let start = run_start(view, end);
            if (3..=6).contains(&(end - start)) && is_peculiar(view, start, end) {
                believe(rules, view, first, (start, end), Weighed::FirmTold, proposals);
            }
        } else if makes(view, end) == Some(Makes::Dealer) {
            placed(rules, view, first, end, proposals);
        }
    }
}

/// A place and two or three characters that make no word, before what is done with shares: 深圳峻骁质押给. They are no
/// person's name.
fn placed(rules: &MentionRules, view: &View, first: usize, end: usize, proposals: &mut Proposals) {
    let start = run_start(view, end);
    let Some(place) = seat(view, start, end) else { return };
    let letters = &view.letters[place..end];
    let person = letters[0].surname == Surname::Common
        || matches!(view.chars[place], '老' | '小' | '阿' | '大');
    let loose = view.words(place, end).iter().all(|w| match w.len() {
        1 => !matches!(w.pos, Pos::Number | Pos::Measure),
        _ => w.pos == Pos::Other,
    });
    if (2..=3).contains(&letters.len()) && loose && !person {
        believe(rules, view, first, (start, end), Weighed::FirmTold, proposals);
    }
}

/// Votes for the stretch as an organisation, or proposes it.
fn believe(
    rules: &MentionRules,
    view: &View,
    first: usize,
    (start, end): (usize, usize),
    row: Weighed,
    proposals: &mut Proposals,
) {
    let span = view.span(start, end);
    let kind = Some(MentionKind::Organization);
    // 沧州骏途汽车|零部件制造有限公司 is one name.
    let longer = proposals.candidates()[first..].iter().any(|c| {
        c.kind == kind
            && c.score > 0.0
            && c.span.start <= span.start
            && span.end < c.span.end
            && view
                .words(end, view.position(c.span.end))
                .iter()
                .all(|w| w.pos != Pos::Verb || !view.is_border(end))
    });
    if (longer && row != Weighed::FirmNumbered) || guideline::is_bare(view, start, end) {
        return;
    }
    guideline::raise(rules, view, first, (start, end), MentionKind::Organization, row, proposals);
    let seated = seat(view, start, end).is_some();
    if let Some((rule, weight)) = rules.weights.get(Weighed::FirmSeat).filter(|_| seated)
        && let Some(at) =
            proposals.candidates()[first..].iter().rposition(|c| c.span == span && c.kind == kind)
    {
        proposals.vote(first + at, rule, span, weight);
    }
}

/// Returns where the name before a trade begins.
///
/// An everyday noun is one only where a firm is told: 石榴药业公告.
fn before_trade(view: &View, border: usize, end: usize, trade: Trade) -> Option<usize> {
    if ends_other(view, border) {
        return None;
    }
    let start = run_start(view, border);
    let length = border - start;
    let told = told(view, end)
        || numbered(view, end)
        || (matches!(view.char(end), Some(':' | '：'))
            && (start == 0 || !is_han(view.chars[start - 1])));
    let noun = length == 2 && view.word(start).len() == 2;
    let named = if is_placed(view, start, border) {
        trade == Trade::Place || (trade == Trade::Name && told)
    } else if is_peculiar(view, start, border) {
        trade != Trade::Cue || told
    } else {
        noun && told && trade != Trade::Cue
    };
    (STEM.contains(&length) && named).then_some(start)
}

/// Returns whether the stretch is a place and nothing else.
fn is_placed(view: &View, start: usize, end: usize) -> bool {
    view.hits_from(start).iter().any(|h| h.end == end && is_place(h.sense))
}

/// Returns the end of the place that the stretch begins with.
fn seat(view: &View, start: usize, end: usize) -> Option<usize> {
    let places = view.hits_from(start).iter();
    places.filter(|h| is_place(h.sense) && h.len() > 1 && h.end < end).map(|h| h.end).max()
}

/// Returns whether the stretch, but for a place it begins with, is a name that no dictionary has: characters that make
/// no word, or a word that is itself a name. 增持 is no word of the dictionary, and no name.
fn is_peculiar(view: &View, start: usize, end: usize) -> bool {
    if start >= end || is_placed(view, start, end) || makes(view, start) == Some(Makes::Dealer) {
        return false;
    }
    let words = view.words(seat(view, start, end).unwrap_or(start), end);
    let loose = words.iter().filter(|w| w.len() == 1).count();
    let names = words.iter().any(|w| w.len() > 1 && is_name(w.pos));
    let known = words.iter().any(|w| w.len() > 1 && !is_name(w.pos));
    names || (loose >= 2 && !known)
}

fn is_name(pos: Pos) -> bool {
    matches!(
        pos,
        Pos::OtherName | Pos::Person | Pos::ForeignPerson | Pos::Organization | Pos::Other
    )
}

/// Returns where the run of words that may be a firm's short name begins, looked at from its end.
fn run_start(view: &View, end: usize) -> usize {
    let mut start = end;
    while start > 0 && end - start <= *STEM.end() {
        let word = view.word(start - 1);
        let name = view.chars[word.start..start]
            .iter()
            .all(|&c| (is_han(c) && c != '丨') || c.is_ascii_alphanumeric());
        let open = word.len() == 1
            && !matches!(
                word.pos,
                Pos::Preposition
                    | Pos::Conjunction
                    | Pos::Particle
                    | Pos::Pronoun
                    | Pos::Adverb
            )
            && (word.pos != Pos::Direction || view.chars[word.start] == '中')
            // 三禾智控, but 三家药业.
            && (word.pos != Pos::Number || (start < end && view.word(start).pos != Pos::Measure))
            || matches!(
                word.pos,
                Pos::Noun
                    | Pos::Person
                    | Pos::ForeignPerson
                    | Pos::Place
                    | Pos::Organization
                    | Pos::OtherName
                    | Pos::Adjective
                    | Pos::Abbreviation
                    | Pos::Spot
                    | Pos::Latin
                    | Pos::Other
            );
        if (start < end && ends_other(view, start)) || !name || !open {
            break;
        }
        start = word.start;
    }
    // 破产传闻|奥湖电器, 持|金岫地产: a firm's name seldom begins with an everyday word.
    let mut at = start;
    while at < end {
        let word = view.word(at);
        let everyday = match word.len() {
            1 => "持占购将由称拟获让使系是".contains(view.chars[at]),
            _ => !is_name(word.pos) && !is_placed(view, word.start, word.end),
        };
        if !everyday {
            break;
        }
        at = word.end;
    }
    if at + *STEM.start() <= end && is_peculiar(view, at, end) { at } else { start }
}

/// Returns whether a title or the last part of another name ends at the border.
fn ends_other(view: &View, at: usize) -> bool {
    view.hits_to(at).any(|h| match h.sense {
        Sense::Title(stands) => stands != Stands::Kin || h.len() > 1,
        Sense::OrgSuffix { .. } => h.len() > 1,
        _ => false,
    })
}

/// Returns whether what stands behind the border makes a longer name: 霖晶科技|园, 海岚传媒|大学.
fn goes_on(view: &View, end: usize) -> bool {
    !view.is_border(end)
        || view.hits_from(end).iter().any(|h| {
            matches!(h.sense, Sense::OrgSuffix { .. } | Sense::PlaceSuffix(_) | Sense::Trade(_))
        })
}

/// Returns whether the number of a share stands behind the border, in brackets: （609123.SH）.
fn numbered(view: &View, end: usize) -> bool {
    if !matches!(view.char(end), Some('（' | '(')) {
        return false;
    }
    let inside = view.chars[end + 1..].iter().take(24);
    let (mut digits, mut most) = (0, 0);
    for &c in inside {
        match c {
            '）' | ')' => return matches!(most, 5 | 6),
            '0'..='9' => {
                digits += 1;
                most = most.max(digits);
            }
            'A'..='Z' | '.' | ':' | '：' | '，' | ',' | ' ' => digits = 0,
            _ if is_han(c) => digits = 0,
            _ => return false,
        }
    }
    false
}

/// Returns what the word behind the border makes of a name before it.
fn makes(view: &View, end: usize) -> Option<Makes> {
    view.context_after(end).and_then(|(_, _, side)| side.makes)
}

/// Returns whether a word stands behind the border that only a firm has before it, a date or a share (51%股权) between or not.
fn told(view: &View, end: usize) -> bool {
    let firm = |at: usize| makes(view, at) == Some(Makes::Firm);
    if firm(end) {
        return true;
    }
    if !view.char(end).is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    let dated = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '%' | '.' | '年' | '月' | '日' | '晚' | '间' | '早' | '午' | '上' | '下')
    };
    let mut at = end;
    while at < view.len() && at - end < DATE && dated(view.chars[at]) {
        at += 1;
    }
    firm(at)
}
