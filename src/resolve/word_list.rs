//! Lists of words that the steps of the stage look for: verbs before a leader, ends of the names of firms, marks of a
//! defined alias.
//!
//! In: table `reference_word`. Out: [`WordLists`].

use crate::rules::{Column, Form, Schema, Tables, one_of};

/// Lists of words, one a row.
pub(crate) const REFERENCE_WORD: Schema = Schema {
    name: "reference_word",
    form: Form::Plain,
    key: "list",
    columns: &[
        Column::required("list").checked(|cell| one_of(cell, &List::NAMES)),
        Column::required("words"),
    ],
};

/// Makes [`List`] of the lists and their names in the table.
macro_rules! lists {
    ($($(#[$doc:meta])* $list:ident $name:literal,)+) => {
        /// A list of words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum List {
            $($(#[$doc])* $list,)+
        }

        impl List {
            const ALL: &[List] = &[$(List::$list),+];
            const NAMES: [&str; List::ALL.len()] = [$($name),+];
        }
    };
}

lists! {
    /// 该, 这: the words point to an antecedent by themselves.
    Demonstrative "demonstrative",
    /// 会议, 活动: heads that any meeting answers to.
    AnyMeeting "any_meeting",
    /// 率领: between a leader and the group.
    Lead "lead",
    /// 向, 会见: before a person who is not the subject.
    NotSubject "not_subject",
    /// 说, 表示: what follows is reported speech.
    Report "report",
    /// 股份有限公司: legal ends of the names of firms, longest first.
    LegalForm "legal_form",
    /// 科技, 实业: between a firm's own name and the legal end.
    Trade "trade",
    /// 公司, 集团: take the place of what a short name leaves out.
    StandIn "stand_in",
    /// 国家: before the name of an authority, left out of its short name.
    State "state",
    /// 简称, 即: before an alias that the text defines.
    AliasMark "alias_mark",
    /// 自治区, 街道: ends of the names of places, longest first, that a name may be used without.
    PlaceEnd "place_end",
    /// 机场, 园: ends of the names of sites.
    SiteEnd "site_end",
    /// 自治区: ends with the character of a level, and is none of that level.
    NotLevel "not_level",
    /// 小区, 山区: the same, unless a table has the name as that of a division.
    NotLevelUnlessDivision "not_level_unless_division",
    /// 原, 时任: at the head of a title, says when or how it is held.
    TitleStatus "title_status",
    /// 时任, 已故: the same, as a word of its own before the title.
    StatusWord "status_word",
    /// 副, 常务: ranks at the head of a title.
    TitleRank "title_rank",
    /// 、, 兼: between two titles of one person.
    TitleJoin "title_join",
    /// 将, 已: may stand before a common verb of taking up a post.
    BeforeWeakVerb "before_weak_verb",
}

/// The words of each list.
#[derive(Debug)]
pub(super) struct WordLists {
    /// By list, in the order of the table.
    words: Vec<Vec<Box<str>>>,
}

impl WordLists {
    pub(super) fn read(tables: &Tables) -> Self {
        let mut words = vec![Vec::new(); List::ALL.len()];
        for row in tables.rows(REFERENCE_WORD.name) {
            let list = List::NAMES.iter().position(|name| *name == row.cell("list"));
            if let Some(list) = list {
                words[list].extend(row.list("words").map(Box::from));
            }
        }
        WordLists { words }
    }

    /// Returns the words of a list.
    pub(super) fn of(&self, list: List) -> impl Iterator<Item = &str> {
        self.words[list as usize].iter().map(|word| &**word)
    }

    /// Returns whether a word is in a list.
    pub(super) fn has(&self, list: List, word: &str) -> bool {
        self.of(list).any(|w| w == word)
    }

    /// Returns the first word of a list that words end with.
    pub(super) fn ending(&self, list: List, words: &str) -> Option<&str> {
        self.of(list).find(|word| words.ends_with(word))
    }

    /// Returns the first word of a list that words begin with.
    pub(super) fn beginning(&self, list: List, words: &str) -> Option<&str> {
        self.of(list).find(|word| words.starts_with(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_words() {
        let lists = WordLists::read(&Tables::built_in());
        for (list, name) in List::ALL.iter().zip(List::NAMES) {
            assert!(lists.of(*list).next().is_some(), "{name}");
        }
        assert_eq!(lists.ending(List::LegalForm, "霖晶科技股份有限公司"), Some("股份有限公司"));
    }
}
