//! A sentence as a row of tokens: names, triggers, amounts, and the words between them.

use super::{
    Context, EventRules,
    amount::{self, Amount},
    trigger::TriggerMatch,
    word_classes::WordInfo,
};
use crate::{
    Clean, Span,
    dictionary::dictionary,
    document::MentionKind,
    segment::{Pos, Word},
};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A mention that lies in no other, by index.
    Mention(usize),
    /// A trigger, index into [`Tokens::triggers`].
    Trigger(usize),
    /// A number with its unit, index into [`Tokens::amounts`].
    Amount(usize),
    Word(Pos),
    /// A mark of punctuation.
    Mark(char),
}

/// A word, a mark or a name of the sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) span: Span<Clean>,
    pub(super) kind: TokenKind,
    /// What is known of its words.
    pub(super) word: WordInfo,
}

impl Token {
    fn new(span: Span<Clean>, kind: TokenKind) -> Self {
        Token { span, kind, word: WordInfo::default() }
    }
}

/// The tokens of one sentence. They cover it, but for white space. Its memory is reused.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) all: Vec<Token>,
    pub(super) triggers: Vec<TriggerMatch>,
    pub(super) amounts: Vec<Amount>,
    covers: Vec<Token>,
}

impl Tokens {
    /// Reads a sentence; `mentions_in_it` are the indices of the mentions that start in it, by start, longest first.
    ///
    /// Its triggers are the ones given, or those that the set rules find. Of a sentence without a trigger nothing
    /// else is read.
    pub(super) fn read(
        &mut self,
        rules: &EventRules,
        context: Context<'_>,
        sentence: usize,
        mentions_in_it: &[usize],
        given: Option<&[TriggerMatch]>,
    ) {
        let Context { segmented, mentions, .. } = context;
        let text = context.text.clean();
        let span = segmented.sentences[sentence].span;
        self.all.clear();
        self.covers.clear();
        let mut end = span.start;
        for &index in mentions_in_it {
            let mention = &mentions.all[index];
            let inner = mention.span.start < end || mention.span.end > span.end;
            if !inner && mention.kind != MentionKind::Quantity {
                self.covers.push(Token::new(mention.span, TokenKind::Mention(index)));
                end = mention.span.end;
            }
        }
        let words = &segmented.words[segmented.sentences[sentence].words.clone()];
        match given {
            None => {
                let may_stand = |trigger| may_stand(text, words, &self.covers, trigger);
                rules.triggers.find(context.matches, span, may_stand, &mut self.triggers);
            }
            Some(given) => {
                self.triggers.clear();
                self.triggers.extend_from_slice(given);
                let apart = |c: &Token| !given.iter().any(|trigger| trigger.span.overlaps(c.span));
                self.covers.retain(apart);
            }
        }
        if self.triggers.is_empty() {
            return;
        }
        amount::read(rules, context, span, mentions_in_it, &mut self.amounts);
        let triggers = self.triggers.iter().enumerate();
        self.covers.extend(triggers.map(|(i, t)| Token::new(t.span, TokenKind::Trigger(i))));
        self.covers.sort_unstable_by_key(|c| c.span);
        let taken = self.covers.len();
        for (index, amount) in self.amounts.iter().enumerate() {
            if !overlaps(&self.covers[..taken], amount.span) {
                self.covers.push(Token::new(amount.span, TokenKind::Amount(index)));
            }
        }
        self.covers.sort_unstable_by_key(|c| c.span);
        let mut covers = self.covers.iter().copied().peekable();
        let mut at = span.start;
        for word in words {
            let mut from = word.span.start.max(at);
            while let Some(cover) = covers.next_if(|c| c.span.start < word.span.end) {
                self.all.extend(word_token(
                    text,
                    Span::new(from, cover.span.start.max(from)),
                    word,
                ));
                self.all.push(cover);
                at = cover.span.end;
                from = at.max(word.span.start);
            }
            self.all.extend(word_token(text, Span::new(from, word.span.end.max(from)), word));
        }
        for token in &mut self.all {
            token.word = rules.words.of(&text[token.span.range()]);
        }
    }
}

/// Returns whether words may be a trigger where they stand.
///
/// A trigger is whole words, or the end of one: 发布 in 发布会 is none, 上涨 in 价格上涨 is. A name ends a word too
/// (3月5日电), and a phrase of the dictionary is its words (赶赴现场). The end of a name is a border, too: 5月3日 | 电,
/// where the dictionary has the word 日电.
fn may_stand(text: &str, words: &[Word], covers: &[Token], trigger: Span<Clean>) -> bool {
    let before = covers.partition_point(|c| c.span.end < trigger.start);
    let behind_name = covers.get(before).is_some_and(|c| c.span.end == trigger.start);
    let two_characters = trigger.len() >= 6;
    (!cuts(words, trigger.end) || divides(text, words, trigger.end))
        && (two_characters || behind_name || !cuts(words, trigger.start))
        && !overlaps(covers, trigger)
}

/// Returns whether a byte lies strictly inside a word.
fn cuts(words: &[Word], at: usize) -> bool {
    let word = words.partition_point(|w| w.span.end <= at);
    words.get(word).is_some_and(|w| w.span.start < at)
}

/// Returns whether the word that a byte lies inside falls there into two words of the dictionary, both of two characters or more.
fn divides(text: &str, words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(words.partition_point(|w| w.span.end <= at)) else { return false };
    let parts = [&text[word.span.start..at], &text[at..word.span.end]];
    parts.iter().all(|part| part.len() >= 6 && dictionary().has_word(part))
}

/// Returns whether a span overlaps one of the sorted, disjoint covers.
fn overlaps(covers: &[Token], span: Span<Clean>) -> bool {
    let after = covers.partition_point(|c| c.span.end <= span.start);
    covers.get(after).is_some_and(|c| c.span.overlaps(span))
}

/// Returns the token that a part of a word is; none when it is empty or blank.
fn word_token(text: &str, span: Span<Clean>, word: &Word) -> Option<Token> {
    let words = &text[span.range()];
    let mut chars = words.chars();
    let kind = match (chars.next()?, chars.next()) {
        (_, Some(_)) if words.trim().is_empty() => return None,
        // Part of a word that a name was cut out of is a word of its own.
        (_, Some(_)) if span != word.span => TokenKind::Word(Pos::Noun),
        (first, None) if first.is_whitespace() => TokenKind::Mark(' '),
        (first, None) if !first.is_alphanumeric() => TokenKind::Mark(first),
        _ => TokenKind::Word(word.pos),
    };
    Some(Token::new(span, kind))
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use super::*;
    use crate::event::test_support::chunked;

    #[test]
    fn names_triggers_amounts_and_words() {
        let kinds = chunked("市长周文彬签下5亿元合同", |_, _, tokens, _| {
            tokens.all.iter().map(|t| t.kind).collect::<Vec<_>>()
        });
        assert!(matches!(kinds[1], TokenKind::Mention(_)), "{kinds:?}");
        assert!(kinds.iter().any(|k| matches!(k, TokenKind::Trigger(0))), "{kinds:?}");
        assert!(kinds.iter().any(|k| matches!(k, TokenKind::Amount(_))), "{kinds:?}");
    }

    #[test]
    fn a_trigger_is_no_beginning_of_a_word() {
        let triggers = |sentence| chunked(sentence, |_, _, tokens, _| tokens.triggers.len());
        assert_eq!(triggers("公司发布新车"), 1);
        assert_eq!(triggers("公司的发布会"), 0);
    }
}
