//! Decides titles by learned rows, beside the names that the lattice chose.
//!
//! In: the mentions of the best path. Out: the same names, with the titles decided anew. A title needs a holder beside it or
//! a verb of appointment before it, and what stands beside it decides where it begins: 党委书记 behind the name of a firm, 书记
//! behind 省委. A binary log-linear model over hashed features keeps or drops each span that may be a title; of spans that
//! overlap, the likeliest is kept.

pub(crate) mod rows;
pub(crate) mod tokens;

#[cfg(feature = "learned")]
use once_cell::sync::Lazy;

pub(crate) use super::log_linear::FeatureTable;
use super::log_linear::{fingerprint, take};
use super::{
    FeatureHit, Mention,
    index::{
        lexicon_class::{LexiconClass, LexiconClasses},
        name_words::{NameWord, NameWords},
    },
};
use crate::{
    Clean, Span,
    document::MentionKind,
    rules::{Matches, RuleId, Tables},
    segment::Segmented,
};
use rows::{Candidate, Reader};
use tokens::{Class, Tokens};

const MAGIC: &[u8; 16] = b"yaowen-titles-2\n";

#[cfg(feature = "learned")]
static BUILT_IN: Lazy<FeatureTable<1>> = Lazy::new(|| {
    read(include_bytes!("../../tables/title_weights.bin")).expect("the built-in weights are tested")
});

/// What titles are decided on beside the mentions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) clean: &'a str,
    pub(crate) segmented: &'a Segmented,
    pub(crate) matches: &'a Matches,
    pub(crate) classes: &'a LexiconClasses,
    pub(crate) words: &'a NameWords,
}

/// Returns whether bytes are weights of titles, of any version.
pub(crate) fn are(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC[..14])
}

/// Returns the rows that the bytes of a file of weights hold.
///
/// # Errors
///
/// When the bytes are no weights of titles.
pub(crate) fn read(bytes: &[u8]) -> Result<FeatureTable<1>, &'static str> {
    let mut rest = bytes.strip_prefix(MAGIC).ok_or("no weights of this version")?;
    if u64::from_le_bytes(take(&mut rest)?) != fingerprint(&[&rows::TITLE]) {
        return Err("the weights were estimated with other features");
    }
    let rows = FeatureTable::read(&mut rest)?;
    if rest.is_empty() { Ok(rows) } else { Err("weights end too late") }
}

/// Returns the bytes of a file of weights.
#[cfg(feature = "train")]
pub(crate) fn write(rows: &FeatureTable<1>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(fingerprint(&[&rows::TITLE]).to_le_bytes());
    rows.write(&mut out);
    out
}

/// A stretch is a title from this probability on; set on web.dev.
const THRESHOLD: f32 = 0.4;

/// Rows that an explanation shows of a title.
const SHOWN: usize = 5;

/// Most tokens and characters of a title.
const TOKENS: usize = 8;
const CHARACTERS: usize = 16;

/// The learned rows of titles.
#[derive(Debug)]
pub(crate) struct Titles {
    rows: FeatureTable<1>,
    /// The row that proposes a title whose head no lexicon has.
    unlisted: RuleId,
    /// Titles of a user's, sorted: they stand, whatever the learned rows think of them.
    own: Vec<RuleId>,
    /// What explanations call the templates.
    names: Vec<Option<RuleId>>,
}

impl Titles {
    /// Returns the built-in or the given rows.
    pub(crate) fn new(own: Option<FeatureTable<1>>, tables: &Tables) -> Option<Self> {
        #[cfg(feature = "learned")]
        let rows = own.or_else(|| Some(BUILT_IN.clone()));
        #[cfg(not(feature = "learned"))]
        let rows = own;
        let mut own: Vec<RuleId> = ["title", "title_part", "name"]
            .into_iter()
            .flat_map(|table| tables.rows(table))
            .filter(|row| !row.source().built_in)
            .map(|row| row.id)
            .collect();
        own.sort_unstable();
        let named = |template: &&str| tables.find(&format!("feature.title_{template}"));
        let names = rows::TITLE.iter().map(named).collect();
        Some(Titles { rows: rows?, unlisted: tables.find("feature.title_words")?, own, names })
    }

