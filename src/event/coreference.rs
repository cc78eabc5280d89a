//! The same event told twice is one record: a headline and the sentence that tells it in full, or a meeting that the
//! next paragraph comes back to.

use super::{Event, EventRules, Events, Telling, ontology::Role};
use crate::{document::Level, segment::Segmented};

/// How many events later an event may be told again.
const REACH: usize = 100;

/// Merges events told again; the fuller record stays, and takes over what only the other one says.
pub(super) fn merge(rules: &EventRules, clean: &str, segmented: &Segmented, events: &mut Events) {
    let heads: Vec<bool> = events.all.iter().map(|e| is_head(clean, segmented, e)).collect();
    // Where each event went; an event that others went into stays itself.
    let mut into: Vec<Option<usize>> = vec![None; events.all.len()];
    for first in 0..events.all.len() {
        if into[first].is_some() {
            continue;
        }
        let end = events.all.len().min(first + 1 + REACH);
        let again = (first + 1..end).find(|&later| {
            let (a, b) = (&events.all[first], &events.all[later]);
            into[later].is_none()
                && a.sentence != b.sentence
                && (same(rules, a, b) || heads[first] && !heads[later] && told_in_full(a, b))
        });
        let Some(later) = again else { continue };
        let fuller =
            heads[first] || events.all[later].arguments.len() > events.all[first].arguments.len();
        match fuller {
            true => into[first] = Some(later),
            false => into[later] = Some(first),
        }
    }
    let follow = |mut index: usize| {
        while let Some(next) = into[index] {
            index = next;
        }
        index
    };
    for (from, gone) in into.iter().enumerate() {
        if gone.is_some() {
            let told = events.all[from].clone();
            take_over(&mut events.all[follow(from)], told);
        }
    }
    let mut place = Vec::with_capacity(into.len());
    let mut kept = 0;
    for target in &into {
        place.push(kept);
        kept += usize::from(target.is_none());
    }
    let find = |index: usize| place[follow(index)];
    for (_, from, to) in &mut events.links {
        (*from, *to) = (find(*from), find(*to));
    }
    for event in &mut events.all {
        if let Some((_, Some(teller))) = &mut event.attribution {
            *teller = find(*teller);
        }
    }
    let mut gone = into.iter().map(Option::is_some);
    events.all.retain(|_| gone.next() == Some(false));
    events.links.retain(|(_, from, to)| from != to);
    events.links.sort_unstable_by_key(|&(kind, from, to)| (from, to, kind as u8));
    events.links.dedup();
}

/// Whether the event is told by a line without end mark.
fn is_head(clean: &str, segmented: &Segmented, event: &Event) -> bool {
    let sentence = clean[segmented.sentences[event.sentence].span.range()].trim_end();
    !sentence.ends_with(['。', '！', '？', '!', '?', '”', '；', '，'])
}

fn entities(event: &Event, role: Role) -> impl Iterator<Item = usize> {
    event.arguments.iter().filter(move |a| a.role == role).filter_map(|a| a.filler.entity)
}

/// Whether nothing told of both tells them apart.
fn agree(a: &Event, b: &Event) -> bool {
    let apart = |x: &Event, y: &Event| {
        x.arguments.iter().any(|argument| {
            argument.filler.entity.is_some()
                && entities(y, argument.role).next().is_some()
                && !entities(x, argument.role).any(|e| entities(y, argument.role).any(|f| e == f))
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

/// Whether two sentences tell one event: one meeting, or two parts of it are the same.
fn same(rules: &EventRules, a: &Event, b: &Event) -> bool {
    if !agree(a, b) {
        return false;
    }
    let mut shared = 0;
    for argument in &a.arguments {
        let met =
            argument.filler.entity.is_some_and(|e| entities(b, argument.role).any(|f| e == f));
        shared += usize::from(met);
        if met && rules.roles[argument.role as usize] == "event_name" {
            shared += 1;
        }
    }
    shared > 1
}

/// Whether a sentence tells what the headline told: one part is the same, or the headline names nobody.
fn told_in_full(head: &Event, body: &Event) -> bool {
    let named = |e: &Event| e.arguments.iter().any(|x| x.filler.entity.is_some());
    let shared = head
        .arguments
        .iter()
        .any(|x| x.filler.entity.is_some_and(|e| entities(body, x.role).any(|f| e == f)));
    agree(head, body) && (shared || !named(head) || !named(body))
}

fn take_over(target: &mut Event, told: Event) {
    let roles: Vec<Role> = target.arguments.iter().map(|a| a.role).collect();
    let arguments = told.arguments;
    target.arguments.extend(
        arguments.iter().filter(|a| a.filler.entity.is_some() && !roles.contains(&a.role)).cloned(),
    );
    if target.places.is_empty() {
        target.places = told.places;
    }
    if target.time.is_none() {
        target.time = told.time;
    }
    target.also.push(Telling { trigger: told.trigger, arguments });
    target.also.extend(told.also);
    target.also.sort_by_key(|telling| telling.trigger);
    target.also.dedup_by_key(|telling| telling.trigger);
}
