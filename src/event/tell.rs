//! Walks the sentences of a text and tells its events: what the clause leaves out is taken from what went before.
//!
//! The walk keeps a small memory: who spoke last and about what, the meeting that is under way, and the day the
//! narration has reached.

use super::{
    Argument, Event, EventRules, Events, Filler, Time,
    atom::Atoms,
    clause::{Clauses, Head, Part},
    fit::{self, Fit, Region, Sight, Value},
    frame::{Accepts, Frame},
    nominal,
    ontology::{Kind, Ontology, Role},
};
use crate::{
    Clean, Span,
    document::{Basis, DateType, Level, LinkKind, MentionKind, Modality, Polarity, Tense},
    mention::Mentions,
    resolve::Resolved,
    rules::{Matches, RuleId},
    segment::Segmented,
};

/// How many chunks back a day told in the same sentence counts.
const LOOK_BACK: usize = 200;

/// Types and roles the walk treats apart.
#[derive(Debug)]
pub(super) struct Known {
    travel: Option<Kind>,
    hold: Option<Kind>,
    hear: Option<Kind>,
    state: Option<Kind>,
    deny: Option<RuleId>,
    place: Option<Role>,
    destination: Option<Role>,
    content: Role,
    party: Option<Role>,
    event_name: Option<Role>,
    phrases: Vec<Role>,
    /// For each type, whether its name alone says that it took place.
    tells: Vec<bool>,
}

impl Known {
    pub(super) fn find(ontology: &Ontology) -> Self {
        const TELLING: [&str; 8] =
            ["biz.", "law.", "org.", "life.", "disaster.", "sport.", "award.", "conflict."];
        let tells = |name: &str| TELLING.iter().any(|family| name.starts_with(family));
        Known {
            tells: ontology.kinds.iter().map(|k| tells(&k.name)).collect(),
            travel: ontology.kind("visit.travel"),
            hold: ontology.kind("meet.hold"),
            hear: ontology.kind("meet.hear"),
            state: ontology.kind("speech.state"),
            deny: ontology.kind("speech.deny").map(|k| ontology.kinds[k as usize].id),
            place: ontology.role("place"),
            destination: ontology.role("destination"),
            content: ontology.role("content").unwrap_or(Role::MAX),
            party: ontology.role("party"),
            event_name: ontology.role("event_name"),
            phrases: ["purpose", "topic", "field", "cause", "charge"]
                .iter()
                .filter_map(|r| ontology.role(r))
                .collect(),
        }
    }
}

/// Somebody's words, going on until somebody else speaks or the narration goes on.
#[derive(Debug, Clone)]
struct Speech {
    event: usize,
    speaker: Vec<Filler>,
    paragraph: usize,
}

/// When the narration is.
#[derive(Debug, Clone)]
struct Now {
    value: String,
    paragraph: usize,
    /// The meeting that is under way, if it set the time.
    meeting: Option<usize>,
}

