//! Estimates the weights of the learned rows of names, or with `--titles` and `--events` those of titles and events. Titles are
//! learned beside names, and events beside both, as the built-in weights or those behind `--weights` find them.

use std::path::{Path, PathBuf};

use clap::Parser;
use indicatif::ProgressBar;
use yaowen::{
    Extractor,
    learn::{
        Corpus, Documents, EventCorpus, EventSettings, Progress, Settings, TitleCorpus, train,
        train_events, train_titles,
    },
};

/// Estimates the weights of the learned rows from annotated text.
#[derive(Parser)]
struct Arguments {
    /// Where the weights are written.
    out: PathBuf,
    /// Annotated text: JSONL, or a `.tsv` file of labels without text, for documents of `--texts`. For names a file is named
    /// `PATH:N` by the guidelines it follows: 1 MSRA, 2 People's Daily 1998, 3 web; 4 rewrites the names to the guidelines of the
    /// default convention, so such files are named twice; 5 has the names as they are marked.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Estimates the weights of titles.
    #[arg(long, conflicts_with = "events")]
    titles: bool,
    /// Estimates the weights of events.
    #[arg(long)]
    events: bool,
    /// Files of lines `{"text"}`, of which the labels speak.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    texts: Vec<PathBuf>,
    /// Scores the names of other files after each pass.
    #[arg(long, num_args = 1.., value_name = "FILE:N")]
    held_out: Vec<String>,
    /// Weights that take the place of the built-in ones.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    weights: Vec<PathBuf>,
}

struct Bar(ProgressBar);

impl Progress for Bar {
    fn begin(&self, pass: &str, sentences: usize) {
        self.0.reset();
        self.0.set_length(sentences as u64);
        self.0.set_message(pass.to_owned());
    }

    fn step(&self, sentences: usize) {
        self.0.inc(sentences as u64);
    }

    fn tell(&self, line: &str) {
        self.0.suspend(|| eprintln!("{line}"));
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let mut builder = Extractor::builder();
    for file in &arguments.weights {
        builder = builder.weights(std::fs::read(file)?);
    }
    let extractor = builder.build()?;
    let mut documents = Documents::default();
    for file in &arguments.texts {
        documents.add(file)?;
    }
    let files = || arguments.files.iter().map(Path::new);
    let bar = Bar(ProgressBar::new(0));
    let bytes = if arguments.titles {
        let mut corpus = TitleCorpus::default();
        files().try_for_each(|file| match is_labels(file) {
            true => corpus.add_labels(file, &documents),
            false => corpus.add(file),
        })?;
        train_titles(&extractor, &corpus, &EventSettings::default(), &bar)
    } else if arguments.events {
        let mut corpus = EventCorpus::default();
        files().try_for_each(|file| match is_labels(file) {
            true => corpus.add_labels(file, &documents),
            false => corpus.add(file),
        })?;
        train_events(&extractor, &corpus, &EventSettings::default(), &bar)
    } else {
        let mut corpus = Corpus::default();
        for file in &arguments.files {
            add_names(&mut corpus, file, &extractor, &documents)?;
        }
        let mut held_out = Vec::new();
        for file in &arguments.held_out {
            let mut corpus = Corpus::default();
            add_names(&mut corpus, file, &extractor, &documents)?;
            held_out.push((&**file, corpus));
        }
        let held_out: Vec<(&str, &Corpus)> = held_out.iter().map(|(f, c)| (*f, c)).collect();
        train(&corpus, &held_out, &Settings::default(), &bar)
    };
    std::fs::write(&arguments.out, &bytes)?;
    eprintln!("{}: {} bytes", arguments.out.display(), bytes.len());
    Ok(())
}

fn is_labels(file: &Path) -> bool {
    file.extension().is_some_and(|e| e == "tsv")
}

/// Adds a file named `PATH:N`.
fn add_names(
    corpus: &mut Corpus,
    file: &str,
    extractor: &Extractor,
    documents: &Documents,
) -> Result<(), Box<dyn std::error::Error>> {
    let (path, convention) = file.rsplit_once(':').ok_or("a file of names is named PATH:N")?;
    let (path, convention) = (Path::new(path), convention.parse()?);
    if is_labels(path) {
        corpus.add_labels(extractor, path, documents, convention)?;
    } else {
        corpus.add(extractor, path, convention)?;
    }
    Ok(())
}
