//! The dictionary of words with their frequencies and parts of speech, by jieba-rs.

use jieba_rs::Jieba;
use once_cell::sync::Lazy;

static JIEBA: Lazy<Jieba> = Lazy::new(Jieba::new);

/// Returns the dictionary, loaded once for the process.
pub(crate) fn dictionary() -> &'static Jieba {
    &JIEBA
}
