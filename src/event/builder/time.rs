//! When an event takes place: on its own day, that of the sentence, or the day the narration has reached.

use super::{EventBuilder, NarrativeTime, Site};
use crate::{
    document::{Basis, DateType, Level, Modality, Tense, TimeValue},
    event::{Event, Events, Time, chunk::ChunkKind, ontology::Trait, word_classes::WordList},
};

/// How many chunks back a date in the same sentence counts.
const LOOK_BACK: usize = 200;

/// How many events back a phrase like 考察期间 may refer.
const EVENTS_BACK: usize = 60;

impl<'a> EventBuilder<'a> {
    /// 考察期间，…: returns the time of the visit that the words name.
    pub(super) fn event_anchor(&self, out: &Events) -> Option<TimeValue> {
        let chunks = &self.chunks.all;
        let first = chunks.iter().find(|c| !matches!(c.kind, ChunkKind::Skip | ChunkKind::Open))?;
        let next = chunks.iter().find(|c| c.kind == ChunkKind::Comma)?;
        let segmented = self.context.segmented;
        let start = segmented.sentences[segmented.sentence_at(first.span.start)?].span.start;
        let words = self.text[start..next.span.start].trim();
        let end = self.rules.words.end_of(words, WordList::OccasionEnd)?;
        let named = words.strip_suffix(end)?;
        if !(2..=6).contains(&named.chars().count()) {
            return None;
        }
        let is_meant = |e: &&Event| {
            e.time.is_some()
                && e.level == Level::Main
                && self.text[e.trigger.range()].contains(named)
        };
        let event = out.all.iter().rev().take(EVENTS_BACK).find(is_meant)?;
        event.time.as_ref().map(|t| t.value.clone())
    }

    /// What is dated after the day the text speaks from is planned; what is dated before it is past.
    fn tense_from_date(&self, mention: usize, event: &mut Event) {
        let date = self.context.resolved.dates.get(mention).and_then(Option::as_ref);
        let (Some(date), Some(today)) = (date, &self.reference_day) else { return };
        if event.tense != Tense::None || event.level == Level::Speech {
            return;
        }
        if date.value.lo.as_ref().is_some_and(|lo| lo > today) {
            event.tense = Tense::Future;
            if event.modality == Modality::Asserted {
                event.modality = Modality::Planned;
            }
        } else if date.value.hi.as_ref().is_some_and(|hi| hi <= today) {
            event.tense = Tense::Past;
        }
    }

