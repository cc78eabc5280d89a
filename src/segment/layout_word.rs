//! Words that datelines and lines of the page are known by.

use crate::rules::word_lists;

word_lists! {
    /// Words that datelines and lines of the page are known by.
    LAYOUT_WORD "layout_word" List;
    /// 社, 新闻: in the name of an agency, a paper or a site.
    Agency "agency",
    /// 电, 报道: behind the date of a dateline.
    Wire "wire",
    /// 电视, 讯问: begin with a word of these, and are none.
    NotWire "not_wire",
    /// 发布, 来源: in the line that says when a page was published.
    Publication "publication",
}

/// The words of each list.
pub(crate) type LayoutWords = crate::rules::WordLists<List>;
