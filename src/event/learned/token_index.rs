//! A text as the learned rows see it: tokens that no border of a name cuts, with their clauses and sentences.

use crate::mention::log_linear::word_hash;
use crate::{
    Clean, Span,
    document::MentionKind,
    event::{
        Event,
        word_classes::{WordClasses, WordInfo, WordList},
    },
    mention::Mentions,
    segment::{Pos, Segmented},
};

/// What kind of mention a token or a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum MentionClass {
    /// Part of no mention.
    #[default]
    None,
    Person,
    Organization,
    Place,
    Date,
    Quantity,
    Title,
    Group,
    Pronoun,
    /// A meeting, a document, a project and the like.
    Thing,
}

impl MentionClass {
    /// Returns the class of a kind of mention.
    pub(crate) fn of(kind: MentionKind) -> Self {
        match kind {
            MentionKind::Person => MentionClass::Person,
            MentionKind::Organization => MentionClass::Organization,
            MentionKind::Place => MentionClass::Place,
            MentionKind::Date => MentionClass::Date,
            MentionKind::Quantity => MentionClass::Quantity,
            MentionKind::Title => MentionClass::Title,
            MentionKind::Group => MentionClass::Group,
            MentionKind::Pronoun => MentionClass::Pronoun,
            _ => MentionClass::Thing,
        }
    }
}

/// A word, a mark, or a part of a word that the border of a name cuts off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexedToken {
    pub(crate) span: Span<Clean>,
    /// Hash of its characters.
    pub(crate) hash: u64,
    /// What is known of the word.
    word: WordInfo,
    pub(crate) pos: Pos,
    pub(crate) first: char,
    pub(crate) last: char,
    /// Whether it is a mark of punctuation or the end of a line.
    pub(crate) mark: bool,
    /// Whether it may stand in a noun phrase.
    pub(crate) nominal: bool,
    /// MentionClass of the longest mention that covers it.
    pub(crate) class: MentionClass,
    /// First token of that mention; its own index outside any.
    pub(crate) mention: u32,
    /// Number of the clause: commas, colons and the marks that end sentences part clauses.
    pub(crate) clause: u32,
    /// Number of the sentence.
    pub(crate) sentence: u32,
    /// Whether it stands in a line that no mark ends, as headlines do.
    pub(crate) headline: bool,
    /// Whether a mention begins here, and whether one ended before it.
    pub(crate) begins: bool,
    pub(crate) ends: bool,
}

impl Default for IndexedToken {
    /// Returns a line's end outside of a text.
    fn default() -> Self {
        line_end(Span::new(0, 0), u32::MAX, u32::MAX, false)
    }
}

impl IndexedToken {
    /// Returns a number for the token's part of speech, its mark being one.
    pub(crate) fn pos_code(&self) -> u64 {
        if self.mark { 63 } else { self.pos as u64 }
    }

    /// Returns a number for the token's cluster of words; a name's is that of its class.
    pub(crate) fn cluster(&self) -> u64 {
        match self.class {
            MentionClass::None => u64::from(self.word.cluster),
            class => 1 << 20 | class as u64,
        }
    }

    /// Returns whether the token is in a list of words.
    pub(crate) const fn is(&self, list: WordList) -> bool {
        self.word.is(list)
    }

    /// Returns whether the token is a verb or a verb used as a noun.
    pub(crate) fn is_verbal(&self) -> bool {
        !self.mark && matches!(self.pos, Pos::Verb | Pos::VerbalNoun)
    }
}

/// A mention in tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexedMention {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) class: MentionClass,
}

/// The tokens of a text. Its memory is reused.
#[derive(Debug, Default)]
pub(crate) struct TokenIndex {
    pub(crate) tokens: Vec<IndexedToken>,
    /// The mentions whose borders are borders of tokens, by first token and then by length.
    pub(crate) mentions: Vec<IndexedMention>,
    /// First token of the first headline.
    pub(crate) headline: Option<usize>,
    outside: IndexedToken,
    /// Counts over the tokens before each.
    counts: Vec<Counts>,
    cuts: Vec<usize>,
}