    /// Returns the value of a date that an event can have.
    fn value_of(&self, mention: usize) -> Option<&'a TimeValue> {
        let date = self.context.resolved.dates.get(mention)?.as_ref()?;
        let words = &self.text[self.context.mentions.all[mention].span.range()];
        let usable = match date.value.kind {
            DateType::Duration => false,
            // 近日 says when, 近年来 and 下阶段 do not.
            DateType::Deixis => words.contains(['日', '天', '夜', '晚']) || words == "最近",
            _ => true,
        };
        usable.then_some(&date.value.value)
    }

    /// Sets the time of an event, from its clause outwards; `anchor` is what [`EventBuilder::event_anchor`] returned.
    pub(super) fn set_time(&self, site: Site<'_>, anchor: Option<&TimeValue>, event: &mut Event) {
        if let Some((mention, basis)) = self.date_of(site, event) {
            self.tense_from_date(mention, event);
            let value = self.value_of(mention).cloned();
            event.time = value.map(|value| Time { value, mention: Some(mention), basis });
            return;
        }
        if event.level == Level::Embedded {
            return;
        }
        let paragraph = self.paragraph(site.sentence);
        let from_narrative =
            |n: &&NarrativeTime| n.paragraph == paragraph || site.row.is(Trait::NarrativeTime);
        let inferred = match (anchor, self.narrative.as_ref().filter(from_narrative)) {
            (Some(value), _) => Some((value, Basis::EventAnchor)),
            (None, Some(narrative)) => Some((&narrative.value, Basis::Carried)),
            (None, None) => None,
        };
        event.time =
            inferred.map(|(value, basis)| Time { value: value.clone(), mention: None, basis });
    }

    /// Returns the date of the sentence that an event has.
    fn date_of(&self, site: Site<'_>, event: &Event) -> Option<(usize, Basis)> {
        let (scope, chunks) = (site.scope, &self.chunks.all);
        let date = |i: usize| match chunks[i].kind {
            ChunkKind::Time(m) if self.value_of(m).is_some() => Some(m),
            _ => None,
        };
        // “水位明天就会退，”站长说: the day belongs to what is said.
        let same_side = |i: &usize| chunks[*i].quoted == chunks[scope.at].quoted;
        let before = || (scope.own..scope.at).rev().filter(same_side).find_map(date);
        let joined = || (scope.from..scope.own).rev().filter(same_side).find_map(date);
        let behind = || match event.level {
            Level::Speech => None,
            _ => (scope.at + 1..scope.to).find_map(date),
        };
        let in_sentence = || {
            let start = match self.in_sentence.content_of {
                Some(_) => (0..scope.own)
                    .rev()
                    .take(LOOK_BACK)
                    .find(|&i| chunks[i].kind == ChunkKind::Colon)
                    .map_or(0, |i| i + 1),
                None => 0,
            };
            (start.max(scope.from.saturating_sub(LOOK_BACK))..scope.from).rev().find_map(date)
        };
        let found = before().or_else(joined).or_else(behind).map(|m| (m, Basis::SameClause));
        let (mention, basis) = found.or_else(|| in_sentence().map(|m| (m, Basis::SameSentence)))?;
        // 11月19日，2024年某某公开赛结束: the year belongs to a name.
        let mut days = (scope.from..scope.at).rev().filter(same_side).filter_map(date);
        Some((days.find(|&day| self.is_day_of(mention, day)).unwrap_or(mention), basis))
    }

    /// Whether a date is a year or a month that holds the day of another.
    fn is_day_of(&self, period: usize, day: usize) -> bool {
        let values = self.value_of(period).zip(self.value_of(day));
        values.is_some_and(|(period, day)| period.is_year_or_month_of(day))
    }

    /// Moves the narration to the day of an event with its index; 近日 and 每年 move nothing.
    pub(super) fn move_narrative(&mut self, site: Site<'_>, event: &Event, index: usize) {
        let Some(time) = &event.time else { return };
        let is_told =
            matches!(time.basis, Basis::SameClause | Basis::SameSentence | Basis::EventAnchor);
        if !is_told || time.mention.is_some_and(|m| !self.is_day(m)) {
            return;
        }
        let paragraph = self.paragraph(site.sentence);
        let meeting = site.row.is(Trait::Meeting).then_some(index);
        let is_known = self.narrative.as_ref().is_some_and(|n| {
            // 2010年至2021年 looks back; the narration goes on from its day.
            let is_coarse =
                time.value.is_years() && n.paragraph == paragraph && n.value.is_finer_than_years();
            n.value == time.value || is_coarse
        });
        if !is_known || meeting.is_some() {
            self.narrative = Some(NarrativeTime { value: time.value.clone(), paragraph, meeting });
        }
    }

    fn is_day(&self, mention: usize) -> bool {
        let date = self.context.resolved.dates.get(mention).and_then(Option::as_ref);
        date.is_some_and(|d| !matches!(d.value.kind, DateType::Set | DateType::Deixis))
    }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::{Input, document::Tense, event::test_support::told};

    fn dated(text: &str) -> crate::Document {
        let day = "2023-08-02".parse().expect("a date");
        crate::Extractor::builder()
            .set_rules()
            .build()
            .expect("the tables are tested")
            .extract(Input::new(text).date(day))
    }

    #[test]
    fn an_event_has_the_day_of_its_clause() {
        let document = dated("8月1日，双方签署协议；8月10日，代表团访问法国。");
        let events = told(&document);
        assert!(events[0].contains("time=2023-08-01"), "{events:?}");
        assert!(events[1].contains("time=2023-08-10"), "{events:?}");
        let tenses: Vec<Tense> = document.events.iter().map(|e| e.tense).collect();
        assert_eq!(tenses, [Tense::Past, Tense::Future]);
    }
}