    /// Replaces the titles among the mentions by those of the learned rows; with `explain` they carry the rows that weighed most.
    pub(crate) fn decide(&self, text: Text<'_>, explain: bool, all: &mut Vec<Mention>) {
        let Text { clean, words, .. } = text;
        part_committees(text, all);
        let mut chosen: Vec<Mention> = Vec::new();
        let mut likely: Vec<(f32, Candidate)> = Vec::new();
        let mut taken: Vec<bool> = Vec::new();
        each_sentence(text, all, |tokens, candidates| {
            let reader = Reader { clean, tokens, words };
            likely.clear();
            for &candidate in candidates {
                let [sum] = self.rows.sum(&reader.features(candidate));
                let mut score = sum as f32 * self.rows.scale();
                if addresses(clean, tokens, candidate) {
                    score = score.max(0.0);
                }
                if 1.0 / (1.0 + (-score).exp()) >= THRESHOLD {
                    likely.push((score, candidate));
                }
            }
            likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
            taken.clear();
            taken.resize(tokens.all.len(), false);
            for &(score, c) in &likely {
                if taken[c.start..c.end].contains(&true) {
                    continue;
                }
                taken[c.start..c.end].fill(true);
                let span = span(tokens, c);
                let rule = tokens.head(c.start, c.end).map_or(self.unlisted, |h| h.rule);
                let kind = MentionKind::Title;
                let evidence = if explain { self.evidence(&reader, c, span) } else { Vec::new() };
                chosen.push(Mention { span, kind, rule, score, evidence, rival: None });
            }
        });
        chosen.sort_by_key(|m| m.span);
        // What the set rows said of a title that stays goes with it; a user's own titles stay.
        let is_own = |m: &Mention| self.own.binary_search(&m.rule).is_ok();
        let mut new = chosen.iter_mut().peekable();
        let mut beaten = Vec::new();
        for old in all.iter_mut().filter(|m| m.kind == MentionKind::Title) {
            while new.next_if(|m| m.span.end <= old.span.start).is_some() {}
            let Some(same) = new.peek_mut().filter(|m| m.span.start < old.span.end) else {
                continue;
            };
            if is_own(old) {
                beaten.push(old.span);
            } else if same.span == old.span {
                same.rule = old.rule;
                same.evidence.append(&mut old.evidence);
                same.rival = old.rival.take();
            }
        }
        let mut beaten = beaten.into_iter().peekable();
        chosen.retain(|m| {
            while beaten.next_if(|own| own.end <= m.span.start).is_some() {}
            beaten.peek().is_none_or(|own| m.span.end <= own.start)
        });
        all.retain(|m| m.kind != MentionKind::Title || is_own(m));
        all.append(&mut chosen);
        all.sort_by_key(|m| m.span);
    }

    /// Returns the rows that weighed most on a title.
    fn evidence(&self, reader: &Reader<'_>, c: Candidate, key: Span<Clean>) -> Vec<FeatureHit> {
        let mut hits = Vec::new();
        for (template, hash) in reader.features(c).iter() {
            let [weight] = self.rows.weights(hash);
            if let (Some(rule), true) = (self.names[usize::from(template)], weight != 0) {
                hits.push(FeatureHit { rule, key, weight: f32::from(weight) * self.rows.scale() });
            }
        }
        hits.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.rule.cmp(&b.rule)));
        hits.truncate(SHOWN);
        hits
    }
}

/// Cuts the committee off the name of a firm, an office or a school where a title follows, so that it may be the title's.
fn part_committees(text: Text<'_>, all: &mut [Mention]) {
    let Text { clean, matches, classes, words: lists, .. } = text;
    for mention in all.iter_mut().filter(|m| m.kind == MentionKind::Organization) {
        let Span { start, end, .. } = mention.span;
        let words = &clean[start..end];
        let Some(committee) = lists.ending(NameWord::Committee, words) else { continue };
        let body = &words[..words.len() - committee.len()];
        let near = Span::new(end, (end + "常务副".len() + 1).min(clean.len()));
        let titled = matches.starting_in(near).iter().any(|found| {
            found.span.start == end
                && matches!(
                    classes.class(found),
                    Some(LexiconClass::Title(_) | LexiconClass::TitlePrefix(_))
                )
        });
        let settlement = lists.ending(NameWord::SettlementEnd, body).is_some();
        if titled && body.chars().count() > 1 && !settlement {
            mention.span = Span::new(start, start + body.len());
        }
    }
}

