//! Estimates the weights of a log-linear model over hashed features, by AdaGrad with dropout; several runs are averaged.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{EventSettings, examples::Example};
use crate::{learn::train::Progress, mention::log_linear::FeatureTable};

/// A decision to learn: its class (0 is none) and the numbers of its features.
#[derive(Debug, Default)]
struct Decision {
    class: u8,
    rows: Vec<u32>,
}

/// Gives rows numbers, those seen on enough pages.
#[derive(Default)]
struct FeatureNumbers(HashMap<u64, (u32, u32)>);

impl FeatureNumbers {
    fn see(&mut self, page: u32, rows: &[u64]) {
        for &row in rows {
            let (count, last) = self.0.entry(row).or_insert((0, u32::MAX));
            if *last != page {
                (*count, *last) = (*count + 1, page);
            }
        }
    }

    /// Returns the number of each row seen on so many pages, and the rows by number.
    fn finish(self, pages: u32) -> (HashMap<u64, u32>, Vec<u64>) {
        let mut rows: Vec<u64> = self
            .0
            .into_iter()
            .filter(|(_, (count, _))| *count >= pages)
            .map(|(row, _)| row)
            .collect();
        rows.sort_unstable();
        (rows.iter().copied().zip(0..).collect(), rows)
    }
}

/// One of the models to estimate.
#[derive(Debug, Clone, Copy)]
pub(in crate::learn) struct Model<'n> {
    pub(in crate::learn) name: &'n str,
    /// Features seen on fewer pages are left out.
    pub(in crate::learn) fewest_pages: u32,
    /// Most features kept: those that weigh most.
    pub(in crate::learn) most_rows: usize,
    pub(in crate::learn) rounds: usize,
}

/// Returns the weights of a model from the examples of each page, and whether the page is a copy.
pub(in crate::learn) fn estimate<const N: usize>(
    model: Model<'_>,
    pages: &[(bool, &[Example])],
    settings: &EventSettings,
    progress: &impl Progress,
) -> FeatureTable<N> {
    let Model { name, rounds, .. } = model;
    let mut numbers = FeatureNumbers::default();
    for (number, (_, examples)) in pages.iter().enumerate().filter(|(_, p)| !p.0) {
        for (_, features) in *examples {
            numbers.see(number as u32, features);
        }
    }
    let (numbers, mut hashes) = numbers.finish(model.fewest_pages);
    let mut examples: Vec<Decision> = pages
        .iter()
        .flat_map(|(_, examples)| *examples)
        .map(|(class, rows)| Decision {
            class: *class,
            rows: rows.iter().filter_map(|r| numbers.get(r).copied()).collect(),
        })
        .collect();
    if hashes.len() > model.most_rows {
        // A first run says which rows weigh most; the others are left out before the weights are estimated.
        progress.begin(&format!("{name}, all rows"), FIRST_ROUNDS * examples.len());
        let first = run_once::<N>(&examples, hashes.len(), FIRST_ROUNDS, 99, settings, progress);
        hashes = keep_strongest(&first, model.most_rows, &hashes, &mut examples);
    }
    progress.tell(&format!("{name}: {} examples, {} rows", examples.len(), hashes.len()));
    progress.begin(name, settings.runs * rounds * examples.len());
    let runs: Vec<Vec<[f32; N]>> = (0..settings.runs)
        .into_par_iter()
        .map(|run| run_once::<N>(&examples, hashes.len(), rounds, run as u64, settings, progress))
        .collect();
    let keep = (1.0 - settings.dropout) / settings.runs as f32;
    let mut rows: Vec<(u64, [f32; N])> = hashes
        .iter()
        .enumerate()
        .map(|(at, &hash)| {
            (hash, std::array::from_fn(|n| runs.iter().map(|run| run[at][n]).sum::<f32>() * keep))
        })
        .collect();
    rows.sort_by(|a, b| weight(&b.1).total_cmp(&weight(&a.1)).then(a.0.cmp(&b.0)));
    FeatureTable::new(&rows)
}

/// Rounds of the run that says which rows weigh most.
const FIRST_ROUNDS: usize = 3;

/// The most that a row weighs for any class.
fn weight<const N: usize>(row: &[f32; N]) -> f32 {
    row.iter().fold(0.0, |most, w| most.max(w.abs()))
}

/// Leaves only the rows that weigh most in the examples, numbered anew; returns their hashes.
fn keep_strongest<const N: usize>(
    weights: &[[f32; N]],
    most: usize,
    hashes: &[u64],
    examples: &mut [Decision],
) -> Vec<u64> {
    let mut order: Vec<u32> = (0..hashes.len() as u32).collect();
    let by_weight = |&row: &u32| weight(&weights[row as usize]);
    order.sort_by(|a, b| by_weight(b).total_cmp(&by_weight(a)).then(a.cmp(b)));
    order.truncate(most);
    order.sort_unstable();
    let mut numbers = vec![u32::MAX; hashes.len()];
    for (number, &row) in order.iter().enumerate() {
        numbers[row as usize] = number as u32;
    }
    for example in examples {
        example.rows.retain_mut(|row| {
            *row = numbers[*row as usize];
            *row != u32::MAX
        });
    }
    order.into_iter().map(|row| hashes[row as usize]).collect()
}

/// FeatureNumbers that look random and are the same in every run of the program.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Returns the weights of each row for each class against none.
fn run_once<const N: usize>(
    examples: &[Decision],
    rows: usize,
    rounds: usize,
    seed: u64,
    settings: &EventSettings,
    progress: &impl Progress,
) -> Vec<[f32; N]> {
    // The last place is none's.
    let mut weights = vec![[[0.0f32; 2]; 8]; rows];
    assert!(N < 8, "a row has room for seven classes and none");
    let mut random = Random(88_172_645_463_325_252 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let dropped = (settings.dropout * 65536.0) as u64;
    let mut kept: Vec<u32> = Vec::new();
    for _ in 0..rounds {
        for i in (1..order.len()).rev() {
            order.swap(i, (random.next() % (i as u64 + 1)) as usize);
        }
        for &at in &order {
            let example = &examples[at as usize];
            kept.clear();
            kept.extend(example.rows.iter().copied().filter(|_| random.next() & 0xffff >= dropped));
            let mut sums = [0.0f32; 8];
            for &row in &kept {
                for n in 0..=N {
                    sums[n] += weights[row as usize][n][0];
                }
            }
            let most = sums[..=N].iter().fold(f32::MIN, |m, &s| m.max(s));
            let mut total = 0.0;
            for sum in &mut sums[..=N] {
                *sum = (*sum - most).exp();
                total += *sum;
            }
            let right = match example.class {
                0 => N,
                class => usize::from(class) - 1,
            };
            for n in 0..=N {
                let gradient = sums[n] / total - f32::from(u8::from(n == right));
                if gradient.abs() < 1e-4 {
                    continue;
                }
                for &row in &kept {
                    let [weight, squares] = &mut weights[row as usize][n];
                    *squares += gradient * gradient;
                    *weight -= settings.rate * gradient / (squares.sqrt() + 1e-3);
                }
            }
        }
        progress.step(order.len());
    }
    weights.iter().map(|w| std::array::from_fn(|n| w[n][0] - w[N][0])).collect()
}
