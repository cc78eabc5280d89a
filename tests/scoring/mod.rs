//! Expected events against those of a record, part by part: type and trigger, arguments, time, place, standing.
//!
//! Every part is scored over all events: the parts of an event that is missed are missed, those of one that is too much
//! are too much.

use std::collections::BTreeMap;

use yaowen::{
    Document,
    document::{Argument, Entity, Event, EventPlace, Words},
};

/// An event as a reader wrote it down: `type|trigger|role=words;…|time|place;…|standing/…`.
pub(crate) struct Expected<'a> {
    kind: &'a str,
    trigger: &'a str,
    arguments: Vec<(&'a str, &'a str)>,
    time: &'a str,
    places: Vec<&'a str>,
    standing: Vec<&'a str>,
}

impl<'a> Expected<'a> {
    pub(crate) fn read(line: &'a str) -> Self {
        let parts: Vec<&str> = line.split('|').collect();
        assert!((2..=6).contains(&parts.len()), "two to six parts: {line}");
        let part = |i: usize| parts.get(i).copied().unwrap_or_default();
        let arguments = list(part(2), ';').into_iter().map(|argument| {
            argument.split_once('=').unwrap_or_else(|| panic!("`role=words` in {line}"))
        });
        Expected {
            kind: part(0),
            trigger: part(1),
            arguments: arguments.collect(),
            time: part(3),
            places: list(part(4), ';'),
            standing: list(part(5), '/'),
        }
    }

    fn is(&self, event: &Event) -> bool {
        let trigger = event.trigger.text.as_str();
        self.kind == event.kind
            && (self.trigger.contains(trigger) || trigger.contains(self.trigger))
    }
}

fn list(cell: &str, on: char) -> Vec<&str> {
    cell.split(on).filter(|s| !s.is_empty()).collect()
}

/// Right, expected and found of one kind of fact.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) right: usize,
    pub(crate) expected: usize,
    pub(crate) found: usize,
}

impl Score {
    pub(crate) fn count(&mut self, right: usize, expected: usize, found: usize) {
        self.right += right;
        self.expected += expected;
        self.found += found;
    }

    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.expected + self.found).max(1) as f64
    }
}

/// Scores of several kinds of facts, and what was wrong.
#[derive(Default)]
pub(crate) struct Scores {
    by_kind: BTreeMap<&'static str, Score>,
    pub(crate) wrong: Vec<String>,
}

impl Scores {
    pub(crate) fn of(&mut self, kind: &'static str) -> &mut Score {
        self.by_kind.entry(kind).or_default()
    }

    /// Prints the scores of the kinds and fails when one is below what has been reached.
    pub(crate) fn check(&self, floors: &[(&str, f64)]) {
        if std::env::var_os("YAOWEN_MISSES").is_some() {
            self.wrong.iter().for_each(|w| println!("{w}"));
        }
        let mut lost = Vec::new();
        for (kind, floor) in floors {
            let score = &self.by_kind[kind];
            let Score { right, expected, found } = score;
            let f1 = score.f1();
            println!(
                "{kind:14} expected {expected:4}  found {found:4}  right {right:4}  F1 {f1:.3}"
            );
            if f1 < *floor {
                lost.push(format!("{kind} {f1:.3} is below {floor}"));
            }
        }
        assert!(lost.is_empty(), "{lost:?}");
    }

