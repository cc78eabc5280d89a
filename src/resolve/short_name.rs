//! Short names of organisations: 诚铭电子 and 诚铭公司 for 常州诚铭电子科技有限公司, 象山区法院 for 桂林市象山区法院,
//! and the short names a text says itself: 中国某某集团公司（以下简称“某某集团”）.
//!
//! In: organisation entities. Out: mentions of a short name point to the entity of the full one.

use std::collections::HashMap;

use super::{entity_builder::Draft, place::Prefixes};
use crate::document::{Basis, MentionKind};

/// Legal ends of the names of firms, longest first.
const LEGAL: [&str; 10] = [
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "集团公司",
    "有限公司",
    "总公司",
    "合伙企业",
    "公司",
    "集团",
    "株式会社",
];

/// What stands between a firm's own name and the legal end, and says little.
const TRADE: [&str; 20] = [
    "科技", "技术", "信息", "网络", "电子", "实业", "发展", "工业", "企业", "产业", "国际", "集团",
    "控股", "股份", "贸易", "商贸", "投资", "管理", "服务", "食品",
];

/// Words that take the place of what a short name leaves out: 诚铭公司, 某某集团.
const STAND_IN: [&str; 3] = ["公司", "集团", "企业"];

/// How many organisations with one ending are compared with a name.
const COMPARED: usize = 32;

/// Lets short names point to the entity of the full name.
pub(super) fn resolve(prefixes: &Prefixes, draft: &mut Draft<'_>) {
    let told = told_by_the_text(draft);
    let organizations: Vec<usize> = draft
        .names
        .iter()
        .copied()
        .filter(|&m| draft.kind(m) == MentionKind::Organization)
        .collect();
    let mut short: HashMap<String, Vec<usize>> = HashMap::new();
    let mut endings: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
    let mut seen: Vec<bool> = vec![false; draft.out.entities.len()];
    for &m in &organizations {
        let Some(entity) = draft.entity_of(m) else { continue };
        if std::mem::replace(&mut seen[entity], true) {
            continue;
        }
        let name = draft.text(m);
        let head = prefixes.get(&m).map_or(0, |p| p.1 - draft.mentions[m].span.start);
        for form in forms(name, head) {
            let entities = short.entry(form).or_default();
            if entities.last() != Some(&entity) {
                entities.push(entity);
            }
        }
        let same = endings.entry(ending(name)).or_default();
        if same.len() < COMPARED {
            same.push((name, entity));
        }
    }
    let mut last_told: HashMap<usize, usize> = HashMap::new();
    for (n, &m) in organizations.iter().enumerate() {
        let Some((own, basis)) = draft.out.entity_of[m] else { continue };
        let text = draft.text(m);
        let full = told.get(text).copied().or_else(|| {
            let forms = short.get(text).map(Vec::as_slice).unwrap_or(&[]);
            let best = forms
                .iter()
                .rev()
                .take(COMPARED)
                .copied()
                .filter(|&e| e != own && draft.out.entities[e].name.len() > text.len())
                .max_by_key(|e| (last_told.get(e).copied(), std::cmp::Reverse(*e)));
            best.or_else(|| {
                let alike = endings.get(ending(text)).map(Vec::as_slice).unwrap_or(&[]);
                let mut fuller =
                    alike.iter().filter(|(name, e)| *e != own && condenses(text, name));
                fuller.next().filter(|_| fuller.next().is_none()).map(|f| f.1)
            })
        });
        // 泰山队 of the table is 山东泰山队 of the text; 县医院 is the one of its county.
        let entity = match full.filter(|_| basis != Basis::ElidedHead) {
            Some(full) if full != own => {
                draft.point(m, full, Basis::ShortName);
                full
            }
            _ => own,
        };
        last_told.insert(entity, n);
    }
}

/// Returns the last two characters of a name.
fn ending(name: &str) -> &str {
    name.char_indices().rev().nth(1).map_or(name, |(at, _)| &name[at..])
}

/// Returns the shorter forms a full name is called by; `head` is the length in bytes of its places.
fn forms(name: &str, head: usize) -> Vec<String> {
    let mut forms = Vec::new();
    let core = &name[head..];
    if head > 0 && core.chars().count() > 2 {
        forms.push(core.to_owned());
    }
    let plain: String = without_brackets(name);
    let mut rest: &str = &plain;
    let Some(legal) = LEGAL.iter().find(|legal| rest.ends_with(**legal)) else { return forms };
    rest = &rest[..rest.len() - legal.len()];
    loop {
        for own in [rest, rest.get(head..).unwrap_or("")] {
            if own.chars().count() < 2 || own.len() <= head && own == rest {
                continue;
            }
            forms.push(own.to_owned());
            forms.extend(STAND_IN.iter().map(|stand_in| format!("{own}{stand_in}")));
        }
        match TRADE.iter().find_map(|trade| rest.strip_suffix(trade)) {
            Some(less) if less.len() > head => rest = less,
            _ => break,
        }
    }
    forms.retain(|form| form != name);
    forms
}

/// Returns a name without what stands in brackets: 某某汽车（常熟）有限公司.
fn without_brackets(name: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Returns whether `short` is `full` with characters left out, as 市场监管总局 of 国家市场监督管理总局.
fn condenses(short: &str, full: &str) -> bool {
    if short.chars().count() < 4 || short.len() >= full.len() || full.contains(short) {
        return false;
    }
    let Some(first) = short.chars().next() else { return false };
    let Some(start) = ["国家", "中国", "中华人民共和国"]
        .iter()
        .filter_map(|head| full.strip_prefix(head))
        .chain([full])
        .find(|core| core.starts_with(first))
    else {
        return false;
    };
    let mut rest = start.chars();
    short.chars().all(|c| rest.by_ref().any(|f| f == c))
}

/// Returns the short names the text says itself, with the entities of the full ones.
fn told_by_the_text<'a>(draft: &Draft<'a>) -> HashMap<&'a str, usize> {
    let mut told = HashMap::new();
    for pair in draft.names.windows(2) {
        let (full, short) = (pair[0], pair[1]);
        if draft.kind(short) != draft.kind(full) || draft.kind(full) != MentionKind::Organization {
            continue;
        }
        let between = draft.between(full, short);
        let marked = between.len() <= 36
            && ["简称", "下称", "又称", "又名", "原名", "即"].iter().any(|mark| {
                between.trim_end_matches(['“', '"', '「', '：', ':', '为']).ends_with(mark)
                    && between.starts_with(['（', '(', '，', ','])
            });
        let bracketed = matches!(between, "（" | "(")
            && draft.after(short).starts_with(['）', ')'])
            && draft.text(short).is_ascii();
        if let (true, Some(entity)) = (marked || bracketed, draft.entity_of(full)) {
            told.entry(draft.text(short)).or_insert(entity);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_is_called_by_its_own_name() {
        let forms = forms("宁州宏远电子科技有限公司", "宁州".len());
        for form in ["宏远电子", "宏远公司", "宏远", "宁州宏远电子科技", "宏远电子公司"]
        {
            assert!(forms.iter().any(|f| f == form), "{form} in {forms:?}");
        }
        assert!(!forms.iter().any(|f| f == "宁州"), "{forms:?}");
    }

    #[test]
    fn a_university_is_not_short_for_its_hospital() {
        assert!(!forms("宁州大学附属医院", 0).iter().any(|f| f == "宁州大学"));
    }

    #[test]
    fn an_authority_is_condensed() {
        assert!(condenses("市场监管总局", "国家市场监督管理总局"));
        assert!(!condenses("体育总局", "国家市场监督管理总局"));
    }
}
