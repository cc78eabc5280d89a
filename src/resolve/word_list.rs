//! Lists of words that the steps of the stage look for: verbs before a leader, ends of the names of firms, marks of a
//! defined alias.

use crate::rules::word_lists;

word_lists! {
    /// Words that the resolution of names, titles and pronouns looks for.
    REFERENCE_WORD "reference_word" List;
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
    /// 原名, 艺名: before another name of the person named before.
    PersonAliasMark "person_alias_mark",
    /// 实习生: who is named with it in a byline works for the outlet of the byline.
    BylineTitle "byline_title",
    /// 报道, 讯: before the byline behind the name of an outlet.
    BylineMark "byline_mark",
    /// 发言人: speaks for the organisation that the clause is about.
    Spokesperson "spokesperson",
    /// 中国内地: before what somebody is, it names no employer.
    NoEmployer "no_employer",
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
    /// 资深, 著名: between an organisation and a title, says how the holder is seen.
    TitleRepute "title_repute",
    /// ：, |: between a title and the names of a line of credits.
    CreditMark "credit_mark",
    /// 副, 常务: ranks at the head of a title.
    TitleRank "title_rank",
    /// 、, 兼: between two titles of one person.
    TitleJoin "title_join",
    /// 将, 已: may stand before a common verb of taking up a post.
    BeforeWeakVerb "before_weak_verb",
}

/// The words of each list.
pub(super) type WordLists = crate::rules::WordLists<List>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Tables, WordList as _};

    #[test]
    fn every_list_has_words() {
        let tables = Tables::built_in();
        let names: Vec<&str> = tables.rows("reference_word").map(|row| row.cell("list")).collect();
        for name in List::NAMES {
            assert!(names.contains(name), "{name}");
        }
        let lists = WordLists::read(&tables);
        assert_eq!(lists.ending(List::LegalForm, "霖晶科技股份有限公司"), Some("股份有限公司"));
    }
}
