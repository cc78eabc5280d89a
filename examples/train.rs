//! Estimates the weights of the learned rows: `cargo run --release --features train --example train -- OUT TRAIN… [--held-out FILE…]`.
//!
//! A file is named `PATH:N`, N being the number of the guidelines it follows (1 MSRA, 2 People's Daily 1998, 3 web;
//! 4 rewrites the names to the guidelines of the default convention, so files are named twice).

use std::path::Path;

use indicatif::ProgressBar;
use yaowen::{
    Extractor,
    learn::{Corpus, Progress, Settings, train},
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
        return Err("usage: train OUT TRAIN:N… [--held-out FILE:N…]".into());
    };
    let extractor = Extractor::new();
    let read = |file: &str, corpus: &mut Corpus| -> Result<(), Box<dyn std::error::Error>> {
        let (path, convention) = file.rsplit_once(':').ok_or("a file is named PATH:N")?;
        Ok(corpus.add(&extractor, Path::new(path), convention.parse()?)?)
    };
    let split = files.iter().position(|f| f == "--held-out").unwrap_or(files.len());
    let mut corpus = Corpus::default();
    for file in &files[..split] {
        read(file, &mut corpus)?;
    }
    let mut held_out = Vec::new();
    for file in files.iter().skip(split + 1) {
        let mut corpus = Corpus::default();
        read(file, &mut corpus)?;
        held_out.push((file.as_str(), corpus));
    }
    let held_out: Vec<(&str, &Corpus)> =
        held_out.iter().map(|(name, corpus)| (*name, corpus)).collect();
    let bytes = train(&corpus, &held_out, &Settings::default(), &Bar(ProgressBar::new(0)));
    std::fs::write(out, &bytes)?;
    eprintln!("{out}: {} bytes", bytes.len());
    Ok(())
}
