//! The trainer of the learned rows of events: three log-linear models over hashed rows, by AdaGrad with dropout.
//!
//! What a page says of a word is not used on that page: a word that only this page marks as a trigger is no known word
//! there. Rows seen on few pages are left out; the weights of several runs are averaged.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde::Deserialize;

use super::{
    corpus::{Documents, lines},
    train::Progress,
};
use crate::{
    Clean, Error, Extractor, Span,
    event::{
        learned::{
            ANY_HEAD, EventWeights, RoleRow,
            argument_features::{LABELS, Label},
            feature_table::Rows,
            token_index::hash,
        },
        training_examples::Parts,
    },
    text,
};

/// How the weights of events are estimated. [`EventSettings::default`] is what the built-in weights were made with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EventSettings {
    /// Rounds over the proposals of triggers.
    pub trigger_rounds: usize,
    /// Rounds over the phrases and the stretches said.
    pub argument_rounds: usize,
    /// Runs that are averaged.
    pub runs: usize,
    /// Share of the rows left out at random.
    pub dropout: f32,
    /// Step of AdaGrad.
    pub rate: f32,
    /// Rows of triggers seen on fewer pages are left out.
    pub trigger_pages: u32,
    /// Rows of phrases seen on fewer pages are left out.
    pub argument_pages: u32,
    /// Most rows of triggers and of phrases kept: those that weigh most.
    pub trigger_rows: usize,
    /// See [`EventSettings::trigger_rows`].
    pub argument_rows: usize,
}

impl Default for EventSettings {
    fn default() -> Self {
        EventSettings {
            trigger_rounds: 10,
            argument_rounds: 4,
            runs: 6,
            dropout: 0.5,
            rate: 0.1,
            trigger_pages: 3,
            argument_pages: 5,
            trigger_rows: 240_000,
            argument_rows: 230_000,
        }
    }
}

#[derive(Deserialize)]
struct Line {
    text: String,
    events: Vec<LineEvent>,
}

#[derive(Deserialize)]
struct LineEvent {
    trigger: [usize; 2],
    r#type: String,
    #[serde(default)]
    participants: Vec<LineArgument>,
    #[serde(default)]
    objects: Vec<LineArgument>,
    #[serde(default)]
    time: Vec<LineArgument>,
    #[serde(default)]
    place: Vec<LineArgument>,
}

#[derive(Deserialize)]
struct LineArgument {
    span: [usize; 2],
    #[serde(default)]
    role: String,
}

/// Pages whose events are marked.
#[derive(Debug, Default)]
pub struct EventCorpus {
    pages: Vec<Page>,
    files: Vec<PathBuf>,
}

#[derive(Debug)]
struct Page {
    text: String,
    events: Vec<Marked>,
    /// It is a copy, from a file that is added again so that it weighs more.
    again: bool,
}

/// A marked event, in characters of the text.
#[derive(Debug)]
struct Marked {
    trigger: (usize, usize),
    kind: String,
    /// Role, or `time` or `place`.
    parts: Vec<(String, (usize, usize))>,
}

