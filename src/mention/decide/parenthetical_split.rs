//! A body with its other name in brackets is two names: 党工委（区委）; but 中国银行（香港） is one.

use crate::mention::{
    Mention,
    index::lexicon_class::{LexiconClass, LexiconClasses},
};
use crate::{Clean, Span, document::MentionKind, rules::Matches};

/// Splits organisations that end with another body's name in brackets.
pub(crate) fn split(
    clean: &str,
    matches: &Matches,
    classes: &LexiconClasses,
    all: &mut Vec<Mention>,
) {
    let mut index = 0;
    while index < all.len() {
        if let Some((outer, inner)) = parts(clean, matches, classes, &all[index]) {
            let mut second = all[index].clone();
            second.span = inner;
            all[index].span = outer;
            all.insert(index + 1, second);
            index += 1;
        }
        index += 1;
    }
}

fn parts(
    clean: &str,
    matches: &Matches,
    classes: &LexiconClasses,
    mention: &Mention,
) -> Option<(Span<Clean>, Span<Clean>)> {
    let words = &clean[mention.span.range()];
    if mention.kind != MentionKind::Organization || !words.ends_with(['）', ')']) {
        return None;
    }
    let open = words.rfind(['（', '('])?;
    let close = words.char_indices().next_back()?.0;
    let start = mention.span.start;
    let outer = Span::new(start, start + open);
    let bracket = words[open..].chars().next()?.len_utf8();
    let inner: Span<Clean> = Span::new(start + open + bracket, start + close);
    let body = matches.starting_in(inner).iter().any(|m| {
        let class = classes.class(m);
        m.span == inner
            && matches!(
                class,
                Some(LexiconClass::OrgSuffix { .. } | LexiconClass::Organization { .. })
            )
    });
    (body && !outer.is_empty()).then_some((outer, inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::fixture::{RULES, Sample};

    fn split_words(text: &str, name: &str) -> Vec<String> {
        let sample = Sample::new(text);
        let mut all = vec![sample.mention(name, MentionKind::Organization, "weight.org_firm")];
        split(text, &sample.matches, &RULES.classes, &mut all);
        sample.words(&all).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn another_body_in_brackets_is_a_name_of_its_own() {
        assert_eq!(split_words("党工委（区委）开会。", "党工委（区委）"), ["党工委", "区委"]);
        let one = "霖晶银行（香港）";
        assert_eq!(split_words("霖晶银行（香港）开业。", one), [one]);
    }
}
