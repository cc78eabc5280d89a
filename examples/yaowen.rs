//! Reads Chinese news from files, folders or standard input and prints who did what, when and where.

use std::{
    fs,
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    thread::available_parallelism,
    time::Duration,
};

use clap::{Parser, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use yaowen::{
    BytesRead, Convention, Extractor, Files, Form, Moment, Skipped, Tables,
    output::{Format, OutputFile, Writer},
};

/// Chinese news text to event records: who did what, to whom, when and where.
#[derive(Debug, Parser)]
#[command(name = "yaowen", version, after_help = HELP)]
struct Arguments {
    /// Files or folders; none or `-` is standard input
    #[arg(value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// How files are read: by their names (.jsonl as lines), each as one text, or as lines `{"id","text","date"?}`
    #[arg(long, value_enum, default_value_t = Source::Auto)]
    input: Source,
    /// How the records are written: text, json, jsonl, csv or html
    #[arg(long, default_value = "text")]
    format: Format,
    /// The day that texts without a date of their own speak from, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS
    #[arg(long, value_parser = moment)]
    date: Option<Moment>,
    /// Whose guidelines mentions follow where corpora differ: news, msra or pfr98
    #[arg(long, default_value = "news")]
    convention: Convention,
    /// Rule tables of your own: a .tsv file or a folder of them; may be given more than once
    #[arg(long, value_name = "FILE|DIR")]
    tables: Vec<PathBuf>,
    /// Weights of the learned rows of your own, of names, titles or events, as `examples/train.rs` writes them; may be given
    /// more than once
    #[arg(long, value_name = "FILE")]
    weights: Vec<PathBuf>,
    /// Read all of a page of HTML, not its article only
    #[arg(long)]
    whole_page: bool,
    /// Say which rows decided, with file and line, and what the runner-up was
    #[arg(long)]
    explain: bool,
    /// Threads, at most four for each core; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = threads)]
    threads: usize,
    /// Stop at the first item that cannot be read or is odd
    #[arg(long)]
    strict: bool,
    /// Write to a file, which is replaced at once when all is written, instead of standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

const HELP: &str = "What is read:
  Text in UTF-8, UTF-16, GB 18030 (GBK) or Big5, plain or as HTML, also compressed by gzip. Of a folder the files .txt,
  .md, .html, .htm, .xhtml and .jsonl, each also with .gz behind it, without regard to case; links are followed, loops
  seen. A file of lines of JSON may have any size, for few of them are held at a time; other fields of a line (url, title)
  stand in its record under `source`. A text, a file or a line, has at most 256 MiB.

Ids:
  A line has its own id (a string or a number), else `file:line`. A file has its path as named; of a folder that is named
  alone, its path in the folder. Standard input is `-`. An id that was given before (among the last 1,800,000 at least)
  is told; its record is written.

What is skipped:
  A file or folder that cannot be read, a file that is no text or has another extension, a line that is no JSON object
  with the string `text`, has bytes of another encoding, half of a surrogate pair or a `date` that is none. Each is told
  on standard error, `file:line: expected …, found …`, and the others are written; JSON and HTML are closed. The last line
  is `N read, M skipped`. With --strict the first of them ends the run, as does an odd id.

Output file:
  -o writes a temporary file in the folder of OUT (.yaowen-….part), which takes its place when all is written. It stays as
  it was when nothing could be read, --strict stopped, the disk is full or the program was stopped. OUT must not be one of
  the inputs, also not by way of a link.

Exit codes:
  0  all was read
  1  something was skipped
  2  wrong usage, or OUT or standard output could not be written

Colours on a terminal are left out with NO_COLOR=1.

Examples:
  yaowen news.txt                                   one page, for people
  yaowen --format json --date 2023-08-04 news.txt   one page, as a record
  yaowen --format csv -o events.csv pages/          a folder, one row an event
  yaowen --tables own/ --explain news.txt           with tables of your own
  cat lines.jsonl | yaowen --input jsonl --format jsonl -";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Source {
    Auto,
    Text,
    Jsonl,
}

fn moment(text: &str) -> Result<Moment, String> {
    text.parse().map_err(|error: yaowen::Error| error.to_string())
}

fn threads(text: &str) -> Result<usize, String> {
    let most = 4 * available_parallelism().map_or(1, usize::from);
    let number = text.parse().ok().filter(|number| *number <= most);
    number.ok_or_else(|| format!("expected a number up to {most}, four for each core"))
}

fn main() -> ExitCode {
    // A wrong argument ends here, with exit code 2.
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => code,
        // The reader of a pipe has seen enough.
        Err(Failure::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            tell(&format!("yaowen: {failure}"));
            ExitCode::from(2)
        }
    }
}

/// What ends a run.
enum Failure {
    /// Tables, weights, an output that is an input.
    Usage(String),
    Output(PathBuf, io::Error),
    Write(io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Usage(message) => write!(f, "{message}"),
            Failure::Output(path, error) => write!(f, "cannot write {}: {error}", path.display()),
            Failure::Write(error) => write!(f, "cannot write: {error}"),
        }
    }
}

