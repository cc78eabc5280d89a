//! When an event takes place: its own day, that of the sentence, or the day the narration has reached.

use super::{LOOK_BACK, Teller};
use crate::document::{Basis, DateType, Level, Modality, Tense, TimeValue};
use crate::event::{Event, Events, Time, chunk::Part, frame_match::Region, ontology::Kind};

impl<'a> Teller<'a> {
    /// 考察期间，…: returns the time of the visit that the words name.
    pub(super) fn event_anchor(&self, out: &Events) -> Option<TimeValue> {
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

    /// What is dated behind the day the text speaks from is planned; what is dated before it is past.
    fn stand_in_time(&self, mention: usize, event: &mut Event) {
        let date = self.resolved.dates.get(mention).and_then(Option::as_ref);
        let (Some(date), Some(today)) = (date, &self.today) else { return };
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

    pub(super) fn value_of(&self, mention: usize) -> Option<&'a TimeValue> {
        let resolved = self.resolved;
        let date = resolved.dates.get(mention)?.as_ref()?;
        let words = &self.text[self.mentions.all[mention].span.range()];
        let usable = match date.value.kind {
            DateType::Duration => false,
            // 近日 tells when, 近年来 and 下阶段 do not.
            DateType::Deixis => words.contains(['日', '天', '夜', '晚']) || words == "最近",
            _ => true,
        };
        usable.then_some(&date.value.value)
    }

    pub(super) fn time(
        &mut self,
        sentence: usize,
        region: Region,
        anchor: Option<&TimeValue>,
        event: &mut Event,
        kind: Kind,
    ) {
        let chunks = &self.clauses.chunks;
        let date = |i: usize| match chunks[i].part {
            Part::Time(m) if self.value_of(m).is_some() => Some(m),
            _ => None,
        };
        // “水位明天就会退，”站长说: the day belongs to what is said.
        let outside = |i: &usize| chunks[*i].quoted == chunks[region.at].quoted;
        let own = (region.own..region.at).rev().filter(outside).find_map(date);
        let joined = || (region.from..region.own).rev().filter(outside).find_map(date);
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
            .or_else(|| in_sentence().map(|m| (m, Basis::SameSentence)))
            .map(|(m, basis)| {
                // 11月19日，2024年某某公开赛结束: the year belongs to a name.
                let before = (region.from..region.at).filter(outside).filter_map(date);
                (before.rev().find(|&d| self.holds(m, d)).unwrap_or(m), basis)
            });
        if let Some((mention, basis)) = found {
            self.stand_in_time(mention, event);
            let value = self.value_of(mention).cloned();
            event.time = value.map(|value| Time { value, mention: Some(mention), basis });
            return;
        }
        if event.level == Level::Embedded {
            return;
        }
        if let Some(value) = anchor {
            event.time =
                Some(Time { value: value.clone(), mention: None, basis: Basis::EventAnchor });
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

    /// Whether a date is a year or a month that holds the day of another.
    fn holds(&self, whole: usize, day: usize) -> bool {
        let values = self.value_of(whole).zip(self.value_of(day));
        values.is_some_and(|(whole, day)| whole.is_year_or_month_of(day))
    }

    /// Whether a date tells a time that narration may go on from; 近日 and 每年 do not.
    pub(super) fn is_day(&self, mention: usize) -> bool {
        let date = self.resolved.dates.get(mention).and_then(Option::as_ref);
        date.is_some_and(|d| !matches!(d.value.kind, DateType::Set | DateType::Deixis))
    }
}
