//! Frames: where the parts of an event stand around its trigger.
//!
//! A frame is written as a row of items in the order of the clause:
//!
//! - `T` is the trigger, `T=离开|驶离` one that holds one of the words;
//! - `agent` is a noun phrase that no preposition marks, before or after the trigger as it stands in the row;
//! - `[率|带领 companion]` is the phrase behind one of the words, on its side of the trigger, in any order among such;
//! - `代表` or `被|遭` alone is a word that must stand there;
//! - `.` says that no noun phrase stands behind the trigger as its object;
//! - `:` names what may fill a role (`place:place`, `amount:money`), `!` says that it must be filled.
//!
//! Of the frames of a type that fit, the one that fills most roles it must fill wins, then the one that fills most.

use super::{
    ontology::{KindId, Ontology, RoleId},
    word_classes::MarkerId,
};
use crate::rules::{Column, Fault, Form, RuleId, Schema, Tables};

/// Rows are frames of one or more types.
pub(crate) const FRAME: Schema = Schema {
    name: "frame",
    form: Form::Plain,
    key: "id",
    columns: &[
        Column::required("id"),
        Column::required("type"),
        Column::required("frame"),
        Column::required("example"),
    ],
};

/// What may fill a role, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FillerKinds(u32);

impl FillerKinds {
    pub(super) const PERSON: Self = Self(1);
    pub(super) const ORGANIZATION: Self = Self(1 << 1);
    pub(super) const PLACE: Self = Self(1 << 2);
    /// Groups, pronouns, titles: somebody, by no name.
    pub(super) const SOMEBODY: Self = Self(1 << 3);
    /// Meetings, documents, products, projects, programmes.
    pub(super) const THING: Self = Self(1 << 4);
    pub(super) const NOUN: Self = Self(1 << 5);
    pub(super) const MONEY: Self = Self(1 << 6);
    pub(super) const COUNT: Self = Self(1 << 7);
    pub(super) const PERCENT: Self = Self(1 << 8);
    pub(super) const SCORE: Self = Self(1 << 9);
    pub(super) const LEVEL: Self = Self(1 << 10);
    pub(super) const LENGTH: Self = Self(1 << 11);
    pub(super) const AGE: Self = Self(1 << 12);
    pub(super) const SHARE: Self = Self(1 << 13);
    /// A noun phrase closed by 上, 里, 现场.
    pub(super) const SPOT: Self = Self(1 << 14);
    pub(super) const DURATION: Self = Self(1 << 15);
    const NAME: Self =
        Self::PERSON.or(Self::ORGANIZATION).or(Self::PLACE).or(Self::SOMEBODY).or(Self::THING);
    pub(super) const ANY: Self = Self::NAME.or(Self::NOUN).or(Self::SPOT);

    /// What each is called in the table.
    const WORDS: [(&'static str, Self); 18] = [
        ("person", Self::PERSON),
        ("organization", Self::ORGANIZATION),
        ("place", Self::PLACE.or(Self::SPOT)),
        ("somebody", Self::SOMEBODY),
        ("thing", Self::THING),
        ("noun", Self::NOUN),
        ("money", Self::MONEY),
        ("count", Self::COUNT),
        ("percent", Self::PERCENT),
        ("score", Self::SCORE),
        ("level", Self::LEVEL),
        ("length", Self::LENGTH),
        ("age", Self::AGE),
        ("share", Self::SHARE),
        ("duration", Self::DURATION),
        (
            "actor",
            Self::PERSON.or(Self::ORGANIZATION).or(Self::PLACE).or(Self::SOMEBODY).or(Self::NOUN),
        ),
        ("any", Self::ANY),
        ("name", Self::NAME),
    ];

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns whether only numbers are taken.
    pub(super) const fn is_amount(self) -> bool {
        !self.meets(Self::ANY)
    }

    fn parse(words: &str) -> Result<Self, String> {
        words.split('|').try_fold(Self(0), |kinds, word| {
            let known = Self::WORDS.iter().find(|w| w.0 == word);
            known.map(|w| kinds.or(w.1)).ok_or_else(|| format!("no kind of filler `{word}`"))
        })
    }
}

/// One item of a frame.
#[derive(Debug)]
pub(super) struct Slot {
    /// Whether it stands before the trigger.
    pub(super) left: bool,
    /// The words that mark it; none for a bare phrase.
    pub(super) markers: Vec<String>,
    /// Their numbers, by which chunks are compared with them.
    pub(super) numbers: Vec<MarkerId>,
    /// None for a word that must stand there alone.
    pub(super) role: Option<RoleId>,
    pub(super) accepts: FillerKinds,
    pub(super) required: bool,
}

impl Slot {
    fn new(
        left: bool,
        markers: Vec<String>,
        role: Option<RoleId>,
        accepts: FillerKinds,
        required: bool,
    ) -> Self {
        Slot { left, markers, numbers: Vec::new(), role, accepts, required }
    }

    /// Returns whether a chunk's words mark the phrase.
    pub(super) fn is_marked_by(&self, words: MarkerId) -> bool {
        self.numbers.contains(&words)
    }
}

/// One row.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) id: RuleId,
    pub(super) slots: Vec<Slot>,
    /// Words of which the trigger must hold one; none for any trigger.
    pub(super) words: Vec<String>,
    /// Whether no object may follow.
    pub(super) closed: bool,
}

/// Every frame, and which a type may take.
#[derive(Debug)]
pub(super) struct Frames {
    all: Vec<Frame>,
    /// Every word that marks a phrase in some frame; its number is its place, from 1.
    markers: Vec<String>,
    /// For each type, its frames: those that name it first, then those of its family.
    of_kind: Vec<Vec<u32>>,
}