/// Writes a line to standard error, where nobody may listen any more.
fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.threads)
        .build_global()
        .map_err(|error| Failure::Usage(format!("cannot start threads: {error}")))?;
    let extractor = extractor(arguments)?;
    let paths = match arguments.paths.as_slice() {
        [] => &[PathBuf::from("-")][..],
        paths => paths,
    };
    let form = match arguments.input {
        Source::Auto => None,
        Source::Text => Some(Form::Text),
        Source::Jsonl => Some(Form::Lines),
    };
    let files = Files::list(paths, form);
    let file = arguments.output.as_ref().filter(|path| !is_stdout(path));
    let Some(path) = file else {
        return match write(arguments, &extractor, files, io::stdout().lock())? {
            Counts { skipped: 0, .. } => Ok(ExitCode::SUCCESS),
            _ => Ok(ExitCode::from(1)),
        };
    };
    let mut output =
        OutputFile::create(path).map_err(|error| Failure::Output(path.clone(), error))?;
    refuse_inputs(arguments, &files, &output)?;
    clean_up_when_stopped(&output);
    let counts =
        write(arguments, &extractor, files, &mut output).map_err(|failure| match failure {
            Failure::Write(error) => Failure::Output(path.clone(), error),
            failure => failure,
        })?;
    if counts.stopped || counts.read == 0 && counts.skipped > 0 {
        let why = if counts.stopped { "the run was stopped" } else { "nothing was read" };
        tell(&format!("yaowen: {} is left as it was: {why}", path.display()));
        return Ok(ExitCode::from(2));
    }
    output.commit().map_err(|error| Failure::Output(path.clone(), error))?;
    Ok(if counts.skipped == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Returns whether an output is standard output by its name; opened anew, a file that it leads to would be overwritten.
fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout"].into_iter().any(|name| path == Path::new(name))
}

fn extractor(arguments: &Arguments) -> Result<Extractor, Failure> {
    let usage = |error: yaowen::Error| Failure::Usage(error.to_string());
    let mut builder =
        Extractor::builder().explain(arguments.explain).convention(arguments.convention);
    for path in &arguments.tables {
        builder = builder.tables(Tables::read(path).map_err(usage)?);
    }
    for path in &arguments.weights {
        let bytes = fs::read(path);
        builder = builder.weights(
            bytes.map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?,
        );
    }
    builder.build().map_err(usage)
}

/// Refuses an output that is one of the files that are read.
fn refuse_inputs(arguments: &Arguments, files: &Files, output: &OutputFile) -> Result<(), Failure> {
    let refuse = |path: &Path| {
        let path = path.display();
        Err(Failure::Usage(format!(
            "expected an output that is no input, found `{path}`, which is read"
        )))
    };
    let own = arguments.tables.iter().chain(&arguments.weights);
    for path in files.paths().chain(own.clone().map(PathBuf::as_path)) {
        let is_stdin = path == Path::new("-") && output.would_replace_stdin();
        if is_stdin || output.would_replace(path) {
            return refuse(path);
        }
    }
    for entry in own.filter_map(|path| fs::read_dir(path).ok()).flatten().flatten() {
        if output.would_replace(&entry.path()) {
            return refuse(&entry.path());
        }
    }
    Ok(())
}

/// Takes the temporary file away when the program is stopped by Ctrl-C or a signal of that kind.
fn clean_up_when_stopped(output: &OutputFile) {
    let Some(temporary) = output.temporary().map(Path::to_owned) else { return };
    // Without it the file stays, which is no reason not to run.
    let _ = ctrlc::set_handler(move || {
        let _ = fs::remove_file(&temporary);
        std::process::exit(130);
    });
}

/// How the items of a run fared.
#[derive(Default)]
struct Counts {
    read: usize,
    skipped: usize,
    /// By `--strict`.
    stopped: bool,
}

fn write(
    arguments: &Arguments,
    extractor: &Extractor,
    files: Files,
    out: impl Write,
) -> Result<Counts, Failure> {
    let all = files.bytes();
    let mut texts = files.texts().whole_page(arguments.whole_page);
    if let Some(date) = arguments.date {
        texts = texts.date(date);
    }
    let to_stdout = arguments.output.as_ref().is_none_or(|path| is_stdout(path));
    let to_terminal = to_stdout && io::stdout().is_terminal();
    let bar = Bar::new(all, texts.bytes_read(), !to_terminal && io::stderr().is_terminal());
    let colored =
        to_stdout && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    let mut writer = Writer::new(BufWriter::new(out), arguments.format).colored(colored);
    let mut counts = Counts::default();
    for result in extractor.documents(texts) {
        let told = match &result {
            Ok(read) => {
                writer.write(read.text.text(), &read.document).map_err(Failure::Write)?;
                counts.read += 1;
                read.text.notice()
            }
            Err(skipped) => {
                counts.skipped += 1;
                Some(skipped)
            }
        };
        if let Some(told) = told {
            bar.tell(told);
            counts.stopped = arguments.strict;
        }
        bar.set(&counts);
        if counts.stopped {
            break;
        }
    }
    writer.finish().map_err(Failure::Write)?;
    bar.0.finish_and_clear();
    tell(&format!("{} read, {} skipped", counts.read, counts.skipped));
    Ok(counts)
}

/// A bar on standard error, when that is a terminal and the records go elsewhere: the bytes read of all files, or of
/// standard input as they come, and the texts.
struct Bar(ProgressBar, BytesRead);

impl Bar {
    fn new(all: Option<u64>, read: BytesRead, shown: bool) -> Self {
        if !shown {
            return Bar(ProgressBar::hidden(), read);
        }
        let (bar, template) = match all {
            Some(all) => (
                ProgressBar::new(all),
                "{bar:40} {bytes}/{total_bytes} {msg} {bytes_per_sec} {eta}",
            ),
            None => (ProgressBar::new_spinner(), "{spinner} {bytes} {msg} {bytes_per_sec}"),
        };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is right"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Bar(bar, read)
    }

    fn set(&self, counts: &Counts) {
        if !self.0.is_hidden() {
            self.0.set_position(self.1.get());
            self.0.set_message(format!("{} texts", counts.read));
        }
    }

    fn tell(&self, skipped: &Skipped) {
        self.0.suspend(|| tell(&skipped.to_string()));
    }
}
