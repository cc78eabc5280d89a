//! The map of one step back to the text it was given, and the chain of all steps.
//!
//! A map is a sorted list of breaks: places of the clean text from which on the two texts run in parallel again.
//! Nothing is kept per character. `國(guó)家&mdash;` becomes `国家—` (Han 3 bytes, `ó` 2):
//!
//! ```text
//! original   國      (guó)    家      &mdash;
//!            0..3    3..9     9..12   12..19
//! clean      国               家      —
//!            0..3             3..6    6..9
//!
//! breaks     clean 3: on from 9, what ends here ends at 9   (the note belongs to 國)
//!            clean 6: on from 12, whole                     (7 bytes stand for 3)
//!            clean 9: on from 19
//! ```
//!
//! So `国` is 0..9 of the original, `国家` 0..12 and `家—` 9..19.

use crate::{Clean, Original, Span};

/// A place of the output from which on the source is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Break {
    /// Byte of the output.
    clean: u32,
    /// Byte of the source where what follows starts.
    source: u32,
    /// Byte of the source where what comes before ends.
    end: u32,
    /// Whether the stretch up to the next break cannot be divided.
    whole: bool,
}

impl Break {
    /// Returns the byte of the source for byte `clean` of the stretch behind the break.
    fn start(self, clean: usize) -> usize {
        self.source as usize + if self.whole { 0 } else { clean - self.clean as usize }
    }
}

/// Where the bytes of one step's output stood in its source.
#[derive(Debug, Clone, Default)]
pub(super) struct Map {
    breaks: Vec<Break>,
}

impl Map {
    /// Takes memory for as many places.
    pub(super) fn reserve(&mut self, places: usize) {
        self.breaks.reserve(places);
    }

    /// Says that the bytes `from..to` of the source are left out before byte `clean` of the output. `belongs`: they are
    /// part of what stands before them.
    pub(super) fn gap(&mut self, clean: usize, from: usize, to: usize, belongs: bool) {
        let at = self.at(clean, from);
        at.source = to as u32;
        at.whole = false;
        if belongs {
            at.end = to as u32;
        }
    }

    /// Says that an undivided stretch starts at byte `clean` of the output and byte `source` of the source.
    pub(super) fn open(&mut self, clean: usize, source: usize) {
        let at = self.at(clean, source);
        at.source = source as u32;
        at.whole = true;
    }

    /// Says that the undivided stretch ends before byte `clean` of the output and byte `source` of the source.
    pub(super) fn close(&mut self, clean: usize, source: usize) {
        self.at(clean, source);
    }

    fn at(&mut self, clean: usize, source: usize) -> &mut Break {
        let clean = clean as u32;
        if self.breaks.last().is_none_or(|b| b.clean != clean) {
            let source = source as u32;
            self.breaks.push(Break { clean, source, end: source, whole: false });
        }
        let last = self.breaks.len() - 1;
        &mut self.breaks[last]
    }

    /// Forgets what was said about the bytes behind `clean`, which are cut off, and returns the source byte where the
    /// stretch that started at `clean` started.
    pub(super) fn cut(&mut self, clean: usize) -> usize {
        while self.breaks.last().is_some_and(|b| b.clean as usize > clean) {
            self.breaks.pop();
        }
        self.breaks.last().map_or(clean, |b| b.start(clean))
    }

    /// Returns the byte of the source where a stretch that starts at byte `clean` starts.
    pub(super) fn start(&self, clean: usize) -> usize {
        self.start_behind(self.breaks.partition_point(|b| b.clean as usize <= clean), clean)
    }

    /// The same, where the number of breaks up to byte `clean` is known.
    fn start_behind(&self, breaks: usize, clean: usize) -> usize {
        match breaks.checked_sub(1) {
            None => clean,
            Some(i) => self.breaks[i].start(clean),
        }
    }

    /// Returns the byte of the source where a stretch that ends at byte `clean` ends.
    pub(super) fn end(&self, clean: usize) -> usize {
        self.end_behind(self.breaks.partition_point(|b| (b.clean as usize) < clean), clean)
    }

    /// The same, where the number of breaks before byte `clean` is known.
    fn end_behind(&self, next: usize, clean: usize) -> usize {
        match (next.checked_sub(1).map(|i| self.breaks[i]), self.breaks.get(next)) {
            (_, Some(b)) if b.clean as usize == clean => b.end as usize,
            (Some(b), Some(after)) if b.whole => after.end as usize,
            (Some(b), _) => b.source as usize + (clean - b.clean as usize),
            (None, _) => clean,
        }
    }

    /// Returns the byte of the output where what starts or `ends` at byte `source` of the source starts or ends; what is
    /// left out there is nothing, what cannot be divided is whole.
    fn back(&self, source: usize, ends: bool) -> usize {
        let before = |b: &Break| (b.source as usize) < source + usize::from(!ends);
        let next = self.breaks.partition_point(before);
        let after = self.breaks.get(next).map_or(usize::MAX, |b| b.clean as usize);
        match next.checked_sub(1).map(|i| self.breaks[i]) {
            None => source.min(after),
            Some(b) if b.whole && ends => after,
            Some(b) if b.whole => b.clean as usize,
            Some(b) => (b.clean as usize + (source - b.source as usize)).min(after),
        }
    }

