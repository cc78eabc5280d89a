//! Persons that something beside them tells, whatever the dictionary takes their names for: a title (主任成立、所长明亮),
//! speech (严明表示), their nationality (木拉提（哈萨克族）).
//!
//! In: the weighed candidates of a sentence. Out: the same with rows of the house's own guidelines, and persons that no
//! other row proposed.

use crate::mention::{
    MentionRules,
    decide::lattice::Proposals,
    index::character_features::Surname,
    index::lexicon_class::{Prefix, Sense, Stands},
    index::sentence_index::{Hit, View, is_han},
    propose::place::is_place,
    propose::weight::Weighed,
    score::guideline,
};
use crate::{Clean, Span, document::MentionKind, segment::Pos};

/// What a word beside a name must bring to say that a person speaks.
const SPEAKS: f32 = 1.5;

/// Most characters of a name before its nationality in brackets.
const NAME: usize = 6;

/// Weighs and proposes the persons of the sentence in view; its candidates begin at `first`.
pub(crate) fn weigh(rules: &MentionRules, view: &View, first: usize, proposals: &mut Proposals) {
    let last = proposals.candidates().len();
    for index in first..last {
        let candidate = proposals.candidates()[index];
        if candidate.kind != Some(MentionKind::Person) {
            continue;
        }
        let start = view.position(candidate.span.start);
        let end = view.position(candidate.span.end);
        let Some(row) = row(rules, view, start, end) else { continue };
        if let Some((rule, weight)) = rules.weights.get(row) {
            proposals.vote(index, rule, candidate.span, weight);
        }
    }
    let mut raise = |start, end, row| {
        guideline::raise(rules, view, first, (start, end), MentionKind::Person, row, proposals);
    };
    for index in 0..view.hits.len() {
        let hit = view.hits[index];
        let titled = matches!(hit.sense, Sense::Title(Stands::Post | Stands::Rank));
        if titled
            && hit.len() > 1
            && view.is_border(hit.end)
            && let Some((start, end)) = held(view, hit)
        {
            raise(start, end, Weighed::HouseTitled);
        }
    }
    for index in 0..view.part_count() {
        let word = view.part(index);
        if speaks(view, word.start, word.end) {
            raise(word.start, word.end, Weighed::HouseSpeaks);
        }
        if view.char_before(word.start) == Some(view.chars[word.start])
            && is_doubled(view, word.start)
        {
            raise(word.start, word.end, Weighed::HouseDoubled);
        }
        if matches!(view.chars[word.start], '（' | '(')
            && let Some(start) = before_nationality(view, word.start)
        {
            raise(start, word.start, Weighed::HouseNational);
        }
    }
    addressed(rules, view, first, proposals);
    titled(rules, view, first, proposals);
}

/// Titles in a row, and titles that another reading hides: 董事长|兼总经理, 门多萨当选|市长, 台北|市长|江柏荣.
fn titled(rules: &MentionRules, view: &View, first: usize, proposals: &mut Proposals) {
    for index in first..proposals.candidates().len() {
        let candidate = proposals.candidates()[index];
        let start = view.position(candidate.span.start);
        let end = view.position(candidate.span.end);
        let (row, title) = match candidate.kind {
            Some(MentionKind::Title) if stands_before_title(view, end) => {
                (Weighed::HouseJoint, None)
            }
            Some(MentionKind::Title)
                if view.chars[start..end].starts_with(&['当', '选'])
                    && is_believed(first, proposals, |span| span.end == candidate.span.start) =>
            {
                (Weighed::HouseElected, Some((start + 2, end)))
            }
            Some(MentionKind::Place) => match crossing(view, start, end) {
                Some(post)
                    if is_believed(first, proposals, |span| {
                        span.start == view.span(post.end, post.end).start
                    }) =>
                {
                    (Weighed::HouseCrossed, Some((post.start, post.end)))
                }
                _ => continue,
            },
            _ => continue,
        };
        let Some((rule, weight)) = rules.weights.get(row) else { continue };
        proposals.vote(index, rule, candidate.span, weight);
        if let Some((start, end)) = title {
            let span = view.span(start, end);
            proposals.propose(span, Some(MentionKind::Title), rule);
            proposals.fire(rule, span, -weight);
        }
    }
}

/// What a person must score to be believed where a place would cut its title off.
const SURE: f32 = 8.0;

