//! Lists of words that proposers, scorers and filters of names look for.

use crate::rules::{WordLists, word_lists};

word_lists! {
    /// Lists of words about names.
    NAME_WORD "name_word" NameWord;
    /// Ends Japanese given names.
    JapaneseGivenEnd "japanese_given_end",
    /// Stands behind the place of a reporter.
    Report "report",
    /// Stands before a company and is no part of its short name.
    EverydayVerb "everyday_verb",
    /// Stands between two titles of one person.
    TitleJoin "title_join",
    /// Is named with its posts where it is that of a firm, an office or a school.
    Committee "committee",
    /// Ends what has a committee that is a body of its own.
    SettlementEnd "settlement_end",
    /// Is a verb where it stands as a title between a person and a body.
    TitleVerb "title_verb",
    /// Takes the words of its group in as a title.
    GroupTitle "group_title",
    /// Stands before the short name that a text defines.
    AliasMark "alias_mark",
    /// Names groups that are seldom organisations.
    NoBody "no_body",
    /// Ends what other corpora call organisations and our guidelines call groups or meetings.
    #[cfg_attr(not(feature = "train"), expect(dead_code, reason = "the trainer asks for it"))]
    NoOrganizationEnd "no_organization_end",
}

/// The words of each list.
pub(crate) type NameWords = WordLists<NameWord>;
