//! The closed sets of the record: each value is one word in JSON.

use crate::closed_set::closed_set;

closed_set! {
    /// Where the anchor date was found.
    pub enum AnchorSource {
        /// Handed over with the text.
        Given = "given",
        /// The dateline: 本报北京8月2日电.
        Dateline = "dateline",
        /// A line of the page that says when it was published.
        Published = "published",
        /// A full date in the text itself.
        Text = "text",
    }
}

closed_set! {
    /// What a mention is. The first five are names and do not overlap.
    pub enum MentionKind {
        /// A person's name, without title.
        Person = "person",
        /// An organisation, its place prefix included.
        Organization = "organization",
        /// A place; adjacent places are a chain of mentions.
        Place = "place",
        /// A title or post (职务).
        Title = "title",
        /// A date, time, duration or set.
        Date = "date",
        /// A group of people that is no organisation: 代表团, 一行, 支医人员.
        Group = "group",
        /// A meeting or other gathering with a name.
        Meeting = "meeting",
        /// A programme or campaign: 苏陕协作.
        Program = "program",
        /// A project or works.
        Project = "project",
        /// A document, law or report.
        Document = "document",
        /// A product, work or model.
        Product = "product",
        /// A number with a unit.
        Quantity = "quantity",
        /// A pronoun that stands for somebody or something named before.
        Pronoun = "pronoun",
    }
}

closed_set! {
    /// What an entity is.
    pub enum EntityKind {
        /// A person.
        Person = "person",
        /// An organisation.
        Organization = "organization",
        /// A group of people.
        Group = "group",
        /// A place.
        Place = "place",
        /// A meeting.
        Meeting = "meeting",
        /// A programme.
        Program = "program",
        /// A project.
        Project = "project",
        /// A document.
        Document = "document",
        /// A product.
        Product = "product",
        /// Anything else that the text comes back to.
        Other = "other",
    }
}

closed_set! {
    /// What kind of time a date mention gives.
    pub enum DateType {
        /// One calendar unit: day, month, year, …
        Date = "date",
        /// A date with a clock time.
        Datetime = "datetime",
        /// A clock time without a date.
        Time = "time",
        /// From one to another, both included.
        Range = "range",
        /// A length of time.
        Duration = "duration",
        /// A repeated time.
        Set = "set",
        /// 目前, 日前, 不久: no date is invented.
        Deixis = "deixis",
    }
}

closed_set! {
    /// Which part of a longer stretch is meant: 年初, 月中, 年底.
    pub enum DateMod {
        /// The beginning.
        Start = "start",
        /// The middle.
        Mid = "mid",
        /// The end.
        End = "end",
    }
}

closed_set! {
    /// The calendar a date is given in.
    pub enum Calendar {
        /// The common one.
        Gregorian = "gregorian",
        /// The Chinese lunar one; the value is converted.
        Lunar = "lunar",
        /// Years counted by era or dynasty; the value is converted.
        Era = "era",
    }
}

closed_set! {
    /// How sure a date is by its own words.
    pub enum Qualifier {
        /// 约, 左右, 前后.
        Approximate = "approximate",
        /// 可能, 据信.
        Uncertain = "uncertain",
    }
}

closed_set! {
    /// What the value of a date was counted from.
    pub enum Anchored {
        /// Its own words are enough.
        Explicit = "explicit",
        /// A date before it in the text.
        Discourse = "discourse",
        /// The dateline.
        Dateline = "dateline",
        /// The date given with the text.
        Given = "given",
        /// The publication line.
        Published = "published",
    }
}

closed_set! {
    /// Whether the text says that the event takes place, or that it does not.
    pub enum Polarity {
        /// It takes place.
        Positive = "positive",
        /// It does not.
        Negative = "negative",
    }
}

closed_set! {
    /// How the event is put forward.
    pub enum Modality {
        /// As a fact.
        Asserted = "asserted",
        /// 将, 拟, 计划.
        Planned = "planned",
        /// 希望, 期待.
        Hoped = "hoped",
        /// 要求, 呼吁.
        Demanded = "demanded",
        /// 如果, 一旦.
        Hypothetical = "hypothetical",
        /// As a habit or rule.
        Generic = "generic",
    }
}

closed_set! {
    /// When the event lies, seen from the text.
    pub enum Tense {
        /// Before it.
        Past = "past",
        /// At it.
        Present = "present",
        /// After it.
        Future = "future",
        /// Not said.
        None = "none",
    }
}

closed_set! {
    /// Who states the event.
    pub enum Level {
        /// The text's own.
        Main = "main",
        /// A speech act that the text reports.
        Speech = "speech",
        /// Stated only inside someone's speech.
        Embedded = "embedded",
    }
}

closed_set! {
    /// How a value was found.
    pub enum Basis {
        /// By its name.
        Name = "name",
        /// By a short form of its name.
        ShortName = "short_name",
        /// By a title that stands for its holder.
        Title = "title",
        /// By a pronoun.
        Pronoun = "pronoun",
        /// By a phrase that points back: 会议, 该公司.
        Anaphor = "anaphor",
        /// The subject of the clause before goes on.
        SharedSubject = "shared_subject",
        /// Its head stands in the member before: 县政府 after 岚皋县委、.
        ElidedHead = "elided_head",
        /// Left out by the text and carried on.
        Elided = "elided",
        /// By a group: 代表团, 一行.
        Group = "group",
        /// The words themselves, no name.
        Phrase = "phrase",
        /// Not said, but follows.
        Inferred = "inferred",
        /// Time: in the same clause.
        SameClause = "same_clause",
        /// Time: in the same sentence.
        SameSentence = "same_sentence",
        /// Time or place: from the event it lies within.
        Carried = "carried",
        /// Time: from an event named by the text (考察期间).
        EventAnchor = "event_anchor",
        /// Time: the day the text speaks from.
        Dateline = "dateline",
    }
}

closed_set! {
    /// How two entities or events hang together.
    pub enum LinkKind {
        /// `from` lies in `to`.
        Within = "within",
        /// `from` stands once for several `to`.
        Distributes = "distributes",
        /// `from` is a part of `to`.
        PartOf = "part_of",
        /// Both are the same.
        SameAs = "same_as",
        /// `from` brings about `to`.
        Cause = "cause",
        /// `from` comes after `to`.
        Follows = "follows",
    }
}

closed_set! {
    /// How a number bounds what it counts.
    pub enum Bound {
        /// 超过, 至少, 多.
        AtLeast = "at_least",
        /// 不超过, 近.
        AtMost = "at_most",
        /// 约, 左右, 六七十.
        About = "about",
        /// The number itself.
        Exact = "exact",
    }
}
