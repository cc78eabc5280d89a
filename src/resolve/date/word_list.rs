//! Words beside dates.

use crate::rules::word_lists;

word_lists! {
    /// Words beside dates that name holidays and events.
    DATE_REFERENCE_WORD "date_reference_word" List;
    /// 假期, 长假: ends of the names of holidays whose days follow.
    Holiday "holiday",
    /// 为, 定于: between a holiday and its days.
    BeforeDays "before_days",
    /// 案发, 事故: the event that the whole text is about.
    MainEvent "main_event",
}

/// The words of each list.
pub(super) type WordLists = crate::rules::WordLists<List>;
