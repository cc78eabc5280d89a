//! What the stage knows of a word, told by one look into one table.
//!
//! In: the lists below and the marking words of the frames. Out: [`Words`], asked once for every atom of a sentence.

use std::collections::HashMap;

/// The lists a word is in, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lists(u16);

impl Lists {
    /// Words that are markers wherever they stand between phrases, whatever the dictionary calls them.
    pub(super) const MARKER: Lists = Lists(1 << 0);
    /// Words the dictionary has as nouns that open no phrase.
    pub(super) const OPENER: Lists = Lists(1 << 1);
    /// Nouns that are verbs before another verb: 大股东计划减持.
    pub(super) const PLAN: Lists = Lists(1 << 2);
    /// Verbs that leave the telling to the noun behind them.
    pub(super) const LIGHT: Lists = Lists(1 << 3);
    /// Verbs whose object is a kind of act, not an act: 加强合作.
    pub(super) const EXHORT: Lists = Lists(1 << 4);
    /// Nouns that make the act before them a kind of act: 考察活动, 合作机制.
    pub(super) const KIND_OF: Lists = Lists(1 << 5);
    /// Nouns of who or where the act before them is done: 检查人员; but 大股东减持公司股份.
    pub(super) const DONE_BY: Lists = Lists(1 << 6);
    /// Verbs that speak of an act.
    pub(super) const SPEAKS_OF: Lists = Lists(1 << 7);
    /// Nouns behind 的 that make the act before them one that is only spoken of: 合作的意愿.
    pub(super) const ABSTRACT: Lists = Lists(1 << 8);
    /// Nouns that tell how much of it was done: 质押比例 means that shares are pledged.
    pub(super) const FIGURES: Lists = Lists(1 << 9);
    /// Ends of noun phrases without name that say where: 湖南多地, 一处工地.
    pub(super) const SPOT: Lists = Lists(1 << 10);

    /// Returns whether the word is in one of the lists of `other`.
    pub(super) const fn meet(self, other: Lists) -> bool {
        self.0 & other.0 != 0
    }
}

/// The words of each list, with blanks between.
const LISTS: &[(Lists, &str)] = &[
    (
        Lists::MARKER,
        "在 向 对 与 同 跟 给 为 由 被 把 将 于 从 自 经 以 就 率 赴 到 至 往 因 据 遭 随 按 用 携 \
     让 率领 带领 对于 关于 围绕 针对 通过 根据 按照 为了 随同 陪同 会同 联合 携手 按 经过",
    ),
    (Lists::OPENER, "为期 历时 截至 截止 据悉 目前 日前"),
    (Lists::PLAN, "计划 商定 决定 打算 准备 原定 考虑 预计 开始 继续 原计划 拟定 要求 建议"),
    (
        Lists::LIGHT,
        "表示 表达 致以 给予 提供 作出 做出 作 做 进行 举行 开展 得到 受到 获得 获 予以 加以 送上 \
     遭到 遭受 遭遇 遭 发生 实施 寄予 发表 发起 提起 展开 接受 作了 做了 发来 发出 提出 引发 \
     突发 致 赢得 取得 组织 启动 完成 造成",
    ),
    (
        Lists::EXHORT,
        "加强 推进 推动 深化 促进 扩大 拓展 做好 抓好 强化 加大 深入 增进 谋求 寻求 持续 密切 巩固 \
     优化 完善 规范 支撑 服务 加快 落实 提升 提高 增强 注重 重视 拓宽 扩宽 搞好 抓 坚持 实现 \
     鼓励 支持 参与 负责 从事 涉及 涉嫌 关于",
    ),
    (
        Lists::KIND_OF,
        "工作 活动 情况 机制 制度 能力 水平 计划 方案 领域 方面 问题 过程 体系 平台 渠道 经验 成果 \
     成效 效果 模式 政策 措施 力度 需求 行业 产业 项目 资金 协议 协议书 意向 备忘录 关系 精神 会 \
     会议 书 率 权 法 费 证 案 器 界 类 型 力 性 量 额 期 期间 物 品 热线 电话 信息 系统 设备 \
     设施 技术 方式 方法 基金 基地 业务 服务 空间 前景 潜力 理念 原则 建议 报告 现场 原因 风险 \
     压力 环境 规模 结构 比例 价格 成本 条件 范围 标准 规定 规则 条例 办法 申请 请求 任务 目标 \
     重点 周期 时间",
    ),
    (
        Lists::DONE_BY,
        "人员 中心 小组 部门 机构 机关 单位 市场 企业 公司 组 团 团队 队 队伍 者 员 站 所 局 处 室 \
     厅 部 专家 学者 干部 干警 民警 医院 对象 伙伴",
    ),
    (
        Lists::SPEAKS_OF,
        "显示 表明 取得 成为 进入 面临 迎来 呈现 达到 受到 得到 引发 引起 证实 认为 发现 是 为 有 \
     离不开 需要 有助于 有利于 日益 不断 持续 稳步 走向 迈向 涉及 包括 在内 仍 还",
    ),
    (
        Lists::ABSTRACT,
        "意愿 可能 可能性 结果 原因 必要 必要性 问题 条件 基础 方式 方法 过程 目的 意义 机会 权利 \
     权力 义务 责任 能力 重要性 前提 内容 范围 标准 规定 要求 时候 想法 愿望 需要 情况 水平 力度 \
     信心 决心 途径 领域 方向 建议 计划",
    ),
    (
        Lists::FIGURES,
        "比例 金额 额度 额 价格 规模 数量 股份 资产 项目 案件 案 资金 仪式 协议 登记 期限 方 单位 人 \
     人数",
    ),
    (
        Lists::SPOT,
        "路 街 村 镇 县 市 省 区 山 河 湖 海 港 岛 桥 站 场 馆 厅 楼 校园 公园 园区 中心 现场 附近 \
     境内 海域 路段 家中 地区 公路 高速 国道 小区 医院 酒店 基地 路口 门口 出口 入口 店 厂 矿 \
     多地 各地 工地 全境 沿线 一带 灾区 大堤 河堤 大坝 岸边 街头 车站 机场 市场 工厂 农场 景区 \
     社区",
    ),
];

