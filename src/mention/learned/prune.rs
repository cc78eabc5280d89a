//! Which stretches are worth a look: those through which some path of the character layer is nearly as good as the best
//! path of all (max-marginal pruning, Weiss and Taskar 2010).

use super::{
    KINDS, LONGEST, Proposal,
    layer::{Layer, Scores, add},
    sight::Sight,
};

/// Whether no name holds or crosses the character.
pub(crate) fn breaks(c: u32) -> bool {
    matches!(
        char::from_u32(c),
        Some(
            '，' | '。'
                | '！'
                | '？'
                | '；'
                | '：'
                | '、'
                | ','
                | ';'
                | '!'
                | '?'
                | '…'
                | '\n'
                | '\t'
                | '\u{3000}'
        )
    )
}

/// Scores of the best paths up to and from each place; memory of [`propose`].
#[derive(Debug, Default)]
pub(crate) struct Pruning {
    /// Up to a character with which something of a kind begins.
    enter: Vec<Scores>,
    /// From a border on, behind something of a kind.
    leave: Vec<Scores>,
    /// From a border on that lies in a name of a kind.
    rest: Vec<Scores>,
}

const NO_PATH: Scores = [f32::NEG_INFINITY; KINDS];

fn max(a: Scores, b: Scores) -> Scores {
    std::array::from_fn(|k| if a[k] > b[k] { a[k] } else { b[k] })
}

impl Pruning {
    /// Fills the memory and returns the score of the best path.
    fn load(&mut self, chars: &[u32], tags: &[[Scores; 4]], follow: &[Scores; KINDS + 1]) -> f32 {
        let closed = [NO_PATH; 3];
        let places = |i: usize| {
            let [single, open @ ..] = &tags[i];
            if breaks(chars[i]) {
                ([single[0], NO_PATH[1], NO_PATH[2], NO_PATH[3]], &closed)
            } else {
                (*single, open)
            }
        };
        let n = chars.len();
        self.enter.clear();
        let (mut ended, mut inside) = (NO_PATH, NO_PATH);
        for i in 0..n {
            let enter = if i == 0 {
                follow[KINDS]
            } else {
                (0..KINDS).fold(NO_PATH, |best, k| {
                    max(best, std::array::from_fn(|next| ended[k] + follow[k][next]))
                })
            };
            let (single, [begin, inner, end]) = places(i);
            ended = max(add(&enter, &single), add(&inside, end));
            inside = max(add(&enter, begin), add(&inside, inner));
            self.enter.push(enter);
        }
        let best = ended.into_iter().fold(f32::NEG_INFINITY, f32::max);
        self.leave.clear();
        self.leave.resize(n + 1, [0.0; KINDS]);
        self.rest.clear();
        self.rest.resize(n + 1, NO_PATH);
        for i in (0..n).rev() {
            let (single, [begin, inner, end]) = places(i);
            let (leave, rest) = (self.leave[i + 1], self.rest[i + 1]);
            let comes = max(add(&single, &leave), add(begin, &rest));
            self.leave[i] = std::array::from_fn(|k| {
                (0..KINDS).fold(f32::NEG_INFINITY, |best, c| best.max(follow[k][c] + comes[c]))
            });
            self.rest[i] = max(add(end, &leave), add(inner, &rest));
        }
        best
    }
}

/// Fills `out` with the stretches through which the best path of the character layer is within `margin` of the best
/// path of all, in order of start, then of end.
///
/// Time: linear in the characters, but for [`LONGEST`] where a name might go on and on.
pub(crate) fn propose(
    sight: &Sight,
    layer: &Layer,
    follow: &[Scores; KINDS + 1],
    margin: f32,
    memory: &mut Pruning,
    out: &mut Vec<Proposal>,
) {
    out.clear();
    let least = memory.load(&sight.chars, &layer.tags, follow) - margin;
    let Pruning { enter, leave, rest } = &*memory;
    for (start, enter) in enter.iter().enumerate() {
        if breaks(sight.chars[start]) {
            continue;
        }
        let [single, begin, ..] = &layer.tags[start];
        // One bit for each length.
        let mut lengths = 0u32;
        for k in 1..KINDS {
            lengths |= u32::from(enter[k] + single[k] + leave[start + 1][k] >= least);
            let mut score = enter[k] + begin[k];
            for at in start + 1..(start + LONGEST).min(sight.len()) {
                if score + rest[at][k] < least || breaks(sight.chars[at]) {
                    break;
                }
                let [_, _, inner, end] = &layer.tags[at];
                let ends = score + end[k] + leave[at + 1][k] >= least;
                lengths |= u32::from(ends) << (at - start);
                score += inner[k];
            }
        }
        while lengths != 0 {
            let end = start + 1 + lengths.trailing_zeros() as usize;
            lengths &= lengths - 1;
            let scores = layer.stretch(start, end);
            out.push(Proposal { scores, ..Proposal::new(start, end) });
        }
    }
}
