//! The company short name scorer: companies under the short names that news uses, without a last part that says so: 霖晶科技, 白海棠（609123）, 深圳峻骁质押给.
//!
//! In: the scored candidates of a sentence. Out: the same with more features, and companies that no proposer found.
//! Holds: a company is known by its trade, its share code, the word behind it (公告, 股东) or the place it begins with,
//! and has at least one character that is no everyday word.

use crate::mention::{
    SentenceScope,
    index::character_features::Surname,
    index::lexicon_class::{ContextEffect, LexiconClass, TitleKind, TradeNeeds},
    index::name_words::{NameWord, NameWords},
    index::sentence_index::{SentenceIndex, is_han},
    propose::place::is_place,
    propose::weight::FeatureId,
    score::{Scorer, guideline},
};
use crate::{document::MentionKind, segment::Pos};

/// Characters of a company's short name before its trade, and of one that has none.
const STEM: std::ops::RangeInclusive<usize> = 2..=6;

/// Most characters of a date between a firm and what it announces: 9月2日晚间.
const DATE: usize = 12;

/// Scores companies under their short names, and proposes those that no other row did.
#[derive(Debug)]
pub(crate) struct CompanyShortNameScorer;

impl Scorer for CompanyShortNameScorer {
    fn score(&self, scope: &mut SentenceScope<'_>) {
        for index in 0..scope.sentence.hits.len() {
            let hit = scope.sentence.hits[index];
            if let LexiconClass::Trade(trade) = hit.class
                && let Some(start) =
                    before_trade(&scope.rules.words, scope.sentence, hit.start, hit.end, trade)
                && !continues(scope.sentence, hit.end)
            {
                support_company(scope, (start, hit.end), FeatureId::CompanyTrade);
            }
        }
        for end in 2..=scope.sentence.len() {
            if has_share_code(scope.sentence, end) {
                let start = run_start(&scope.rules.words, scope.sentence, end);
                if STEM.contains(&(end - start)) {
                    support_company(scope, (start, end), FeatureId::CompanyShareCode);
                }
            } else if has_company_context(scope.sentence, end) {
                let start = run_start(&scope.rules.words, scope.sentence, end);
                if (3..=6).contains(&(end - start)) && is_coined(scope.sentence, start, end) {
                    support_company(scope, (start, end), FeatureId::CompanyContext);
                }
            } else if effect_after(scope.sentence, end) == Some(ContextEffect::Dealer) {
                support_company_with_place(scope, end);
            }
        }
    }
}

/// Supports a place and two or three characters that make no word, before what is done with shares: 深圳峻骁质押给. They
/// must not be a person's name.
fn support_company_with_place(scope: &mut SentenceScope<'_>, end: usize) {
    let start = run_start(&scope.rules.words, scope.sentence, end);
    let Some(place) = leading_place(scope.sentence, start, end) else { return };
    let letters = &scope.sentence.features[place..end];
    let person = letters[0].surname == Surname::Common
        || matches!(scope.sentence.chars[place], '老' | '小' | '阿' | '大');
    let loose = scope.sentence.words(place, end).iter().all(|w| match w.len() {
        1 => !matches!(w.pos, Pos::Number | Pos::Measure),
        _ => w.pos == Pos::Other,
    });
    if (2..=3).contains(&letters.len()) && loose && !person {
        support_company(scope, (start, end), FeatureId::CompanyContext);
    }
}

/// Supports the span as an organisation.
fn support_company(scope: &mut SentenceScope<'_>, (start, end): (usize, usize), row: FeatureId) {
    let span = scope.sentence.span(start, end);
    let kind = Some(MentionKind::Organization);
    // 沧州骏途汽车|零部件制造有限公司 is one name.
    let longer = scope.candidates.of_sentence().iter().any(|c| {
        c.kind == kind
            && c.score > 0.0
            && c.span.start <= span.start
            && span.end < c.span.end
            && scope
                .sentence
                .words(end, scope.sentence.position(c.span.end))
                .iter()
                .all(|w| w.pos != Pos::Verb || !scope.sentence.is_border(end))
    });
    if (longer && row != FeatureId::CompanyShareCode)
        || guideline::is_bare(scope.sentence, start, end)
    {
        return;
    }
    scope.support((start, end), MentionKind::Organization, row);
    if leading_place(scope.sentence, start, end).is_some()
        && let Some(at) = scope
            .candidates
            .sentence_range()
            .rfind(|&at| scope.candidates.all()[at].is(span, MentionKind::Organization))
    {
        scope.add_to(at, FeatureId::CompanyPlace, 1);
    }
}

/// Returns where the name before a trade begins.
///
/// An everyday noun is one only with a company context behind the trade: 石榴药业公告.
fn before_trade(
    words: &NameWords,
    sentence: &SentenceIndex,
    border: usize,
    end: usize,
    trade: TradeNeeds,
) -> Option<usize> {
    if ends_other(sentence, border) {
        return None;
    }
    let start = run_start(words, sentence, border);
    let length = border - start;
    let has_context = has_company_context(sentence, end)
        || has_share_code(sentence, end)
        || (matches!(sentence.char(end), Some(':' | '：'))
            && (start == 0 || !is_han(sentence.chars[start - 1])));
    let noun = length == 2 && sentence.word(start).len() == 2;
    let named = if is_place_name(sentence, start, border) {
        trade == TradeNeeds::Place || (trade == TradeNeeds::Name && has_context)
    } else if is_coined(sentence, start, border) {
        trade != TradeNeeds::Cue || has_context
    } else {
        noun && has_context && trade != TradeNeeds::Cue
    };
    (STEM.contains(&length) && named).then_some(start)
}

