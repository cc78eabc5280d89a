//! The whole way, one call per stage.

use std::sync::Arc;

use once_cell::sync::{Lazy, OnceCell};
use regex_automata::util::pool::Pool;

use crate::{
    Clean, Convention, DateMention, Document, Error, Input, Moment, Preference, Span, dates,
    document::AnchorSource,
    event::{self, learned::EventWeights},
    mention,
    mention::{FeatureHit, learned::Weights},
    options::Options,
    output, resolve,
    rules::{Fault, Matches, Rule, Rules, Tables},
    segment::{self, Segmented},
    text::{self, Text},
    unique_id,
};

/// Reads texts into [`Document`]s. It is cheap to clone and may be shared between threads.
///
/// # Examples
///
/// ```
/// let extractor = yaowen::Extractor::new();
/// let document = extractor.extract("昨日，市长李卫东在北京会见了来访的客人。");
/// assert_eq!(document.schema, 1);
/// ```
#[derive(Debug, Clone)]
pub struct Extractor {
    shared: Arc<Shared>,
    options: Options,
}

#[derive(Debug)]
struct Shared {
    /// Unlike that of any other tables of the process; a workspace is good for one set of them only.
    id: u64,
    tables: Tables,
    rules: Rules,
    mention: mention::MentionRules,
    resolve: resolve::ResolveRules,
    event: event::EventRules,
    /// The date stage alone, once it is asked for.
    dates: OnceCell<dates::Stage>,
    /// Workspaces that are not in use: building a lazy automaton again costs more than a short text.
    pool: Pool<Workspace, fn() -> Workspace>,
}

static BUILT_IN: Lazy<Arc<Shared>> = Lazy::new(|| {
    let shared = Shared::new(Tables::built_in(), Vec::new(), None, None, None);
    Arc::new(shared.expect("the built-in tables are tested"))
});

/// Returns what a stage has compiled, or adds its faults to those of the others.
fn kept<T>(compiled: Result<T, Vec<Fault>>, faults: &mut Vec<Fault>) -> Option<T> {
    compiled.map_err(|more| faults.extend(more)).ok()
}

impl Shared {
    /// Returns the compiled tables, or the faults they had before and every one that a stage finds in them.
    fn new(
        tables: Tables,
        mut faults: Vec<Fault>,
        weights: Option<Weights>,
        titles: Option<mention::titles::FeatureTable<1>>,
        events: Option<EventWeights>,
    ) -> Result<Self, Error> {
        let rules = kept(Rules::compile(&tables), &mut faults);
        let mention = kept(mention::MentionRules::compile(&tables, weights, titles), &mut faults);
        let resolve = kept(resolve::ResolveRules::compile(&tables), &mut faults);
        let event = kept(event::EventRules::compile(&tables, events), &mut faults);
        let dates = OnceCell::new();
        let pool = Pool::new(Workspace::default as fn() -> Workspace);
        match (rules, mention, resolve, event) {
            (Some(rules), Some(mention), Some(resolve), Some(event)) if faults.is_empty() => {
                Ok(Shared { id: unique_id(), tables, rules, mention, resolve, event, dates, pool })
            }
            _ => Err(Error::tables(faults)),
        }
    }
}

impl Default for Extractor {
    fn default() -> Self {
        Extractor::new()
    }
}

impl Extractor {
    /// Returns an extractor with the built-in tables, which are read once for all extractors of the process.
    pub fn new() -> Self {
        Extractor { shared: BUILT_IN.clone(), options: Options::default() }
    }

    /// Returns the choices to make before an extractor is built.
    pub fn builder() -> ExtractorBuilder {
        ExtractorBuilder::default()
    }

