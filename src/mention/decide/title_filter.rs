//! The title filter: a rank is a title only beside a name, and a title of a group takes the group's words in.
//!
//! In: the mentions of the best path. Out: the same without titles that nobody holds.
//! Holds: mentions stay in text order and do not overlap.

use crate::mention::{
    Mention, MentionRules,
    index::lexicon_class::{LexiconClass, TitleKind},
    index::name_words::{NameWord, NameWords},
};
use crate::{
    Span,
    document::MentionKind,
    segment::{Pos, Segmented},
};

/// Most words that belong to the group somebody speaks for: 支医人员代表.
const GROUP_WORDS: usize = 4;

/// Drops titles that nobody holds.
pub(crate) fn filter(
    rules: &MentionRules,
    clean: &str,
    segmented: &Segmented,
    all: &mut Vec<Mention>,
) {
    let held = held(&rules.words, clean, all);
    let mut index = 0;
    all.retain(|mention| {
        let (left, right) = held[index];
        index += 1;
        if mention.kind != MentionKind::Title {
            return true;
        }
        let words = &clean[mention.span.range()];
        match rules.classes.of(mention.rule) {
            // 代表 between a person and a body is what the person does.
            _ if left && !right && rules.words.has(NameWord::TitleVerb, words) => false,
            // 工 and 总 are titles behind a name only: 王工, 张总.
            Some(LexiconClass::Title(TitleKind::Honorific)) if words.chars().nth(1).is_none() => {
                left
            }
            Some(LexiconClass::Title(TitleKind::Rank | TitleKind::Honorific)) => left || right,
            _ => true,
        }
    });
    for index in 0..all.len() {
        let next = all.get(index + 1);
        let before_name = next.is_some_and(|next| {
            next.kind == MentionKind::Person && next.span.start == all[index].span.end
        });
        if all[index].kind == MentionKind::Title
            && before_name
            && rules.words.has(NameWord::GroupTitle, &clean[all[index].span.range()])
        {
            take_in_group(clean, segmented, all, index);
        }
    }
}

/// Returns for each mention whether a person stands directly before it, and behind it, other titles between.
fn held(words: &NameWords, clean: &str, all: &[Mention]) -> Vec<(bool, bool)> {
    let joined = |a: &Mention, b: &Mention| {
        let gap = &clean[a.span.end..b.span.start];
        matches!(gap, "" | " ") || words.has(NameWord::TitleJoin, gap)
    };
    let touches = |a: &Mention, b: &Mention| clean[a.span.end..b.span.start].trim().is_empty();
    let mut held = vec![(false, false); all.len()];
    for i in 1..all.len() {
        let (before, here) = (&all[i - 1], &all[i]);
        held[i].0 = match before.kind {
            MentionKind::Person => touches(before, here),
            MentionKind::Title => held[i - 1].0 && joined(before, here),
            _ => false,
        };
    }
    for i in (1..all.len()).rev() {
        let (here, behind) = (&all[i - 1], &all[i]);
        held[i - 1].1 = match behind.kind {
            MentionKind::Person => touches(here, behind),
            MentionKind::Title => held[i].1 && joined(here, behind),
            _ => false,
        };
    }
    held
}

/// Takes the words of the group into the title: 支医人员代表 is one title, whose head alone would not say of whom.
fn take_in_group(clean: &str, segmented: &Segmented, all: &mut [Mention], index: usize) {
    let title = &all[index];
    let bound = if index > 0 { all[index - 1].span.end } else { 0 };
    let mut start = title.span.start;
    for _ in 0..GROUP_WORDS {
        let Some(word) = start.checked_sub(1).and_then(|byte| segmented.word_at(byte)) else {
            break;
        };
        let word = segmented.words[word];
        let names = matches!(
            word.pos,
            Pos::Noun
                | Pos::VerbalNoun
                | Pos::Verb
                | Pos::Adjective
                | Pos::Abbreviation
                | Pos::OtherName
        );
        if word.span.start < bound
            || word.span.end != start
            || !names
            || &clean[word.span.range()] == "驻"
        {
            break;
        }
        start = word.span.start;
    }
    all[index].span = Span::new(start, all[index].span.end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::fixture::{RULES, Sample};

    fn titles(text: &str, mentions: &[(&str, MentionKind, &str)]) -> Vec<String> {
        let sample = Sample::new(text);
        let mut all: Vec<Mention> =
            mentions.iter().map(|&(words, kind, row)| sample.mention(words, kind, row)).collect();
        filter(&RULES, text, &sample.segmented, &mut all);
        sample.words(&all).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_rank_is_a_title_only_beside_a_person() {
        let person = ("林晓禾", MentionKind::Person, "weight.person_common");
        let rank = ("民警", MentionKind::Title, "title.民警");
        let post = ("校长", MentionKind::Title, "title.校长");
        assert_eq!(titles("民警林晓禾到访。", &[rank, person]), ["民警", "林晓禾"]);
        assert_eq!(titles("民警上周到访。", &[rank]), [""; 0]);
        assert_eq!(titles("校长上周到访。", &[post]), ["校长"]);
        assert_eq!(titles("民警、校长林晓禾到访。", &[rank, post, person]).len(), 3);
    }

    #[test]
    fn a_title_of_a_group_takes_its_words_in() {
        let person = ("林晓禾", MentionKind::Person, "weight.person_common");
        let title = ("人员代表", MentionKind::Title, "title.人员代表");
        assert_eq!(titles("支医人员代表林晓禾发言。", &[title, person])[0], "支医人员代表");
    }
}
