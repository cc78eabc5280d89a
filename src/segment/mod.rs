//! Stage 2: clean text to paragraphs, sentences and words.
//!
//! In: the clean text of [`crate::text::Text`]. Out: [`Segmented`].
//! Holds: the words of a paragraph cover it without gap or overlap; sentences too.
//! Next stage: [`crate::rules`].

pub(crate) mod layout;
mod layout_word;
pub(crate) mod mark;
mod sentence;
mod word;

use std::ops::Range;

pub(crate) use layout_word::{LAYOUT_WORD, LayoutWords};
pub(crate) use word::{Pos, Word};

use crate::{Clean, Span};

/// A line of the text.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    /// Without its line end.
    pub(crate) span: Span<Clean>,
    /// A line before the body that ends without an end mark.
    pub(crate) headline: bool,
}

/// A sentence, its end mark and closing quotes included.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// Its words, indices into [`Segmented::words`].
    pub(crate) words: Range<usize>,
    /// Its paragraph, an index into [`Segmented::paragraphs`].
    pub(crate) paragraph: usize,
    /// It is no sentence of the story: the dateline and byline it opens with, or what the page says of itself.
    pub(crate) aside: bool,
}

/// A text in paragraphs, sentences and words. Its memory is reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Segmented {
    /// In text order.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// In text order.
    pub(crate) sentences: Vec<Sentence>,
    /// In text order.
    pub(crate) words: Vec<Word>,
}

impl Segmented {
    /// Returns the sentence that holds the byte, an index into [`Segmented::sentences`].
    pub(crate) fn sentence_at(&self, byte: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|s| s.span.start <= byte);
        after.checked_sub(1).filter(|&i| byte < self.sentences[i].span.end)
    }

    /// Sets the sentences aside that are not the story's.
    pub(crate) fn set_aside(&mut self, such: impl Fn(Span<Clean>) -> bool) {
        self.sentences.iter_mut().for_each(|s| s.aside |= such(s.span));
    }

    /// Returns the word that holds the byte, an index into [`Segmented::words`].
    pub(crate) fn word_at(&self, byte: usize) -> Option<usize> {
        let after = self.words.partition_point(|w| w.span.start <= byte);
        after.checked_sub(1).filter(|&i| byte < self.words[i].span.end)
    }
}

/// Fills `out` with the paragraphs, sentences and words of the clean text.
pub(crate) fn segment(clean: &str, out: &mut Segmented) {
    out.paragraphs.clear();
    out.sentences.clear();
    out.words.clear();
    let mut start = 0;
    for line in clean.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        if clean[start..end].chars().any(|c| !c.is_whitespace()) {
            paragraph(clean, Span::new(start, end), out);
        }
        start += line.len();
    }
    let body =
        out.paragraphs.iter().position(|p| ends_sentence(&clean[p.span.range()])).unwrap_or(0);
    for paragraph in &mut out.paragraphs[..body] {
        paragraph.headline = true;
    }
}

fn ends_sentence(paragraph: &str) -> bool {
    paragraph.trim_end().trim_end_matches(mark::CLOSING).ends_with(mark::END)
}

fn paragraph(clean: &str, span: Span<Clean>, out: &mut Segmented) {
    let index = out.paragraphs.len();
    let opening = layout::dateline_length(&clean[span.range()]);
    let story = Span::new(span.start + opening, span.end);
    let mut add = |sentence: Span<Clean>, aside: bool| {
        let from = out.words.len();
        word::cut(clean, sentence, &mut out.words);
        let words = from..out.words.len();
        out.sentences.push(Sentence { span: sentence, words, paragraph: index, aside });
    };
    if opening > 0 {
        add(Span::new(span.start, story.start), true);
    }
    sentence::split(clean, story, |sentence| add(sentence, false));
    out.paragraphs.push(Paragraph { span, headline: false });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(clean: &str) -> Vec<&str> {
        let mut out = Segmented::default();
        segment(clean, &mut out);
        out.sentences.iter().map(|s| &clean[s.span.range()]).collect()
    }

    #[test]
    fn sentences_keep_their_end_marks_and_closing_quotes() {
        assert_eq!(sentences("他说：“来了。”大家鼓掌。"), ["他说：“来了。”", "大家鼓掌。"]);
        assert_eq!(sentences("雨停了！路通了吗？\n通了"), ["雨停了！", "路通了吗？", "通了"]);
    }

    #[test]
    fn lines_before_the_body_are_headlines() {
        let mut out = Segmented::default();
        segment("县长调研防汛\n昨日，县长到河堤调研。\n（完）", &mut out);
        let headlines: Vec<bool> = out.paragraphs.iter().map(|p| p.headline).collect();
        assert_eq!(headlines, [true, false, false]);
    }

    #[test]
    fn words_joined_give_the_sentences() {
        let clean = "  8月2日，市长ABC到访。\n\n第二段";
        let mut out = Segmented::default();
        segment(clean, &mut out);
        for sentence in &out.sentences {
            let words: String =
                out.words[sentence.words.clone()].iter().map(|w| &clean[w.span.range()]).collect();
            assert_eq!(words, clean[sentence.span.range()]);
        }
    }
}
