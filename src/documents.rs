//! Documents of many texts, one after the other, while the texts are read.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::{Document, Extractor, input::Skipped, input::SourceText};

/// Most texts and bytes of text that are read ahead, to be extracted on all cores.
const TEXTS: usize = 256;
const BYTES: usize = 1 << 20;

/// A text with its record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Extracted {
    /// The text; its further fields are in the record.
    pub text: SourceText,
    /// Its record.
    pub document: Document,
}

/// The records of texts, in their order; see [`Extractor::documents`].
#[derive(Debug)]
pub struct Documents<'e, I> {
    extractor: &'e Extractor,
    texts: I,
    ready: VecDeque<Result<Extracted, Skipped>>,
}

impl Extractor {
    /// Returns the records of texts, in their order, while the texts are read: of a reader, of files ([`crate::Texts`],
    /// [`crate::Files`]) or of any iterator of such texts. At most 256 texts or 1 MiB of them are held, whichever is less
    /// (of longer texts one); with the feature `parallel` they are extracted on all cores, those of rayon's current pool.
    ///
    /// What was skipped is an error that does not end the iterator. So is a text on which extraction fails, which would be
    /// a fault of this crate.
    ///
    /// # Examples
    ///
    /// ```
    /// use yaowen::{Extractor, Texts};
    ///
    /// let lines = "{\"id\":\"a1\",\"text\":\"县长昨日到访。\",\"url\":\"http://a.example\"}\nno JSON\n";
    /// let extractor = Extractor::new();
    /// let mut documents = extractor.documents(Texts::lines("news.jsonl", lines.as_bytes()));
    /// let first = documents.next().unwrap().unwrap();
    /// assert_eq!(first.document.id, "a1");
    /// assert_eq!(first.document.source.get("url"), Some("\"http://a.example\""));
    /// assert_eq!(documents.next().unwrap().unwrap_err().place(), "news.jsonl:2");
    /// assert!(documents.next().is_none());
    /// ```
    pub fn documents<I>(&self, texts: I) -> Documents<'_, I::IntoIter>
    where
        I: IntoIterator<Item = Result<SourceText, Skipped>>,
    {
        Documents { extractor: self, texts: texts.into_iter(), ready: VecDeque::new() }
    }
}

impl<I: Iterator<Item = Result<SourceText, Skipped>>> Iterator for Documents<'_, I> {
    type Item = Result<Extracted, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let (mut texts, mut bytes) = (Vec::new(), 0);
            while texts.len() < TEXTS && bytes < BYTES {
                let Some(text) = self.texts.next() else { break };
                bytes += text.as_ref().map_or(0, |text| text.text().len());
                texts.push(text);
            }
            self.ready = self.extract(texts);
        }
        self.ready.pop_front()
    }
}

impl<I> Documents<'_, I> {
    #[cfg(feature = "parallel")]
    fn extract(
        &self,
        texts: Vec<Result<SourceText, Skipped>>,
    ) -> VecDeque<Result<Extracted, Skipped>> {
        use rayon::prelude::*;

        let extractor = self.extractor;
        let read = texts.into_par_iter().with_max_len(1);
        read.map(|text| extracted(text?, |text| extractor.extract(text.input()))).collect()
    }

    #[cfg(not(feature = "parallel"))]
    fn extract(
        &self,
        texts: Vec<Result<SourceText, Skipped>>,
    ) -> VecDeque<Result<Extracted, Skipped>> {
        let read = texts.into_iter();
        read.map(|text| extracted(text?, |text| self.extractor.extract(text.input()))).collect()
    }
}

/// Returns the record of one text. A fault of extraction must not take the records of other texts with it.
fn extracted(
    mut text: SourceText,
    extract: impl FnOnce(&SourceText) -> Document,
) -> Result<Extracted, Skipped> {
    match catch_unwind(AssertUnwindSafe(|| extract(&text))) {
        Ok(mut document) => {
            document.source = std::mem::take(&mut text.fields);
            Ok(Extracted { text, document })
        }
        Err(_) => {
            let reason =
                "expected a record, found a fault of yaowen (see above); please report the text";
            Err(Skipped::new(text.place(), reason))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::Texts;

    #[test]
    fn a_fault_of_extraction_skips_one_text() {
        let lines = "{\"id\":\"a1\",\"text\":\"县长昨日到访。\"}";
        let text = Texts::lines("-", lines.as_bytes()).next().unwrap().unwrap();
        let skipped = extracted(text, |_| panic!("on purpose")).unwrap_err();
        assert!(skipped.to_string().starts_with("-:1: expected a record"), "{skipped}");
    }

    #[test]
    fn texts_are_read_as_far_as_records_are_taken() {
        let lines = "{\"text\":\"县长昨日到访。\"}\n".repeat(3 * TEXTS);
        // Without end.
        let endless = lines.as_bytes().chain(std::io::repeat(b'\n'));
        let extractor = Extractor::new();
        let mut documents = extractor.documents(Texts::lines("-", endless));
        for i in 1..=2 * TEXTS {
            assert_eq!(documents.next().unwrap().unwrap().document.id, format!("-:{i}"));
        }
    }
}
