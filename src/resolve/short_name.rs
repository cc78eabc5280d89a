//! Short names of organisations: 诚铭电子 and 诚铭公司 for 常州诚铭电子科技有限公司, 象山区法院 for 桂林市象山区法院,
//! and the aliases a text defines: 中国某某集团公司（以下简称“某某集团”）.
//!
//! In: organisation entities. Out: mentions of a short name are linked to the entity of the full one.

use std::collections::HashMap;

use super::{
    entity_builder::EntityBuilder,
    place::Prefixes,
    word_list::{List, WordLists},
};
use crate::document::{Basis, MentionKind};

/// How many organisations with one ending are compared with a name.
const COMPARED: usize = 32;

/// Links short names to the entity of the full name.
pub(super) fn resolve(prefixes: &Prefixes, builder: &mut EntityBuilder<'_>) {
    let aliases = defined_aliases(builder);
    let lists = &builder.rules.lists;
    let organizations: Vec<usize> = builder
        .names
        .iter()
        .copied()
        .filter(|&m| builder.kind(m) == MentionKind::Organization)
        .collect();
    let mut short: HashMap<String, Vec<usize>> = HashMap::new();
    let mut endings: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
    let mut read: Vec<bool> = vec![false; builder.out.entities.len()];
    for &m in &organizations {
        let Some(entity) = builder.entity_of(m) else { continue };
        if std::mem::replace(&mut read[entity], true) {
            continue;
        }
        let name = builder.text(m);
        let head = prefixes.get(&m).map_or(0, |p| p.1 - builder.mentions[m].span.start);
        for form in forms(lists, name, head) {
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
    let mut last_use: HashMap<usize, usize> = HashMap::new();
    for (n, &m) in organizations.iter().enumerate() {
        let Some((own, basis)) = builder.out.entity_of[m] else { continue };
        let text = builder.text(m);
        let full = aliases.get(text).copied().or_else(|| {
            let forms = short.get(text).map(Vec::as_slice).unwrap_or(&[]);
            let best = forms
                .iter()
                .rev()
                .take(COMPARED)
                .copied()
                .filter(|&e| e != own && builder.out.entities[e].name.len() > text.len())
                .max_by_key(|e| (last_use.get(e).copied(), std::cmp::Reverse(*e)));
            best.or_else(|| {
                let alike = endings.get(ending(text)).map(Vec::as_slice).unwrap_or(&[]);
                let mut fuller =
                    alike.iter().filter(|(name, e)| *e != own && condenses(lists, text, name));
                fuller.next().filter(|_| fuller.next().is_none()).map(|f| f.1)
            })
        });
        // 泰山队 of the table is 山东泰山队 of the text; 县医院 is the one of its county.
        let entity = match full.filter(|_| basis != Basis::ElidedHead) {
            Some(full) if full != own => {
                builder.link_mention(m, full, Basis::ShortName);
                full
            }
            _ => own,
        };
        last_use.insert(entity, n);
    }
}

/// Returns the last two characters of a name.
fn ending(name: &str) -> &str {
    name.char_indices().rev().nth(1).map_or(name, |(at, _)| &name[at..])
}

/// Returns the shorter forms a full name is called by; `head` is the length in bytes of its places.
fn forms(lists: &WordLists, name: &str, head: usize) -> Vec<String> {
    let mut forms = Vec::new();
    let core = &name[head..];
    if head > 0 && core.chars().count() > 2 {
        forms.push(core.to_owned());
    }
    let plain: String = without_brackets(name);
    let mut rest: &str = &plain;
    let Some(legal) = lists.ending(List::LegalForm, rest) else { return forms };
    rest = &rest[..rest.len() - legal.len()];
    loop {
        for own in [rest, rest.get(head..).unwrap_or("")] {
            if own.chars().count() < 2 || own.len() <= head && own == rest {
                continue;
            }
            forms.push(own.to_owned());
            forms.extend(lists.of(List::StandIn).map(|stand_in| format!("{own}{stand_in}")));
        }
        match lists.of(List::Trade).find_map(|trade| rest.strip_suffix(trade)) {
            Some(less) if less.len() > head => rest = less,
            _ => break,
        }
    }
    forms.retain(|form| form != name);
    forms
}

/// Returns a name without what is in brackets: 某某汽车（常熟）有限公司.
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
fn condenses(lists: &WordLists, short: &str, full: &str) -> bool {
    if short.chars().count() < 4 || short.len() >= full.len() || full.contains(short) {
        return false;
    }
    let Some(first) = short.chars().next() else { return false };
    let Some(start) = lists
        .of(List::State)
        .filter_map(|head| full.strip_prefix(head))
        .chain([full])
        .find(|core| core.starts_with(first))
    else {
        return false;
    };
    let mut rest = start.chars();
    short.chars().all(|c| rest.by_ref().any(|f| f == c))
}

/// Returns the aliases the text defines, with the entities of the full names.
fn defined_aliases<'a>(builder: &EntityBuilder<'a>) -> HashMap<&'a str, usize> {
    let mut aliases = HashMap::new();
    for pair in builder.names.windows(2) {
        let (full, short) = (pair[0], pair[1]);
        if builder.kind(short) != builder.kind(full)
            || builder.kind(full) != MentionKind::Organization
        {
            continue;
        }
        let between = builder.between(full, short);
        let before_alias = between.trim_end_matches(['“', '"', '「', '：', ':', '为']);
        let marked = between.len() <= 36
            && between.starts_with(['（', '(', '，', ','])
            && builder.ends_with(before_alias, List::AliasMark);
        let bracketed = matches!(between, "（" | "(")
            && builder.after(short).starts_with(['）', ')'])
            && builder.text(short).is_ascii();
        if let (true, Some(entity)) = (marked || bracketed, builder.entity_of(full)) {
            aliases.entry(builder.text(short)).or_insert(entity);
        }
    }
    aliases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Tables;

    fn lists() -> WordLists {
        WordLists::read(&Tables::built_in())
    }

    #[test]
    fn a_firm_is_called_by_its_own_name() {
        let forms = forms(&lists(), "宁州宏远电子科技有限公司", "宁州".len());
        for form in ["宏远电子", "宏远公司", "宏远", "宁州宏远电子科技", "宏远电子公司"]
        {
            assert!(forms.iter().any(|f| f == form), "{form} in {forms:?}");
        }
        assert!(!forms.iter().any(|f| f == "宁州"), "{forms:?}");
    }

    #[test]
    fn a_university_is_not_short_for_its_hospital() {
        assert!(!forms(&lists(), "宁州大学附属医院", 0).iter().any(|f| f == "宁州大学"));
    }

    #[test]
    fn an_authority_is_condensed() {
        assert!(condenses(&lists(), "市场监管总局", "国家市场监督管理总局"));
        assert!(!condenses(&lists(), "体育总局", "国家市场监督管理总局"));
    }
}
