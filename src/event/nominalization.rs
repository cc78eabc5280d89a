//! Whether a trigger tells an event in its clause or only names a kind of act.
//!
//! 两市签署合作协议 tells a signing and no cooperation; 双方就合作举行会谈 tells a talk; 向客人表示热烈的欢迎 tells a
//! welcome, because the light verb 表示 stands before the noun.

use super::{
    ontology_ids::Known,
    token::{Atom, Sort},
    trigger::{Triggers, Use},
    word_classes::Lists,
};
use crate::{document::MentionKind, mention::Mentions, rules::RuleId, segment::Pos};

/// Turns the triggers that are only nouns here into words.
pub(super) fn settle(
    text: &str,
    atoms: &mut [Atom],
    hits: &[super::trigger::Hit],
    triggers: &Triggers,
    known: &Known,
    mentions: &Mentions,
) {
    for at in 0..atoms.len() {
        let Sort::Hit(hit) = atoms[at].sort else { continue };
        let kind = hits[hit].kind as usize;
        let tells = known.tells[kind];
        let says = known.says[kind];
        let goes = Some(hits[hit].kind) == known.travel;
        let context = Context { goes, tells, says, text, atoms, triggers, mentions, at };
        if context.is_nominal(hits[hit].rule) {
            atoms[at].sort = Sort::Word(Pos::VerbalNoun);
        }
    }
}

struct Context<'a> {
    /// Whether the name of such an act says that it took place: deals, courts, lives, disasters; not 合作 or 支持.
    tells: bool,
    /// Whether it is a way of going, which is no noun: 赶赴现场.
    goes: bool,
    /// Whether it is a speech act: 希望专家多提意见.
    says: bool,
    text: &'a str,
    atoms: &'a [Atom],
    triggers: &'a Triggers,
    mentions: &'a Mentions,
    at: usize,
}