    /// Moves `place` to the number of breaks up to byte `clean`, or before it.
    fn seek(&self, place: &mut usize, clean: usize, with: bool) {
        let behind = |b: &Break| (b.clean as usize) < clean || (with && b.clean as usize == clean);
        while self.breaks.get(*place).is_some_and(behind) {
            *place += 1;
        }
        while *place > 0 && !behind(&self.breaks[*place - 1]) {
            *place -= 1;
        }
    }

    /// Returns whether output and source are the same.
    pub(super) fn is_empty(&self) -> bool {
        self.breaks.is_empty()
    }
}

/// The maps of all steps that moved a byte, in the order they ran.
#[derive(Debug, Clone, Default)]
pub(super) struct Offsets {
    maps: Vec<Map>,
}

impl Offsets {
    /// Adds the map of the step that ran last.
    pub(super) fn push(&mut self, map: Map) {
        if !map.is_empty() {
            self.maps.push(map);
        }
    }

    /// Returns the bytes of the last step's output that stand for a span of the original; none where it was left out.
    pub(super) fn to_clean(&self, span: Span<Original>) -> Span<Clean> {
        let mut range = span.range();
        for map in &self.maps {
            let start = map.back(range.start, false);
            range = start..map.back(range.end, true).max(start);
        }
        Span::new(range.start, range.end)
    }

    /// Returns the bytes of the original that a span of the last step's output stands for.
    pub(super) fn to_original(&self, span: Span<Clean>) -> Span<Original> {
        let mut range = span.range();
        for map in self.maps.iter().rev() {
            range.start = map.start(range.start);
            range.end = if span.is_empty() { range.start } else { map.end(range.end) };
        }
        Span::new(range.start, range.end)
    }

    /// Returns the same for many spans; where they come in order, each costs no more than the way from the one before it.
    pub(super) fn all_to_original(
        &self,
        spans: impl Iterator<Item = Span<Clean>>,
    ) -> impl Iterator<Item = Span<Original>> {
        let mut places = vec![0; self.maps.len()];
        spans.map(move |span| {
            let mut range = span.range();
            for (map, place) in self.maps.iter().zip(&mut places).rev() {
                map.seek(place, range.start, true);
                range.start = map.start_behind(*place, range.start);
                range.end = match span.is_empty() {
                    true => range.start,
                    false => {
                        map.seek(place, range.end, false);
                        map.end_behind(*place, range.end)
                    }
                };
            }
            Span::new(range.start, range.end)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Map {
        let mut map = Map::default();
        map.gap(3, 3, 9, true);
        map.open(6, 12);
        map.close(9, 19);
        map
    }

    #[test]
    fn a_note_belongs_to_the_character_before_it() {
        let mut offsets = Offsets::default();
        offsets.push(example());
        for (clean, original) in
            [((0, 3), (0, 9)), ((0, 6), (0, 12)), ((3, 9), (9, 19)), ((3, 3), (9, 9))]
        {
            let span = offsets.to_original(Span::new(clean.0, clean.1));
            assert_eq!(span, Span::new(original.0, original.1), "{clean:?}");
        }
    }

    #[test]
    fn what_stands_for_a_stretch_is_found() {
        let mut offsets = Offsets::default();
        offsets.push(example());
        for (original, clean) in [
            ((0, 3), (0, 3)),
            ((0, 9), (0, 3)),
            ((3, 9), (3, 3)),
            ((9, 12), (3, 6)),
            ((12, 19), (6, 9)),
            ((13, 15), (6, 9)),
            ((19, 22), (9, 12)),
        ] {
            let span = offsets.to_clean(Span::new(original.0, original.1));
            assert_eq!(span, Span::new(clean.0, clean.1), "{original:?}");
        }
    }

    #[test]
    fn spans_of_a_list_are_mapped_as_one_by_one() {
        let mut offsets = Offsets::default();
        offsets.push(example());
        offsets.push(example());
        let spans = [(0, 3), (6, 9), (6, 12), (3, 6), (0, 0), (9, 15), (7, 8)];
        let spans = spans.map(|(start, end)| Span::new(start, end));
        let all: Vec<_> = offsets.all_to_original(spans.into_iter()).collect();
        assert_eq!(all, spans.map(|s| offsets.to_original(s)));
    }

    #[test]
    fn an_undivided_stretch_is_taken_whole() {
        let mut map = Map::default();
        map.open(3, 3);
        map.close(12, 20);
        assert_eq!((map.start(6), map.end(9)), (3, 20));
        assert_eq!((map.start(12), map.end(3)), (20, 3));
    }

    #[test]
    fn cutting_forgets_what_stood_behind() {
        let mut map = example();
        assert_eq!(map.cut(6), 12);
        assert_eq!(map.cut(4), 10);
        assert_eq!(map.cut(0), 0);
        assert!(map.is_empty());
    }
}