    /// Returns the record of a text. It never fails, whatever the text.
    pub fn extract<'a>(&self, input: impl Into<Input<'a>>) -> Document {
        self.extract_with(&mut self.shared.pool.get(), input)
    }

    /// Returns the dates of a text with their values, by start, without words and names; see [`dates()`](crate::dates()).
    ///
    /// The tables, the convention and the preference are those of the extractor.
    ///
    /// # Examples
    ///
    /// ```
    /// use yaowen::{Extractor, Input, Tables};
    ///
    /// let own = "id\tpattern\tvalue\texample\tnot\n\
    ///     date.fair\t春茶节\tmonth=4 day=18\t[[春茶节]]当天，游客很多。\t春茶\n";
    /// let extractor = Extractor::builder().tables(Tables::parse("date.tsv", own)?).build()?;
    /// let dates = extractor.dates(Input::new("春茶节开幕").date("2023-08-03".parse()?));
    /// assert_eq!((dates[0].rule.as_str(), dates[0].date.value.to_string().as_str()), ("date.fair", "2023-04-18"));
    /// # Ok::<(), yaowen::Error>(())
    /// ```
    pub fn dates<'a>(&self, input: impl Into<Input<'a>>) -> Vec<DateMention> {
        let input = input.into();
        let stage = self.shared.dates.get_or_init(|| {
            dates::Stage::of(&self.shared.tables).expect("the whole tables were compiled")
        });
        stage.read(&input.text, input.date, self.options)
    }

    /// Returns the rule that a result names by id (of a mention, an event, a piece of evidence), or had named so before.
    ///
    /// # Examples
    ///
    /// ```
    /// let extractor = yaowen::Extractor::new();
    /// let rule = extractor.rule("surname.王").unwrap();
    /// assert_eq!(rule.file, "src/tables/surname.tsv");
    /// assert_eq!(rule.cells[1], ("class".to_owned(), "common".to_owned()));
    /// ```
    pub fn rule(&self, id: &str) -> Option<Rule> {
        let tables = &self.shared.tables;
        tables.find(id).map(|rule| Rule::new(&tables.row(rule)))
    }

    pub(crate) fn tables(&self) -> &Tables {
        &self.shared.tables
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.shared.rules
    }

    /// Returns memory to reuse over many texts with [`Extractor::extract_with`]. An extractor with other tables may use it,
    /// too, but has to begin with it anew.
    pub fn workspace(&self) -> Workspace {
        Workspace::default()
    }

    /// Returns the record of a text, reusing the memory of earlier ones.
    pub fn extract_with<'a>(&self, work: &mut Workspace, input: impl Into<Input<'a>>) -> Document {
        let input = input.into();
        let s = &*self.shared;
        if work.shared != s.id {
            *work = Workspace { shared: s.id, ..Workspace::default() };
        }
        let article = if input.whole_page { None } else { text::article(&input.text) };
        let text = text::clean_part(&input.text, article.as_ref());
        let stories = article.as_ref().map(text::Article::stories).unwrap_or_default();
        let mut document = output::document(&input);
        output::page(&text, &mut document);
        let given = resolve::given(&text, input.date);
        if stories.is_empty() {
            self.read(work, &text, given, &mut document);
        }
        for (story, told) in &stories {
            // What a story says of itself goes before what the page says of all.
            let told = told.map(|(date, time)| (Moment { date, time }, AnchorSource::Published));
            let given = given.filter(|_| input.date.is_some()).or(told).or(given);
            let text = text::clean_part(&input.text, Some(story));
            self.read(work, &text, given, &mut document);
        }
        document
    }

    /// Adds what is found in a text, or in one story of it, to the document.
    fn read(
        &self,
        w: &mut Workspace,
        text: &Text<'_>,
        given: Option<(Moment, AnchorSource)>,
        document: &mut Document,
    ) {
        let s = &*self.shared;
        let large = self.before_events(w, text, given);
        let (context, events) = w.context(text);
        s.event.extract(context, self.options, events);
        if large {
            w.matches = Matches::default();
            w.segmented.words = Vec::new();
            w.events.free_scratch();
        }
        let (context, events) = w.context(text);
        output::record(&s.tables, &s.event, context, events, self.options.explain, document);
        if large {
            *w = Workspace { shared: s.id, ..Workspace::default() };
        }
    }

    /// Fills the workspace with what the stages before the events make of a text. Returns whether the text is so large that
    /// memory is freed on the way.
    pub(crate) fn before_events(
        &self,
        w: &mut Workspace,
        text: &Text<'_>,
        given: Option<(Moment, AnchorSource)>,
    ) -> bool {
        let s = &*self.shared;
        segment::segment(text.clean(), &mut w.segmented);
        w.segmented.set_aside(|span| text.is_boilerplate(span));
        s.rules.scan(text.clean(), &mut w.matches);
        let input = mention::MentionInput {
            options: self.options,
            rules: &s.rules,
            text,
            segmented: &w.segmented,
            matches: &w.matches,
        };
        s.mention.find(input, &mut w.mention_scratch, &mut w.mentions);
        // What the memory held for the evidence is asked for behind the last stage.
        let large = text.clean().len() > LARGE && !self.options.explain;
        if large {
            w.mention_scratch = mention::MentionScratch::default();
        }
        let expressions = &w.mentions.expressions;
        s.resolve.resolve_dates(self.options, text.clean(), given, expressions, &mut w.resolved);
        w.mentions.retain_dates(w.resolved.found.values.iter().map(Option::is_some));
        let context = resolve::Context {
            clean: text.clean(),
            segmented: &w.segmented,
            matches: &w.matches,
            mentions: &w.mentions,
        };
        s.resolve.resolve(context, &mut w.resolved);
        if large {
            w.mentions.expressions = Vec::new();
            w.resolved.found = resolve::date::Dates::default();
        }
        large
    }
}

