//! The types of events and the roles of their arguments, with what the stage has to know of each.
//!
//! Code asks for the traits of a type ([`Trait`]) and the uses of a role ([`RoleUse`]), never for a type or a role by its
//! name, so that a new type with new roles needs no code. Two places know names all the same: the learned rows, which keep
//! the arguments of a built-in type only when it was on the pages they were estimated on (types of a user's tables are left
//! to the frames), and the list of roles that fill the column `who` in `output/csv.rs`.

use crate::mention::log_linear::word_hash;
use crate::{
    closed_set::closed_set,
    document::Codes,
    rules::{Column, Fault, Form, Row, RuleId, Schema, Tables, are_values, one_of},
};

/// Rows are types; [`crate::document::Event::kind`] is their id.
pub(crate) const ONTOLOGY: Schema = Schema {
    name: "ontology",
    form: Form::Plain,
    key: "type",
    columns: &[
        Column::required("type"),
        Column::required("tier").checked(|c| one_of(c, &["1", "2"])),
        Column::required("zh"),
        Column::required("family"),
        Column::required("roles"),
        Column::optional("cameo"),
        Column::optional("plover"),
        Column::optional("ace2005"),
        Column::optional("traits").checked(are_values::<Trait>),
        Column::optional("content").checked(are_values::<ContentStatus>),
    ],
};

/// Rows are roles; a role without a row is an object without special use.
pub(crate) const ROLE: Schema = Schema {
    name: "role",
    form: Form::Plain,
    key: "role",
    columns: &[
        Column::required("role"),
        Column::required("label").checked(are_values::<RoleLabel>),
        Column::optional("uses").checked(are_values::<RoleUse>),
    ],
};

closed_set! {
    /// How events of a type behave in a text.
    pub(crate) enum Trait {
        /// The event is a speech act: it has a speaker, and what follows it may be said in it.
        Speech = "speech",
        /// The name of the event alone says that it took place: deals, deaths, disasters; not 合作 or 支持.
        Factive = "factive",
        /// It is a way of going, which is no noun: 赶赴现场.
        Motion = "motion",
        /// A motion before it in the clause only leads to it: 赴甲县考察.
        MotionGoal = "motion_goal",
        /// Its triggers are never support verbs: 实施 of a law.
        NoSupport = "no_support",
        /// It is plain saying: 表示 before another speech act only supports that one.
        Saying = "saying",
        /// It is a meeting that takes place; others happen within it.
        Meeting = "meeting",
        /// It takes place within the meeting under way, as speeches do.
        WithinMeeting = "within_meeting",
        /// Saying it is doing it: 我谨表示感谢.
        Performative = "performative",
        /// A subject that the clause leaves out is that of the sentence before.
        ElidedSubject = "elided_subject",
        /// The words for what it befell say where: 泉州一家鞋厂起火.
        PlaceInArgument = "place_in_argument",
        /// Without a date of its own it happens on the day that the narration has reached, in other paragraphs too.
        NarrativeTime = "narrative_time",
    }
}

closed_set! {
    /// The status of events within the content of a speech act.
    pub(crate) enum ContentStatus {
        Hoped = "hoped",
        Demanded = "demanded",
        /// What is denied or refused did not take place.
        Denied = "denied",
        /// 宣布制裁: who announces it does it.
        Performed = "performed",
    }
}

closed_set! {
    /// What an argument is to its event, before its role is chosen among those of the type.
    pub(crate) enum RoleLabel {
        /// Who acts, or whom it befalls.
        Subject = "subject",
        /// Whom or what it is done to.
        Object = "object",
        Amount = "amount",
        /// Topic, charge, cause and the like.
        Other = "other",
    }
}

closed_set! {
    /// What code does with the fillers of a role.
    pub(crate) enum RoleUse {
        /// They are the places of the event, no arguments.
        Place = "place",
        /// They are arguments and places of the event.
        Destination = "destination",
        /// The words said: they reach to the end of the sentence or the quotation.
        Content = "content",
        /// Who speaks.
        Speaker = "speaker",
        /// Who is addressed; 岷县的做法 is 岷县 and what for.
        Addressee = "addressee",
        /// What an addressee is addressed for.
        Topic = "topic",
        /// A post: 国家粮食和物资储备局副局长 is the post and where it is held.
        Position = "position",
        /// Where a post is held.
        Organization = "organization",
        /// The name of a meeting.
        EventName = "event_name",
        /// Who takes part in a meeting; the places that its name joins do.
        Party = "party",
        /// It is filled by the words of the clause: purpose, topic.
        Phrase = "phrase",
    }
}

/// Index of a type in [`Ontology`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KindId(u32);

/// Index of a role in [`Ontology`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RoleId(u32);

/// One type.
#[derive(Debug)]
pub(crate) struct EventKind {
    pub(super) id: RuleId,
    /// `visit.inspect`
    pub(crate) name: String,
    /// Its own roles, in the order of the row.
    pub(super) roles: Vec<RoleId>,
    pub(crate) codes: Codes,
    /// As bits.
    traits: u32,
    pub(super) content: Option<ContentStatus>,
    /// Hash of its name and of its family's, by which learned rows know them.
    pub(super) hash: u64,
    pub(super) family_hash: u64,
}

