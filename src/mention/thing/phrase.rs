//! What a head takes in of the words before it.
//!
//! In: a head, words, names. Out: the phrase, if it is one.

use super::{Bare, Head, Inner, POINTERS, Reach, Things, mention};
use crate::{
    Clean, Span,
    document::MentionKind,
    mention::Mention,
    rules::RuleId,
    segment::{Pos, Segmented, Word},
};

/// The longest phrase, in bytes: forty Chinese characters.
const LONGEST: usize = 120;

/// Looks at the words around a head.
pub(super) struct Phrase<'a> {
    pub(super) things: &'a Things,
    pub(super) clean: &'a str,
    pub(super) segmented: &'a Segmented,
    pub(super) names: &'a [Mention],
}

impl Phrase<'_> {
    /// Returns the phrase of a head.
    pub(super) fn thing(
        &self,
        head: Span<Clean>,
        rule: RuleId,
        found: &[Mention],
    ) -> Option<Mention> {
        let row = &self.things.heads[rule.row as usize];
        if row.reach == Reach::Quote {
            let start = self.opening(head)?;
            return Some(mention(Span::new(start, head.end), row.kind, rule));
        }
        // The dictionary cuts 联席|会上: a head of three characters is seldom part of another word.
        let long = self.clean[head.range()].chars().count() > 2;
        if !long && !self.ends_word(head.end) || self.in_name(head) {
            return None;
        }
        let start = match row.reach {
            Reach::None => head.start,
            Reach::Place => self.place_ending(head.start)?,
            Reach::Person => self.name_ending(head.start, MentionKind::Person)?.span.start,
            Reach::Words | Reach::Posting => self.extend(head, row, found),
            Reach::Quote => unreachable!("handled above"),
        };
        let bare = start == head.start;
        if bare && !long && !self.starts_word(head.start) {
            return None;
        }
        let kept = match row.bare {
            Bare::Verb => !bare && self.name_over(before(head.start)).is_none(),
            _ if !bare => true,
            Bare::Name => true,
            Bare::Anaphor => self.stands_alone(head) && !self.heads_a_noun(head),
            Bare::No => false,
        };
        let end = match row.kind {
            MentionKind::Product => self.own_name(head.end),
            // 犯罪嫌疑人王某: a person's title in all but name.
            MentionKind::Group if row.bare == Bare::No && self.person_follows(head.end) => {
                return None;
            }
            _ => head.end,
        };
        kept.then(|| mention(Span::new(start, end), row.kind, rule))
    }

    /// Returns where a product's own name in marks ends, if one follows: 手机“星页3”.
    fn own_name(&self, end: usize) -> usize {
        let rest = &self.clean[end..];
        let close = match rest.chars().next() {
            Some('“') => '”',
            Some('《') => '》',
            _ => return end,
        };
        let rest = &rest[..rest.floor_char_boundary(LONGEST)];
        rest.find(close).map_or(end, |at| end + at + close.len_utf8())
    }

    fn person_follows(&self, end: usize) -> bool {
        self.name_over(Span::new(end, end + 1))
            .is_some_and(|n| n.kind == MentionKind::Person && n.span.start == end)
    }

    /// Returns where the phrase of a head begins.
    fn extend(&self, head: Span<Clean>, row: &Head, found: &[Mention]) -> usize {
        // The dictionary has 情况通报 as one word.
        let word = self.segmented.word_at(head.start).map(|w| self.segmented.words[w].span);
        let whole = word.filter(|w| {
            let rest = self.clean.get(w.start..head.start).unwrap_or("");
            let listed = self.things.inner.get(rest);
            w.end == head.end && listed != Some(&Inner::Border) && self.name_over(*w).is_none()
        });
        let mut start = whole.map_or(head.start, |w| w.start);
        let (mut named, mut posted) = (false, false);
        let limit = head.end.saturating_sub(LONGEST);
        // Where the phrase would begin if what follows were cut off: verbs at its left edge are not part of it.
        let mut kept = start;
        while let Some((from, part)) = self.before(start, row, named, found) {
            if from < limit {
                break;
            }
            let end_of_verb = start;
            start = from;
            match part {
                Part::Name => {
                    named = true;
                    kept = start;
                }
                // 看望慰问 | 驻紫阳支援人员: only who sends them stands before 驻.
                _ if posted => break,
                Part::Posting => {
                    posted = true;
                    kept = start;
                }
                Part::Noun => kept = start,
                Part::Verb
                    if row.kind == MentionKind::Meeting
                        || row.kind == MentionKind::Group && end_of_verb == kept =>
                {
                    kept = start;
                }
                Part::Verb | Part::Tie => {}
            }
        }
        kept
    }

    /// Returns the part of the phrase that ends at a byte, and where it begins.
    fn before(
        &self,
        end: usize,
        row: &Head,
        named: bool,
        found: &[Mention],
    ) -> Option<(usize, Part)> {
        let name = self.name_over(before(end));
        // 支医人员|代表 as a title says nothing of the words inside it.
        if let Some(name) = name.filter(|n| n.kind != MentionKind::Title || n.span.end <= end) {
            let whole = name.span.end == end;
            let fits = match name.kind {
                MentionKind::Place | MentionKind::Organization => true,
                MentionKind::Date => row.kind != MentionKind::Group && name.span.len() <= 21,
                _ => false,
            };
            return (whole && fits).then_some((name.span.start, Part::Name));
        }
        let rest = &self.clean[..end];
        let last = rest.chars().next_back()?;
        if matches!(last, '”' | '》') {
            let close = Span::new(end - last.len_utf8(), end);
            return self.opening(close).map(|start| (start, Part::Name));
        }
        if matches!(last, '—' | '－' | '-' | '–') {
            // 新北—岚皋联席会: a dash ties the parties.
            let start = rest.trim_end_matches(['—', '－', '-', '–']).len();
            let tied = self.name_ending(start, MentionKind::Place).is_some()
                || self.name_ending(start, MentionKind::Organization).is_some();
            return (named && tied).then_some((start, Part::Tie));
        }
        if let Some(program) =
            found.iter().rev().take(8).find(|f| f.span.end == end && f.kind == MentionKind::Program)
        {
            return Some((program.span.start, Part::Name));
        }
        if let Some(start) = self.compound(end) {
            return Some((start, Part::Name));
        }
        if let Some(start) = self.listed_part(end) {
            return Some((start, Part::Verb));
        }
        let word = self.segmented.word_at(end.checked_sub(1)?)?;
        let word = self.segmented.words[word];
        let text = &self.clean[word.span.range()];
        if word.span.end != end {
            return None;
        }
        match self.things.inner.get(text) {
            Some(Inner::Border) => return None,
            Some(Inner::Part) if word.pos == Pos::Verb => {
                return Some((word.span.start, Part::Verb));
            }
            Some(Inner::Part) => return Some((word.span.start, Part::Noun)),
            None => {}
        }
        if row.reach == Reach::Posting && matches!(text, "驻" | "援") {
            return Some((word.span.start, Part::Posting));
        }
        self.word_part(word, rest)
    }

    /// Returns the part that a word is by its part of speech; `rest` is the text up to its end.
    fn word_part(&self, word: Word, rest: &str) -> Option<(usize, Part)> {
        let text = &self.clean[word.span.range()];
        // 两|国|外交部…: a noun of one character is seldom part of a name, but a level is: 区|党政代表团.
        let two = text.chars().count() > 1;
        let level = matches!(text, "省" | "市" | "县" | "区" | "州" | "镇" | "乡" | "村");
        match word.pos {
            Pos::Latin => Some((word.span.start, Part::Noun)),
            Pos::Noun
            | Pos::VerbalNoun
            | Pos::OtherName
            | Pos::Place
            | Pos::Organization
            | Pos::Abbreviation
            | Pos::Spot
            | Pos::Adjective
            | Pos::Phrase
                if two || level =>
            {
                Some((word.span.start, Part::Noun))
            }
            Pos::Number | Pos::Measure if is_ordinal(rest, word.span.start) => {
                Some((word.span.start, Part::Noun))
            }
            Pos::Pronoun if POINTERS.contains(&text) => Some((word.span.start, Part::Name)),
            _ => None,
        }
    }

    /// Returns where a word of two or three places begins that ends at a byte.
    fn compound(&self, end: usize) -> Option<usize> {
        [6, 9].into_iter().find_map(|len| {
            let at = end.checked_sub(len).filter(|&at| self.clean.is_char_boundary(at))?;
            self.things.compounds.contains(&self.clean[at..end]).then_some(at)
        })
    }

    /// Returns where the place or the word of several places begins that ends at a byte.
    fn place_ending(&self, end: usize) -> Option<usize> {
        let name = self.name_ending(end, MentionKind::Place).map(|name| name.span.start);
        name.or_else(|| self.compound(end))
    }

    /// Returns where a listed verb begins that the dictionary cuts in two: 支|医 of 支医人员.
    fn listed_part(&self, end: usize) -> Option<usize> {
        let at = end.checked_sub(6).filter(|&at| self.clean.is_char_boundary(at))?;
        let listed = self.things.inner.get(&self.clean[at..end]) == Some(&Inner::Part);
        let cut = self.segmented.word_at(end - 1)?;
        let cut = self.segmented.words[cut].span.start > at;
        (listed && cut && self.starts_word(at)).then_some(at)
    }

    /// Returns whether a bare head is a noun by itself: no noun or 的 before it makes it another's part.
    fn stands_alone(&self, head: Span<Clean>) -> bool {
        let Some(word) = head.start.checked_sub(1).and_then(|b| self.segmented.word_at(b)) else {
            return true;
        };
        let word = self.segmented.words[word];
        let text = &self.clean[word.span.range()];
        text != "的" && !matches!(word.pos, Pos::Measure | Pos::Number)
    }

    /// Returns whether a noun follows that the head belongs to: 项目|建设, 会议|精神.
    fn heads_a_noun(&self, head: Span<Clean>) -> bool {
        let Some(word) = self.segmented.word_at(head.end) else { return false };
        let word = self.segmented.words[word];
        let text = &self.clean[word.span.range()];
        let inner = self.things.inner.get(text);
        word.span.start == head.end
            && self.name_over(word.span).is_none()
            && inner != Some(&Inner::Border)
            && matches!(word.pos, Pos::Noun | Pos::VerbalNoun | Pos::Spot)
    }

    /// Returns where the mark that a closing mark closes stands; within the sentence and the longest phrase.
    fn opening(&self, close: Span<Clean>) -> Option<usize> {
        let open = match &self.clean[close.range()] {
            "》" => '《',
            "”" => '“',
            _ => return None,
        };
        let from = self.clean.floor_char_boundary(close.start.saturating_sub(LONGEST));
        let text = &self.clean[from..close.start];
        let at = from + text.rfind(open)?;
        let inside = &self.clean[at + open.len_utf8()..close.start];
        (!inside.is_empty() && !inside.contains(['。', '\n', '；'])).then_some(at)
    }

    /// Returns the name that ends at a byte.
    fn name_ending(&self, end: usize, kind: MentionKind) -> Option<&Mention> {
        let name = self.name_over(Span::new(end.checked_sub(1)?, end))?;
        (name.span.end == end && name.kind == kind).then_some(name)
    }

    /// Returns the first name that ends behind the start of a span, if it overlaps it.
    pub(super) fn name_over(&self, span: Span<Clean>) -> Option<&Mention> {
        let at = self.names.partition_point(|m| m.span.end <= span.start);
        self.names.get(at).filter(|m| m.span.overlaps(span))
    }

    pub(super) fn in_name(&self, span: Span<Clean>) -> bool {
        // A title may begin where a group's head stands, 支医人员|代表, but not end there: 兰州大学|教授.
        self.name_over(span).is_some_and(|n| n.kind != MentionKind::Title || n.span.end <= span.end)
    }

    /// Returns whether a longer word holds the span, or it is a word that counts nothing: 十分.
    pub(super) fn in_other_word(&self, span: Span<Clean>) -> bool {
        let Some(word) = self.segmented.word_at(span.start) else { return false };
        let word = self.segmented.words[word];
        word.span.contains(span)
            && !matches!(word.pos, Pos::Number | Pos::Measure | Pos::Noun | Pos::Other)
    }

    fn starts_word(&self, byte: usize) -> bool {
        self.segmented.word_at(byte).is_none_or(|w| self.segmented.words[w].span.start == byte)
    }

    fn ends_word(&self, byte: usize) -> bool {
        byte.checked_sub(1)
            .and_then(|b| self.segmented.word_at(b))
            .is_none_or(|w| self.segmented.words[w].span.end == byte)
    }

    pub(super) fn is_word(&self, span: Span<Clean>) -> bool {
        self.starts_word(span.start) && self.ends_word(span.end)
    }
}

/// Returns the last byte before another.
fn before(byte: usize) -> Span<Clean> {
    Span::new(byte.saturating_sub(1), byte)
}

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Noun,
    Verb,
    /// 驻 or 援 before a place.
    Posting,
    /// A dash between names.
    Tie,
}

/// Returns whether the figures that begin at a byte belong to an ordinal, a session or a year (第三届, 2023年).
fn is_ordinal(before_end: &str, start: usize) -> bool {
    let (before, word) = before_end.split_at(start);
    word.starts_with(['第', '首', '届', '次', '年'])
        || before.ends_with('第')
        || word.ends_with(['年', '届', '次'])
        || word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}