impl Frames {
    pub(super) fn compile(tables: &Tables, ontology: &Ontology, faults: &mut Vec<Fault>) -> Self {
        let mut frames = Frames {
            all: Vec::new(),
            markers: Vec::new(),
            of_kind: vec![Vec::new(); ontology.kinds().len()],
        };
        let mut broad: Vec<(KindId, u32)> = Vec::new();
        for row in tables.rows("frame") {
            let index = frames.all.len() as u32;
            match parse(row.id, row.cell("frame"), ontology) {
                Ok(frame) => frames.all.push(frame),
                Err(message) => {
                    faults.push(row.fault("frame", 0, message));
                    continue;
                }
            }
            let pattern = row.cell("type");
            let kinds = ontology.select(pattern);
            if kinds.is_empty() {
                faults.push(row.fault("type", 0, format!("no type `{pattern}` in the ontology")));
            }
            for kind in kinds {
                if pattern.contains('*') {
                    broad.push((kind, index));
                } else {
                    frames.of_kind[kind.index()].push(index);
                }
            }
        }
        for (kind, index) in broad {
            frames.of_kind[kind.index()].push(index);
        }
        frames.number();
        frames
    }

    /// Gives each marking word its number.
    fn number(&mut self) {
        let slots = self.all.iter_mut().flat_map(|frame| &mut frame.slots);
        for slot in slots {
            for word in &slot.markers {
                let at = self.markers.iter().position(|m| m == word).unwrap_or_else(|| {
                    self.markers.push(word.clone());
                    self.markers.len() - 1
                });
                slot.numbers.push(at as MarkerId + 1);
            }
        }
    }

    /// Returns the words that mark phrases, with their numbers.
    pub(super) fn markers(&self) -> impl Iterator<Item = (&str, MarkerId)> {
        self.markers.iter().zip(1..).map(|(word, number)| (word.as_str(), number))
    }

    /// Returns the frames of a type, the nearest first.
    pub(super) fn of(&self, kind: KindId) -> impl Iterator<Item = &Frame> {
        self.of_kind[kind.index()].iter().map(|&i| &self.all[i as usize])
    }
}

fn parse(id: RuleId, frame: &str, ontology: &Ontology) -> Result<Frame, String> {
    let mut slots = Vec::new();
    let mut left = true;
    let mut closed = false;
    let mut words = Vec::new();
    let mut triggers = 0;
    let mut items = frame.split_ascii_whitespace();
    while let Some(item) = items.next() {
        if item == "T" || item.starts_with("T=") {
            left = false;
            triggers += 1;
            words.extend(item.split(['=', '|']).skip(1).map(str::to_owned));
        } else if item == "." {
            closed = true;
        } else if let Some(markers) = item.strip_prefix('[') {
            let role = items.next().ok_or("`[` without a role")?;
            let (role, required) = match role.strip_suffix("]!") {
                Some(role) => (role, true),
                None => (role.strip_suffix(']').ok_or("`[` without `]`")?, false),
            };
            let (role, accepts) = role_of(role, ontology)?;
            let markers = markers.split('|').map(str::to_owned).collect();
            slots.push(Slot::new(left, markers, Some(role), accepts, required));
        } else if item.starts_with(|c: char| c.is_ascii_lowercase()) {
            let (item, required) = match item.strip_suffix('!') {
                Some(item) => (item, true),
                None => (item, false),
            };
            let (role, accepts) = role_of(item, ontology)?;
            slots.push(Slot::new(left, Vec::new(), Some(role), accepts, required));
        } else {
            let markers = item.split('|').map(str::to_owned).collect();
            slots.push(Slot::new(left, markers, None, FillerKinds::ANY, true));
        }
    }
    if triggers == 1 {
        Ok(Frame { id, slots, words, closed })
    } else {
        Err("expected one `T`".to_owned())
    }
}

fn role_of(item: &str, ontology: &Ontology) -> Result<(RoleId, FillerKinds), String> {
    let (name, accepts) = match item.split_once(':') {
        Some((name, kinds)) => (name, FillerKinds::parse(kinds)?),
        None => (item, FillerKinds::ANY),
    };
    let role =
        ontology.role_named(name).ok_or_else(|| format!("no role `{name}` in the ontology"))?;
    Ok((role, accepts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(frame: &str) -> Result<Frame, String> {
        let tables = Tables::built_in();
        let id = tables.rows("frame").next().expect("there are frames").id;
        parse(id, frame, &Ontology::compile(&tables))
    }

    #[test]
    fn items_stand_on_their_side_of_the_trigger() {
        let frame = parsed("agent [从|自 origin] T=离开|驶离 destination:place! .").unwrap();
        let sides: Vec<bool> = frame.slots.iter().map(|s| s.left).collect();
        assert_eq!(sides, [true, true, false]);
        assert_eq!(frame.slots[1].markers, ["从", "自"]);
        assert!(frame.slots[2].required && frame.slots[2].accepts.meets(FillerKinds::SPOT));
        assert!(frame.closed && frame.words == ["离开", "驶离"]);
    }

    #[test]
    fn a_frame_has_one_trigger_and_known_roles() {
        assert_eq!(parsed("agent place").unwrap_err(), "expected one `T`");
        assert_eq!(parsed("agent T flavour").unwrap_err(), "no role `flavour` in the ontology");
        assert_eq!(parsed("agent:ghost T").unwrap_err(), "no kind of filler `ghost`");
    }
}