    /// Scores the events of a document; those that are `optional` cost nothing and earn nothing.
    pub(crate) fn events(
        &mut self,
        name: &str,
        expected: &[Expected<'_>],
        optional: &[Expected<'_>],
        document: &Document,
    ) {
        let mut left: Vec<&Event> = document.events.iter().collect();
        let take = |left: &mut Vec<&Event>, expected: &Expected<'_>| {
            left.iter().position(|event| expected.is(event)).map(|at| left.remove(at)).cloned()
        };
        for expected in expected {
            match take(&mut left, expected) {
                Some(event) => self.event(name, expected, &event, document),
                None => {
                    self.wrong
                        .push(format!("{name}: missed {} {}", expected.kind, expected.trigger));
                    self.of("event").count(0, 1, 0);
                    self.of("argument").count(0, expected.arguments.len(), 0);
                    self.of("time").count(0, 1, 0);
                    self.of("place of event").count(0, expected.places.len(), 0);
                    self.of("standing").count(0, 1, 0);
                }
            }
        }
        for expected in optional {
            take(&mut left, expected);
        }
        for event in left {
            self.wrong.push(format!("{name}: too much {} {}", event.kind, event.trigger.text));
            self.of("event").count(0, 0, 1);
            self.of("argument").count(0, 0, event.arguments.len());
            self.of("time").count(0, 0, 1);
            self.of("place of event").count(0, 0, event.places.len());
            self.of("standing").count(0, 0, 1);
        }
    }

    fn event(&mut self, name: &str, expected: &Expected<'_>, event: &Event, document: &Document) {
        let at = format!("{name}: {} {}", expected.kind, expected.trigger);
        self.of("event").count(1, 1, 1);

        let mut left: Vec<&Argument> = event.arguments.iter().collect();
        let mut places: Vec<&EventPlace> = event.places.iter().collect();
        let (mut right, mut found) = (0, event.arguments.len());
        for &(role, words) in &expected.arguments {
            let same = left.iter().position(|a| {
                as_good(role, &a.role)
                    && means(words, a.words.as_ref(), a.entity.as_deref(), document)
            });
            let place = || places.iter().position(|p| role == "place" && is_at(words, p, document));
            if let Some(at) = same {
                left.remove(at);
                right += 1;
            } else if let Some(at) = place() {
                // The place of an act may stand among its arguments or beside them.
                places.remove(at);
                (right, found) = (right + 1, found + 1);
            } else {
                self.wrong.push(format!("{at}: missed {role}={words}"));
            }
        }
        self.of("argument").count(right, expected.arguments.len(), found);
        let more =
            left.iter().map(|a| format!("{at}: too much {}={}", a.role, shown(a.words.as_ref())));
        self.wrong.extend(more);

        let time = event.time.as_ref().map(|t| t.value.to_string()).unwrap_or_default();
        self.of("time").count(usize::from(time == expected.time), 1, 1);
        if time != expected.time {
            self.wrong.push(format!("{at}: time `{}`, found `{time}`", expected.time));
        }

        let mut left: Vec<&EventPlace> = event.places.iter().collect();
        for place in &expected.places {
            match left.iter().position(|p| is_at(place, p, document)) {
                Some(at) => drop(left.remove(at)),
                None => self.wrong.push(format!("{at}: missed place {place}")),
            }
        }
        let right = event.places.len() - left.len();
        self.of("place of event").count(right, expected.places.len(), event.places.len());
        let more = left.iter().map(|p| format!("{at}: too much place {}", shown(p.words.as_ref())));
        self.wrong.extend(more);

        let stands = [event.polarity.as_str(), event.modality.as_str(), event.level.as_str()];
        let plain = ["positive", "asserted", "main"];
        let mut found: Vec<&str> = stands.into_iter().filter(|s| !plain.contains(s)).collect();
        let mut standing = expected.standing.clone();
        found.sort_unstable();
        standing.sort_unstable();
        self.of("standing").count(usize::from(found == standing), 1, 1);
        if found != standing {
            self.wrong.push(format!("{at}: stands {standing:?}, found {found:?}"));
        }
    }
}

/// The sides of a symmetrical act may be told either way.
fn as_good(expected: &str, found: &str) -> bool {
    const SIDES: [&str; 3] = ["party", "counterpart", "agent"];
    expected == found || SIDES.contains(&expected) && SIDES.contains(&found)
}

fn is_at(expected: &str, place: &EventPlace, document: &Document) -> bool {
    means(expected, place.words.as_ref(), place.entity.as_deref(), document)
}

fn means(expected: &str, words: Option<&Words>, entity: Option<&str>, document: &Document) -> bool {
    let entity = entity.and_then(|id| document.entity(id));
    words.is_some_and(|words| same_words(expected, &words.text))
        || entity.is_some_and(|entity| stands_for(document, entity, expected))
}

/// Returns whether two phrases share at least half of the longer one, one being part of the other.
fn same_words(expected: &str, found: &str) -> bool {
    if let Some((first, last)) = expected.split_once('…') {
        return found.starts_with(first) && found.ends_with(last);
    }
    let (short, long) = match expected.len() < found.len() {
        true => (expected, found),
        false => (found, expected),
    };
    long.contains(short) && short.len() * 2 >= long.len()
}

fn stands_for(document: &Document, entity: &Entity, words: &str) -> bool {
    let mut mentions = document.mentions.iter().filter(|m| entity.mentions.contains(&m.id));
    entity.name == words || mentions.any(|m| m.text == words)
}

fn shown(words: Option<&Words>) -> &str {
    words.map_or("(left out)", |words| &words.text)
}