/// The walk over one text.
pub(super) struct Teller<'a> {
    rules: &'a EventRules,
    text: &'a str,
    segmented: &'a Segmented,
    matches: &'a Matches,
    mentions: &'a Mentions,
    resolved: &'a Resolved,
    atoms: Atoms,
    clauses: Clauses,
    speech: Option<Speech>,
    now: Option<Now>,
    /// The subject of the sentence so far.
    subject: Vec<Filler>,
    /// The subject of the last sentence that had one, and its paragraph.
    before: Option<(usize, Vec<Filler>)>,
    /// The event whose content the walk is in, in this sentence.
    inside: Option<usize>,
    /// The chunk of that event's trigger.
    inside_at: usize,
    /// Triggers of this sentence that only mark a part of another one's frame: 派出医疗队前往灾区.
    marks: Vec<usize>,
    /// The last event told in this sentence: its type and its chunk.
    last: Option<(Kind, usize)>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        rules: &'a EventRules,
        text: &'a str,
        segmented: &'a Segmented,
        matches: &'a Matches,
        mentions: &'a Mentions,
        resolved: &'a Resolved,
    ) -> Self {
        Teller {
            rules,
            text,
            segmented,
            matches,
            mentions,
            resolved,
            atoms: Atoms::default(),
            clauses: Clauses::default(),
            speech: None,
            now: None,
            subject: Vec::new(),
            before: None,
            inside: None,
            inside_at: 0,
            marks: Vec::new(),
            last: None,
        }
    }

    pub(super) fn tell(mut self, out: &mut Events) {
        let mut order: Vec<usize> = (0..self.mentions.all.len()).collect();
        order.sort_by_key(|&m| {
            let span = self.mentions.all[m].span;
            (span.start, std::cmp::Reverse(span.end))
        });
        let mut from = 0;
        for sentence in 0..self.segmented.sentences.len() {
            let span = self.segmented.sentences[sentence].span;
            let start = |m: &usize| self.mentions.all[*m].span.start;
            let first = from + order[from..].iter().take_while(|m| start(m) < span.start).count();
            from = first + order[first..].iter().take_while(|m| start(m) < span.end).count();
            if self.segmented.sentences[sentence].dateline {
                continue;
            }
            self.atoms.read(
                self.text,
                self.segmented,
                sentence,
                self.matches,
                &self.rules.triggers,
                self.mentions,
                &order[first..from],
                self.resolved,
            );
            let Atoms { all, hits, .. } = &mut self.atoms;
            let EventRules { triggers, known, .. } = self.rules;
            nominal::settle(self.text, all, hits, triggers, &known.tells, self.mentions);
            self.clauses.read(self.text, all, self.mentions);
            self.sentence(sentence, out);
        }
    }

    fn paragraph(&self, sentence: usize) -> usize {
        self.segmented.sentences[sentence].paragraph
    }

    fn sentence(&mut self, sentence: usize, out: &mut Events) {
        let paragraph = self.paragraph(sentence);
        if !self.subject.is_empty() {
            self.before = Some((paragraph, std::mem::take(&mut self.subject)));
        }
        self.inside = None;
        self.marks.clear();
        self.last = None;
        if self.speech.as_ref().is_some_and(|s| s.paragraph != paragraph) {
            self.speech = None;
        }
        let anchor = self.event_anchor(out);
        let first = out.all.len();
        for at in 0..self.clauses.chunks.len() {
            let Part::Hit(hit) = self.clauses.chunks[at].part else { continue };
            self.event(sentence, at, hit, anchor.as_deref(), out);
        }
        self.earlier_quotation(first, out);
    }

    /// 考察期间，…: returns the time of the visit that the words name.
    fn event_anchor(&self, out: &Events) -> Option<String> {
        let first =
            self.clauses.chunks.iter().find(|c| !matches!(c.part, Part::Skip | Part::Open))?;
        let next = self.clauses.chunks.iter().find(|c| c.part == Part::Comma)?;
        let start =
            self.segmented.sentences[self.segmented.sentence_at(first.span.start)?].span.start;
        let words = self.text[start..next.span.start].trim();
        let named =
            ["期间", "中", "时", "后", "结束后"].iter().find_map(|w| words.strip_suffix(w))?;
        if !(2..=6).contains(&named.chars().count()) {
            return None;
        }
        let told = |e: &&Event| {
            e.time.is_some()
                && e.level == Level::Main
                && self.text[e.trigger.range()].contains(named)
        };
        out.all
            .iter()
            .rev()
            .take(60)
            .find(told)
            .and_then(|e| e.time.as_ref())
            .map(|t| t.value.clone())
    }

    fn sight(&self) -> Sight<'_> {
        Sight {
            text: self.text,
            clauses: &self.clauses,
            amounts: &self.atoms.amounts,
            mentions: self.mentions,
            content: self.rules.known.content,
            phrases: &self.rules.known.phrases,
        }
    }

    fn kind_at(&self, chunk: usize) -> Option<Kind> {
        match self.clauses.chunks[chunk].part {
            Part::Hit(hit) => Some(self.rules.triggers.of(self.atoms.hits[hit].rule).kind),
            _ => None,
        }
    }

    fn family(&self, kind: Kind) -> &'a str {
        let rules = self.rules;
        let name = &rules.ontology.kinds[kind as usize].name;
        name.split('.').next().unwrap_or(name)
    }

    /// Whether the trigger only leads to the next one: 赴…考察, 表示…祝贺, 举行会谈.
    fn leads(&self, at: usize, region: Region) -> bool {
        let Some(kind) = self.kind_at(at) else { return false };
        let words = &self.text[self.clauses.chunks[at].span.range()];
        let next = (at + 1..region.to).find(|&i| self.kind_at(i).is_some());
        let Some(next) = next else { return false };
        let Some(follow) = self.kind_at(next) else { return false };
        let relative = self.clauses.chunks[next + 1..region.to]
            .iter()
            .find(|c| c.part != Part::Skip)
            .is_some_and(|c| c.part == Part::De);
        if Some(kind) == self.rules.known.travel {
            return !relative && matches!(self.family(follow), "visit" | "meet" | "coop");
        }
        // The colon and comma were passed by `region.to`; what is between is an object of the light verb.
        if Some(kind) == self.rules.known.state && Some(follow) != self.rules.known.state {
            return words == "表示" && self.family(follow) == "speech";
        }
        let close = (at + 1..next).all(|i| {
            matches!(self.clauses.chunks[i].part, Part::Skip | Part::De)
                || self.clauses.chunks[i].span.len() <= 12
                    && self.clauses.chunks[i].part == Part::Phrase
                    && !self.names(i)
        });
        nominal::is_light(words) && close && self.family(kind) != "policy"
    }

    /// Whether the trigger only says again what the one before it in the clause told: 立案审查调查, 判处有期徒刑.
    fn repeats(&self, kind: Kind, at: usize, region: Region) -> bool {
        let Some((last, before)) = self.last else { return false };
        if last != kind || before < region.own || before + 4 < at {
            return false;
        }
        let adjacent = (before + 1..at).all(|i| self.clauses.chunks[i].part == Part::Skip);
        let object = self.clauses.chunks.get(at + 1).is_some_and(|c| c.part == Part::Phrase);
        let listed = (before + 1..at).any(|i| {
            matches!(&self.text[self.clauses.chunks[i].span.range()], "、" | "和" | "并" | "及")
        });
        !listed && (adjacent || !object && Some(kind) != self.rules.known.travel)
    }

    fn names(&self, chunk: usize) -> bool {
        let chunk = &self.clauses.chunks[chunk];
        self.clauses.members(chunk).iter().any(|m| matches!(m.head, Head::Mention(_)))
    }

    fn event(
        &mut self,
        sentence: usize,
        at: usize,
        hit: usize,
        anchor: Option<&str>,
        out: &mut Events,
    ) {
        let mut region = Region::around(&self.clauses, at);
        if self.leads(at, region) || self.marks.contains(&at) {
            return;
        }
        let hit = self.atoms.hits[hit];
        let kind = self.rules.triggers.of(hit.rule).kind;
        if self.repeats(kind, at, region) {
            return;
        }
        self.last = Some((kind, at));
        // Who acts inside somebody's words is told there: 家属要求医院道歉.
        if self.inside.is_some() && self.inside_at < at {
            region.own = region.own.max(self.inside_at + 1);
            region.from = region.from.max(self.inside_at + 1).min(region.own);
        }
        let is_speech = self.family(kind) == "speech";
        let rules = self.rules;
        let best = self.sight().best(rules.frames.of(kind), region);
        let (frame, fit) = match &best {
            Some((frame, fit)) => (Some(*frame), fit.clone()),
            None => (None, Fit::default()),
        };
        let mut event = Event {
            kind: rules.ontology.kinds[kind as usize].id,
            trigger: hit.span,
            also: Vec::new(),
            arguments: Vec::new(),
            time: None,
            places: Vec::new(),
            polarity: Polarity::Positive,
            modality: Modality::Asserted,
            tense: Tense::None,
            level: if is_speech { Level::Speech } else { Level::Main },
            attribution: None,
            sentence,
            confidence: 0.0,
            rules: vec![hit.rule],
        };
        event.rules.extend(frame.map(|f: &Frame| f.id));
        self.marks.extend(&fit.marks);
        self.arguments(&fit, region, &mut event);
        let own_subject = self.own_subject(&fit, &event);
        self.leave_speech(is_speech, &own_subject, at);
        self.left_out(kind, &fit, is_speech, sentence, &own_subject, &mut event);
        self.places(region, &mut event);
        self.stand(region, is_speech, &own_subject, &mut event, out);
        self.time(sentence, region, anchor, &mut event, kind);
        self.meeting_parties(kind, &mut event);
        event.confidence = confidence(&event, frame.is_some());
        let index = out.all.len();
        self.remember(index, kind, is_speech, sentence, at, &fit, &event, out);
        out.all.push(event);
    }

    /// Turns the values of the frame into arguments and places.
    fn arguments(&self, fit: &Fit, region: Region, event: &mut Event) {
        for &(role, value) in &fit.values {
            let fillers = self.fillers(value);
            for mut filler in fillers {
                // A subject of a clause before that one is shared, when another trigger stands between.
                let shared = fit.subject.is_some_and(|(r, c)| r == role && c < region.own)
                    && (region.from..region.own)
                        .any(|i| matches!(self.clauses.chunks[i].part, Part::Hit(_)));
                if shared && filler.basis == Basis::Name {
                    filler.basis = Basis::SharedSubject;
                }
                if Some(role) == self.rules.known.place {
                    event.places.push(filler);
                } else {
                    if Some(role) == self.rules.known.destination {
                        event.places.push(filler.clone());
                    }
                    event.arguments.push(Argument { role, filler });
                }
            }
        }
    }

    fn fillers(&self, value: Value) -> Vec<Filler> {
        match value {
            Value::Words(span) => {
                vec![Filler {
                    span: Some(span),
                    mention: None,
                    entity: None,
                    value: None,
                    basis: Basis::Phrase,
                }]
            }
            Value::Amount(a) => {
                let amount = &self.atoms.amounts[a];
                vec![Filler {
                    span: Some(amount.span),
                    mention: amount.mention,
                    entity: None,
                    value: amount.mention.and_then(|m| self.resolved.quantities.get(m)?.clone()),
                    basis: Basis::Phrase,
                }]
            }
            Value::Chunk(chunk, accepts) => {
                let chunk = &self.clauses.chunks[chunk];
                let sight = self.sight();
                let members = self.clauses.members(chunk).iter();
                members
                    .filter(|m| sight.kind(m, chunk).meets(accepts))
                    .map(|m| match m.head {
                        Head::Mention(mention) => {
                            let filler = self.of_mention(mention);
                            let whole = filler.span == Some(m.span);
                            let mention = filler.mention.filter(|_| whole);
                            Filler { span: Some(m.span), mention, ..filler }
                        }
                        _ => Filler {
                            span: Some(m.span),
                            mention: None,
                            entity: None,
                            value: None,
                            basis: Basis::Phrase,
                        },
                    })
                    .collect()
            }
        }
    }

    fn of_mention(&self, index: usize) -> Filler {
        let mention = &self.mentions.all[index];
        let entity = self.resolved.entity_of.get(index).copied().flatten();
        let basis = entity.map_or(
            match mention.kind {
                MentionKind::Pronoun => Basis::Pronoun,
                MentionKind::Title => Basis::Title,
                MentionKind::Group => Basis::Group,
                _ => Basis::Name,
            },
            |(_, basis)| basis,
        );
        Filler {
            span: Some(mention.span),
            mention: Some(index),
            entity: entity.map(|(e, _)| e),
            value: None,
            basis,
        }
    }

    fn own_subject(&self, fit: &Fit, event: &Event) -> Vec<Filler> {
        let Some((role, _)) = fit.subject else { return Vec::new() };
        let of_role = |a: &&Argument| a.role == role;
        event.arguments.iter().filter(of_role).map(|a| a.filler.clone()).collect()
    }

    /// The narration goes on when somebody acts or speaks under his own name.
    fn leave_speech(&mut self, is_speech: bool, subject: &[Filler], at: usize) {
        if self.speech.is_none() || self.inside.is_some() {
            return;
        }
        let quoted = self.clauses.chunks[at].quoted;
        let somebody = subject.iter().any(|f| {
            f.mention.is_some_and(|m| {
                let kind = self.mentions.all[m].kind;
                let words = &self.text[self.mentions.all[m].span.range()];
                let first_person = words.starts_with(['我', '咱', '您', '你']);
                match kind {
                    MentionKind::Person | MentionKind::Title => true,
                    MentionKind::Pronoun => {
                        is_speech && !first_person || matches!(words, "他" | "她")
                    }
                    MentionKind::Group => words.ends_with("一行") || words.ends_with("代表团"),
                    MentionKind::Organization | MentionKind::Meeting => is_speech,
                    _ => false,
                }
            })
        });
        if somebody && !quoted {
            self.speech = None;
        }
    }

    /// Fills in who acts when the clause does not say.
    fn left_out(
        &mut self,
        kind: Kind,
        fit: &Fit,
        is_speech: bool,
        sentence: usize,
        own: &[Filler],
        event: &mut Event,
    ) {
        let paragraph = self.paragraph(sentence);
        if !own.is_empty() {
            self.subject = own.to_vec();
            return;
        }
        let Some(role) = fit.open_subject else { return };
        let elided = |f: &Filler, basis| Filler {
            span: None,
            mention: None,
            value: None,
            basis,
            ..f.clone()
        };
        let inside = self.inside.is_some();
        if !self.subject.is_empty() && (!inside || is_speech) {
            for filler in self.subject.clone() {
                let filler = Filler { basis: Basis::SharedSubject, ..filler };
                event.arguments.push(Argument { role, filler });
            }
            return;
        }
        if is_speech && let Some(speech) = &self.speech {
            for filler in speech.speaker.iter().filter(|f| f.entity.is_some()) {
                event.arguments.push(Argument { role, filler: elided(filler, Basis::Elided) });
            }
            return;
        }
        let own_story = matches!(self.family(kind), "visit" | "meet");
        if let Some((at, before)) = &self.before
            && *at == paragraph
            && own_story
            && self.speech.is_none()
        {
            for filler in before.iter().filter(|f| f.entity.is_some()) {
                event.arguments.push(Argument { role, filler: elided(filler, Basis::Elided) });
            }
        }
    }

    /// Places marked in the clause that the frame did not take.
    fn places(&self, region: Region, event: &mut Event) {
        let chunks = &self.clauses.chunks;
        let sight = self.sight();
        let accepts = Accepts::PLACE;
        let taken = |event: &Event, span: Span<Clean>| {
            event.places.iter().any(|p| p.span.is_some_and(|s| s.overlaps(span)))
                || event.arguments.iter().any(|a| a.filler.span.is_some_and(|s| s.overlaps(span)))
        };
        for i in region.from..region.to {
            let Part::Marker { .. } = chunks[i].part else { continue };
            if !matches!(&self.text[chunks[i].span.range()], "在" | "于") {
                continue;
            }
            let after = (i + 1..region.to)
                .take(4)
                .find(|&j| !matches!(chunks[j].part, Part::Skip | Part::Time(_)));
            let Some(phrase) = after.filter(|&j| chunks[j].part == Part::Phrase) else { continue };
            let chunk = &chunks[phrase];
            let spot = chunk.placed && !self.is_meeting(phrase)
                || fit::is_spot(&self.text[chunk.span.range()]);
            if !(sight.takes(phrase, accepts) || spot) || taken(event, chunk.span) {
                continue;
            }
            for member in self.clauses.members(chunk) {
                match member.head {
                    Head::Mention(m) if self.mentions.all[m].kind == MentionKind::Place => {
                        event.places.push(self.of_mention(m));
                    }
                    Head::Common if spot => event.places.push(Filler {
                        span: Some(member.span),
                        mention: None,
                        entity: None,
                        value: None,
                        basis: Basis::Phrase,
                    }),
                    Head::Mention(m)
                        if chunk.placed
                            && self.mentions.all[m].kind == MentionKind::Organization =>
                    {
                        event.places.push(self.of_mention(m));
                    }
                    _ => {}
                }
            }
        }
    }

    fn is_meeting(&self, chunk: usize) -> bool {
        let chunk = &self.clauses.chunks[chunk];
        let words = &self.text[chunk.span.range()];
        let mention = self.clauses.members(chunk).iter().any(|m| {
            matches!(m.head, Head::Mention(m) if self.mentions.all[m].kind == MentionKind::Meeting)
        });
        mention || words.ends_with('会') || words.ends_with("会议") || words.ends_with("活动")
    }

    /// Polarity, modality, tense, level and who tells it.
    fn stand(
        &mut self,
        region: Region,
        is_speech: bool,
        subject: &[Filler],
        event: &mut Event,
        out: &Events,
    ) {
        let standing = self.rules.cues.read(
            self.matches,
            self.segmented,
            self.mentions,
            &self.clauses,
            region.own,
            region.at,
        );
        event.polarity = standing.polarity;
        event.modality = standing.modality;
        event.tense = standing.tense;
        event.rules.extend(standing.rules);
        let teller = self.inside.or(self.speech.as_ref().map(|s| s.event));
        let Some(teller) = teller else { return };
        let speaker = |e: &Event| {
            let role = |a: &&Argument| self.rules.roles[a.role as usize] == "speaker";
            e.arguments.iter().find(role).and_then(|a| a.filler.entity)
        };
        let told_by = out.all.get(teller).and_then(speaker);
        let first_person = |f: &Filler| {
            f.span.is_some_and(|s| self.text[s.range()].starts_with(['我', '咱', '中']))
                || f.entity.is_some() && f.entity == told_by
        };
        let performs = is_speech
            && self.performative(event)
            && (subject.is_empty() || subject.iter().any(first_person));
        if performs || is_speech && self.inside.is_none() {
            return;
        }
        event.level = Level::Embedded;
        event.attribution = Some((told_by, Some(teller)));
        if event.modality == Modality::Asserted {
            event.modality = self.modality_of(teller, out);
        }
        // 否认已经离婚, 拒绝签字: what is denied or refused is told as not so.
        if out.all.get(teller).is_some_and(|e| Some(e.kind) == self.rules.known.deny) {
            event.polarity = Polarity::Negative;
        }
    }

    fn performative(&self, event: &Event) -> bool {
        let name = &self.rules.ontology.kinds[event.kind.row as usize].name;
        matches!(
            name.as_str(),
            "speech.hope"
                | "speech.thank"
                | "speech.greet"
                | "speech.praise"
                | "speech.apologize"
                | "speech.encourage"
        )
    }

    /// How what is told in a speech event stands.
    fn modality_of(&self, teller: usize, out: &Events) -> Modality {
        match out
            .all
            .get(teller)
            .map(|e| self.rules.ontology.kinds[e.kind.row as usize].name.as_str())
        {
            Some("speech.hope") => Modality::Hoped,
            Some("speech.demand" | "speech.encourage") => Modality::Demanded,
            _ => Modality::Asserted,
        }
    }

    /// What is dated behind the day the text speaks from is planned; what is dated before it is past.
    fn stand_in_time(&self, mention: usize, event: &mut Event) {
        let date = self.resolved.dates.get(mention).and_then(Option::as_ref);
        let (Some(date), Some((anchor, _))) = (date, self.resolved.anchor) else { return };
        let today = anchor.date.to_string();
        if event.tense != Tense::None || event.level == Level::Speech {
            return;
        }
        if date.value.lo.as_ref().is_some_and(|lo| *lo > today) {
            event.tense = Tense::Future;
            if event.modality == Modality::Asserted {
                event.modality = Modality::Planned;
            }
        } else if date.value.hi.as_ref().is_some_and(|hi| *hi <= today) {
            event.tense = Tense::Past;
        }
    }

    fn value_of(&self, mention: usize) -> Option<&'a str> {
        let resolved = self.resolved;
        let date = resolved.dates.get(mention)?.as_ref()?;
        let usable = date.value.kind != DateType::Duration;
        usable.then_some(date.value.value.as_str())
    }

    fn time(
        &mut self,
        sentence: usize,
        region: Region,
        anchor: Option<&str>,
        event: &mut Event,
        kind: Kind,
    ) {
        let chunks = &self.clauses.chunks;
        let date = |i: usize| match chunks[i].part {
            Part::Time(m) if self.value_of(m).is_some() => Some(m),
            _ => None,
        };
        let own = (region.own..region.at).rev().find_map(date);
        let joined = || (region.from..region.own).rev().find_map(date);
        let behind = || {
            let is_speech = event.level == Level::Speech;
            (region.at + 1..region.to).take_while(|_| !is_speech).find_map(date)
        };
        let inside = self.inside.is_some();
        let in_sentence = || {
            let start = match inside {
                true => (0..region.own)
                    .rev()
                    .take(LOOK_BACK)
                    .find(|&i| chunks[i].part == Part::Colon)
                    .map_or(0, |i| i + 1),
                false => 0,
            };
            (start.max(region.from.saturating_sub(LOOK_BACK))..region.from).rev().find_map(date)
        };
        let found = own
            .or_else(joined)
            .or_else(behind)
            .map(|m| (m, Basis::SameClause))
            .or_else(|| in_sentence().map(|m| (m, Basis::SameSentence)));
        if let Some((mention, basis)) = found {
            let value = self.value_of(mention).unwrap_or_default().to_owned();
            self.stand_in_time(mention, event);
            event.time = Some(Time { value, mention: Some(mention), basis });
            return;
        }
        if event.level == Level::Embedded {
            return;
        }
        if let Some(value) = anchor {
            event.time =
                Some(Time { value: value.to_owned(), mention: None, basis: Basis::EventAnchor });
            return;
        }
        let paragraph = self.paragraph(sentence);
        let family = self.family(kind);
        if let Some(now) = &self.now {
            let story = matches!(family, "visit" | "meet" | "speech" | "coop" | "org" | "award");
            if now.paragraph == paragraph || story {
                event.time =
                    Some(Time { value: now.value.clone(), mention: None, basis: Basis::Carried });
            }
        }
    }

    /// 新北—岚皋…联席会: the places joined in a meeting's name take part in it.
    fn meeting_parties(&self, kind: Kind, event: &mut Event) {
        let known = &self.rules.known;
        let (Some(name), Some(party)) = (known.event_name, known.party) else { return };
        if Some(kind) != known.hold {
            return;
        }
        let spans: Vec<Span<Clean>> = event
            .arguments
            .iter()
            .filter(|a| a.role == name)
            .filter_map(|a| a.filler.span)
            .collect();
        for span in spans {
            let from = self.mentions.all.partition_point(|m| m.span.start < span.start);
            let parties: Vec<usize> = (from..self.mentions.all.len())
                .take_while(|&m| self.mentions.all[m].span.start < span.end)
                .filter(|&m| {
                    let mention = &self.mentions.all[m];
                    let name =
                        matches!(mention.kind, MentionKind::Place | MentionKind::Organization);
                    name && span.contains(mention.span) && mention.span != span
                })
                .collect();
            let joined = parties.windows(2).any(|w| {
                let between = &self.text
                    [self.mentions.all[w[0]].span.end..self.mentions.all[w[1]].span.start];
                matches!(between, "—" | "-" | "－" | "·" | "与" | "和" | "、" | "——")
            });
            if joined {
                for m in parties {
                    event.arguments.push(Argument { role: party, filler: self.of_mention(m) });
                }
            }
        }
    }

    /// Whether a date tells a time that narration may go on from; 近日 and 每年 do not.
    fn is_day(&self, mention: usize) -> bool {
        let date = self.resolved.dates.get(mention).and_then(Option::as_ref);
        date.is_some_and(|d| !matches!(d.value.kind, DateType::Set | DateType::Deixis))
    }

    #[expect(clippy::too_many_arguments, reason = "one event, seen from all sides")]
    fn remember(
        &mut self,
        index: usize,
        kind: Kind,
        is_speech: bool,
        sentence: usize,
        at: usize,
        fit: &Fit,
        event: &Event,
        out: &mut Events,
    ) {
        let paragraph = self.paragraph(sentence);
        let known = &self.rules.known;
        if event.level == Level::Main || event.level == Level::Speech {
            if let Some(time) = &event.time
                && time.mention.is_none_or(|m| self.is_day(m))
                && matches!(
                    time.basis,
                    Basis::SameClause | Basis::SameSentence | Basis::EventAnchor
                )
            {
                let meeting = (Some(kind) == known.hold).then_some(index);
                let same = self.now.as_ref().is_some_and(|n| n.value == time.value);
                if !same || meeting.is_some() {
                    self.now = Some(Now { value: time.value.clone(), paragraph, meeting });
                }
            }
            if let Some(meeting) = self.now.as_ref().and_then(|n| n.meeting)
                && meeting != index
                && (is_speech || Some(kind) == known.hear)
            {
                out.links.push((LinkKind::Within, index, meeting));
            }
        }
        if is_speech && event.level == Level::Speech {
            let content = fit.values.iter().find_map(|&(role, value)| match value {
                Value::Words(span) if role == known.content => Some(span),
                _ => None,
            });
            let speaker: Vec<Filler> = event
                .arguments
                .iter()
                .filter(|a| self.rules.roles[a.role as usize] == "speaker")
                .map(|a| a.filler.clone())
                .collect();
            if content.is_some() {
                self.inside = Some(index);
                self.inside_at = at;
                self.subject.clear();
                self.speech = Some(Speech { event: index, speaker, paragraph });
            }
        }
    }

    /// “…。”张华说: what stood in the quotation was told by who speaks behind it.
    fn earlier_quotation(&self, first: usize, out: &mut Events) {
        let chunks = &self.clauses.chunks;
        let Some(close) = chunks.iter().rposition(|c| c.part == Part::Close) else { return };
        let Some(open) = chunks[..close].iter().rposition(|c| c.part == Part::Open) else { return };
        let quotation = Span::<Clean>::new(chunks[open].span.end, chunks[close].span.start);
        let content = self.rules.known.content;
        let speaks = (first..out.all.len()).find(|&i| {
            let e = &out.all[i];
            e.level == Level::Speech
                && e.trigger.start >= quotation.end
                && !e.arguments.iter().any(|a| a.role == content)
        });
        let Some(speaks) = speaks else { return };
        let long = self.text[quotation.range()].chars().count() > 6;
        if !long
            || !self.rules.ontology.kinds[out.all[speaks].kind.row as usize]
                .roles
                .contains(&content)
        {
            return;
        }
        out.all[speaks].arguments.push(Argument {
            role: content,
            filler: Filler {
                span: Some(quotation),
                mention: None,
                entity: None,
                value: None,
                basis: Basis::Phrase,
            },
        });
        for i in first..out.all.len() {
            if i != speaks && quotation.contains(out.all[i].trigger) {
                out.all[i].level = Level::Embedded;
                let speaker = out.all[speaks].arguments.iter().find_map(|a| a.filler.entity);
                out.all[i].attribution = Some((speaker, Some(speaks)));
            }
        }
    }
}

/// 0.5 for a trigger in a verbal place, 0.1 for a frame, 0.15 for a named part, 0.1 for a second one, 0.1 for a time.
fn confidence(event: &Event, framed: bool) -> f32 {
    let named = event
        .arguments
        .iter()
        .filter(|a| a.filler.entity.is_some() || a.filler.mention.is_some())
        .count();
    let mut sum = 0.5;
    if framed {
        sum += 0.1;
    }
    if named > 0 {
        sum += 0.15;
    }
    if named > 1 || event.arguments.len() > 2 {
        sum += 0.1;
    }
    if event.time.is_some() {
        sum += 0.1;
    }
    sum
}