/// How many tokens of a kind stand in a range, or before a token.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) verbs: u32,
    /// Last tokens of runs of nouns.
    pub(crate) nouns: u32,
    /// Mentions that begin.
    pub(crate) mentions: u32,
    /// Tokens of mentions.
    pub(crate) named: u32,
}

/// Tokens of a clause that are looked at on either side of one; longer ones are tables and noise.
const LONGEST_CLAUSE: usize = 200;

/// What stands at a line's end, before the first token and behind the last.
const LINE_END: char = '\n';

impl TokenIndex {
    /// Reads a text; the borders of `triggers` cut words too.
    pub(crate) fn fill(
        &mut self,
        clean: &str,
        segmented: &Segmented,
        mentions: &Mentions,
        triggers: impl Iterator<Item = Span<Clean>>,
        words: &WordClasses,
    ) {
        self.cuts.clear();
        let cutting =
            mentions.all.iter().filter(|m| MentionClass::of(m.kind) != MentionClass::Thing);
        self.cuts.extend(cutting.flat_map(|m| [m.span.start, m.span.end]));
        self.cuts.extend(triggers.flat_map(|t| [t.start, t.end]));
        self.cuts.sort_unstable();
        self.cuts.dedup();
        self.tokens.clear();
        // Each cut divides one word at most.
        self.tokens.reserve(segmented.words.len() + segmented.paragraphs.len() + self.cuts.len());
        let (mut clause, mut sentence, mut cut) = (0, 0, 0);
        let mut sentences = segmented.sentences.iter().peekable();
        for (index, paragraph) in segmented.paragraphs.iter().enumerate() {
            let headline = !ends_sentence(&clean[paragraph.span.range()]);
            while let Some(s) = sentences.next_if(|s| s.paragraph == index) {
                for word in &segmented.words[s.words.clone()] {
                    let mut from = word.span.start;
                    while from < word.span.end {
                        while cut < self.cuts.len() && self.cuts[cut] <= from {
                            cut += 1;
                        }
                        let to =
                            self.cuts.get(cut).map_or(word.span.end, |&c| c.min(word.span.end));
                        let span = Span::new(from, to);
                        if let Some(mut token) =
                            token(clean, span, word.pos, clause, sentence, headline)
                        {
                            token.word = words.of_hash(token.hash);
                            let last = token.last;
                            self.tokens.push(token);
                            clause += u32::from(PARTS_CLAUSES.contains(&last));
                            sentence += u32::from(PARTS_SENTENCES.contains(&last));
                        }
                        from = to;
                    }
                }
            }
            let end = paragraph.span.end;
            self.tokens.push(line_end(Span::new(end, end), clause, sentence, headline));
            clause += 1;
            sentence += 1;
        }
        self.headline = self.tokens.iter().position(|t| t.headline);
        self.add_mentions(mentions);
    }

    /// Notes which tokens the mentions cover.
    fn add_mentions(&mut self, mentions: &Mentions) {
        self.mentions.clear();
        let mut order: Vec<usize> = (0..mentions.all.len()).collect();
        order.sort_by_key(|&m| (mentions.all[m].span.start, mentions.all[m].span.end));
        for &mention in &order {
            let m = &mentions.all[mention];
            let from = self.tokens.partition_point(|t| t.span.start < m.span.start);
            let to = self.tokens.partition_point(|t| t.span.end <= m.span.end);
            let fits = self.tokens.get(from).is_some_and(|t| t.span.start == m.span.start)
                && from < to
                && self.tokens[..to]
                    .iter()
                    .rev()
                    .find(|t| !t.span.is_empty())
                    .is_some_and(|t| t.span.end == m.span.end);
            if !fits {
                continue;
            }
            let mut to = to;
            while to > from && self.tokens[to - 1].span.is_empty() {
                to -= 1;
            }
            let class = MentionClass::of(m.kind);
            self.mentions.push(IndexedMention { from: from as u32, to: to as u32, class });
        }
        self.mentions.dedup_by_key(|n| (n.from, n.to));
        let mut by_length: Vec<usize> = (0..self.mentions.len()).collect();
        by_length.sort_by_key(|&n| self.mentions[n].to - self.mentions[n].from);
        for n in by_length {
            let IndexedMention { from, to, class } = self.mentions[n];
            for token in &mut self.tokens[from as usize..to as usize] {
                token.class = class;
                token.mention = from;
                token.nominal = true;
            }
            self.tokens[from as usize].begins = true;
            if let Some(next) = self.tokens.get_mut(to as usize) {
                next.ends = true;
            }
        }
        for (index, token) in self.tokens.iter_mut().enumerate() {
            if token.class == MentionClass::None {
                token.mention = index as u32;
            }
        }
        self.count();
    }

