//! The person context scorer: persons by what stands beside them, whatever the dictionary takes their names for: a title (主任成立、所长明亮),
//! speech (严明表示), their nationality (木拉提（哈萨克族）).
//!
//! In: the scored candidates of a sentence. Out: the same with more features, and persons that no other row
//! proposed.

use crate::mention::{
    SentenceScope,
    index::character_features::Surname,
    index::lexicon_class::{LexiconClass, PrefixKind, TitleKind},
    index::name_words::NameWord,
    index::sentence_index::{LexiconHit, SentenceIndex, is_han},
    propose::place::is_place,
    propose::weight::FeatureId,
    score::Scorer,
};
use crate::{Clean, Span, document::MentionKind, segment::Pos};

/// The weight of a context word that says a person speaks (set on the dev pages of news).
const SPEAKS: f32 = 1.5;

/// Most characters of a name before its nationality in brackets.
const NAME: usize = 6;

/// Scores persons by what stands beside them, and proposes those that no other row did.
#[derive(Debug)]
pub(crate) struct PersonContextScorer;

impl Scorer for PersonContextScorer {
    fn score(&self, scope: &mut SentenceScope<'_>) {
        for index in scope.candidates.sentence_range() {
            let candidate = scope.candidates.all()[index];
            if candidate.kind != Some(MentionKind::Person) {
                continue;
            }
            let (start, end) = scope.characters_of(candidate.span);
            if let Some(feature) = person_feature(scope, start, end) {
                scope.add_to(index, feature, 1);
            }
        }
        for index in 0..scope.sentence.hits.len() {
            let hit = scope.sentence.hits[index];
            let titled =
                matches!(hit.class, LexiconClass::Title(TitleKind::Post | TitleKind::Rank));
            if titled
                && hit.len() > 1
                && scope.sentence.is_border(hit.end)
                && let Some(holder) = title_holder(scope.sentence, hit)
            {
                scope.support(holder, MentionKind::Person, FeatureId::GuidelineTitleHolder);
            }
        }
        for index in 0..scope.sentence.word_count() {
            support_word(scope, index);
        }
        support_surnames_before_posts(scope);
        score_is_title(scope);
    }
}

/// Supports a word as a person by what stands beside it.
fn support_word(scope: &mut SentenceScope<'_>, index: usize) {
    let word = scope.sentence.nth_word(index);
    if speaks(scope.sentence, word.start, word.end) {
        let name = (word.start, word.end);
        scope.support(name, MentionKind::Person, FeatureId::GuidelineSpeaker);
    }
    if scope.sentence.char_before(word.start) == Some(scope.sentence.chars[word.start])
        && is_doubled(scope.sentence, word.start)
    {
        let name = (word.start, word.end);
        scope.support(name, MentionKind::Person, FeatureId::GuidelineDoubledCharacter);
    }
    if matches!(scope.sentence.chars[word.start], '（' | '(')
        && let Some(start) = before_nationality(scope.sentence, word.start)
    {
        let name = (start, word.start);
        scope.support(name, MentionKind::Person, FeatureId::GuidelineNationality);
    }
}

/// Scores titles in a row, and titles that another candidate hides: 董事长|兼总经理, 门多萨当选|市长, 台北|市长|江柏荣.
fn score_is_title(scope: &mut SentenceScope<'_>) {
    for index in scope.candidates.sentence_range() {
        let candidate = scope.candidates.all()[index];
        let (start, end) = scope.characters_of(candidate.span);
        let (feature, title) = match candidate.kind {
            Some(MentionKind::Title) if stands_before_title(scope.sentence, end) => {
                (FeatureId::GuidelineJointTitle, None)
            }
            Some(MentionKind::Title)
                if scope.sentence.chars[start..end].starts_with(&['当', '选'])
                    && has_sure_person(scope, |span| span.end == candidate.span.start) =>
            {
                (FeatureId::GuidelineElectedTitle, Some((start + 2, end)))
            }
            Some(MentionKind::Place) => match crossing_post(scope.sentence, start, end) {
                Some(post)
                    if has_sure_person(scope, |span| {
                        span.start == scope.sentence.span(post.end, post.end).start
                    }) =>
                {
                    (FeatureId::GuidelineCrossesTitle, Some((post.start, post.end)))
                }
                _ => continue,
            },
            _ => continue,
        };
        scope.add_to(index, feature, 1);
        if let (Some((start, end)), Some((rule, weight))) =
            (title, scope.rules.weights.get(feature))
        {
            let span = scope.sentence.span(start, end);
            scope.candidates.propose(span, Some(MentionKind::Title), rule);
            scope.candidates.add(rule, span, -weight);
        }
    }
}

/// The score of a person that counts more than a place across its title (set on the dev pages of news).
const SURE: f32 = 8.0;

/// Returns whether 兼 or 暨 and another title stand behind the border: 董事长|兼总经理.
fn stands_before_title(sentence: &SentenceIndex, end: usize) -> bool {
    matches!(sentence.char(end), Some('兼' | '暨'))
        && sentence.hits_from(end + 1).iter().any(|h| is_title(h.class))
}

