//! Estimates the weights of the learned rows:
//! `cargo run --release --features train --example train -- OUT [--titles|--events] TRAIN… [--texts DOCUMENTS…]
//! [--held-out FILE…] [--weights FILE…]`. Titles are learned beside names, and events beside both, as the built-in weights or those
//! behind `--weights` find them.
//!
//! A file is named `PATH:N`, N being the number of the guidelines it follows (1 MSRA, 2 People's Daily 1998, 3 web;
//! 4 rewrites the names to the guidelines of the default convention, so files are named twice; 5 has them as they are marked). A `.tsv` file holds
//! labels without text, for sentences of the lines `{"text"}` in the files behind `--texts`.

use std::path::Path;

use indicatif::ProgressBar;
use yaowen::{
    Extractor,
    learn::{
        Corpus, Documents, EventCorpus, EventSettings, Progress, Settings, TitleCorpus, train,
        train_events, train_titles,
    },
};

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
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((out, files)) = arguments.split_first() else {
        return Err("usage: train OUT [--titles|--events] TRAIN… [--texts DOCUMENTS…] [--held-out FILE:N…] [--weights FILE…]".into());
    };
    let (mut training, mut texts, mut held) = (Vec::new(), Vec::new(), Vec::new());
    let mut weights = Vec::new();
    let mut list = &mut training;
    for argument in files {
        match argument.as_str() {
            "--texts" => list = &mut texts,
            "--held-out" => list = &mut held,
            "--weights" => list = &mut weights,
            file => list.push(file),
        }
    }
    let mut builder = Extractor::builder();
    for file in weights {
        builder = builder.weights(std::fs::read(file)?);
    }
    let extractor = builder.build()?;
    if training.first().is_some_and(|f| *f == "--events") {
        return events(out, &training[1..], &texts, &extractor);
    }
    if training.first().is_some_and(|f| *f == "--titles") {
        return titles(out, &training[1..], &texts, &extractor);
    }
    let mut documents = Documents::default();
    for file in texts {
        documents.add(Path::new(file))?;
    }
    let read = |file: &str, corpus: &mut Corpus| -> Result<(), Box<dyn std::error::Error>> {
        let (path, convention) = file.rsplit_once(':').ok_or("a file is named PATH:N")?;
        let (path, convention) = (Path::new(path), convention.parse()?);
        if path.extension().is_some_and(|e| e == "tsv") {
            corpus.add_labels(&extractor, path, &documents, convention)?;
        } else {
            corpus.add(&extractor, path, convention)?;
        }
        Ok(())
    };
    let mut corpus = Corpus::default();
    for file in training {
        read(file, &mut corpus)?;
    }
    let mut held_out = Vec::new();
    for file in held {
        let mut corpus = Corpus::default();
        read(file, &mut corpus)?;
        held_out.push((file, corpus));
    }
    let held_out: Vec<(&str, &Corpus)> =
        held_out.iter().map(|(name, corpus)| (*name, corpus)).collect();
    let bytes = train(&corpus, &held_out, &Settings::default(), &Bar(ProgressBar::new(0)));
    std::fs::write(out, &bytes)?;
    eprintln!("{out}: {} bytes", bytes.len());
    Ok(())
}

/// Estimates the weights of events.
fn events(
    out: &str,
    files: &[&str],
    texts: &[&str],
    extractor: &Extractor,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut documents = Documents::default();
    for file in texts {
        documents.add(Path::new(file))?;
    }
    let mut corpus = EventCorpus::default();
    for file in files.iter().map(|f| Path::new(*f)) {
        if file.extension().is_some_and(|e| e == "tsv") {
            corpus.add_labels(file, &documents)?;
        } else {
            corpus.add(file)?;
        }
    }
    let settings = EventSettings::default();
    let bytes = train_events(extractor, &corpus, &settings, &Bar(ProgressBar::new(0)));
    std::fs::write(out, &bytes)?;
    eprintln!("{out}: {} pages, {} bytes", corpus.len(), bytes.len());
    Ok(())
}

/// Estimates the weights of titles.
fn titles(
    out: &str,
    files: &[&str],
    texts: &[&str],
    extractor: &Extractor,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut documents = Documents::default();
    for file in texts {
        documents.add(Path::new(file))?;
    }
    let mut corpus = TitleCorpus::default();
    for file in files.iter().map(|f| Path::new(*f)) {
        if file.extension().is_some_and(|e| e == "tsv") {
            corpus.add_labels(file, &documents)?;
        } else {
            corpus.add(file)?;
        }
    }
    let settings = EventSettings::default();
    let bytes = train_titles(extractor, &corpus, &settings, &Bar(ProgressBar::new(0)));
    std::fs::write(out, &bytes)?;
    eprintln!("{out}: {} texts, {} bytes", corpus.len(), bytes.len());
    Ok(())
}