    fn count(&mut self) {
        self.counts.clear();
        self.counts.reserve(self.tokens.len() + 1);
        let mut counts = Counts::default();
        self.counts.push(counts);
        for (index, token) in self.tokens.iter().enumerate() {
            let next = self.tokens.get(index + 1);
            let first = index == 0 || self.tokens[index - 1].mention != token.mention;
            counts.verbs += u32::from(token.is_verbal());
            counts.nouns += u32::from(token.nominal && !next.is_some_and(|n| n.nominal));
            counts.mentions += u32::from(token.class != MentionClass::None && first);
            counts.named += u32::from(token.class != MentionClass::None);
            self.counts.push(counts);
        }
    }

    /// Returns how many of each stand in a range of tokens.
    pub(crate) fn counts_in(&self, range: std::ops::Range<usize>) -> Counts {
        let (from, to) = (self.counts[range.start], self.counts[range.end]);
        Counts {
            verbs: to.verbs - from.verbs,
            nouns: to.nouns - from.nouns,
            mentions: to.mentions - from.mentions,
            named: to.named - from.named,
        }
    }

    /// Returns the token at an index, a line's end outside the text.
    pub(crate) fn at(&self, token: usize) -> &IndexedToken {
        self.tokens.get(token).unwrap_or(&self.outside)
    }

    /// Returns the token before an index.
    pub(crate) fn before(&self, token: usize) -> &IndexedToken {
        self.at(token.wrapping_sub(1))
    }

    /// Returns the mention that a range of tokens is.
    pub(crate) fn exact(&self, from: usize, to: usize) -> Option<IndexedMention> {
        if !self.tokens[from].begins {
            return None;
        }
        let key = |n: &IndexedMention| (n.from, n.to);
        self.mentions
            .binary_search_by_key(&(from as u32, to as u32), key)
            .ok()
            .map(|i| self.mentions[i])
    }

    /// Returns the token that holds a byte, or the next one.
    pub(crate) fn token_at(&self, byte: usize) -> usize {
        self.tokens
            .partition_point(|t| t.span.end <= byte && !(t.span.is_empty() && t.span.end == byte))
    }

    /// Returns the tokens that a span covers, when its borders are borders of tokens.
    pub(crate) fn tokens_of(&self, span: Span<Clean>) -> Option<(usize, usize)> {
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = from
            + self.tokens[from..]
                .iter()
                .take_while(|t| t.span.end <= span.end && !t.span.is_empty())
                .count();
        (from < to
            && self.tokens[from].span.start == span.start
            && self.tokens[to - 1].span.end == span.end)
            .then_some((from, to))
    }

    /// Returns the first tokens of the triggers of events.
    pub(crate) fn first_tokens(&self, events: &[Event]) -> Vec<u32> {
        events.iter().map(|e| self.token_at(e.trigger.start) as u32).collect()
    }

    /// Returns the bytes of a range of tokens.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span<Clean> {
        Span::new(self.tokens[from].span.start, self.tokens[to - 1].span.end)
    }

    /// Returns the first token of the clause that a token stands in.
    pub(crate) fn clause_start(&self, token: usize) -> usize {
        let clause = self.tokens[token].clause;
        let before = self.tokens[..token].iter().rev().take(LONGEST_CLAUSE);
        token - before.take_while(|t| t.clause == clause).count()
    }

    /// Returns one past the last token of the clause that a token stands in, its closing mark included.
    pub(crate) fn clause_end(&self, token: usize) -> usize {
        let clause = self.tokens[token].clause;
        let behind = self.tokens[token..].iter().take(LONGEST_CLAUSE);
        token + behind.take_while(|t| t.clause == clause).count()
    }
}

