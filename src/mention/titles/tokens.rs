//! A sentence as the title model sees it: names as single tokens, and words that the heads of titles cut.
//!
//! In: clean text, words, matches and the names that the lattice chose. Out: [`Tokens`] of one sentence.
//! Holds: the tokens cover the sentence without gap or overlap.

use crate::{
    Clean, Span,
    document::MentionKind,
    mention::{
        Mention,
        index::lexicon_class::{LexiconClass, LexiconClasses, TitleKind},
    },
    rules::{Matches, RuleId},
    segment::{Pos, Segmented, Sentence},
};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Word,
    /// Punctuation, a blank or a line end.
    Mark,
    Person,
    Place,
    Organization,
    Date,
}

/// A word, a mark or a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) span: Span<Clean>,
    pub(crate) class: Class,
    pub(crate) pos: Pos,
}

/// The head of a title in the title lexicon.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    /// First token, and the one behind the last.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: TitleKind,
    pub(crate) rule: RuleId,
}

/// Most tokens from a mark to the head of the next title of a list.
const NEAR: usize = 6;

/// The tokens of one sentence. Its memory is reused from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) all: Vec<Token>,
    /// By end, then by start.
    pub(crate) heads: Vec<Head>,
    /// Titles of the lattice, in tokens.
    pub(crate) titles: Vec<(usize, usize)>,
    /// The sentence is no sentence of the story.
    pub(crate) aside: bool,
    pub(crate) headline: bool,
    breaks: Vec<usize>,
}

impl Tokens {
    /// Takes in a sentence; `mentions` are those that start in it.
    pub(crate) fn load(
        &mut self,
        clean: &str,
        segmented: &Segmented,
        sentence: &Sentence,
        matches: &Matches,
        classes: &LexiconClasses,
        mentions: &[Mention],
    ) {
        let Tokens { all, heads, titles, breaks, .. } = self;
        all.clear();
        heads.clear();
        titles.clear();
        breaks.clear();
        let span = sentence.span;
        let words = &segmented.words[sentence.words.clone()];
        breaks.extend(words.iter().map(|w| w.span.start));
        breaks.push(span.end);
        let names = || mentions.iter().filter(|m| class(m.kind).is_some());
        for found in matches.starting_in(span).iter().filter(|m| m.span.end <= span.end) {
            if matches!(
                classes.class(found),
                Some(LexiconClass::Title(_) | LexiconClass::TitlePrefix(_))
            ) {
                breaks.extend([found.span.start, found.span.end]);
            }
        }
        let decided = |m: &&Mention| m.kind == MentionKind::Title || class(m.kind).is_some();
        for mention in mentions.iter().filter(decided) {
            breaks.extend([mention.span.start, mention.span.end]);
        }
        breaks.sort_unstable();
        breaks.dedup();
        // No break lies inside a name.
        let mut name = names().peekable();
        breaks.retain(|&at| {
            while name.next_if(|m| m.span.end <= at).is_some() {}
            name.peek().is_none_or(|m| at <= m.span.start)
        });
        let mut name = names().peekable();
        let mut word = 0;
        for pair in breaks.windows(2) {
            let span = Span::new(pair[0], pair[1]);
            while word + 1 < words.len() && words[word + 1].span.start <= span.start {
                word += 1;
            }
            while name.next_if(|m| m.span.end <= span.start).is_some() {}
            let named = name.peek().filter(|m| m.span.start <= span.start);
            let class = match named.and_then(|m| class(m.kind)) {
                Some(class) => class,
                None if clean[span.range()].chars().all(|c| !c.is_alphanumeric()) => Class::Mark,
                None => Class::Word,
            };
            // A piece of a word has no part of speech of its own.
            let pos = words.get(word).filter(|w| w.span == span).map_or(Pos::Other, |w| w.pos);
            all.push(Token { span, class, pos });
        }
        let at = |byte: usize| all.binary_search_by_key(&byte, |t| t.span.start).ok();
        let end_at = |byte: usize| if byte == span.end { Some(all.len()) } else { at(byte) };
        for found in matches.starting_in(span) {
            let Some(LexiconClass::Title(kind)) = classes.class(found) else { continue };
            if let (Some(start), Some(end)) = (at(found.span.start), end_at(found.span.end))
                && all[start..end].iter().all(|t| t.class == Class::Word)
            {
                heads.push(Head { start, end, kind, rule: found.rule });
            }
        }
        heads.sort_by_key(|h| (h.end, h.start));
        for title in mentions.iter().filter(|m| m.kind == MentionKind::Title) {
            if let (Some(start), Some(end)) = (at(title.span.start), end_at(title.span.end)) {
                titles.push((start, end));
            }
        }
        self.aside = sentence.aside;
        self.headline = segmented.paragraphs[sentence.paragraph].headline;
    }

    /// Returns whether a list goes on with a title behind the mark: 任总撰稿、导演.
    pub(crate) fn joins_titles(&self, clean: &str, mark: usize) -> bool {
        let from = self.heads.partition_point(|h| h.end <= mark);
        let near = |h: &Head| h.start > mark && h.start <= mark + NEAR;
        let mut heads = self.heads[from..].iter().take_while(|h| h.end <= mark + 2 * NEAR);
        &clean[self.all[mark].span.range()] == "、" && heads.any(near)
    }

    /// Returns the longest head that ends behind the token before `end`, from `start` on.
    pub(crate) fn head(&self, start: usize, end: usize) -> Option<&Head> {
        let from = self.heads.partition_point(|h| h.end < end);
        self.heads[from..].iter().take_while(|h| h.end == end).find(|h| h.start >= start)
    }
}

fn class(kind: MentionKind) -> Option<Class> {
    match kind {
        MentionKind::Person => Some(Class::Person),
        MentionKind::Place => Some(Class::Place),
        MentionKind::Organization => Some(Class::Organization),
        MentionKind::Date => Some(Class::Date),
        _ => None,
    }
}