/// Returns whether the span is a place and nothing else.
fn is_place_name(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    sentence.hits_from(start).iter().any(|h| h.end == end && is_place(h.class))
}

/// Returns the end of the place that the span begins with.
fn leading_place(sentence: &SentenceIndex, start: usize, end: usize) -> Option<usize> {
    let places = sentence.hits_from(start).iter();
    places.filter(|h| is_place(h.class) && h.len() > 1 && h.end < end).map(|h| h.end).max()
}

/// Returns whether the span, but for a place it begins with, is a name that no dictionary has: characters that make
/// no word, or a word that is itself a name. 增持 is no word of the dictionary, and no name.
fn is_coined(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    if start >= end
        || is_place_name(sentence, start, end)
        || effect_after(sentence, start) == Some(ContextEffect::Dealer)
    {
        return false;
    }
    let words = sentence.words(leading_place(sentence, start, end).unwrap_or(start), end);
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
fn run_start(words: &NameWords, sentence: &SentenceIndex, end: usize) -> usize {
    let mut start = end;
    while start > 0 && end - start <= *STEM.end() {
        let word = sentence.word(start - 1);
        let name = sentence.chars[word.start..start]
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
            && (word.pos != Pos::Direction || sentence.chars[word.start] == '中')
            // 三禾智控, but 三家药业.
            && (word.pos != Pos::Number || (start < end && sentence.word(start).pos != Pos::Measure))
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
        if (start < end && ends_other(sentence, start)) || !name || !open {
            break;
        }
        start = word.start;
    }
    // 破产传闻|奥湖电器, 持|金岫地产: a firm's name seldom begins with an everyday word.
    let mut at = start;
    while at < end {
        let word = sentence.word(at);
        let everyday = match word.len() {
            1 => words.has(NameWord::EverydayVerb, sentence.chars[at].encode_utf8(&mut [0; 4])),
            _ => !is_name(word.pos) && !is_place_name(sentence, word.start, word.end),
        };
        if !everyday {
            break;
        }
        at = word.end;
    }
    if at + *STEM.start() <= end && is_coined(sentence, at, end) { at } else { start }
}

/// Returns whether a title or the last part of another name ends at the border.
fn ends_other(sentence: &SentenceIndex, at: usize) -> bool {
    sentence.hits_to(at).any(|h| match h.class {
        LexiconClass::Title(stands) => stands != TitleKind::Kin || h.len() > 1,
        LexiconClass::OrgSuffix { .. } => h.len() > 1,
        _ => false,
    })
}

/// Returns whether what stands behind the border makes a longer name: 霖晶科技|园, 海岚传媒|大学.
fn continues(sentence: &SentenceIndex, end: usize) -> bool {
    !sentence.is_border(end)
        || sentence.hits_from(end).iter().any(|h| {
            matches!(
                h.class,
                LexiconClass::OrgSuffix { .. }
                    | LexiconClass::PlaceSuffix(_)
                    | LexiconClass::Trade(_)
            )
        })
}

/// Returns whether the number of a share stands behind the border, in brackets: （609123.SH）.
fn has_share_code(sentence: &SentenceIndex, end: usize) -> bool {
    if !matches!(sentence.char(end), Some('（' | '(')) {
        return false;
    }
    let inside = sentence.chars[end + 1..].iter().take(24);
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
fn effect_after(sentence: &SentenceIndex, end: usize) -> Option<ContextEffect> {
    sentence.context_after(end).and_then(|(_, _, word)| word.effect)
}

/// Returns whether a word stands behind the border that only a firm has before it, a date or a share (51%股权) between or not.
fn has_company_context(sentence: &SentenceIndex, end: usize) -> bool {
    let firm = |at: usize| effect_after(sentence, at) == Some(ContextEffect::Firm);
    if firm(end) {
        return true;
    }
    if !sentence.char(end).is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    let dated = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '%' | '.' | '年' | '月' | '日' | '晚' | '间' | '早' | '午' | '上' | '下')
    };
    let mut at = end;
    while at < sentence.len() && at - end < DATE && dated(sentence.chars[at]) {
        at += 1;
    }
    firm(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn a_trade_a_share_code_or_an_announcement_makes_a_company() {
        let scorers: [&dyn Scorer; 1] = [&CompanyShortNameScorer];
        has("霖晶科技昨日停牌。", &scorers, "organization 霖晶科技 weight.firm_trade");
        has("白海棠（609123）昨日停牌。", &scorers, "organization 白海棠 weight.firm_numbered");
        has("霖晶岚公告称，将扩产。", &scorers, "organization 霖晶岚 weight.firm_told");
    }

    #[test]
    fn everyday_words_make_none() {
        let scorers: [&dyn Scorer; 1] = [&CompanyShortNameScorer];
        lacks("我国发展科技。", &scorers, "organization 发展科技 weight.firm_trade");
        lacks("霖晶科技园开园。", &scorers, "organization 霖晶科技 weight.firm_trade");
    }
}