/// Returns whether a title of the lattice stands behind a surname that is no name without it: 王院士.
fn addresses(clean: &str, tokens: &Tokens, c: Candidate) -> bool {
    let before = c.start.checked_sub(1).map(|at| &tokens.all[at]);
    let surname = before.is_some_and(|t| {
        t.class == Class::Person && clean[t.span.range()].chars().nth(1).is_none()
    });
    surname && tokens.titles.binary_search(&(c.start, c.end)).is_ok()
}

fn span(tokens: &Tokens, c: Candidate) -> Span<Clean> {
    Span::new(tokens.all[c.start].span.start, tokens.all[c.end - 1].span.end)
}

/// Calls `with` for each sentence with its tokens and the stretches that may be titles.
fn each_sentence(text: Text<'_>, all: &[Mention], mut with: impl FnMut(&Tokens, &[Candidate])) {
    let Text { clean, segmented, matches, classes, .. } = text;
    let (mut tokens, mut candidates) = (Tokens::default(), Vec::new());
    let mut from = 0;
    for sentence in &segmented.sentences {
        from += all[from..].partition_point(|m| m.span.start < sentence.span.start);
        let to = from + all[from..].partition_point(|m| m.span.start < sentence.span.end);
        tokens.load(clean, segmented, sentence, matches, classes, &all[from..to]);
        candidates.clear();
        propose(clean, &tokens, &mut candidates);
        if !candidates.is_empty() {
            with(&tokens, &candidates);
        }
        from = to;
    }
}

/// Proposes the stretches that end with the head of a title, and those beside a person.
fn propose(clean: &str, tokens: &Tokens, out: &mut Vec<Candidate>) {
    let all = &tokens.all;
    let is_person = |at: usize| all.get(at).is_some_and(|t| t.class == Class::Person);
    for end in 1..=all.len() {
        if all[end - 1].class != Class::Word {
            continue;
        }
        let headed = tokens.head(0, end).is_some();
        let mark = all.get(end).is_some_and(|t| t.class == Class::Mark);
        let listed = mark && tokens.joins_titles(clean, end);
        let before_person = is_person(end) || (mark && is_person(end + 1));
        for start in (end.saturating_sub(TOKENS)..end).rev() {
            if all[start].class != Class::Word {
                break;
            }
            let words = &clean[all[start].span.start..all[end - 1].span.end];
            if words.chars().count() > CHARACTERS {
                break;
            }
            let behind_person = start > 0 && is_person(start - 1);
            if headed || before_person || behind_person || listed {
                out.push(Candidate { start, end });
            }
        }
    }
}

/// A stretch that may be a title and the hashes of its rows.
#[cfg(feature = "train")]
pub(crate) type Example = (Span<Clean>, Vec<u64>);

/// Returns what the trainer learns from.
#[cfg(feature = "train")]
pub(crate) fn examples(text: Text<'_>, all: &[Mention]) -> Vec<Example> {
    let Text { clean, words, .. } = text;
    let mut out = Vec::new();
    let mut all = all.to_vec();
    part_committees(text, &mut all);
    each_sentence(text, &all, |tokens, candidates| {
        let reader = Reader { clean, tokens, words };
        for &c in candidates {
            out.push((span(tokens, c), reader.features(c).hashes().to_vec()));
        }
    });
    out
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::{Extractor, document::MentionKind};

    fn titles(text: &str) -> Vec<String> {
        let document = Extractor::new().extract(text);
        let mentions = document.mentions.into_iter().filter(|m| m.kind == MentionKind::Title);
        mentions.map(|m| m.text).collect()
    }

    #[test]
    fn a_title_needs_a_holder_or_an_appointment() {
        assert_eq!(titles("周远山任梁溪区副区长。"), ["副区长"]);
        assert_eq!(titles("昨日，副区长周远山到工地调研。"), ["副区长"]);
        assert!(titles("一名记者在现场看到，道路已经畅通。").is_empty());
    }

    #[test]
    fn words_of_time_and_repute_are_no_part() {
        assert_eq!(titles("原副市长周远山受审。"), ["副市长"]);
        assert_eq!(titles("著名导演周远山回到家乡。"), ["导演"]);
    }

    #[test]
    fn the_committee_of_an_office_is_part_of_the_title() {
        assert_eq!(titles("市水利局党组书记周远山主持会议。"), ["党组书记"]);
        assert_eq!(titles("梁溪区委书记周远山主持会议。"), ["书记"]);
    }
}
