//! A sentence as chunks: noun phrases with their members, markers (prepositions and plain verbs), triggers, times and
//! the marks that part its clauses.
//!
//! 市长张伟、副市长李娜率代表团赴岚皋县考察 is the phrase [张伟][李娜], the marker 率, the phrase [代表团], the marker
//! 赴, the phrase [岚皋县] and a trigger.

use super::{
    token::{Token, TokenKind},
    word_classes::{WordClasses, WordInfo, WordList},
};
use crate::{Clean, Span, document::MentionKind, mention::Mentions, segment::Pos};

/// What a chunk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChunkKind {
    /// A noun phrase; its members lie in [`Chunks::members`].
    Phrase,
    /// A date mention.
    Time(usize),
    /// A preposition, or a verb that is no trigger.
    Marker {
        /// Whether it is a preposition, so that what follows is no subject.
        preposition: bool,
    },
    /// A trigger; index into [`Tokens::triggers`](super::token::Tokens::triggers).
    Trigger(usize),
    /// 的.
    De,
    /// Adverbs, 了, 着, 过, negations: what frames look through.
    Skip,
    /// ， ； and the like.
    Comma,
    /// ：
    Colon,
    /// “
    Open,
    /// ”
    Close,
}

/// A chunk of the sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub(super) kind: ChunkKind,
    pub(super) span: Span<Clean>,
    /// Range of its members, for phrases.
    members: (u32, u32),
    /// Whether 上, 里, 期间 … closes the phrase.
    pub(super) placed: bool,
    /// Whether it stands in a quotation.
    pub(super) quoted: bool,
    /// What is known of its words.
    pub(super) word: WordInfo,
}

/// What the head of a phrase's member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Mention(usize),
    Amount(usize),
    Common,
}

/// One of the things a phrase lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) span: Span<Clean>,
    pub(super) head: Head,
    /// Whether it is no name and says where by its last word: 一处工地.
    pub(super) location: bool,
}

impl Member {
    fn named(span: Span<Clean>, head: Head) -> Self {
        Member { span, head, location: false }
    }
}

/// The chunks of one sentence. Its memory is reused.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    pub(super) all: Vec<Chunk>,
    members: Vec<Member>,
    /// Whether a quotation is open.
    open: bool,
}

/// The longest list that is read as one; longer ones are tables and noise.
const MOST_MEMBERS: usize = 100;

/// How many tokens a remark in brackets has at most.
const LONGEST_REMARK: usize = 24;

impl Chunks {
    /// Returns what a phrase lists.
    pub(super) fn members(&self, chunk: &Chunk) -> &[Member] {
        &self.members[chunk.members.0 as usize..chunk.members.1 as usize]
    }

    /// Returns whether the chunks of a range are only what frames look through.
    pub(super) fn all_skipped(&self, mut range: std::ops::Range<usize>) -> bool {
        range.all(|i| self.all[i].kind == ChunkKind::Skip)
    }

    /// Reads the tokens of a sentence; nominal triggers have become nouns in them.
    pub(super) fn read(&mut self, source: Source<'_>) {
        self.all.clear();
        self.members.clear();
        self.open = false;
        // A sentence without an event needs no chunks.
        if !source.tokens.iter().any(|t| matches!(t.kind, TokenKind::Trigger(_))) {
            return;
        }
        let mut at = 0;
        while at < source.tokens.len() {
            let end = self.phrase(source, at);
            if end > at {
                at = end;
                continue;
            }
            let token = &source.tokens[at];
            self.push(source.kind_of(token), token.span, self.members.len(), false, token.word);
            at += 1;
        }
    }

    fn push(
        &mut self,
        kind: ChunkKind,
        span: Span<Clean>,
        first_member: usize,
        placed: bool,
        word: WordInfo,
    ) {
        match kind {
            ChunkKind::Open => self.open = true,
            ChunkKind::Close => self.open = false,
            _ => {}
        }
        let members = (first_member as u32, self.members.len() as u32);
        self.all.push(Chunk { kind, span, members, placed, quoted: self.open, word });
    }