/// Returns the post that begins before a place and ends in it: 市长 in 台北市|长江.
fn crossing_post(sentence: &SentenceIndex, start: usize, end: usize) -> Option<LexiconHit> {
    (start + 1..end).find_map(|border| {
        let mut posts = sentence.hits_to(border);
        posts
            .find(|h| {
                h.start < start && h.len() > 1 && h.class == LexiconClass::Title(TitleKind::Post)
            })
            .copied()
    })
}

/// Returns whether the sentence has a sure person that lies as asked.
fn has_sure_person(scope: &SentenceScope<'_>, lies: impl Fn(Span<Clean>) -> bool) -> bool {
    let mut all = scope.candidates.of_sentence().iter();
    all.any(|c| c.kind == Some(MentionKind::Person) && c.score > SURE && lies(c.span))
}

/// Returns the feature of a person that other rows proposed.
fn person_feature(scope: &SentenceScope<'_>, start: usize, end: usize) -> Option<FeatureId> {
    let chars = &scope.sentence.chars[start..end];
    // 吕克·德拉库尔 in 让-吕克·德拉库尔.
    let broken = start > 1
        && matches!(scope.sentence.chars[start - 1], '-' | '－')
        && chars.iter().any(|c| matches!(c, '·' | '•'))
        && scope.sentence.features[start - 2].foreign > 0;
    let long = scope.rules.characters.long_surname(&scope.sentence.chars[start..]);
    match (end - start, long) {
        _ if broken => Some(FeatureId::GuidelineBrokenName),
        (1, _) if !is_addressed(scope.sentence, start, end) => {
            Some(FeatureId::GuidelineSingleCharacter)
        }
        (3.., Some((length, japanese)))
            if end - start > length && scope.sentence.is_border(end) =>
        {
            let letters = &scope.sentence.features[start + length..end];
            let given = letters.iter().all(|l| l.first.max(l.last) > 0);
            let last = chars[chars.len() - 1];
            let ends_japanese = letters.len() > 1
                && scope.rules.words.has(NameWord::JapaneseGivenEnd, last.encode_utf8(&mut [0; 4]));
            match japanese {
                true => ends_japanese.then_some(FeatureId::GuidelineJapanese),
                false => (given && letters.len() == 2).then_some(FeatureId::GuidelineLongSurname),
            }
        }
        (4, _) if has_two_surnames(scope.sentence, start) => Some(FeatureId::GuidelineTwoSurnames),
        _ => None,
    }
}

/// Returns where a person begins and ends that the dictionary takes for another word, behind a title that somebody must
/// hold: in a row of titles and their holders (主任成立、所长明亮), a title of a time (时任局长路遥, 现任校长是常青).
fn title_holder(sentence: &SentenceIndex, title: LexiconHit) -> Option<(usize, usize)> {
    let timed = sentence.hits_to(title.start).any(|h| {
        h.class == LexiconClass::TitlePrefix(PrefixKind::Rank) && sentence.chars[h.end - 1] == '任'
    });
    let start = title.end + usize::from(timed && sentence.char(title.end) == Some('是'));
    if start >= sentence.len() || sentence.features[start].surname == Surname::No {
        return None;
    }
    let word = sentence.word(start);
    let end = word.end;
    let other = sentence.hits_from(start).iter().any(|h| {
        is_place(h.class)
            || is_title(h.class)
            || matches!(h.class, LexiconClass::Organization { .. })
    });
    let fits = word.start == start && (2..=3).contains(&word.len()) && !other;
    if !fits || sentence.features[start + 1..end].iter().any(|l| l.first.max(l.last) == 0) {
        return None;
    }
    let row = (sentence.char(end) == Some('、')
        && sentence.hits_from(end + 1).iter().any(|h| is_title(h.class)))
        || (sentence.char_before(title.start) == Some('、')
            && sentence
                .hits
                .iter()
                .any(|h| is_title(h.class) && h.len() > 1 && h.end < title.start));
    let closes = sentence.char(end).is_none_or(|c| !is_han(c))
        || matches!(sentence.word(end).pos, Pos::Verb | Pos::Preposition | Pos::Adverb);
    let sure = sentence.features[start].surname == Surname::Common
        || title.class == LexiconClass::Title(TitleKind::Post);
    ((row && sure) || (timed && closes)).then_some((start, end))
}

fn is_title(class: LexiconClass) -> bool {
    matches!(
        class,
        LexiconClass::Title(TitleKind::Post | TitleKind::Rank) | LexiconClass::TitlePrefix(_)
    )
}