/// Marks that part clauses.
pub(crate) const PARTS_CLAUSES: [char; 13] =
    ['，', '。', '；', '：', '！', '？', ',', ';', ':', '!', '?', '…', '\n'];

/// Marks that part sentences.
pub(crate) const PARTS_SENTENCES: [char; 7] = ['。', '！', '？', '!', '?', '\n', '；'];

/// Marks of punctuation; other signs (%, +) are words.
const MARKS: &str = "，。；：！？、,;:!?…“”\"《》〈〉（）()【】[]—-·‘’「」『』";

fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['”', '’', '）', ')', '』', '」', '》']);
    line.ends_with(['。', '！', '？', '!', '?', '；', '…'])
}

fn token(
    clean: &str,
    span: Span<Clean>,
    pos: Pos,
    clause: u32,
    sentence: u32,
    headline: bool,
) -> Option<IndexedToken> {
    let words = &clean[span.range()];
    let (first, last) = (words.chars().next()?, words.chars().next_back()?);
    if words.chars().all(char::is_whitespace) {
        return None;
    }
    let mark = words.chars().all(|c| MARKS.contains(c));
    let nominal = !mark
        && matches!(
            pos,
            Pos::Noun
                | Pos::Person
                | Pos::ForeignPerson
                | Pos::Place
                | Pos::Organization
                | Pos::OtherName
                | Pos::VerbalNoun
                | Pos::Latin
                | Pos::Abbreviation
                | Pos::Phrase
                | Pos::Number
                | Pos::Measure
                | Pos::Time
                | Pos::Spot
                | Pos::Pronoun
                | Pos::Other
        );
    Some(IndexedToken {
        span,
        hash: word_hash(words),
        word: WordInfo::default(),
        pos,
        first,
        last,
        mark,
        nominal,
        class: MentionClass::None,
        mention: 0,
        clause,
        sentence,
        headline,
        begins: false,
        ends: false,
    })
}

fn line_end(span: Span<Clean>, clause: u32, sentence: u32, headline: bool) -> IndexedToken {
    IndexedToken {
        span,
        hash: word_hash("\n"),
        word: WordInfo::default(),
        pos: Pos::Other,
        first: LINE_END,
        last: LINE_END,
        mark: true,
        nominal: false,
        class: MentionClass::None,
        mention: 0,
        clause,
        sentence,
        headline,
        begins: false,
        ends: false,
    }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use super::*;
    use crate::event::test_support::read;

    fn with_index<T>(text: &str, test: impl FnOnce(&str, &TokenIndex) -> T) -> T {
        read(text, |rules, context, events| {
            rules.index(context, std::iter::empty(), &mut events.scratch.index);
            test(context.text.clean(), &events.scratch.index)
        })
    }

    #[test]
    fn no_border_of_a_name_cuts_a_token() {
        with_index("市长周文彬在北京签署协议。", |text, index| {
            let at = text.find("周文彬").expect("the name is there");
            let name = Span::new(at, at + "周文彬".len());
            let (from, to) = index.tokens_of(name).expect("its borders are borders of tokens");
            assert_eq!(index.exact(from, to).map(|m| m.class), Some(MentionClass::Person));
            assert_eq!(index.span(from, to), name);
            assert!(index.tokens[from..to].iter().all(|t| t.class == MentionClass::Person));
        });
    }

    #[test]
    fn marks_part_clauses_and_sentences() {
        with_index("双方会谈，签署协议。会后参观。", |_, index| {
            let clauses: Vec<u32> = index.tokens.iter().map(|t| t.clause).collect();
            let sentences: Vec<u32> = index.tokens.iter().map(|t| t.sentence).collect();
            assert!(clauses.is_sorted() && clauses.contains(&2));
            assert!(sentences.is_sorted() && sentences.contains(&1));
            assert_eq!(index.clause_start(0), 0);
            assert_eq!(index.at(index.tokens.len()).first, '\n');
        });
    }
}