impl EventCorpus {
    /// Adds the lines `{"text","events":[{"trigger":[start,end],"type","participants":[{"span","role"}],"time","place"}]}`
    /// of a file; offsets are in characters. A file added again weighs more, and what is rare in it stays rare.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or a line is no such JSON.
    pub fn add(&mut self, path: &Path) -> Result<(), Error> {
        let again = self.is_again(path);
        for line in lines::<Line>(path)? {
            let events = line.events.into_iter().map(|event| {
                let named = event.participants.into_iter().chain(event.objects);
                let mut parts: Vec<_> = named.map(|a| (a.role, a.span.into())).collect();
                parts.extend(event.time.into_iter().map(|a| ("time".to_owned(), a.span.into())));
                parts.extend(event.place.into_iter().map(|a| ("place".to_owned(), a.span.into())));
                Marked { trigger: event.trigger.into(), kind: event.r#type, parts }
            });
            self.pages.push(Page { events: events.collect(), text: line.text, again });
        }
        Ok(())
    }

    /// Adds the pages of a file of labels, which holds no text: each line has the name of a document and its events, parted
    /// by tabs; an event is written `start-end:type role=start-end …`, in characters of the document. A line that begins
    /// with `#` is a comment.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a line is malformed or speaks of a document that is not there.
    pub fn add_labels(&mut self, path: &Path, documents: &Documents) -> Result<(), Error> {
        let again = self.is_again(path);
        let labels = std::fs::read_to_string(path).map_err(|e| Error::read(path, e))?;
        for (index, row) in labels.lines().enumerate().filter(|(_, r)| !r.starts_with('#')) {
            let page = labelled(row, documents).ok_or_else(|| {
                let what = format!("line {}: no document and its events", index + 1);
                let source = std::io::Error::new(std::io::ErrorKind::InvalidData, what);
                Error::read(path, source)
            })?;
            self.pages.push(Page { again, ..page });
        }
        Ok(())
    }

    /// Notes a file, and returns whether it was added before.
    fn is_again(&mut self, path: &Path) -> bool {
        let again = self.files.iter().any(|f| f == path);
        self.files.push(path.to_owned());
        again
    }

    /// Returns the number of pages.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Returns whether there is no page.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

fn labelled(row: &str, documents: &Documents) -> Option<Page> {
    let mut cells = row.split('\t');
    let text = documents.text(cells.next()?)?.to_owned();
    let span = |words: &str| {
        let (start, end) = words.split_once('-')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    };
    let events = cells.filter(|c| !c.is_empty()).map(|cell| {
        let mut words = cell.split(' ');
        let (trigger, kind) = words.next()?.split_once(':')?;
        let parts = words.map(|w| {
            let (role, at) = w.split_once('=')?;
            Some((role.to_owned(), span(at)?))
        });
        let parts = parts.collect::<Option<_>>()?;
        Some(Marked { trigger: span(trigger)?, kind: kind.to_owned(), parts })
    });
    Some(Page { events: events.collect::<Option<_>>()?, text, again: false })
}

/// Where the characters of a page lie in its clean text.
struct Borders {
    bytes: Vec<usize>,
    starts: HashMap<usize, usize>,
    ends: HashMap<usize, usize>,
}

impl Borders {
    fn of(page: &str, text: &text::Text<'_>) -> Self {
        let bytes = page.char_indices().map(|(i, _)| i).chain([page.len()]).collect();
        let (mut starts, mut ends) = (HashMap::new(), HashMap::new());
        for (at, c) in text.clean().char_indices() {
            let clean: Span<Clean> = Span::new(at, at + c.len_utf8());
            let original = text.to_original(clean);
            starts.entry(original.start).or_insert(clean.start);
            ends.insert(original.end, clean.end);
        }
        Borders { bytes, starts, ends }
    }

    fn span(&self, (start, end): (usize, usize)) -> Option<Span<Clean>> {
        let start = self.starts.get(self.bytes.get(start)?)?;
        let end = self.ends.get(self.bytes.get(end)?)?;
        (start < end).then(|| Span::new(*start, *end))
    }
}

/// One decision to learn: its class (0 is none) and its rows.
#[derive(Debug, Default)]
struct Example {
    class: u8,
    rows: Vec<u32>,
}

/// Gives rows numbers, those seen on enough pages.
#[derive(Default)]
struct Numbers(HashMap<u64, (u32, u32)>);

impl Numbers {
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

/// Everything a page has to learn from.
struct Read {
    again: bool,
    triggers: Vec<(u8, Vec<u64>)>,
    kinds: Vec<(u8, Vec<u64>)>,
    phrases: Vec<(u8, Vec<u64>)>,
    gate: Vec<(u8, Vec<u64>)>,
    contents: Vec<(u8, Vec<u64>)>,
    /// Type, label, kind of phrase and role of each part.
    roles: Vec<(String, Label, u8, String)>,
}

/// Returns the weights of events estimated from the pages.
///
/// # Panics
///
/// When the corpus is empty.
pub fn train_events(
    extractor: &Extractor,
    corpus: &EventCorpus,
    settings: &EventSettings,
    progress: &impl Progress,
) -> Vec<u8> {
    assert!(!corpus.is_empty(), "nothing to learn from");
    // On how many pages each word is marked.
    let mut marked: HashMap<String, u32> = HashMap::new();
    for page in corpus.pages.iter().filter(|p| !p.again) {
        let words: std::collections::HashSet<String> =
            page.events.iter().map(|e| characters(&page.text, e.trigger)).collect();
        for word in words {
            *marked.entry(word).or_default() += 1;
        }
    }
    progress.begin("reading", corpus.pages.len());
    let read: Vec<Read> = corpus
        .pages
        .par_iter()
        .map_init(
            || extractor.workspace(),
            |work, page| {
                let read = read_page(extractor, work, page, &marked);
                progress.step(1);
                read
            },
        )
        .collect();
    let mut roles: BTreeMap<(u64, u8, u8), BTreeMap<&str, u32>> = BTreeMap::new();
    for (kind, label, head, role) in read.iter().flat_map(|r| &r.roles) {
        for head in [*head, ANY_HEAD] {
            let of = roles.entry((hash(kind), *label as u8, head)).or_default();
            *of.entry(role).or_default() += 1;
        }
    }
    let roles = roles.into_iter().filter_map(|((kind, label, head), counts)| {
        let total: u32 = counts.values().sum();
        // One phrase of a kind says little: the label's commonest role stands for it.
        if head != ANY_HEAD && total < 2 {
            return None;
        }
        let (role, _) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
        Some(RoleRow { kind, label, head, role: hash(role) })
    });
    let roles = roles.collect();
    let triggers = estimate::<1>(
        "triggers",
        read.iter().map(|r| (r.again, &r.triggers)),
        (settings.trigger_pages, settings.trigger_rows),
        settings.trigger_rounds,
        settings,
        progress,
    );
    let kinds = estimate::<1>(
        "types",
        read.iter().map(|r| (r.again, &r.kinds)),
        (settings.trigger_pages, usize::MAX),
        settings.trigger_rounds,
        settings,
        progress,
    );
    let contents = estimate::<1>(
        "words said",
        read.iter().map(|r| (r.again, &r.contents)),
        (settings.trigger_pages, usize::MAX),
        settings.argument_rounds,
        settings,
        progress,
    );
    let gate = estimate::<1>(
        "gate",
        read.iter().map(|r| (r.again, &r.gate)),
        (settings.argument_pages, usize::MAX),
        2,
        settings,
        progress,
    );
    let arguments = estimate::<LABELS>(
        "arguments",
        read.iter().map(|r| (r.again, &r.phrases)),
        (settings.argument_pages, settings.argument_rows),
        settings.argument_rounds,
        settings,
        progress,
    );
    EventWeights { triggers, kinds, gate, arguments, contents, roles }.to_bytes()
}

fn characters(text: &str, (start, end): (usize, usize)) -> String {
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// Share of two spans' bytes that they have in common.
fn overlap(a: Span<Clean>, b: Span<Clean>) -> f32 {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common as f32 / (a.end.max(b.end) - a.start.min(b.start)).max(1) as f32
}

/// A marked part without an equal candidate is learned at the candidate nearest to it, when it is this near.
const NEAR: f32 = 0.6;

fn read_page(
    extractor: &Extractor,
    work: &mut crate::Workspace,
    page: &Page,
    marked: &HashMap<String, u32>,
) -> Read {
    let text = text::clean(&page.text);
    let rules = extractor.up_to_events(work, &text);
    let borders = Borders::of(&page.text, &text);
    let (context, events) = work.context(&text);
    let own: std::collections::HashSet<String> =
        page.events.iter().map(|e| characters(&page.text, e.trigger)).collect();
    let knows = |word: &str| {
        let pages = marked.get(word).copied().unwrap_or(0);
        pages > u32::from(own.contains(word))
    };
    let mut gold: Vec<(Span<Clean>, usize)> = page
        .events
        .iter()
        .enumerate()
        .filter_map(|(i, e)| Some((borders.span(e.trigger)?, i)))
        .collect();
    gold.sort_unstable();
    gold.dedup_by_key(|g| g.0);
    let is_gold = |span| gold.binary_search_by_key(&span, |g| g.0).is_ok();
    let triggers = rules.proposals(context, events, knows);
    let triggers =
        triggers.into_iter().map(|(span, rows)| (u8::from(is_gold(span)), rows)).collect();
    let typed: Vec<_> = gold
        .iter()
        .filter_map(|&(span, i)| Some((span, rules.kind_named(&page.events[i].kind)?)))
        .collect();
    // Types are learned where an event is told; a word marked with a type the tables do not give it says nothing.
    let mut kinds = Vec::new();
    for (span, choices) in rules.kind_choices(context, events) {
        let told = typed.iter().find(|t| t.0 == span).map(|t| t.1);
        if choices.iter().any(|c| Some(c.0) == told) {
            kinds.extend(choices.into_iter().map(|(k, rows)| (u8::from(Some(k) == told), rows)));
        }
    }
    let parts = rules.parts(context, events, &typed);
    let mut read = Read {
        again: page.again,
        triggers,
        kinds,
        phrases: Vec::new(),
        gate: Vec::new(),
        contents: Vec::new(),
        roles: Vec::new(),
    };
    for part in parts {
        let Some(&(_, index)) = gold.iter().find(|g| g.0 == part.trigger) else { continue };
        read.event(&page.events[index], &borders, part);
    }
    read
}

impl Read {
    fn event(&mut self, event: &Marked, borders: &Borders, parts: Parts) {
        let mut labels = vec![0; parts.phrases.len()];
        let mut said = vec![0; parts.contents.len()];
        for (role, at) in &event.parts {
            let Some(span) = borders.span(*at) else { continue };
            if role == "content" {
                if let Some(nearest) = nearest(span, parts.contents.iter().map(|c| c.0)) {
                    said[nearest] = 1;
                }
                continue;
            }
            let label = match role.as_str() {
                "time" => Label::Time,
                "place" => Label::Place,
                role => Label::of_role(role),
            };
            let Some(nearest) = nearest(span, parts.phrases.iter().map(|p| p.span)) else {
                continue;
            };
            if labels[nearest] == 0 {
                labels[nearest] = label as u8 + 1;
            }
            if !matches!(label, Label::Time | Label::Place) {
                let head = parts.phrases[nearest].head.0;
                self.roles.push((event.kind.clone(), label, head, role.clone()));
            }
        }
        for (label, phrase) in labels.into_iter().zip(parts.phrases) {
            self.gate.push((u8::from(label > 0), phrase.gate));
            self.phrases.push((label, phrase.rows));
        }
        self.contents.extend(said.into_iter().zip(parts.contents.into_iter().map(|c| c.1)));
    }
}

fn nearest(span: Span<Clean>, candidates: impl Iterator<Item = Span<Clean>>) -> Option<usize> {
    let near = candidates.map(|c| overlap(c, span)).enumerate();
    let (index, share) = near.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (share >= NEAR).then_some(index)
}

fn estimate<'r, const N: usize>(
    name: &str,
    pages: impl Iterator<Item = (bool, &'r Vec<(u8, Vec<u64>)>)> + Clone,
    (fewest, most): (u32, usize),
    rounds: usize,
    settings: &EventSettings,
    progress: &impl Progress,
) -> Rows<N> {
    let mut numbers = Numbers::default();
    for (page, (_, examples)) in pages.clone().enumerate().filter(|(_, (again, _))| !again) {
        for (_, rows) in examples {
            numbers.see(page as u32, rows);
        }
    }
    let (numbers, mut hashes) = numbers.finish(fewest);
    let mut examples: Vec<Example> = pages
        .flat_map(|(_, examples)| examples)
        .map(|(class, rows)| Example {
            class: *class,
            rows: rows.iter().filter_map(|r| numbers.get(r).copied()).collect(),
        })
        .collect();
    if hashes.len() > most {
        // A first run says which rows weigh most; the others are left out before the weights are estimated.
        progress.begin(&format!("{name}, all rows"), FIRST_ROUNDS * examples.len());
        let first = run_once::<N>(&examples, hashes.len(), FIRST_ROUNDS, 99, settings, progress);
        hashes = keep_strongest(&first, most, &hashes, &mut examples);
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
    Rows::new(&rows)
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
    examples: &mut [Example],
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

/// Numbers that look random and are the same in every run of the program.
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
    examples: &[Example],
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