/// Returns whether 兼 or 暨 and another title stand behind the border: 董事长|兼总经理.
fn stands_before_title(view: &View, end: usize) -> bool {
    matches!(view.char(end), Some('兼' | '暨'))
        && view.hits_from(end + 1).iter().any(|h| titles(h.sense))
}

/// Returns the post that begins before a place and ends in it: 市长 in 台北市|长江.
fn crossing(view: &View, start: usize, end: usize) -> Option<Hit> {
    (start + 1..end).find_map(|border| {
        let mut posts = view.hits_to(border);
        posts
            .find(|h| h.start < start && h.len() > 1 && h.sense == Sense::Title(Stands::Post))
            .copied()
    })
}

/// Returns whether a sure person lies as asked.
fn is_believed(first: usize, proposals: &Proposals, lies: impl Fn(Span<Clean>) -> bool) -> bool {
    let mut all = proposals.candidates()[first..].iter();
    all.any(|c| c.kind == Some(MentionKind::Person) && c.score > SURE && lies(c.span))
}

/// Says what a person read by other rows gains or loses.
fn row(rules: &MentionRules, view: &View, start: usize, end: usize) -> Option<Weighed> {
    let chars = &view.chars[start..end];
    // 吕克·德拉库尔 in 让-吕克·德拉库尔.
    let torn = start > 1
        && matches!(view.chars[start - 1], '-' | '－')
        && chars.iter().any(|c| matches!(c, '·' | '•'))
        && view.letters[start - 2].foreign > 0;
    let long = rules.letters.long_surname(&view.chars[start..]);
    match (end - start, long) {
        _ if torn => Some(Weighed::HouseTorn),
        (1, _) if !is_addressed(view, start, end) => Some(Weighed::HouseSingle),
        (3.., Some((length, japanese))) if end - start > length && view.is_border(end) => {
            let letters = &view.letters[start + length..end];
            let given = letters.iter().all(|l| l.first.max(l.last) > 0);
            let ends_japanese = JAPANESE.contains(&chars[chars.len() - 1]) && letters.len() > 1;
            match japanese {
                true => ends_japanese.then_some(Weighed::HouseJapanese),
                false => (given && letters.len() == 2).then_some(Weighed::HouseLongSurname),
            }
        }
        (4, _) if has_two_surnames(view, start) => Some(Weighed::HouseTwoSurnames),
        _ => None,
    }
}

/// Characters that end Japanese given names.
const JAPANESE: [char; 24] = [
    '一', '介', '健', '夫', '太', '子', '宏', '平', '彦', '恵', '惠', '树', '次', '正', '治', '清',
    '男', '美', '之', '明', '郎', '雄', '三', '也',
];

/// Returns where a person begins and ends that the dictionary takes for another word, behind a title that somebody must
/// hold: in a row of titles and their holders (主任成立、所长明亮), a title of a time (时任局长路遥, 现任校长是常青).
fn held(view: &View, title: Hit) -> Option<(usize, usize)> {
    let timed = view
        .hits_to(title.start)
        .any(|h| h.sense == Sense::TitlePrefix(Prefix::Rank) && view.chars[h.end - 1] == '任');
    let start = title.end + usize::from(timed && view.char(title.end) == Some('是'));
    if start >= view.len() || view.letters[start].surname == Surname::No {
        return None;
    }
    let word = view.word(start);
    let end = word.end;
    let other = view.hits_from(start).iter().any(|h| {
        is_place(h.sense) || titles(h.sense) || matches!(h.sense, Sense::Organization { .. })
    });
    let fits = word.start == start && (2..=3).contains(&word.len()) && !other;
    if !fits || view.letters[start + 1..end].iter().any(|l| l.first.max(l.last) == 0) {
        return None;
    }
    let row = (view.char(end) == Some('、')
        && view.hits_from(end + 1).iter().any(|h| titles(h.sense)))
        || (view.char_before(title.start) == Some('、')
            && view.hits.iter().any(|h| titles(h.sense) && h.len() > 1 && h.end < title.start));
    let closes = view.char(end).is_none_or(|c| !is_han(c))
        || matches!(view.word(end).pos, Pos::Verb | Pos::Preposition | Pos::Adverb);
    let sure =
        view.letters[start].surname == Surname::Common || title.sense == Sense::Title(Stands::Post);
    ((row && sure) || (timed && closes)).then_some((start, end))
}

fn titles(sense: Sense) -> bool {
    matches!(sense, Sense::Title(Stands::Post | Stands::Rank) | Sense::TitlePrefix(_))
}