    /// Reads a noun phrase that starts at the token; returns the token behind it, or `at` when there is none.
    fn phrase(&mut self, source: Source<'_>, at: usize) -> usize {
        let tokens = source.tokens;
        let first_member = self.members.len();
        let mut member = at;
        let mut end = at;
        let mut open_list = false;
        let mut i = at;
        while i < tokens.len() {
            if source.is_noun_like(i) {
                i += 1;
                end = i;
                continue;
            }
            if end == at || self.members.len() - first_member == MOST_MEMBERS {
                break;
            }
            let words = source.words(i);
            let next_is_noun = i + 1 < tokens.len() && source.is_noun_like(i + 1);
            match tokens[i].kind {
                // 、 和 part the members of a list.
                TokenKind::Mark('、') | TokenKind::Word(_)
                    if next_is_noun && tokens[i].word.is(WordList::ListSeparator) =>
                {
                    self.member(source, member..end, open_list);
                    i += 1;
                    member = i;
                }
                // 的 before another noun goes on with the phrase: 驻地的干部.
                TokenKind::Word(_) if words == "的" && next_is_noun && i == end => i += 1,
                // 等 closes a list; the noun behind it says what the members are: 甲、乙等企业.
                TokenKind::Word(_) if words == "等" && !open_list => {
                    self.member(source, member..end, open_list);
                    open_list = true;
                    i += 1;
                    member = i;
                    end = i;
                    if !next_is_noun {
                        break;
                    }
                }
                // A remark in brackets: 党工委（区委）副书记.
                TokenKind::Mark('（' | '(') if i == end => match source.closing_bracket(i) {
                    Some(close) => {
                        i = close + 1;
                        if i == tokens.len() || !source.is_noun_like(i) {
                            break;
                        }
                        end = i;
                    }
                    None => break,
                },
                TokenKind::Mark('—' | '-' | '·' | '《' | '》') if next_is_noun => i += 1,
                _ => break,
            }
        }
        if end == at {
            return at;
        }
        self.member(source, member..end, open_list);
        self.drop_titles(source.mentions, first_member);
        let span = Span::new(tokens[at].span.start, tokens[end - 1].span.end);
        let placed = tokens.get(end).is_some_and(|t| t.kind == TokenKind::Word(Pos::Direction));
        if self.members.len() == first_member {
            self.members.push(source.common(span));
        }
        let word = match end == at + 1 {
            true => tokens[at].word,
            false => source.classes.of(&source.text[span.range()]),
        };
        self.push(ChunkKind::Phrase, span, first_member, placed, word);
        end + usize::from(placed)
    }

    /// 副书记、区长周文彬: titles before a name in one list are his.
    fn drop_titles(&mut self, mentions: &Mentions, first: usize) {
        let kind = |m: &Member| match m.head {
            Head::Mention(index) => Some(mentions.all[index].kind),
            _ => None,
        };
        let person = |m: &Member| kind(m) == Some(MentionKind::Person);
        let Some(last) = self.members[first..].iter().rposition(person) else { return };
        let (mut kept, last) = (first, first + last);
        for index in first..self.members.len() {
            let member = self.members[index];
            if index >= last || kind(&member) != Some(MentionKind::Title) {
                self.members[kept] = member;
                kept += 1;
            }
        }
        self.members.truncate(kept);
    }

    /// Adds the member of a range of tokens.
    fn member(&mut self, source: Source<'_>, tokens: std::ops::Range<usize>, open_list: bool) {
        if tokens.is_empty() || open_list {
            return;
        }
        let tokens = &source.tokens[tokens];
        let kind = |m: usize| source.mentions.all[m].kind;
        let before = self.members.len();
        for token in tokens {
            if let TokenKind::Mention(m) = token.kind
                && kind(m) == MentionKind::Person
            {
                self.members.push(Member::named(token.span, Head::Mention(m)));
            }
        }
        if self.members.len() > before {
            return;
        }
        // 嫌疑人5名: the number only counts the noun.
        let counted = tokens.iter().rposition(|t| !matches!(t.kind, TokenKind::Amount(_)));
        let counted = counted.filter(|&last| matches!(tokens[last].kind, TokenKind::Mention(_)));
        let tokens = counted.map_or(tokens, |last| &tokens[..=last]);
        let last = tokens[tokens.len() - 1];
        let span = Span::new(tokens[0].span.start, last.span.end);
        self.members.push(match last.kind {
            // 法国外长, 一线医护人员: what is no name takes in the words before it.
            TokenKind::Mention(m) if !is_name(kind(m)) => Member::named(span, Head::Mention(m)),
            TokenKind::Mention(m) => Member::named(last.span, Head::Mention(m)),
            TokenKind::Amount(a) if tokens.len() == 1 => Member::named(last.span, Head::Amount(a)),
            _ => source.common(span),
        });
    }
}

