//! Which stretches are worth a look: those through which some path of the character layer is nearly as good as the best
//! path of all (max-marginal pruning, Weiss and Taskar 2010).

use super::{
    KINDS, LONGEST, Proposal,
    emission::{Layer, Scores, add},
    feature_input::Sight,
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
    /// Of each character, whether it breaks names.
    breaks: Vec<bool>,
}

const NO_PATH: Scores = [f32::NEG_INFINITY; KINDS];

fn max(a: Scores, b: Scores) -> Scores {
    std::array::from_fn(|k| if a[k] > b[k] { a[k] } else { b[k] })
}

/// Returns the best of four by kind.
fn best([a, b, c, d]: [Scores; KINDS]) -> Scores {
    max(max(a, b), max(c, d))
}

impl Pruning {
    /// Fills the memory and returns the score of the best path.
    fn load(&mut self, chars: &[u32], tags: &[[Scores; 4]], follow: &[Scores; KINDS + 1]) -> f32 {
        let closed = [NO_PATH; 3];
        self.breaks.clear();
        self.breaks.extend(chars.iter().map(|&c| breaks(c)));
        let breaks = &self.breaks;
        let places = |i: usize| {
            let [single, open @ ..] = &tags[i];
            if breaks[i] {
                ([single[0], NO_PATH[1], NO_PATH[2], NO_PATH[3]], &closed)
            } else {
                (*single, open)
            }
        };
        let n = chars.len();
        // What each kind brings behind each other one, and the same by the kind that follows: four lanes at once.
        let behind: [Scores; KINDS] =
            std::array::from_fn(|next| std::array::from_fn(|k| follow[k][next]));
        self.enter.clear();
        let (mut ended, mut inside) = (NO_PATH, NO_PATH);
        for i in 0..n {
            let enter = if i == 0 {
                follow[KINDS]
            } else {
                best([0, 1, 2, 3].map(|k| add(&[ended[k]; KINDS], &follow[k])))
            };
            let (single, [begin, inner, end]) = places(i);
            ended = max(add(&enter, &single), add(&inside, end));
            inside = max(add(&enter, begin), add(&inside, inner));
            self.enter.push(enter);
        }
        let most = ended.into_iter().fold(f32::NEG_INFINITY, f32::max);
        self.leave.clear();
        self.leave.resize(n + 1, [0.0; KINDS]);
        self.rest.clear();
        self.rest.resize(n + 1, NO_PATH);
        for i in (0..n).rev() {
            let (single, [begin, inner, end]) = places(i);
            let (leave, rest) = (self.leave[i + 1], self.rest[i + 1]);
            let comes = max(add(&single, &leave), add(begin, &rest));
            self.leave[i] = best([0, 1, 2, 3].map(|c| add(&[comes[c]; KINDS], &behind[c])));
            self.rest[i] = max(add(end, &leave), add(inner, &rest));
        }
        most
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
    let Pruning { enter, leave, rest, breaks } = &*memory;
    for (start, enter) in enter.iter().enumerate() {
        if breaks[start] {
            continue;
        }
        let [single, begin, ..] = &layer.tags[start];
        // One bit for each length.
        let mut lengths = 0u32;
        for k in 1..KINDS {
            lengths |= u32::from(enter[k] + single[k] + leave[start + 1][k] >= least);
            let mut score = enter[k] + begin[k];
            for at in start + 1..(start + LONGEST).min(sight.len()) {
                if score + rest[at][k] < least || breaks[at] {
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