impl<'a> Context<'a> {
    fn word(&self, at: Option<usize>) -> &'a str {
        at.and_then(|i| self.atoms.get(i)).map_or("", |a| &self.text[a.span.range()])
    }

    /// Returns whether the words of an atom are in a list.
    fn is(&self, list: Lists, at: Option<usize>) -> bool {
        at.and_then(|i| self.atoms.get(i)).is_some_and(|a| a.note.lists.meet(list))
    }

    fn sort(&self, at: Option<usize>) -> Option<Sort> {
        at.and_then(|i| self.atoms.get(i)).map(|a| a.sort)
    }

    fn is_nominal(&self, rule: RuleId) -> bool {
        let usage = self.triggers.of(rule).usage;
        if usage == Use::Noun {
            return false;
        }
        let (before, after) = (self.at.checked_sub(1), Some(self.at + 1));
        // 长期以来的支持: a noun, unless a light verb tells it; 佩雷拉的加盟 tells who joined.
        if self.word(before) == "的" {
            let told =
                self.tells && matches!(self.sort(self.at.checked_sub(2)), Some(Sort::Mention(_)));
            return !told && !self.light_before();
        }
        // 应总统邀请，; 经检查，: what the clause behind the comma rests on.
        if matches!(self.sort(after), Some(Sort::Mark('，' | ','))) && self.rests() {
            return true;
        }
        if usage == Use::Verb || self.goes {
            return false;
        }
        if self.light_directly_before() {
            return false;
        }
        if self.is(Lists::EXHORT, before) && !self.after_list() {
            return true;
        }
        if self.heads_object() {
            return true;
        }
        if self.is(Lists::KIND_OF, after) && !(self.tells && self.is(Lists::FIGURES, after)) {
            return !self.object_clause(after);
        }
        if self.is(Lists::DONE_BY, after) && !self.says {
            return !self.named_before();
        }
        match self.sort(after) {
            // 调查显示, 合作取得进展: the act is what the next verb speaks of.
            Some(Sort::Word(_)) if self.is(Lists::SPEAKS_OF, after) => {
                !self.tells && self.noun_before() && !self.subject_before()
            }
            // 项目建设、人才交流、产业合作等领域: a list of kinds.
            Some(Sort::Mark('、')) => self.in_list_of_nouns(),
            Some(Sort::Word(_)) if self.word(after) == "等" => self.in_list_of_nouns(),
            // 合作的意愿
            Some(Sort::Word(_)) if self.word(after) == "的" => {
                self.is(Lists::ABSTRACT, Some(self.at + 2)) && !self.subject_before()
            }
            _ => false,
        }
    }

    /// A word like 应 or 经 opens the clause, with the one who acts between.
    fn rests(&self) -> bool {
        for i in (0..self.at).rev().take(6) {
            match self.atoms[i].sort {
                Sort::Mark(_) => return false,
                _ if matches!(self.word(Some(i)), "应" | "经" | "按" | "经过") => {
                    return i == 0 || matches!(self.atoms[i - 1].sort, Sort::Mark(_));
                }
                Sort::Hit(_) => return false,
                _ => {}
            }
        }
        false
    }

    /// A light verb in the clause before the trigger, with no comma between.
    fn light_before(&self) -> bool {
        for i in (0..self.at).rev().take(12) {
            match self.atoms[i].sort {
                Sort::Mark('，' | ',' | '；' | '：' | '。') => return false,
                Sort::Word(_) | Sort::Hit(_) if self.is(Lists::LIGHT, Some(i)) => return true,
                _ => {}
            }
        }
        false
    }

    fn light_directly_before(&self) -> bool {
        for i in (0..self.at).rev().take(3) {
            let word = self.word(Some(i));
            if self.is(Lists::LIGHT, Some(i)) {
                return true;
            }
            let skipped = matches!(word, "了" | "过" | "大力" | "全面" | "深入")
                || matches!(self.atoms[i].sort, Sort::Word(Pos::Adjective | Pos::Adverb));
            if !skipped {
                return false;
            }
        }
        false
    }

    fn after_list(&self) -> bool {
        self.at.checked_sub(2).is_some_and(|i| self.word(Some(i)) == "、")
    }

    /// 检查工作, 听取情况汇报: the noun is what the act is about, when somebody does it.
    fn object_clause(&self, after: Option<usize>) -> bool {
        let object = matches!(
            self.word(after),
            "工作" | "情况" | "项目" | "企业" | "问题" | "人员" | "政策" | "措施"
        );
        object && self.subject_before()
    }

    /// 启动老旧小区改造。: the last noun of what another trigger is about.
    fn heads_object(&self) -> bool {
        let ends = match self.sort(Some(self.at + 1)) {
            None => true,
            Some(Sort::Mark(mark)) => matches!(mark, '，' | '。' | '；' | '！' | '？' | '”'),
            Some(_) => false,
        };
        if !ends || !matches!(self.sort(self.at.checked_sub(1)), Some(Sort::Word(Pos::Noun))) {
            return false;
        }
        for i in (0..self.at).rev().take(6) {
            match self.atoms[i].sort {
                Sort::Hit(_) => return true,
                Sort::Word(_) if self.is(Lists::EXHORT, Some(i)) => return true,
                Sort::Word(Pos::Noun | Pos::VerbalNoun | Pos::Adjective | Pos::Abbreviation) => {}
                Sort::Word(_) if self.word(Some(i)) == "了" => {}
                Sort::Amount(_) => {}
                _ => return false,
            }
        }
        false
    }

    /// A noun or a name directly before the trigger.
    fn named_before(&self) -> bool {
        let before = self.at.checked_sub(1).map(|i| self.atoms[i].sort);
        matches!(before, Some(Sort::Mention(_) | Sort::Word(Pos::Noun | Pos::Pronoun)))
    }

    fn noun_before(&self) -> bool {
        match self.at.checked_sub(1).map(|i| self.atoms[i].sort) {
            None | Some(Sort::Mark(_)) => true,
            Some(Sort::Word(pos)) => matches!(pos, Pos::Noun | Pos::VerbalNoun | Pos::Adjective),
            _ => false,
        }
    }

    /// Somebody who may do it stands before the trigger in the clause, with no preposition before.
    fn subject_before(&self) -> bool {
        for i in (0..self.at).rev().take(24) {
            match self.atoms[i].sort {
                Sort::Mark('，' | ',' | '；' | '：' | '。') => return false,
                Sort::Mention(m) => match self.mentions.all[m].kind {
                    MentionKind::Person
                    | MentionKind::Organization
                    | MentionKind::Group
                    | MentionKind::Pronoun
                    | MentionKind::Title
                    | MentionKind::Place
                    | MentionKind::Date => return true,
                    _ => {}
                },
                Sort::Word(Pos::Pronoun) => return true,
                _ => {}
            }
        }
        false
    }

    fn in_list_of_nouns(&self) -> bool {
        let before = self.at.checked_sub(1);
        let noun = |s| {
            matches!(
                s,
                Some(Sort::Word(Pos::Noun | Pos::VerbalNoun | Pos::Abbreviation | Pos::Adjective))
            )
        };
        noun(self.sort(before)) || self.word(before) == "、"
    }
}