/// Returns whether an adjective or a verb at the beginning of a clause is who speaks: 严明表示.
fn speaks(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let opens = sentence
        .char_before(start)
        .is_none_or(|c| matches!(c, '，' | '。' | '；' | '”' | '：' | ',' | '\n'));
    opens
        && (2..=3).contains(&(end - start))
        && matches!(sentence.word(start).pos, Pos::Adjective | Pos::Verb)
        && sentence.features[start].surname == Surname::Common
        && sentence.features[end - 1].last >= 2
        && sentence.context_after(end).is_some_and(|(_, _, side)| side.after[0] >= SPEAKS)
        && !sentence.hits_from(start).iter().any(|h| is_place(h.class))
}

/// Returns whether a character that is a preposition and a surname stands twice: 向|向阳颁发.
fn is_doubled(sentence: &SentenceIndex, at: usize) -> bool {
    let word = sentence.word(at);
    sentence.word(at - 1).len() == 1
        && matches!(sentence.word(at - 1).pos, Pos::Preposition | Pos::Conjunction)
        && (2..=3).contains(&word.len())
        && sentence.features[at].surname != Surname::No
}

/// Returns where the name begins that stands before a nationality in brackets: 木拉提（哈萨克族）.
fn before_nationality(sentence: &SentenceIndex, bracket: usize) -> Option<usize> {
    let inside = &sentence.chars[bracket + 1..sentence.len().min(bracket + 14)];
    let close = inside.iter().position(|c| matches!(c, '）' | ')'))?;
    let national = inside[..close]
        .split(|c| matches!(c, '，' | ',' | '、'))
        .any(|part| part.last() == Some(&'族') && (2..=5).contains(&part.len()));
    if !national {
        return None;
    }
    let mut start = bracket;
    while start > 0 && bracket - start < NAME {
        let word = sentence.word(start - 1);
        let name = is_han(sentence.chars[start - 1]) || sentence.chars[start - 1] == '·';
        let foreign = word.len() == 1 && sentence.features[word.start].foreign > 0;
        let stops = matches!(word.pos, Pos::Conjunction | Pos::Particle | Pos::Preposition)
            || (word.pos == Pos::Verb && !foreign);
        let title = sentence
            .hits_to(start)
            .any(|h| matches!(h.class, LexiconClass::Title(_)) && h.len() > 1);
        if !name || stops || title {
            break;
        }
        start = word.start;
    }
    (2..=NAME).contains(&(bracket - start)).then_some(start)
}

/// Supports a frequent surname alone before a post, at the beginning of a clause: 石区长随后来到车间.
fn support_surnames_before_posts(scope: &mut SentenceScope<'_>) {
    for index in 0..scope.sentence.hits.len() {
        let hit = scope.sentence.hits[index];
        let Some(start) = hit.start.checked_sub(1) else { continue };
        let opens =
            scope.sentence.char_before(start).is_none_or(|c| !is_han(c) && !c.is_alphanumeric());
        let post = hit.class == LexiconClass::Title(TitleKind::Post)
            && hit.len() == 2
            && scope.sentence.is_border(hit.end);
        let continues = scope
            .sentence
            .hits_from(hit.end)
            .iter()
            .any(|h| matches!(h.class, LexiconClass::OrgSuffix { .. }));
        if post && opens && !continues && scope.sentence.features[start].surname == Surname::Common
        {
            let feature = FeatureId::GuidelineSurnameAndPost;
            scope.support((start, hit.start), MentionKind::Person, feature);
            let span = scope.sentence.span(hit.start, hit.end);
            let title = scope.candidates.find_in_sentence(span, MentionKind::Title);
            if let Some(title) = title {
                scope.add_to(title, feature, 1);
            }
        }
    }
}

/// Returns whether a surname alone is somebody's: before a title (石区长) or behind 老 and 小.
fn is_addressed(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    sentence.hits_from(end).iter().any(|h| matches!(h.class, LexiconClass::Title(_)))
        || matches!(sentence.char_before(start), Some('老' | '小'))
}

/// Returns whether four characters are two frequent surnames and a given name: 范徐丽君.
fn has_two_surnames(sentence: &SentenceIndex, start: usize) -> bool {
    let [a, b, c, d] = &sentence.features[start..start + 4] else { return false };
    a.surname == Surname::Common && b.surname == Surname::Common && c.first.min(d.last) >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn what_stands_beside_a_word_makes_it_a_person() {
        let scorers: [&dyn Scorer; 1] = [&PersonContextScorer];
        has("严明表示，工程进展顺利。", &scorers, "person 严明 weight.house_speaks");
        has("时任局长路遥出席。", &scorers, "person 路遥 weight.house_titled");
        has("木拉提（哈萨克族）获奖。", &scorers, "person 木拉提 weight.house_national");
        lacks("木拉提（右）获奖。", &scorers, "person 木拉提 weight.house_national");
    }

    #[test]
    fn a_surname_alone_is_a_person_before_a_post() {
        let scorers: [&dyn Scorer; 1] = [&PersonContextScorer];
        has("石区长随后来到车间。", &scorers, "person 石 weight.house_addressed");
        has("石区长随后来到车间。", &scorers, "title 区长 weight.house_addressed");
        lacks("滚石区长满青苔。", &scorers, "person 石 weight.house_addressed");
    }
}
