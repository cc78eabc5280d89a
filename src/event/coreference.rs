//! Event coreference: mentions of one event become one record, such as a headline and the sentence that gives the details,
//! or a meeting that the next paragraph comes back to.

use super::{
    Context, Event, EventRules, Events, OtherMention,
    ontology::{RoleId, RoleUse},
};
use crate::document::Level;

/// How many events later an event may be mentioned again.
const REACH: usize = 100;

/// Merges events that are the same; the fuller record stays, and takes over what only the other one says.
pub(super) fn merge(rules: &EventRules, context: Context<'_>, events: &mut Events) {
    let merged = into_which(rules, context, &events.all);
    let follow = |mut index: usize| {
        while let Some(next) = merged[index] {
            index = next;
        }
        index
    };
    for from in (0..merged.len()).filter(|&from| merged[from].is_some()) {
        let other = events.all[from].clone();
        absorb(&mut events.all[follow(from)], other);
    }
    let mut kept = 0;
    let mut place = Vec::with_capacity(merged.len());
    for target in &merged {
        place.push(kept);
        kept += usize::from(target.is_none());
    }
    let renumber = |index: &mut usize| *index = place[follow(*index)];
    for (_, from, to) in &mut events.links {
        renumber(from);
        renumber(to);
    }
    for event in &mut events.all {
        if let Some((_, Some(said_in))) = &mut event.attribution {
            renumber(said_in);
        }
    }
    let mut merged = merged.iter();
    events.all.retain(|_| merged.next().is_some_and(Option::is_none));
    events.links.retain(|(_, from, to)| from != to);
    events.links.sort_unstable_by_key(|&(kind, from, to)| (from, to, kind as u8));
    events.links.dedup();
}

/// Returns into which other event each event goes; one that others go into stays.
fn into_which(rules: &EventRules, context: Context<'_>, events: &[Event]) -> Vec<Option<usize>> {
    let heads: Vec<bool> = events.iter().map(|e| is_headline(context, e)).collect();
    let mut merged: Vec<Option<usize>> = vec![None; events.len()];
    for first in 0..events.len() {
        if merged[first].is_some() {
            continue;
        }
        let end = events.len().min(first + 1 + REACH);
        let again = (first + 1..end).find(|&later| {
            let (a, b) = (&events[first], &events[later]);
            merged[later].is_none()
                && a.sentence != b.sentence
                && (is_same(rules, a, b) || heads[first] && !heads[later] && elaborates(a, b))
        });
        let Some(later) = again else { continue };
        match heads[first] || events[later].arguments.len() > events[first].arguments.len() {
            true => merged[first] = Some(later),
            false => merged[later] = Some(first),
        }
    }
    merged
}

/// Whether the event stands in a line without end mark.
fn is_headline(context: Context<'_>, event: &Event) -> bool {
    let span = context.segmented.sentences[event.sentence].span;
    let sentence = context.text.clean()[span.range()].trim_end();
    !sentence.ends_with(['。', '！', '？', '!', '?', '”', '；', '，'])
}

fn entities(event: &Event, role: RoleId) -> impl Iterator<Item = usize> {
    event.arguments.iter().filter(move |a| a.role == role).filter_map(|a| a.filler.entity)
}

fn share(event: &Event, role: RoleId, entity: Option<usize>) -> bool {
    entity.is_some_and(|e| entities(event, role).any(|f| e == f))
}

/// Whether no argument, time or factuality distinguishes two events.
fn agree(a: &Event, b: &Event) -> bool {
    let apart = |x: &Event, y: &Event| {
        x.arguments.iter().any(|argument| {
            argument.filler.entity.is_some()
                && entities(y, argument.role).next().is_some()
                && !entities(x, argument.role).any(|e| share(y, argument.role, Some(e)))
        })
    };
    let times = match (&a.time, &b.time) {
        (Some(x), Some(y)) => x.value.repeats(&y.value) || y.value.repeats(&x.value),
        _ => true,
    };
    a.kind == b.kind
        && a.polarity == b.polarity
        && a.modality == b.modality
        && a.level == Level::Main
        && b.level == Level::Main
        && times
        && !apart(a, b)
}

/// Whether two events are the same: one meeting, or two arguments in common.
fn is_same(rules: &EventRules, a: &Event, b: &Event) -> bool {
    let weight = |role| 1 + usize::from(rules.ontology.role_is(role, RoleUse::EventName));
    let shared = a.arguments.iter().filter(|x| share(b, x.role, x.filler.entity));
    agree(a, b) && shared.map(|x| weight(x.role)).sum::<usize>() > 1
}

/// Whether a sentence gives the details of a headline: one argument in common, or one of them names nobody.
fn elaborates(head: &Event, body: &Event) -> bool {
    let names = |e: &Event| e.arguments.iter().any(|x| x.filler.entity.is_some());
    let shared = || head.arguments.iter().any(|x| share(body, x.role, x.filler.entity));
    agree(head, body) && (!names(head) || !names(body) || shared())
}

fn absorb(target: &mut Event, other: Event) {
    let roles: Vec<RoleId> = target.arguments.iter().map(|a| a.role).collect();
    let arguments = other.arguments;
    target.arguments.extend(
        arguments.iter().filter(|a| a.filler.entity.is_some() && !roles.contains(&a.role)).cloned(),
    );
    if target.places.is_empty() {
        target.places = other.places;
    }
    if target.time.is_none() {
        target.time = other.time;
    }
    target.also.push(OtherMention { trigger: other.trigger, arguments });
    target.also.extend(other.also);
    target.also.sort_by_key(|mention| mention.trigger);
    target.also.dedup_by_key(|mention| mention.trigger);
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::event::test_support::by_rules;

    #[test]
    fn a_headline_and_its_sentence_are_one_event() {
        let document =
            by_rules("甲市与乙市签署协议\n\n本报讯 昨日，甲市与乙市在北京签署合作协议。");
        let signed: Vec<_> = document.events.iter().filter(|e| e.kind == "coop.sign").collect();
        assert_eq!(signed.len(), 1, "{signed:#?}");
        assert_eq!(signed[0].also.len(), 1);
    }

    #[test]
    fn what_is_denied_is_another_event() {
        let document = by_rules("甲市与乙市签署协议。丙市称，甲市与乙市没有签署协议。");
        let signed = document.events.iter().filter(|e| e.kind == "coop.sign");
        assert_eq!(signed.count(), 2);
    }
}
