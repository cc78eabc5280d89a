//! Whether a trigger is an event in its clause or only the name of a kind of act.
//!
//! 两市签署合作协议 has a signing and no cooperation; 双方就合作举行会谈 has a talk; 向客人表示热烈的欢迎 has a welcome,
//! because the light verb 表示 stands before the noun.

use super::{
    EventRules,
    ontology::{EventKind, Trait},
    token::{Token, TokenKind, Tokens},
    trigger::TriggerPos,
    word_classes::WordList,
};
use crate::{document::MentionKind, mention::Mentions, rules::RuleId, segment::Pos};

/// Turns the triggers that are only nouns here into words.
pub(super) fn demote(rules: &EventRules, text: &str, mentions: &Mentions, tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        let TokenKind::Trigger(trigger) = tokens.all[at].kind else { continue };
        let trigger = tokens.triggers[trigger];
        let kind = rules.ontology.kind(trigger.kind);
        let site = TriggerSite { kind, text, tokens: &tokens.all, rules, mentions, at };
        if site.is_nominal(trigger.rule) {
            tokens.all[at].kind = TokenKind::Word(Pos::VerbalNoun);
        }
    }
}

/// A trigger among the tokens of its sentence.
struct TriggerSite<'a> {
    kind: &'a EventKind,
    rules: &'a EventRules,
    text: &'a str,
    tokens: &'a [Token],
    mentions: &'a Mentions,
    at: usize,
}

