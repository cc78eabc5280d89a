//! The parts of a title: its name, its level, and whether it is still held.
//!
//! In: tables `title` and `title_part`. Out: [`TitleLexicon`], asked by [`super::PostResolver`].

use std::collections::HashMap;

use crate::{
    admin_level::leading_level,
    resolve::{
        loaded,
        word_list::{List, WordLists},
    },
    rules::Tables,
};

/// A row of the table of titles.
#[derive(Debug, Clone)]
struct Head {
    family: Box<str>,
    post: bool,
    /// Held at a place, not at an organisation.
    at_place: bool,
}

/// The heads of titles.
#[derive(Debug, Default)]
pub(in crate::resolve) struct TitleLexicon {
    heads: HashMap<Box<str>, Head>,
}

/// A title's words, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::resolve) struct TitleParts<'t> {
    /// As a reader says it: 副书记.
    pub(in crate::resolve) name: &'t str,
    /// 原, 前, 时任, 代, ….
    pub(in crate::resolve) status: Option<&'t str>,
    /// The level it begins with: 县 of 副县长 and 县领导.
    pub(in crate::resolve) level: Option<char>,
}

impl TitleLexicon {
    pub(in crate::resolve) fn read(tables: &Tables) -> Self {
        let mut titles = TitleLexicon::default();
        if loaded(tables, "title") {
            for row in tables.rows("title") {
                let head = Head {
                    family: row.cell("family").into(),
                    post: row.cell("stands") == "post",
                    at_place: row.cell("with") == "place",
                };
                titles.heads.insert(row.cell("name").into(), head);
            }
        }
        titles
    }

    fn head(&self, title: &str) -> Option<&Head> {
        title.char_indices().find_map(|(at, _)| self.heads.get(&title[at..]))
    }

    /// Returns the family of a title that may be held at an organisation: company, law, media, ….
    pub(in crate::resolve) fn organization_family(&self, title: &str) -> Option<&str> {
        self.head(title).filter(|h| !h.at_place).map(|h| &*h.family)
    }

    /// Returns whether the title is held at a place and names no level: 外长.
    pub(in crate::resolve) fn is_of_state(&self, title: &str) -> bool {
        self.head(title).is_some_and(|h| h.at_place && &*h.family == "government")
    }

    /// Returns whether the title is somebody's work or standing among others.
    pub(in crate::resolve) fn is_work(&self, title: &str) -> bool {
        self.head(title).is_some_and(|h| !matches!(&*h.family, "honorific" | "kinship" | "sport"))
    }

    /// Returns whether the title is a post a person holds; 先生, 男子 and 父亲 are not.
    pub(in crate::resolve) fn is_post(&self, title: &str) -> bool {
        // 科学家 and 企业家 are what a person is, no post.
        if title.ends_with('家') {
            return false;
        }
        let Some(head) = self.head(title) else { return true };
        head.post
            || matches!(
                &*head.family,
                "media"
                    | "police"
                    | "law"
                    | "academic"
                    | "army"
                    | "education"
                    | "health"
                    | "congress"
                    | "government"
                    | "party"
                    | "diplomacy"
            )
    }

    /// Takes a title's words apart.
    pub(in crate::resolve) fn split<'t>(
        &self,
        lists: &WordLists,
        words: &'t str,
    ) -> TitleParts<'t> {
        // 创始人|兼首席执行官: the join is no part of the second title.
        let words = words.trim_start_matches(['兼', '暨']);
        let mut name = words;
        let mut status = None;
        while let Some((word, rest)) = lists.of(List::TitleStatus).find_map(|word| {
            let rest = name.strip_prefix(word)?;
            // 代表, 前锋 and 原告 begin with such a character and are titles themselves.
            let whole = self.heads.contains_key(name);
            (!whole
                && rest.chars().count() > 1
                && (self.heads.is_empty() || self.head(rest).is_some()))
            .then_some((word, rest))
        }) {
            status = status.or(Some(&words[words.len() - name.len()..][..word.len()]));
            name = rest;
        }
        let bare = lists
            .of(List::TitleRank)
            .filter_map(|rank| name.strip_prefix(rank))
            .max_by_key(|rest| name.len() - rest.len())
            .unwrap_or(name);
        // 省长 and 县领导 are of a level; 村医 is, 区域经理 is not.
        let level = leading_level(bare).filter(|c| {
            let rest = &bare[c.len_utf8()..];
            rest == "长" || rest.starts_with("领导") || self.heads.contains_key(rest)
        });
        TitleParts { name, status, level }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_words_are_no_part_of_the_title() {
        let (titles, lists) = (TitleLexicon::default(), WordLists::read(&Tables::built_in()));
        let title = |words| {
            let t = titles.split(&lists, words);
            (t.name, t.status, t.level)
        };
        assert_eq!(title("副县长"), ("副县长", None, Some('县')));
        assert_eq!(title("原副县长"), ("副县长", Some("原"), Some('县')));
        assert_eq!(title("代理市长"), ("市长", Some("代理"), Some('市')));
        assert_eq!(title("兼副市长"), ("副市长", None, Some('市')));
        assert_eq!(title("代表"), ("代表", None, None));
        assert_eq!(title("区领导"), ("区领导", None, Some('区')));
    }
}
