//! Rewrites annotated names to the guidelines of [`crate::Convention::News`], so that text annotated under others can
//! be learned from twice: as it is, and as our readers expect it.

use crate::admin_level::LEVELS;
use crate::mention::{
    index::lexicon_class::{LexiconClass, SuffixNeeds},
    index::name_words::{NameWord, NameWords},
    index::sentence_index::SentenceIndex,
};

/// Start, end (characters), kind (0 person, 1 place, 2 organisation).
pub(super) type Name = (usize, usize, usize);

const PLACE: usize = 1;
const ORGANIZATION: usize = 2;

/// Returns the names of a sentence as the news guidelines have them.
pub(super) fn news(words: &NameWords, sentence: &SentenceIndex, names: &[Name]) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    for &(start, end, kind) in names {
        match kind {
            PLACE => place(sentence, start, end, &mut out),
            ORGANIZATION if is_no_organization(words, sentence, start, end) => {}
            _ => out.push((start, end, kind)),
        }
    }
    compounds(sentence, names, &mut out);
    governments(sentence, &mut out);
    bare_bodies(sentence, &mut out);
    out.sort_unstable();
    out
}

fn is_place(class: LexiconClass) -> bool {
    use LexiconClass::{Country, Division, Former, Place, Region, Stem, Town, Zone};
    matches!(
        class,
        Division | Stem { .. } | Former | Town | Country | Place { .. } | Zone | Region { .. }
    )
}

/// 江苏徐州 and 青海省海南州兴海县 are chains, one place a member; 成都地铁 is a place and a word; 苏 alone is no name.
fn place(sentence: &SentenceIndex, start: usize, end: usize, out: &mut Vec<Name>) {
    if end - start == 1 {
        return;
    }
    let whole = sentence.hits_from(start).iter().any(|h| h.end == end && is_place(h.class));
    let first = sentence
        .hits_from(start)
        .iter()
        .filter(|h| h.end < end && h.len() > 1 && is_place(h.class))
        .map(|h| h.end)
        .max();
    let ends_as_place = sentence
        .hits_to(end)
        .any(|h| matches!(h.class, LexiconClass::PlaceSuffix(_)) && h.start > start);
    match first {
        Some(border) if !whole => {
            let goes_on = sentence
                .hits_from(border)
                .iter()
                .any(|h| h.len() > 1 && h.end <= end && is_place(h.class));
            let rest_is_place = sentence
                .hits_to(end)
                .any(|h| matches!(h.class, LexiconClass::PlaceSuffix(_)) && h.start > border);
            // 长江大桥 is one name: its rest is no name of its own.
            if goes_on || (rest_is_place && end - border > 2) {
                out.push((start, border, PLACE));
                place(sentence, border, end, out);
            } else if ends_as_place || end - border < 2 {
                out.push((start, end, PLACE));
            } else {
                out.push((start, border, PLACE));
            }
        }
        _ => out.push((start, end, PLACE)),
    }
}

fn is_no_organization(
    words: &NameWords,
    sentence: &SentenceIndex,
    start: usize,
    end: usize,
) -> bool {
    let name: String = sentence.chars[start..end].iter().collect();
    words.of(NameWord::NoOrganizationEnd).any(|last| name.ends_with(last) && !name.ends_with("代表大会"))
        // 十五大, 十六届四中全会.
        || (name.ends_with('大') && name.chars().all(|c| "一二三四五六七八九十大".contains(c)))
}

/// 苏|陕 annotated one by one are one word, 苏陕, where the table of short forms has it.
fn compounds(sentence: &SentenceIndex, names: &[Name], out: &mut Vec<Name>) {
    for hit in sentence.hits.iter().filter(|h| matches!(h.class, LexiconClass::Compound { .. })) {
        let members = names.iter().filter(|n| n.2 == PLACE && hit.start <= n.0 && n.1 <= hit.end);
        if members.count() == hit.len() {
            out.push((hit.start, hit.end, PLACE));
        }
    }
}

/// 中国|政府 is one body.
fn governments(sentence: &SentenceIndex, out: &mut [Name]) {
    for i in 0..out.len() {
        let (start, end, kind) = out[i];
        if kind != PLACE {
            continue;
        }
        let body = sentence.hits_from(end).iter().filter(|h| {
            h.len() > 1
                && matches!(
                    h.class,
                    LexiconClass::OrgSuffix {
                        needs: SuffixNeeds::Place | SuffixNeeds::Nothing,
                        ..
                    }
                )
        });
        let Some(border) = body.map(|h| h.end).max() else { continue };
        if out.iter().all(|n| n.0 >= border || n.1 <= end) && sentence.is_border(border) {
            out[i] = (start, border, ORGANIZATION);
        }
    }
}

/// Adds bodies without a name where the text has named a division of their level: 县委.
fn bare_bodies(sentence: &SentenceIndex, out: &mut Vec<Name>) {
    for hit in &sentence.hits {
        let bare = matches!(hit.class, LexiconClass::OrgSuffix { needs: SuffixNeeds::Place, .. })
            && hit.len() > 1;
        let level = sentence.chars[hit.start];
        if bare
            && LEVELS.contains(&level)
            && sentence.has_level(level)
            && sentence.is_border(hit.start)
            && sentence.is_border(hit.end)
            && out.iter().all(|n| n.1 <= hit.start || hit.end <= n.0)
        {
            out.push((hit.start, hit.end, ORGANIZATION));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::fixture::{RULES, Sample};

    /// Returns names, `kind words`, as the guidelines of news have them.
    fn rewritten(text: &str, names: &[(&str, usize)]) -> Vec<String> {
        let sentence = Sample::new(text).index();
        let at = |byte: usize| text[..byte].chars().count();
        let names: Vec<Name> = names
            .iter()
            .map(|&(name, kind)| {
                let start = text.find(name).unwrap();
                (at(start), at(start + name.len()), kind)
            })
            .collect();
        news(&RULES.words, &sentence, &names)
            .iter()
            .map(|n| format!("{} {}", n.2, sentence.chars[n.0..n.1].iter().collect::<String>()))
            .collect()
    }

    #[test]
    fn chains_of_places_are_one_place_a_member() {
        assert_eq!(rewritten("他到江苏徐州考察。", &[("江苏徐州", 1)]), ["1 江苏", "1 徐州"]);
        assert_eq!(rewritten("成都地铁停运。", &[("成都地铁", 1)]), ["1 成都"]);
    }

    #[test]
    fn groups_and_meetings_are_no_organisations() {
        assert!(rewritten("江州代表团到访。", &[("江州代表团", 2)]).is_empty());
        assert_eq!(rewritten("江州大学开学。", &[("江州大学", 2)]), ["2 江州大学"]);
    }
}