fn is_name(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::Person | MentionKind::Organization | MentionKind::Place)
}

/// A sentence to be chunked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) mentions: &'a Mentions,
    pub(super) classes: &'a WordClasses,
}

impl<'a> Source<'a> {
    fn words(self, at: usize) -> &'a str {
        &self.text[self.tokens[at].span.range()]
    }

    fn mention_kind(self, at: usize) -> Option<MentionKind> {
        match self.tokens.get(at)?.kind {
            TokenKind::Mention(m) => Some(self.mentions.all[m].kind),
            _ => None,
        }
    }

    /// Returns the member that words without a name are.
    fn common(self, span: Span<Clean>) -> Member {
        let location = self.classes.ends_in(&self.text[span.range()], WordList::LocationEnd);
        Member { span, head: Head::Common, location }
    }

    /// Returns what a token is that is in no noun phrase.
    fn kind_of(self, token: &Token) -> ChunkKind {
        match token.kind {
            TokenKind::Mention(m) if self.mentions.all[m].kind == MentionKind::Date => {
                ChunkKind::Time(m)
            }
            TokenKind::Trigger(trigger) => ChunkKind::Trigger(trigger),
            TokenKind::Mark('，' | ',' | '；' | ';' | '。' | '！' | '？' | '!' | '?' | ' ') => {
                ChunkKind::Comma
            }
            TokenKind::Mark('：' | ':') => ChunkKind::Colon,
            TokenKind::Mark('“' | '「' | '『') => ChunkKind::Open,
            TokenKind::Mark('”' | '」' | '』') => ChunkKind::Close,
            TokenKind::Word(pos) => word_kind(&self.text[token.span.range()], token.word, pos),
            _ => ChunkKind::Skip,
        }
    }

    /// Returns whether a token may stand in a noun phrase.
    fn is_noun_like(self, at: usize) -> bool {
        let token = &self.tokens[at];
        if self.speaks_for(at) {
            return false;
        }
        let pos = match token.kind {
            TokenKind::Mention(m) => return self.mentions.all[m].kind != MentionKind::Date,
            TokenKind::Amount(_) => return true,
            TokenKind::Word(pos) => pos,
            _ => return false,
        };
        let word = token.word;
        if word.is(WordList::NoPhrase) || word.is(WordList::Intention) && self.leads_verb(at) {
            return false;
        }
        match pos {
            Pos::Noun
            | Pos::Person
            | Pos::ForeignPerson
            | Pos::Place
            | Pos::Organization
            | Pos::OtherName
            | Pos::VerbalNoun
            | Pos::Number
            | Pos::Measure
            | Pos::Spot
            | Pos::Abbreviation
            | Pos::Latin
            | Pos::Pronoun
            | Pos::Phrase => !word.is(WordList::ClauseMarker) && !word.is(WordList::LightVerb),
            // 恐怖分子的行为。
            Pos::Verb => {
                at > 0
                    && self.words(at - 1) == "的"
                    && self.tokens.get(at + 1).is_none_or(|t| matches!(t.kind, TokenKind::Mark(_)))
            }
            // 尼日利亚北部一座村庄
            Pos::Direction => self.words(at).chars().count() > 1 && self.leads_noun(at),
            Pos::Adjective => self.leads_noun(at),
            Pos::Other => {
                self.words(at).chars().all(char::is_alphanumeric)
                    && !word.is(WordList::ClauseMarker)
            }
            _ => false,
        }
    }

    fn leads_verb(self, at: usize) -> bool {
        use Pos::{Adverb, Preposition, Time, Verb};
        let next = self.tokens.get(at + 1).map(|t| t.kind);
        matches!(
            next,
            Some(TokenKind::Trigger(_) | TokenKind::Word(Verb | Adverb | Preposition | Time))
        )
    }

    /// Returns whether an adjective belongs to a noun behind it: 大力 of 大力支持 does not belong to the noun before.
    fn leads_noun(self, at: usize) -> bool {
        let tokens = self.tokens;
        let next = at + 1 + usize::from(at + 1 < tokens.len() && self.words(at + 1) == "的");
        // A row of adjectives is looked through no further than anybody writes one.
        let end = tokens.len().min(next + 4);
        let mut behind = next.min(end)..end;
        let noun = behind.find(|&i| tokens[i].kind != TokenKind::Word(Pos::Adjective));
        noun.is_some_and(|i| self.is_noun_like(i))
    }

    /// Returns whether 代表 is the verb: 县长王芳代表县委向客人…, not 医护人员代表李明.
    fn speaks_for(self, at: usize) -> bool {
        if at == 0 || self.words(at) != "代表" {
            return false;
        }
        let before = self.mention_kind(at - 1);
        let is_somebody = matches!(
            before,
            Some(
                MentionKind::Person
                    | MentionKind::Title
                    | MentionKind::Pronoun
                    | MentionKind::Group
            )
        );
        // 医护人员代表李明 is one who stands for a group.
        let of_group = before == Some(MentionKind::Group)
            && self.mention_kind(at + 1) == Some(MentionKind::Person);
        let next = self.tokens.get(at + 1).map(|t| t.kind);
        is_somebody && !of_group && matches!(next, Some(TokenKind::Mention(_) | TokenKind::Word(_)))
    }

    fn closing_bracket(self, open: usize) -> Option<usize> {
        (open + 1..self.tokens.len().min(open + LONGEST_REMARK))
            .find(|&i| matches!(self.tokens[i].kind, TokenKind::Mark('）' | ')')))
    }
}