impl KindId {
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl EventKind {
    /// Returns whether the type has a trait.
    pub(super) const fn is(&self, one: Trait) -> bool {
        self.traits & 1 << one as u32 != 0
    }
}

/// One role.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(super) label: RoleLabel,
    /// As bits.
    uses: u32,
    /// Hash of its name, by which learned rows know it.
    pub(super) hash: u64,
}

/// The closed sets of types and roles.
#[derive(Debug)]
pub(super) struct Ontology {
    kinds: Vec<EventKind>,
    roles: Vec<Role>,
}

impl Ontology {
    pub(super) fn compile(tables: &Tables) -> Self {
        let mut ontology = Ontology { kinds: Vec::new(), roles: Vec::new() };
        for row in tables.rows("ontology") {
            let roles = row.list("roles").map(|r| ontology.intern(r)).collect();
            let codes = |column| row.list(column).map(str::to_owned).collect();
            ontology.kinds.push(EventKind {
                id: row.id,
                name: row.cell("type").to_owned(),
                roles,
                codes: Codes {
                    cameo: codes("cameo"),
                    plover: codes("plover"),
                    ace2005: codes("ace2005"),
                },
                traits: bits(row.list("traits"), |one: Trait| one as u32),
                content: row.cell("content").parse().ok(),
                hash: word_hash(row.cell("type")),
                family_hash: word_hash(row.cell("family")),
            });
        }
        for row in tables.rows("role") {
            let name = row.cell("role");
            if let Some(role) = ontology.roles.iter_mut().find(|r| r.name == name) {
                role.label = row.cell("label").parse().unwrap_or(RoleLabel::Object);
                role.uses = bits(row.list("uses"), |one: RoleUse| one as u32);
            }
        }
        ontology
    }

    fn intern(&mut self, name: &str) -> RoleId {
        self.role_named(name).unwrap_or_else(|| {
            let (label, hash) = (RoleLabel::Object, word_hash(name));
            self.roles.push(Role { name: name.to_owned(), label, uses: 0, hash });
            RoleId(self.roles.len() as u32 - 1)
        })
    }

    pub(super) fn kind(&self, kind: KindId) -> &EventKind {
        &self.kinds[kind.0 as usize]
    }

    /// Returns every type with its index.
    pub(super) fn kinds(&self) -> impl ExactSizeIterator<Item = (KindId, &EventKind)> {
        self.kinds.iter().enumerate().map(|(i, kind)| (KindId(i as u32), kind))
    }

    /// Returns the index of a type by its row.
    pub(super) fn kind_of_row(row: RuleId) -> KindId {
        KindId(row.row)
    }

    pub(super) fn role(&self, role: RoleId) -> &Role {
        &self.roles[role.0 as usize]
    }

    /// Returns every role with its index.
    pub(super) fn roles(&self) -> impl Iterator<Item = (RoleId, &Role)> {
        self.roles.iter().enumerate().map(|(i, role)| (RoleId(i as u32), role))
    }

    pub(super) fn role_is(&self, role: RoleId, one: RoleUse) -> bool {
        self.role(role).uses & 1 << one as u32 != 0
    }

    /// Returns the first role of a type with a use.
    pub(super) fn role_for(&self, kind: KindId, one: RoleUse) -> Option<RoleId> {
        self.kind(kind).roles.iter().copied().find(|&role| self.role_is(role, one))
    }

    /// Returns a role by its name.
    pub(super) fn role_named(&self, name: &str) -> Option<RoleId> {
        self.roles.iter().position(|r| r.name == name).map(|i| RoleId(i as u32))
    }

    /// Returns a type by its name.
    pub(super) fn kind_named(&self, name: &str) -> Option<KindId> {
        self.kinds.iter().position(|k| k.name == name).map(|i| KindId(i as u32))
    }

    /// Returns the types a pattern stands for: a name, a family `visit.*`, or several separated by `;`.
    pub(super) fn select(&self, pattern: &str) -> Vec<KindId> {
        let met = |part: &str, kind: &EventKind| match part.strip_suffix('*') {
            Some(family) => kind.name.starts_with(family),
            None => kind.name == part,
        };
        let of_part = |part| self.kinds().filter(move |(_, kind)| met(part, kind)).map(|k| k.0);
        pattern.split(';').flat_map(of_part).collect()
    }

    /// Returns the type a row names, or adds a fault.
    pub(super) fn kind_of(&self, row: Row<'_>, faults: &mut Vec<Fault>) -> KindId {
        let name = row.cell("type");
        self.kind_named(name).unwrap_or_else(|| {
            faults.push(row.fault("type", 0, format!("no type `{name}` in the ontology")));
            KindId(0)
        })
    }
}

/// Returns a set of values as bits.
fn bits<'w, T: std::str::FromStr>(
    words: impl Iterator<Item = &'w str>,
    number: fn(T) -> u32,
) -> u32 {
    words.filter_map(|word| word.parse().ok()).fold(0, |bits, one| bits | 1 << number(one))
}