/// Number of a word that marks a phrase in some frame.
pub(super) type Marker = u32;

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Note {
    pub(super) lists: Lists,
    /// Its number among the marking words of the frames; 0 when it is none.
    pub(super) marker: Marker,
}

/// Every word of which something is known.
#[derive(Debug)]
pub(super) struct Words {
    /// Open addressing; an empty word is a free place. At most half of the places are taken.
    places: Box<[(Box<str>, Note)]>,
    /// Bytes of the longest word.
    longest: usize,
}

impl Words {
    /// Returns the words of the lists, and the frames' marking words with their numbers.
    pub(super) fn new<'a>(markers: impl Iterator<Item = (&'a str, Marker)>) -> Self {
        let mut known: HashMap<&str, Note> = HashMap::new();
        for &(list, words) in LISTS {
            for word in words.split_ascii_whitespace() {
                let lists = &mut known.entry(word).or_default().lists;
                *lists = Lists(lists.0 | list.0);
            }
        }
        for (word, marker) in markers {
            known.entry(word).or_default().marker = marker;
        }
        let size = (known.len() * 2).next_power_of_two();
        let free = || (Box::from(""), Note::default());
        let mut places: Box<[(Box<str>, Note)]> = std::iter::repeat_with(free).take(size).collect();
        let longest = known.keys().map(|w| w.len()).max().unwrap_or(0);
        for (word, note) in known {
            let mut at = hash(word) & (size - 1);
            while !places[at].0.is_empty() {
                at = (at + 1) & (size - 1);
            }
            places[at] = (word.into(), note);
        }
        Words { places, longest }
    }

    /// Returns what is known of a word; nothing of most.
    pub(super) fn of(&self, word: &str) -> Note {
        if word.len() > self.longest {
            return Note::default();
        }
        let mut at = hash(word) & (self.places.len() - 1);
        loop {
            let (taken, note) = &self.places[at];
            if taken.is_empty() || **taken == *word {
                return *note;
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Returns whether a noun phrase without name says where, by its last one or two characters.
    pub(super) fn end_in_spot(&self, phrase: &str) -> bool {
        let mut starts = phrase.char_indices().rev().map(|(at, _)| at);
        let one = starts.next();
        one.into_iter()
            .chain(starts.next())
            .any(|at| self.of(&phrase[at..]).lists.meet(Lists::SPOT))
    }
}

/// FNV-1a, 64 bits.
fn hash(word: &str) -> usize {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_all_their_lists() {
        let words = Words::new([("会同", 7), ("所长", 8)].into_iter());
        assert!(words.of("会同").lists.meet(Lists::MARKER) && words.of("会同").marker == 7);
        assert!(words.of("提出").lists.meet(Lists::LIGHT) && words.of("提出").marker == 0);
        assert!(words.of("协议").lists.meet(Lists::KIND_OF));
        assert!(words.of("协议").lists.meet(Lists::FIGURES));
        assert_eq!(words.of("所长"), Note { marker: 8, ..Note::default() });
        assert_eq!((words.of("同会"), words.of("")), (Note::default(), Note::default()));
    }

    #[test]
    fn phrases_say_where_by_their_end() {
        let words = Words::new(std::iter::empty());
        assert!(words.end_in_spot("一处工地") && words.end_in_spot("县"));
        assert!(!words.end_in_spot("工地上") && !words.end_in_spot(""));
    }

    #[test]
    fn spots_have_one_or_two_characters() {
        let (_, spots) = LISTS.iter().find(|l| l.0 == Lists::SPOT).expect("there is such a list");
        assert!(spots.split_ascii_whitespace().all(|w| w.chars().count() <= 2));
    }
}