fn word_kind(words: &str, word: WordInfo, pos: Pos) -> ChunkKind {
    let preposition = match pos {
        _ if words == "的" => return ChunkKind::De,
        _ if words == "代表" => true,
        Pos::Preposition => true,
        Pos::Verb | Pos::VerbalNoun => words == "至" || words == "到",
        _ if word.is(WordList::ClauseMarker) => words != "率" && words != "赴",
        _ if word.is(WordList::LightVerb) => false,
        _ => return ChunkKind::Skip,
    };
    ChunkKind::Marker { preposition }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use super::*;
    use crate::event::test_support::chunked;

    /// Returns the phrases of a sentence, each with what it lists.
    fn phrases(sentence: &str) -> Vec<Vec<String>> {
        chunked(sentence, |_, context, _, chunks| {
            let text = context.text.clean();
            let phrases = chunks.all.iter().filter(|c| c.kind == ChunkKind::Phrase);
            let members = |c| chunks.members(c).iter().map(|m| text[m.span.range()].to_owned());
            phrases.map(|c| members(c).collect()).collect()
        })
    }

    #[test]
    fn a_phrase_lists_its_members() {
        let found = phrases("市长周文彬、副市长李娜率代表团赴昆山市考察");
        assert_eq!(found, [vec!["周文彬", "李娜"], vec!["代表团"], vec!["昆山市"]]);
    }

    #[test]
    fn markers_and_marks_part_phrases() {
        let kinds = chunked("双方在北京签署协议，会谈结束。", |_, _, _, chunks| {
            chunks.all.iter().map(|c| c.kind).collect::<Vec<_>>()
        });
        assert!(kinds.contains(&ChunkKind::Marker { preposition: true }));
        assert!(kinds.contains(&ChunkKind::Comma));
    }

    #[test]
    fn a_sentence_without_trigger_has_no_chunks() {
        assert!(phrases("桌上有三个苹果").is_empty());
    }
}
