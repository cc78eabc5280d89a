//! Reads Chinese news from files, folders or standard input and prints who did what, when and where.

use std::{
    fs,
    io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use yaowen::{
    Convention, Extractor, JsonLine, Moment, Tables,
    output::{Format, Writer},
};

/// Texts that are read at once; results are written in order as each batch is done.
const BATCH: usize = 256;

/// Chinese news text to event records: who did what, to whom, when and where.
#[derive(Debug, Parser)]
#[command(name = "yaowen", version, after_help = EXAMPLES)]
struct Arguments {
    /// Files or folders (their .txt, .html and .htm files); none or `-` is standard input
    #[arg(value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// How the input is read: each file one text, or each line `{"id","text","date"?}`
    #[arg(long, value_enum, default_value_t = Source::Text)]
    input: Source,
    /// How the records are written: text, json, jsonl, csv or html
    #[arg(long, default_value = "text", value_parser = format)]
    format: Format,
    /// The day the texts speak from, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS
    #[arg(long, value_parser = moment)]
    date: Option<Moment>,
    /// Whose guidelines mentions follow where corpora differ: news, msra or pfr98
    #[arg(long, default_value = "news", value_parser = convention)]
    convention: Convention,
    /// Rule tables of your own: a .tsv file or a folder of them; may be given more than once
    #[arg(long, value_name = "FILE|DIR")]
    tables: Vec<PathBuf>,
    /// Weights of the learned rows of your own, as `examples/train.rs` writes them
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Say which rows decided, with file and line, and what the runner-up was
    #[arg(long)]
    explain: bool,
    /// Threads; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  yaowen news.txt                                   one page, for people
  yaowen --format json --date 2023-08-04 news.txt   one page, as a record
  yaowen --format csv -o events.csv pages/          a folder, one row an event
  yaowen --tables own/ --explain news.txt           with tables of your own
  cat lines.jsonl | yaowen --input jsonl --format jsonl -";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Source {
    Text,
    Jsonl,
}

fn format(name: &str) -> Result<Format, String> {
    Format::from_name(name).ok_or_else(|| "expected text, json, jsonl, csv or html".to_owned())
}

fn convention(name: &str) -> Result<Convention, String> {
    Convention::from_word(name).ok_or_else(|| "expected news, msra or pfr98".to_owned())
}

fn moment(text: &str) -> Result<Moment, String> {
    text.parse().map_err(|error: yaowen::Error| error.to_string())
}

fn main() -> ExitCode {
    // A wrong argument ends here, with exit code 2.
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of a pipe has seen enough.
        Err(Failure::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("yaowen: {failure}");
            ExitCode::from(2)
        }
    }
}

enum Failure {
    Read(String, io::Error),
    Input(String, yaowen::Error),
    Tables(yaowen::Error),
    Write(io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Read(name, error) => write!(f, "{name}: {error}"),
            Failure::Input(name, error) => write!(f, "{name}: {error}"),
            Failure::Tables(error) => write!(f, "{error}"),
            Failure::Write(error) => write!(f, "cannot write: {error}"),
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.threads)
        .build_global()
        .expect("the pool is built once");
    let mut builder =
        Extractor::builder().explain(arguments.explain).convention(arguments.convention);
    for path in &arguments.tables {
        builder = builder.tables(Tables::read(path).map_err(Failure::Tables)?);
    }
    if let Some(path) = &arguments.weights {
        let bytes = fs::read(path).map_err(|e| Failure::Read(path.display().to_string(), e))?;
        builder = builder.weights(bytes);
    }
    let extractor = builder.build().map_err(Failure::Tables)?;
    let files = files(&arguments.paths)?;
    let progress = progress(files.len());
    let out: Box<dyn Write> = match &arguments.output {
        Some(path) => Box::new(
            fs::File::create(path).map_err(|e| Failure::Read(path.display().to_string(), e))?,
        ),
        None => Box::new(io::stdout()),
    };
    let mut batch = Batch {
        extractor,
        arguments,
        writer: Writer::new(BufWriter::new(out), arguments.format),
        texts: Vec::new(),
    };
    for file in &files {
        batch.read(file)?;
        progress.inc(1);
    }
    batch.flush()?;
    progress.finish_and_clear();
    batch.writer.finish().map_err(Failure::Write)
}

/// Texts that wait to be read together.
struct Batch<'a> {
    extractor: Extractor,
    arguments: &'a Arguments,
    writer: Writer<BufWriter<Box<dyn Write>>>,
    /// Where it stands (for messages) and the text.
    texts: Vec<(String, JsonLine)>,
}

impl Batch<'_> {
    fn read(&mut self, file: &Path) -> Result<(), Failure> {
        let standard = file == Path::new("-");
        let name = if standard { "standard input".to_owned() } else { file.display().to_string() };
        let source: Box<dyn Read> = match standard {
            true => Box::new(io::stdin()),
            false => Box::new(fs::File::open(file).map_err(|e| Failure::Read(name.clone(), e))?),
        };
        match self.arguments.input {
            Source::Text => {
                let mut bytes = Vec::new();
                BufReader::new(source)
                    .read_to_end(&mut bytes)
                    .map_err(|e| Failure::Read(name.clone(), e))?;
                let (text, _) = yaowen::text::decode(&bytes);
                let id = if standard {
                    String::new()
                } else {
                    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
                };
                self.push(name, JsonLine::new(id, text))
            }
            Source::Jsonl => {
                for (number, line) in BufReader::new(source).lines().enumerate() {
                    let at = format!("{name}:{}", number + 1);
                    let line = line.map_err(|e| Failure::Read(at.clone(), e))?;
                    if !line.trim().is_empty() {
                        let line =
                            JsonLine::read(&line).map_err(|e| Failure::Input(at.clone(), e))?;
                        self.push(at, line)?;
                    }
                }
                Ok(())
            }
        }
    }

    fn push(&mut self, at: String, text: JsonLine) -> Result<(), Failure> {
        self.texts.push((at, text));
        if self.texts.len() < BATCH { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let texts = std::mem::take(&mut self.texts);
        let mut inputs = Vec::with_capacity(texts.len());
        for (at, text) in &texts {
            // One line of a long run with a date nobody can read is read without it.
            let input = text.input().unwrap_or_else(|error| {
                eprintln!("yaowen: {at}: {error}; read without a date");
                text.undated()
            });
            inputs.push(match self.arguments.date {
                Some(date) if !input.is_dated() => input.date(date),
                _ => input,
            });
        }
        for (input, document) in inputs.iter().zip(self.extractor.extract_all(&inputs)) {
            self.writer.write(input.text(), &document).map_err(Failure::Write)?;
        }
        Ok(())
    }
}

/// The files named, and those of the folders named, in the order of their names.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    if paths.is_empty() {
        return Ok(vec![PathBuf::from("-")]);
    }
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|e| Failure::Read(path.display().to_string(), e.into()))?;
            let readable = entry
                .path()
                .extension()
                .is_some_and(|e| ["txt", "html", "htm"].iter().any(|x| e == *x));
            if entry.file_type().is_file() && readable {
                files.push(entry.into_path());
            }
        }
    }
    Ok(files)
}

/// A bar on standard error for many files on a terminal; nothing in a pipe.
fn progress(files: usize) -> ProgressBar {
    if files < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} files {per_sec} {eta}");
    ProgressBar::new(files as u64).with_style(style.expect("the template is right"))
}