/// Returns whether an adjective or a verb at the beginning of a clause is who speaks: 严明表示.
fn speaks(view: &View, start: usize, end: usize) -> bool {
    let opens = view
        .char_before(start)
        .is_none_or(|c| matches!(c, '，' | '。' | '；' | '”' | '：' | ',' | '\n'));
    opens
        && (2..=3).contains(&(end - start))
        && matches!(view.word(start).pos, Pos::Adjective | Pos::Verb)
        && view.letters[start].surname == Surname::Common
        && view.letters[end - 1].last >= 2
        && view.context_after(end).is_some_and(|(_, _, side)| side.after[0] >= SPEAKS)
        && !view.hits_from(start).iter().any(|h| is_place(h.sense))
}

/// Returns whether a character that is a preposition and a surname stands twice: 向|向阳颁发.
fn is_doubled(view: &View, at: usize) -> bool {
    let word = view.word(at);
    view.word(at - 1).len() == 1
        && matches!(view.word(at - 1).pos, Pos::Preposition | Pos::Conjunction)
        && (2..=3).contains(&word.len())
        && view.letters[at].surname != Surname::No
}

/// Returns where the name begins that stands before a nationality in brackets: 木拉提（哈萨克族）.
fn before_nationality(view: &View, bracket: usize) -> Option<usize> {
    let inside = &view.chars[bracket + 1..view.len().min(bracket + 14)];
    let close = inside.iter().position(|c| matches!(c, '）' | ')'))?;
    let national = inside[..close]
        .split(|c| matches!(c, '，' | ',' | '、'))
        .any(|part| part.last() == Some(&'族') && (2..=5).contains(&part.len()));
    if !national {
        return None;
    }
    let mut start = bracket;
    while start > 0 && bracket - start < NAME {
        let word = view.word(start - 1);
        let name = is_han(view.chars[start - 1]) || view.chars[start - 1] == '·';
        let foreign = word.len() == 1 && view.letters[word.start].foreign > 0;
        let stops = matches!(word.pos, Pos::Conjunction | Pos::Particle | Pos::Preposition)
            || (word.pos == Pos::Verb && !foreign);
        let title = view.hits_to(start).any(|h| matches!(h.sense, Sense::Title(_)) && h.len() > 1);
        if !name || stops || title {
            break;
        }
        start = word.start;
    }
    (2..=NAME).contains(&(bracket - start)).then_some(start)
}

/// A frequent surname alone before a post, at the beginning of a clause: 石区长随后来到车间.
fn addressed(rules: &MentionRules, view: &View, first: usize, proposals: &mut Proposals) {
    for index in 0..view.hits.len() {
        let hit = view.hits[index];
        let Some(start) = hit.start.checked_sub(1) else { continue };
        let opens = view.char_before(start).is_none_or(|c| !is_han(c) && !c.is_alphanumeric());
        let post =
            hit.sense == Sense::Title(Stands::Post) && hit.len() == 2 && view.is_border(hit.end);
        let goes_on =
            view.hits_from(hit.end).iter().any(|h| matches!(h.sense, Sense::OrgSuffix { .. }));
        if post && opens && !goes_on && view.letters[start].surname == Surname::Common {
            let kind = MentionKind::Person;
            guideline::raise(
                rules,
                view,
                first,
                (start, hit.start),
                kind,
                Weighed::HouseAddressed,
                proposals,
            );
            let span = view.span(hit.start, hit.end);
            let title = proposals.candidates()[first..]
                .iter()
                .position(|c| c.span == span && c.kind == Some(MentionKind::Title));
            if let (Some(at), Some((rule, weight))) =
                (title, rules.weights.get(Weighed::HouseAddressed))
            {
                proposals.vote(first + at, rule, span, weight);
            }
        }
    }
}

/// Returns whether a surname alone is somebody's: before a title (石区长) or behind 老 and 小.
fn is_addressed(view: &View, start: usize, end: usize) -> bool {
    view.hits_from(end).iter().any(|h| matches!(h.sense, Sense::Title(_)))
        || matches!(view.char_before(start), Some('老' | '小'))
}

/// Returns whether four characters are two frequent surnames and a given name: 范徐丽君.
fn has_two_surnames(view: &View, start: usize) -> bool {
    let [a, b, c, d] = &view.letters[start..start + 4] else { return false };
    a.surname == Surname::Common && b.surname == Surname::Common && c.first.min(d.last) >= 2
}
