//! Which spans are worth a look: those through which some path of the emission scores is nearly as good as the best
//! path of all (max-marginal pruning, Weiss and Taskar 2010).

use super::{
    CandidateSpan, KINDS, LONGEST,
    emission::{EmissionScores, KindScores, add},
    feature_input::FeatureInput,
};

/// Whether no name holds or crosses the character.
pub(crate) fn is_name_boundary(c: u32) -> bool {
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
pub(crate) struct PruningScratch {
    /// Up to a character with which something of a kind begins.
    enter: Vec<KindScores>,
    /// From a border on, behind something of a kind.
    leave: Vec<KindScores>,
    /// From a border on that lies in a name of a kind.
    rest: Vec<KindScores>,
    /// Of each character, whether it is_name_boundary names.
    is_name_boundary: Vec<bool>,
}

const NO_PATH: KindScores = [f32::NEG_INFINITY; KINDS];

fn max(a: KindScores, b: KindScores) -> KindScores {
    std::array::from_fn(|k| if a[k] > b[k] { a[k] } else { b[k] })
}

/// Returns the best of four by kind.
fn best([a, b, c, d]: [KindScores; KINDS]) -> KindScores {
    max(max(a, b), max(c, d))
}

impl PruningScratch {
    /// Fills the memory and returns the score of the best path.
    fn load(
        &mut self,
        chars: &[u32],
        tags: &[[KindScores; 4]],
        transitions: &[KindScores; KINDS + 1],
    ) -> f32 {
        let closed = [NO_PATH; 3];
        self.is_name_boundary.clear();
        self.is_name_boundary.extend(chars.iter().map(|&c| is_name_boundary(c)));
        let is_name_boundary = &self.is_name_boundary;
        let places = |i: usize| {
            let [single, open @ ..] = &tags[i];
            if is_name_boundary[i] {
                ([single[0], NO_PATH[1], NO_PATH[2], NO_PATH[3]], &closed)
            } else {
                (*single, open)
            }
        };
        let n = chars.len();
        // What each kind brings behind each other one, and the same by the kind that follows: four lanes at once.
        let behind: [KindScores; KINDS] =
            std::array::from_fn(|next| std::array::from_fn(|k| transitions[k][next]));
        self.enter.clear();
        let (mut ended, mut inside) = (NO_PATH, NO_PATH);
        for i in 0..n {
            let enter = if i == 0 {
                transitions[KINDS]
            } else {
                best([0, 1, 2, 3].map(|k| add(&[ended[k]; KINDS], &transitions[k])))
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

/// Fills `out` with the spans through which the best path of the emission scores is within `margin` of the best
/// path of all, in order of start, then of end.
///
/// Time: linear in the characters, but for [`LONGEST`] where a name might go on and on.
pub(crate) fn propose_spans(
    input: &FeatureInput,
    emissions: &EmissionScores,
    transitions: &[KindScores; KINDS + 1],
    margin: f32,
    memory: &mut PruningScratch,
    out: &mut Vec<CandidateSpan>,
) {
    out.clear();
    let least = memory.load(&input.chars, &emissions.tags, transitions) - margin;
    let PruningScratch { enter, leave, rest, is_name_boundary } = &*memory;
    for (start, enter) in enter.iter().enumerate() {
        if is_name_boundary[start] {
            continue;
        }
        let [single, begin, ..] = &emissions.tags[start];
        // One bit for each length.
        let mut lengths = 0u32;
        for k in 1..KINDS {
            lengths |= u32::from(enter[k] + single[k] + leave[start + 1][k] >= least);
            let mut score = enter[k] + begin[k];
            for at in start + 1..(start + LONGEST).min(input.len()) {
                if score + rest[at][k] < least || is_name_boundary[at] {
                    break;
                }
                let [_, _, inner, end] = &emissions.tags[at];
                let ends = score + end[k] + leave[at + 1][k] >= least;
                lengths |= u32::from(ends) << (at - start);
                score += inner[k];
            }
        }
        while lengths != 0 {
            let end = start + 1 + lengths.trailing_zeros() as usize;
            lengths &= lengths - 1;
            let scores = emissions.span(start, end);
            out.push(CandidateSpan { scores, ..CandidateSpan::new(start, end) });
        }
    }
}