/// From so many bytes on the memory of each stage is freed as soon as no later stage asks for it, and none is kept for
/// the next text.
const LARGE: usize = 1 << 16;

/// The choices to make before an extractor is built; see [`Extractor::builder`].
///
/// # Examples
///
/// ```
/// use yaowen::{Convention, Extractor};
///
/// let extractor = Extractor::builder().convention(Convention::Msra).explain(true).build()?;
/// # Ok::<(), yaowen::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct ExtractorBuilder {
    options: Options,
    tables: Vec<Tables>,
    weights: Option<Vec<u8>>,
    title_weights: Option<Vec<u8>>,
    event_weights: Option<Vec<u8>>,
}

impl ExtractorBuilder {
    /// Puts a user's tables on top of the built-in ones; more than once, if there are several.
    #[must_use]
    pub fn tables(mut self, tables: Tables) -> Self {
        self.tables.push(tables);
        self
    }

    /// Sets the weights of the learned rows of names, of titles or of events: the bytes of a file that the module `learn`
    /// (feature `train`) wrote, instead of the built-in ones. May be called once for each of the three.
    #[must_use]
    pub fn weights(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        if EventWeights::are(&bytes) {
            self.event_weights = Some(bytes);
        } else if mention::titles::are(&bytes) {
            self.title_weights = Some(bytes);
        } else {
            self.weights = Some(bytes);
        }
        self
    }

    /// Sets whether documents say which rows decided, and what the runner-up was.
    #[must_use]
    pub fn explain(mut self, explain: bool) -> Self {
        self.options.explain = explain;
        self
    }

    /// Leaves events to the set rules.
    #[must_use]
    pub(crate) fn set_rules(mut self) -> Self {
        self.options.set_rules = true;
        self
    }

    /// Sets whose guidelines mentions follow; [`Convention::News`] unless set.
    #[must_use]
    pub fn convention(mut self, convention: Convention) -> Self {
        self.options.convention = convention;
        self
    }

    /// Sets which way open dates lean; [`Preference::Past`] unless set.
    #[must_use]
    pub fn preference(mut self, preference: Preference) -> Self {
        self.options.preference = preference;
        self
    }

    /// Returns the extractor.
    ///
    /// # Errors
    ///
    /// Every fault of the user's tables that shows beside the built-in ones; bytes that are no weights. Extractors that
    /// were built before go on as they were.
    pub fn build(self) -> Result<Extractor, Error> {
        let own = [&self.weights, &self.title_weights, &self.event_weights];
        if self.tables.is_empty() && own.iter().all(|w| w.is_none()) {
            return Ok(Extractor { shared: BUILT_IN.clone(), options: self.options });
        }
        let weights = self.weights.as_deref().map(Weights::from_bytes).transpose();
        let weights = weights.map_err(Error::weights)?;
        let titles = self.title_weights.as_deref().map(mention::titles::read).transpose();
        let titles = titles.map_err(Error::weights)?;
        let events = self.event_weights.as_deref().map(EventWeights::from_bytes).transpose();
        let events = events.map_err(Error::weights)?;
        let mut faults = Vec::new();
        let tables = Tables::built_in().join(&self.tables, &mut faults);
        let shared = Arc::new(Shared::new(tables, faults, weights, titles, events)?);
        Ok(Extractor { shared, options: self.options })
    }
}

