//! Whether a trigger tells an event in its clause or only names a kind of act.
//!
//! 两市签署合作协议 tells a signing and no cooperation; 双方就合作举行会谈 tells a talk; 向客人表示热烈的欢迎 tells a
//! welcome, because the light verb 表示 stands before the noun.

use super::{
    atom::{Atom, Sort},
    known::Known,
    trigger::{Triggers, Use},
    words::WordList,
};
use crate::{document::MentionKind, mention::Mentions, rules::RuleId, segment::Pos};

/// Verbs that leave the telling to the noun behind them.
static LIGHT: WordList = WordList::new(
    "表示 表达 致以 给予 提供 作出 做出 作 做 进行 举行 开展 得到 受到 获得 获 予以 加以 送上 遭到 遭受 遭遇 遭 发生 实施 \
                     寄予 发表 发起 提起 展开 接受 作了 做了 发来 发出 提出 引发 突发 致 赢得 取得 组织 启动 完成 造成",
);

/// Verbs whose object is a kind of act, not an act: 加强合作.
static EXHORT: WordList = WordList::new(
    "加强 推进 推动 深化 促进 扩大 拓展 做好 抓好 强化 加大 深入 增进 谋求 寻求 持续 密切 巩固 优化 完善 规范 支撑 服务 加快 \
                      落实 提升 提高 增强 注重 重视 拓宽 扩宽 搞好 抓 坚持 实现 鼓励 支持 参与 负责 从事 涉及 涉嫌 关于",
);

/// Nouns that make the act before them a kind of act: 考察活动, 合作机制.
static KIND_OF: WordList = WordList::new(
    "工作 活动 情况 机制 制度 能力 水平 计划 方案 领域 方面 问题 过程 体系 平台 渠道 经验 成果 成效 效果 模式 \
                       政策 措施 力度 需求 行业 产业 项目 资金 协议 协议书 意向 备忘录 关系 精神 会 会议 书 率 权 法 费 证 案 \
                       器 界 类 型 力 性 量 额 期 期间 物 品 热线 电话 信息 系统 设备 设施 技术 方式 方法 基金 基地 业务 \
                       服务 空间 前景 潜力 理念 原则 建议 报告 现场 原因 风险 压力 环境 规模 结构 比例 价格 成本 条件 范围 标准 \
                       规定 规则 条例 办法 申请 请求 任务 目标 重点 周期 时间",
);

/// Nouns of who or where the act before them is done: 检查人员; but 大股东减持公司股份.
static DONE_BY: WordList = WordList::new(
    "人员 中心 小组 部门 机构 机关 单位 市场 企业 公司 组 团 团队 队 队伍 者 员 站 所 局 处 室 厅 部 专家 \
                       学者 干部 干警 民警 医院 对象 伙伴",
);

/// Verbs that speak of an act.
static SPEAKS_OF: WordList = WordList::new(
    "显示 表明 取得 成为 进入 面临 迎来 呈现 达到 受到 得到 引发 引起 证实 认为 发现 是 为 有 离不开 需要 有助于 有利于 \
     日益 不断 持续 稳步 走向 迈向 涉及 包括 在内 仍 还",
);

/// Nouns behind 的 that make the act before them one that is only spoken of: 合作的意愿.
static ABSTRACT: WordList = WordList::new(
    "意愿 可能 可能性 结果 原因 必要 必要性 问题 条件 基础 方式 方法 过程 目的 意义 机会 权利 权力 义务 责任 能力 \
     重要性 前提 内容 范围 标准 规定 要求 时候 想法 愿望 需要 情况 水平 力度 信心 决心 途径 领域 方向 建议 计划",
);

/// Nouns that tell how much of it was done: 质押比例 means that shares are pledged.
static FIGURES: WordList = WordList::new(
    "比例 金额 额度 额 价格 规模 数量 股份 资产 项目 案件 案 资金 仪式 协议 登记 期限 方 单位 人 人数",
);

/// Returns whether the word is a light verb.
pub(super) fn is_light(word: &str) -> bool {
    LIGHT.holds(word)
}

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
        let tells = known.tells[triggers.of(hits[hit].rule).kind as usize];
        let says = known.says[triggers.of(hits[hit].rule).kind as usize];
        let goes = Some(triggers.of(hits[hit].rule).kind) == known.travel;
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
        if EXHORT.holds(self.word(before)) && !self.after_list() {
            return true;
        }
        if self.heads_object() {
            return true;
        }
        if KIND_OF.holds(self.word(after)) && !(self.tells && FIGURES.holds(self.word(after))) {
            return !self.object_clause(after);
        }
        if DONE_BY.holds(self.word(after)) && !self.says {
            return !self.named_before();
        }
        match self.sort(after) {
            // 调查显示, 合作取得进展: the act is what the next verb speaks of.
            Some(Sort::Word(_)) if SPEAKS_OF.holds(self.word(after)) => {
                !self.tells && self.noun_before() && !self.subject_before()
            }
            // 项目建设、人才交流、产业合作等领域: a list of kinds.
            Some(Sort::Mark('、')) => self.in_list_of_nouns(),
            Some(Sort::Word(_)) if self.word(after) == "等" => self.in_list_of_nouns(),
            // 合作的意愿
            Some(Sort::Word(_)) if self.word(after) == "的" => {
                ABSTRACT.holds(self.word(Some(self.at + 2))) && !self.subject_before()
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
                Sort::Word(_) | Sort::Hit(_) if is_light(self.word(Some(i))) => return true,
                _ => {}
            }
        }
        false
    }

    fn light_directly_before(&self) -> bool {
        for i in (0..self.at).rev().take(3) {
            let word = self.word(Some(i));
            if is_light(word) {
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
                Sort::Word(_) if EXHORT.holds(self.word(Some(i))) => return true,
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
