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
    ontology::{Kind, Ontology, Role},
    word_classes::Marker,
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
pub(super) struct Accepts(pub(super) u32);

impl Accepts {
    pub(super) const PERSON: Accepts = Accepts(1);
    pub(super) const ORGANIZATION: Accepts = Accepts(1 << 1);
    pub(super) const PLACE: Accepts = Accepts(1 << 2);
    /// Groups, pronouns, titles: somebody, by no name.
    pub(super) const SOMEBODY: Accepts = Accepts(1 << 3);
    /// Meetings, documents, products, projects, programmes.
    pub(super) const THING: Accepts = Accepts(1 << 4);
    pub(super) const NOUN: Accepts = Accepts(1 << 5);
    pub(super) const MONEY: Accepts = Accepts(1 << 6);
    pub(super) const COUNT: Accepts = Accepts(1 << 7);
    pub(super) const PERCENT: Accepts = Accepts(1 << 8);
    pub(super) const SCORE: Accepts = Accepts(1 << 9);
    pub(super) const LEVEL: Accepts = Accepts(1 << 10);
    pub(super) const LENGTH: Accepts = Accepts(1 << 11);
    pub(super) const AGE: Accepts = Accepts(1 << 12);
    pub(super) const SHARE: Accepts = Accepts(1 << 13);
    /// A noun phrase closed by 上, 里, 现场.
    pub(super) const SPOT: Accepts = Accepts(1 << 14);
    pub(super) const DURATION: Accepts = Accepts(1 << 15);
    const NAMES: &'static [(&'static str, u32)] = &[
        ("person", 1),
        ("organization", 1 << 1),
        ("place", 1 << 2 | 1 << 14),
        ("somebody", 1 << 3),
        ("thing", 1 << 4),
        ("noun", 1 << 5),
        ("money", 1 << 6),
        ("count", 1 << 7),
        ("percent", 1 << 8),
        ("score", 1 << 9),
        ("level", 1 << 10),
        ("length", 1 << 11),
        ("age", 1 << 12),
        ("share", 1 << 13),
        ("duration", 1 << 15),
        ("actor", 0b1111 | 1 << 5),
        ("any", 0b111111 | 1 << 14),
        ("name", 0b11111),
    ];
    pub(super) const ANY: Accepts = Accepts(0b111111 | 1 << 14);

    pub(super) const fn meets(self, other: Accepts) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns whether only numbers are taken.
    pub(super) const fn is_amount(self) -> bool {
        self.0 & Accepts::ANY.0 == 0
    }

    fn parse(words: &str) -> Result<Self, String> {
        let mut bits = 0;
        for word in words.split('|') {
            match Self::NAMES.iter().find(|n| n.0 == word) {
                Some(n) => bits |= n.1,
                None => return Err(format!("no kind of filler `{word}`")),
            }
        }
        Ok(Accepts(bits))
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
    pub(super) numbers: Vec<Marker>,
    /// None for a word that must stand there alone.
    pub(super) role: Option<Role>,
    pub(super) accepts: Accepts,
    pub(super) required: bool,
}

impl Slot {
    fn new(
        left: bool,
        markers: Vec<String>,
        role: Option<Role>,
        accepts: Accepts,
        required: bool,
    ) -> Self {
        Slot { left, markers, numbers: Vec::new(), role, accepts, required }
    }

    /// Returns whether a chunk's words mark the phrase.
    pub(super) fn is_marked_by(&self, words: Marker) -> bool {
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
            of_kind: vec![Vec::new(); ontology.kinds.len()],
        };
        let mut broad: Vec<(Kind, u32)> = Vec::new();
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
                    frames.of_kind[kind as usize].push(index);
                }
            }
        }
        for (kind, index) in broad {
            frames.of_kind[kind as usize].push(index);
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
                slot.numbers.push(at as Marker + 1);
            }
        }
    }

    /// Returns the words that mark phrases, with their numbers.
    pub(super) fn markers(&self) -> impl Iterator<Item = (&str, Marker)> {
        self.markers.iter().zip(1..).map(|(word, number)| (word.as_str(), number))
    }

    /// Returns the frames of a type, the nearest first.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Frame> {
        self.of_kind[kind as usize].iter().map(|&i| &self.all[i as usize])
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
            slots.push(Slot::new(left, markers, None, Accepts::ANY, true));
        }
    }
    if triggers == 1 {
        Ok(Frame { id, slots, words, closed })
    } else {
        Err("expected one `T`".to_owned())
    }
}

fn role_of(item: &str, ontology: &Ontology) -> Result<(Role, Accepts), String> {
    let (name, accepts) = match item.split_once(':') {
        Some((name, kinds)) => (name, Accepts::parse(kinds)?),
        None => (item, Accepts::ANY),
    };
    let role = ontology.role(name).ok_or_else(|| format!("no role `{name}` in the ontology"))?;
    Ok((role, accepts))
}