#[cfg(feature = "train")]
impl Extractor {
    /// Fills the workspace with what the stages before the events make of a text, for the trainer, and returns the rules of
    /// events.
    pub(crate) fn up_to_events(&self, work: &mut Workspace, text: &Text<'_>) -> &event::EventRules {
        self.before_events(work, text, None);
        work.shared = self.shared.id;
        &self.shared.event
    }

    /// Returns the extractor that leaves titles undecided, for the trainer.
    pub(crate) fn with_undecided_titles(&self) -> Self {
        let options = Options { undecided_titles: true, ..self.options };
        Extractor { shared: self.shared.clone(), options }
    }

    /// Returns what the trainer of titles learns from.
    pub(crate) fn title_examples(
        &self,
        w: &mut Workspace,
        text: &Text<'_>,
    ) -> Vec<mention::titles::Example> {
        let s = &*self.shared;
        self.before_events(w, text, None);
        w.shared = s.id;
        s.mention.title_examples(text.clean(), &w.segmented, &w.matches, &w.mentions.all)
    }

    /// Fills `matches` with what the tables read, for the trainer.
    pub(crate) fn scan(&self, clean: &str, matches: &mut Matches) {
        self.shared.rules.scan(clean, matches);
    }

    /// Returns the fingerprint of the hand-set weights, for the trainer.
    pub(crate) fn hand_set_fingerprint(&self) -> u64 {
        self.shared.mention.hand_set_fingerprint()
    }

    /// Returns the lists of words about names, for the trainer.
    pub(crate) fn name_words(&self) -> &mention::index::name_words::NameWords {
        &self.shared.mention.words
    }

    /// Returns a sentence as the learned rows see it, and what the proposers found in it, for the trainer.
    pub(crate) fn training_input(
        &self,
        clean: &str,
        segmented: &Segmented,
        index: usize,
        matches: &Matches,
        sentence: &mut mention::index::sentence_index::SentenceIndex,
    ) -> (mention::learned::FeatureInput, Vec<mention::learned::CandidateSpan>) {
        self.shared.mention.training_input(clean, segmented, index, matches, sentence)
    }
}

#[cfg(feature = "parallel")]
impl Extractor {
    /// Returns the records of many texts, in their order, read on all cores (those of rayon's current pool).
    ///
    /// # Examples
    ///
    /// ```
    /// let documents = yaowen::Extractor::new().extract_all(&["北京今日有雨。", "上海明日放晴。"]);
    /// assert_eq!(documents.len(), 2);
    /// ```
    pub fn extract_all<'a, T>(&self, inputs: &'a [T]) -> Vec<Document>
    where
        T: Sync,
        &'a T: Into<Input<'a>>,
    {
        use rayon::prelude::*;
        inputs
            .par_iter()
            .map_init(|| self.shared.pool.get(), |work, input| self.extract_with(work, input))
            .collect()
    }
}

impl Workspace {
    /// Returns what the stages before the events made of the text, and the memory of the events.
    pub(crate) fn context<'w>(
        &'w mut self,
        text: &'w Text<'w>,
    ) -> (event::Context<'w>, &'w mut event::Events) {
        let Workspace { segmented, matches, mentions, resolved, events, .. } = self;
        (event::Context { text, segmented, matches, mentions, resolved }, events)
    }

    /// Returns the readings that the last text proposed for names, losers too: each stretch, and the rows that fired.
    pub(crate) fn readings(&self) -> impl Iterator<Item = (Span<Clean>, &[FeatureHit])> {
        let candidates = &self.mention_scratch.candidates;
        candidates.all().iter().map(|c| (c.span, candidates.hits(c)))
    }
}

/// Memory that is reused from text to text; one per thread.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The tables it was used with last.
    shared: u64,
    segmented: Segmented,
    matches: Matches,
    mentions: mention::Mentions,
    mention_scratch: mention::MentionScratch,
    resolved: resolve::Resolved,
    events: event::Events,
}