impl<'a> TriggerSite<'a> {
    fn word(&self, at: Option<usize>) -> &'a str {
        at.and_then(|i| self.tokens.get(i)).map_or("", |t| &self.text[t.span.range()])
    }

    /// Returns whether the words of a token are in a list.
    fn is(&self, list: WordList, at: Option<usize>) -> bool {
        at.and_then(|i| self.tokens.get(i)).is_some_and(|t| t.word.is(list))
    }

    fn kind_at(&self, at: Option<usize>) -> Option<TokenKind> {
        at.and_then(|i| self.tokens.get(i)).map(|t| t.kind)
    }

    fn is_nominal(&self, rule: RuleId) -> bool {
        let pos = self.rules.triggers.of(rule).pos;
        if pos == TriggerPos::Noun {
            return false;
        }
        let (before, after) = (self.at.checked_sub(1), Some(self.at + 1));
        let factive = self.kind.is(Trait::Factive);
        // 长期以来的支持: a noun, unless a light verb governs it; 佩雷拉的加盟 says who joined.
        if self.word(before) == "的" {
            let told = factive
                && matches!(self.kind_at(self.at.checked_sub(2)), Some(TokenKind::Mention(_)));
            return !told && !self.light_before();
        }
        // 应总统邀请，; 经检查，: what the clause behind the comma rests on.
        if matches!(self.kind_at(after), Some(TokenKind::Mark('，' | ','))) && self.rests() {
            return true;
        }
        if pos == TriggerPos::Verb || self.kind.is(Trait::Motion) {
            return false;
        }
        if self.light_directly_before() {
            return false;
        }
        if self.is(WordList::GenericVerb, before) && !self.after_list() {
            return true;
        }
        if self.heads_object() {
            return true;
        }
        if self.is(WordList::ActKind, after) && !(factive && self.is(WordList::ActFigure, after)) {
            return !self.object_clause(after);
        }
        if self.is(WordList::ActAgent, after) && !self.kind.is(Trait::Speech) {
            return !self.named_before();
        }
        match self.kind_at(after) {
            // 调查显示, 合作取得进展: the act is what the next verb speaks of.
            Some(TokenKind::Word(_)) if self.is(WordList::ActPredicate, after) => {
                !factive && self.noun_before() && !self.subject_before()
            }
            // 项目建设、人才交流、产业合作等领域: a list of kinds.
            Some(TokenKind::Mark('、')) => self.in_list_of_nouns(),
            Some(TokenKind::Word(_)) if self.word(after) == "等" => self.in_list_of_nouns(),
            // 合作的意愿
            Some(TokenKind::Word(_)) if self.word(after) == "的" => {
                self.is(WordList::ActAbstract, Some(self.at + 2)) && !self.subject_before()
            }
            _ => false,
        }
    }

    /// A word like 应 or 经 opens the clause, with the one who acts between.
    fn rests(&self) -> bool {
        for i in (0..self.at).rev().take(6) {
            match self.tokens[i].kind {
                TokenKind::Mark(_) => return false,
                _ if self.is(WordList::Basis, Some(i)) => {
                    return i == 0 || matches!(self.tokens[i - 1].kind, TokenKind::Mark(_));
                }
                TokenKind::Trigger(_) => return false,
                _ => {}
            }
        }
        false
    }

    /// A light verb in the clause before the trigger, with no comma between.
    fn light_before(&self) -> bool {
        for i in (0..self.at).rev().take(12) {
            match self.tokens[i].kind {
                TokenKind::Mark('，' | ',' | '；' | '：' | '。') => return false,
                TokenKind::Word(_) | TokenKind::Trigger(_)
                    if self.is(WordList::LightVerb, Some(i)) =>
                {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    fn light_directly_before(&self) -> bool {
        for i in (0..self.at).rev().take(3) {
            if self.is(WordList::LightVerb, Some(i)) {
                return true;
            }
            let skipped = self.is(WordList::Intensifier, Some(i))
                || matches!(self.tokens[i].kind, TokenKind::Word(Pos::Adjective | Pos::Adverb));
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
        self.is(WordList::ActObject, after) && self.subject_before()
    }

    /// 启动老旧小区改造。: the last noun of what another trigger is about.
    fn heads_object(&self) -> bool {
        let ends = match self.kind_at(Some(self.at + 1)) {
            None => true,
            Some(TokenKind::Mark(mark)) => matches!(mark, '，' | '。' | '；' | '！' | '？' | '”'),
            Some(_) => false,
        };
        if !ends
            || !matches!(self.kind_at(self.at.checked_sub(1)), Some(TokenKind::Word(Pos::Noun)))
        {
            return false;
        }
        for i in (0..self.at).rev().take(6) {
            match self.tokens[i].kind {
                TokenKind::Trigger(_) => return true,
                TokenKind::Word(_) if self.is(WordList::GenericVerb, Some(i)) => return true,
                TokenKind::Word(
                    Pos::Noun | Pos::VerbalNoun | Pos::Adjective | Pos::Abbreviation,
                ) => {}
                TokenKind::Word(_) if self.word(Some(i)) == "了" => {}
                TokenKind::Amount(_) => {}
                _ => return false,
            }
        }
        false
    }

    /// A noun or a name directly before the trigger.
    fn named_before(&self) -> bool {
        let before = self.at.checked_sub(1).map(|i| self.tokens[i].kind);
        matches!(before, Some(TokenKind::Mention(_) | TokenKind::Word(Pos::Noun | Pos::Pronoun)))
    }

    fn noun_before(&self) -> bool {
        match self.at.checked_sub(1).map(|i| self.tokens[i].kind) {
            None | Some(TokenKind::Mark(_)) => true,
            Some(TokenKind::Word(pos)) => {
                matches!(pos, Pos::Noun | Pos::VerbalNoun | Pos::Adjective)
            }
            _ => false,
        }
    }

    /// Somebody who may do it stands before the trigger in the clause, with no preposition before.
    fn subject_before(&self) -> bool {
        for i in (0..self.at).rev().take(24) {
            match self.tokens[i].kind {
                TokenKind::Mark('，' | ',' | '；' | '：' | '。') => return false,
                TokenKind::Mention(m) => match self.mentions.all[m].kind {
                    MentionKind::Person
                    | MentionKind::Organization
                    | MentionKind::Group
                    | MentionKind::Pronoun
                    | MentionKind::Title
                    | MentionKind::Place
                    | MentionKind::Date => return true,
                    _ => {}
                },
                TokenKind::Word(Pos::Pronoun) => return true,
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
                Some(TokenKind::Word(
                    Pos::Noun | Pos::VerbalNoun | Pos::Abbreviation | Pos::Adjective
                ))
            )
        };
        noun(self.kind_at(before)) || self.word(before) == "、"
    }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::event::test_support::{by_rules, told};

    #[test]
    fn a_verb_is_an_event_and_its_name_is_none() {
        assert_eq!(told(&by_rules("甲市与乙市签署合作协议。")).len(), 1);
        assert!(told(&by_rules("要加强合作。")).is_empty());
    }

    #[test]
    fn a_light_verb_makes_the_noun_an_event() {
        let events = told(&by_rules("市长周文彬向客人表示热烈的欢迎。"));
        assert!(events.iter().any(|e| e.starts_with("speech.greet")), "{events:?}");
    }
}
