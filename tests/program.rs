//! The program (`examples/yaowen.rs`) as its users run it: nothing is lost, nothing is half written, all is said.

#![cfg(feature = "files")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use serde_json::Value;
use tempfile::TempDir;

const PAGE: &str = "8月2日，紫云县县长李明到常州考察。";

/// The program, built as these tests are: cargo finds it built already unless one test file alone was asked for.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let features = [
        ("default", cfg!(feature = "default")),
        ("files", true),
        ("parallel", cfg!(feature = "parallel")),
        ("learned", cfg!(feature = "learned")),
        ("train", cfg!(feature = "train")),
    ];
    let features: Vec<&str> = features.iter().filter(|f| f.1).map(|f| f.0).collect();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo.args(["build", "--example", "yaowen", "--message-format", "json", "--quiet"]);
    cargo.args(["--no-default-features", "--features", &features.join(",")]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let built = cargo.output().expect("cargo runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let messages = String::from_utf8(built.stdout).unwrap();
    let messages = messages.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok());
    let programs: Vec<String> = messages
        .filter(|m| m["target"]["name"] == "yaowen" && m["target"]["kind"][0] == "example")
        .filter_map(|m| Some(m["executable"].as_str()?.to_owned()))
        .collect();
    PathBuf::from(programs.last().expect("the example was built"))
});

/// What a run of the program gave.
struct Run {
    code: Option<i32>,
    out: String,
    /// Standard error by line, but for the last one.
    told: Vec<String>,
    /// `N read, M skipped`.
    counts: String,
}

impl Run {
    fn records(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).expect("a record is JSON")).collect()
    }

    fn ids(&self) -> Vec<String> {
        self.records().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// A folder with files, and the program run in it.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: impl AsRef<Path>, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&*PROGRAM);
        command.args(arguments).current_dir(self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_on(arguments, b"")
    }

    fn run_on(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let feeder = std::thread::spawn(move || {
            // A program that stops early reads no further.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        let mut told: Vec<String> = told.lines().map(str::to_owned).collect();
        let counts = told.pop().unwrap_or_default();
        let out = String::from_utf8(output.stdout).unwrap();
        Run { code: output.status.code(), out, told, counts }
    }
}

fn line(id: &str) -> String {
    format!("{{\"id\":\"{id}\",\"text\":\"{PAGE}\"}}\n")
}

const JSONL: [&str; 2] = ["--format", "jsonl"];

fn jsonl<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&JSONL[..], arguments].concat()
}

#[test]
fn an_output_that_is_an_input_is_refused() {
    let folder =
        Folder::new(&[("page.txt", PAGE), ("own/name.tsv", "name\tkind\n海棠湾\tplace\n")]);
    let refused = |arguments: &[&str]| {
        let run = folder.run_on(arguments, PAGE.as_bytes());
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(run.counts.contains("which is read"), "{}", run.counts);
        assert_eq!(folder.read("page.txt"), PAGE);
    };
    refused(&["-o", "page.txt", "page.txt"]);
    refused(&["-o", "own/../page.txt", "page.txt"]);
    refused(&["-o", "page.txt", "."]);
    refused(&["-o", "own/name.tsv", "--tables", "own/name.tsv", "page.txt"]);
    refused(&["-o", "own/name.tsv", "--tables", "own", "page.txt"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("page.txt", folder.path("link")).unwrap();
        fs::hard_link(folder.path("page.txt"), folder.path("hard")).unwrap();
        refused(&["-o", "link", "page.txt"]);
        refused(&["-o", "page.txt", "link"]);
        refused(&["-o", "hard", "page.txt"]);
        let mut command = folder.command(&["-o", "page.txt", "-"]);
        command.stdin(fs::File::open(folder.path("page.txt")).unwrap());
        assert_eq!(command.output().unwrap().status.code(), Some(2));
        assert_eq!(folder.read("page.txt"), PAGE);
    }
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), if cfg!(unix) { 4 } else { 2 });
}

#[test]
fn a_mistyped_input_leaves_the_output_alone() {
    let folder = Folder::new(&[("events.csv", "last week\n")]);
    let run = folder.run(&["--format", "csv", "-o", "events.csv", "pagse.txt"]);
    assert_eq!(run.code, Some(2));
    assert!(run.told[0].starts_with("pagse.txt: expected a file that can be read, found `"));
    assert_eq!(folder.read("events.csv"), "last week\n");
    // Nor does a wrong table.
    let run = folder.run(&["-o", "events.csv", "--tables", "missing.tsv", "-"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(folder.read("events.csv"), "last week\n");
}

#[test]
fn an_output_is_replaced_when_all_is_written() {
    let folder = Folder::new(&[("a.txt", PAGE), ("out.jsonl", "old\n")]);
    let run = folder.run(&jsonl(&["-o", "out.jsonl", "a.txt", "missing.txt"]));
    assert_eq!((run.code, run.counts.as_str()), (Some(1), "1 read, 1 skipped"));
    assert_eq!(folder.read("out.jsonl").lines().count(), 1);
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 2);
    // With --strict what was stopped is no result.
    folder.write("out.jsonl", b"old\n");
    let run = folder.run(&jsonl(&["--strict", "-o", "out.jsonl", "a.txt", "missing.txt", "a.txt"]));
    assert_eq!(run.code, Some(2));
    assert_eq!(folder.read("out.jsonl"), "old\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_output_alone() {
    let folder = Folder::new(&[("out.jsonl", "old\n")]);
    let lines: String = (0..100).map(|i| line(&i.to_string())).collect();
    folder.write("in.jsonl", lines.as_bytes());
    // Files of at most 8 blocks; writing more is an error as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" --format jsonl -o out.jsonl in.jsonl";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(&*PROGRAM).current_dir(folder.0.path());
    let output = shell.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("cannot write out.jsonl"), "{told}");
    assert_eq!(folder.read("out.jsonl"), "old\n");
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 2);
    // Standard output, too.
    let mut command = folder.command(&jsonl(&["in.jsonl"]));
    command.stdout(fs::File::options().write(true).open("/dev/full").unwrap());
    assert_eq!(command.output().unwrap().status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_by_its_name_is_written_and_not_replaced() {
    let folder = Folder::new(&[("a.txt", PAGE)]);
    let arguments = jsonl(&["-o", "/dev/stdout", "a.txt"]);
    assert_eq!(folder.run(&arguments).ids(), ["a.txt"]);
    let mut out = fs::File::create(folder.path("out")).unwrap();
    out.write_all(b"before\n").unwrap();
    let status = folder.command(&arguments).stdout(out.try_clone().unwrap()).status().unwrap();
    assert_eq!(status.code(), Some(0));
    out.write_all(b"after\n").unwrap();
    let out = folder.read("out");
    assert!(out.starts_with("before\n{") && out.lines().count() >= 2, "{out}");
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 2);
}

#[test]
fn killed_at_any_moment_the_output_is_old_or_whole() {
    let folder = Folder::new(&[]);
    let lines: String = (0..600).map(|i| line(&i.to_string())).collect();
    folder.write("in.jsonl", lines.as_bytes());
    let arguments = jsonl(&["-o", "out.jsonl", "in.jsonl"]);
    let start = std::time::Instant::now();
    assert_eq!(folder.run(&arguments).code, Some(0));
    let whole = start.elapsed();
    let new = folder.read("out.jsonl");
    assert_eq!(new.lines().count(), 600);
    let mut state = 7u32;
    for moment in 0..20 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        folder.write("out.jsonl", b"old\n");
        let before = fs::read_dir(folder.0.path()).unwrap().count();
        let mut child = folder.command(&arguments).spawn().unwrap();
        if moment == 0 {
            // Once surely while it writes.
            while fs::read_dir(folder.0.path()).unwrap().count() == before {
                assert!(child.try_wait().unwrap().is_none());
            }
        } else {
            std::thread::sleep(whole.mul_f64(f64::from(state >> 16) / 65536.0));
        }
        // SIGKILL, where there are signals.
        child.kill().unwrap();
        child.wait().unwrap();
        let now = folder.read("out.jsonl");
        assert!(now == "old\n" || moment > 0 && now == new, "{} bytes", now.len());
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_takes_the_temporary_file_away() {
    let folder = Folder::new(&[("out.jsonl", "old\n")]);
    // Standard input stays open, so the program waits.
    let mut child = folder
        .command(&jsonl(&["--input", "jsonl", "-o", "out.jsonl", "-"]))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    while fs::read_dir(folder.0.path()).unwrap().count() < 2 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert!(child.try_wait().unwrap().is_none());
    }
    // The handler is set right behind the file.
    std::thread::sleep(std::time::Duration::from_millis(500));
    // To wait would close it, and the program would end before it hears of the signal.
    let _open = child.stdin.take();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(folder.read("out.jsonl"), "old\n");
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 1);
}

#[test]
fn each_bad_line_is_reported_once_and_the_others_are_written() {
    let mut lines = Vec::new();
    for bad in [
        &b"no JSON"[..],
        b"[1]",
        br#"{"id":"b1","text":null}"#,
        br#"{"id":"b2"}"#,
        br#"{"id":"b3","text":"\ud800"}"#,
        b"{\"id\":\"b4\",\"text\":\"\xff\"}",
        br#"{"id":"b5","text":"x","date":"2023-13-40"}"#,
        br#"{"id":"b6","text":"x""#,
    ] {
        lines.extend_from_slice(line(&format!("a{}", lines.len())).as_bytes());
        lines.extend_from_slice(bad);
        lines.push(b'\n');
    }
    let folder = Folder::new(&[]);
    folder.write("in.jsonl", &lines);
    let run = folder.run(&jsonl(&["in.jsonl"]));
    // A text whose date is none is read without it.
    assert_eq!((run.code, run.counts.as_str()), (Some(1), "9 read, 7 skipped"));
    assert_eq!(run.records().len(), 9);
    assert_eq!(run.told.len(), 8);
    for (i, told) in run.told.iter().enumerate() {
        let place = format!("in.jsonl:{}: expected ", 2 * i + 2);
        assert!(told.starts_with(&place) && told.contains(", found "), "{told}");
    }
    // The same of standard input, in the formats that have to be closed.
    let run = folder.run_on(&["--input", "jsonl", "--format", "json"], &lines);
    let records: Value = serde_json::from_str(&run.out).expect("the array is closed");
    assert_eq!((records.as_array().unwrap().len(), run.told.len()), (9, 8));
    assert!(run.told[0].starts_with("-:2: "), "{}", run.told[0]);
    for arguments in [&["--strict"][..], &[]] {
        let run = folder.run(&[arguments, &["--format", "html", "in.jsonl"]].concat());
        assert!(run.out.ends_with("</html>\n"));
    }
}

#[test]
fn what_has_no_record_is_closed_too() {
    let folder = Folder::new(&[]);
    let out = |format: &str| folder.run(&["--format", format, "missing.txt"]).out;
    assert_eq!(out("json"), "[]\n");
    assert!(out("html").starts_with("<!doctype html>") && out("html").ends_with("</html>\n"));
    assert!(out("csv").starts_with("document,event,") && out("csv").lines().count() == 1);
}

#[test]
fn three_bad_files_of_a_thousand() {
    let folder = Folder::new(&[]);
    for i in 0..1000 {
        let text = match i {
            17 => &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x02\0\0\0"[..],
            333 | 999 => b"",
            _ => b"\xe5\x8c\x97\xe4\xba\xac\xe6\x9c\x89\xe9\x9b\xa8\xe3\x80\x82",
        };
        folder.write(format!("pages/{:02}/{i:04}.txt", i % 100), text);
    }
    // One that is gone, one that is damaged.
    fs::remove_file(folder.path("pages/33/0333.txt")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path("pages/33/0333.txt")).unwrap();
    #[cfg(not(unix))]
    folder.write("pages/33/0333.docx", b"");
    folder.write("pages/99/0999.txt", b"\x1f\x8b\x08\0 damaged");
    let run = folder.run(&jsonl(&["-o", "out.jsonl", "pages"]));
    assert_eq!((run.code, run.counts.as_str()), (Some(1), "997 read, 3 skipped"));
    assert_eq!(run.told.len(), 3, "{:?}", run.told);
    assert_eq!(folder.read("out.jsonl").lines().count(), 997);
}

#[test]
fn exit_codes_tell_how_the_run_fared() {
    let folder = Folder::new(&[("a.txt", PAGE), ("bad.jsonl", "x\ny\n")]);
    let code = |arguments: &[&str]| folder.run(arguments).code;
    assert_eq!(code(&["a.txt"]), Some(0));
    assert_eq!(code(&["a.txt", "bad.jsonl"]), Some(1));
    assert_eq!(code(&["missing.txt"]), Some(1));
    assert_eq!(code(&["--format", "xml", "a.txt"]), Some(2));
    assert_eq!(code(&["-o", "missing/out.txt", "a.txt"]), Some(2));
    assert_eq!(code(&["-o", ".", "a.txt"]), Some(2));
    let run = folder.run(&jsonl(&["--strict", "bad.jsonl", "a.txt"]));
    assert_eq!((run.code, run.counts.as_str()), (Some(1), "0 read, 1 skipped"));
    assert_eq!(run.told.len(), 1);
    // What is there is read up to the fault.
    let run = folder.run(&jsonl(&["--strict", "a.txt", "bad.jsonl"]));
    assert_eq!((run.code, run.counts.as_str()), (Some(1), "1 read, 1 skipped"));
}

#[test]
fn lines_are_decoded_like_any_file() {
    let folder = Folder::new(&[]);
    let lines: String = (0..3).map(|i| line(&i.to_string())).collect();
    let big5 = "{\"id\":\"0\",\"text\":\"市長昨日到臺北市考察，要求各部門落實責任。\"}\n";
    let wide = format!("\u{feff}{lines}");
    for (name, bytes) in [
        ("bom.jsonl", wide.clone().into_bytes()),
        ("gbk.jsonl", encoding_rs::GBK.encode(&lines).0.into_owned()),
        ("big5.jsonl", encoding_rs::BIG5.encode(big5).0.into_owned()),
        ("le.jsonl", wide.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("be.jsonl", wide.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ] {
        folder.write(name, &bytes);
        let run = folder.run(&jsonl(&[name]));
        assert_eq!(run.code, Some(0), "{name}: {:?}", run.told);
        let records = run.records();
        assert_eq!(records[0]["id"], "0", "{name}");
        let place = if name == "big5.jsonl" { "台北市" } else { "常州" };
        let mentions = records[0]["mentions"].as_array().unwrap();
        assert!(mentions.iter().any(|m| m["text"] == place), "{name}: {mentions:?}");
    }
}

#[test]
fn other_fields_of_a_line_are_carried_into_the_record() {
    let folder = Folder::new(&[]);
    let fields = r#""url":"http://a.example/?a=1&b=\"2\"","hits":12345678901234567890123,"tags":["x",null,1.50]"#;
    folder.write("in.jsonl", format!("{{\"text\":\"{PAGE}\",{fields},\"id\":7}}\n").as_bytes());
    let run = folder.run(&jsonl(&["in.jsonl"]));
    assert!(run.out.ends_with(&format!("\"source\":{{{fields}}}}}\n")), "{}", run.out);
    assert_eq!(run.ids(), ["7"]);
    // What was written is read again.
    let document: yaowen::Document = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document.source.get("hits"), Some("12345678901234567890123"));
    assert_eq!(serde_json::to_string(&document).unwrap() + "\n", run.out);
}

#[test]
fn ids_are_paths_and_differ() {
    let folder = Folder::new(&[("a/1.txt", PAGE), ("b/1.txt", PAGE), ("b/c/1.txt", PAGE)]);
    assert_eq!(folder.run(&jsonl(&["b"])).ids(), ["1.txt", "c/1.txt"]);
    assert_eq!(folder.run(&jsonl(&["./b/"])).ids(), ["1.txt", "c/1.txt"]);
    assert_eq!(folder.run(&jsonl(&["a", "b"])).ids(), ["a/1.txt", "b/1.txt", "b/c/1.txt"]);
    assert_eq!(folder.run(&jsonl(&["a/1.txt", "b/1.txt"])).ids(), ["a/1.txt", "b/1.txt"]);
    assert_eq!(folder.run_on(&jsonl(&[]), PAGE.as_bytes()).ids(), ["-"]);
    let run = folder.run(&["--format", "csv", "b"]);
    assert!(run.out.lines().skip(1).any(|row| row.starts_with("c/1.txt,")), "{}", run.out);

    folder.write("b/in.jsonl", format!("\n{{\"text\":\"{PAGE}\"}}\n{}", line("x")).as_bytes());
    let run = folder.run(&jsonl(&["b"]));
    assert_eq!(run.ids(), ["1.txt", "c/1.txt", "in.jsonl:2", "x"]);
    let told = "b/in.jsonl:2: expected an `id`, found none; it and later ones get `in.jsonl:` and the line";
    assert_eq!(run.told, [told]);
    let run = folder.run_on(&jsonl(&["--input", "jsonl"]), b"{\"text\":\"\"}\n");
    assert_eq!((run.ids(), run.code), (vec!["-:1".to_owned()], Some(0)));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf8_stay_distinct() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

    let folder = Folder::new(&[]);
    for name in [b"\xe9.txt", b"\xe8.txt"] {
        folder.write(Path::new("pages").join(OsStr::from_bytes(name)), PAGE.as_bytes());
    }
    assert_eq!(folder.run(&jsonl(&["pages"])).ids(), ["\\xE8.txt", "\\xE9.txt"]);
}

#[test]
fn a_repeated_id_is_reported() {
    let folder = Folder::new(&[]);
    folder.write("in.jsonl", [line("x"), line("y"), line("x")].concat().as_bytes());
    let run = folder.run(&jsonl(&["in.jsonl"]));
    assert_eq!(run.told, ["in.jsonl:3: expected an id of its own, found `x` again"]);
    assert_eq!((run.code, run.counts.as_str()), (Some(0), "3 read, 0 skipped"));
    assert_eq!(run.ids(), ["x", "y", "x"]);
}

#[test]
fn folders_are_read_whole_and_what_is_skipped_is_named() {
    let packed = |text: &str| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let folder = Folder::new(&[("outside/z.txt", PAGE)]);
    let read = ["A.TXT", "b.md", "c.Html", "d.htm", "e.xhtml"];
    for name in read {
        folder.write(format!("pages/{name}"), PAGE.as_bytes());
    }
    folder.write("pages/f.jsonl", line("f").as_bytes());
    folder.write("pages/g.jsonl.gz", &[packed(&line("g")), packed(&line("h"))].concat());
    folder.write("pages/i.txt.gz", &packed(PAGE));
    folder.write("pages/j.html.GZ", &packed(PAGE));
    folder.write("pages/k.css", b"p {}");
    folder.write("pages/l", b"");
    let mut ids = read.map(str::to_owned).to_vec();
    ids.extend(["f", "g", "h", "i.txt.gz", "j.html.GZ"].map(str::to_owned));
    let mut skipped = vec![
        "pages/k.css: expected .txt, .md, .html, .htm, .xhtml or .jsonl (or one with .gz), found `.css`",
        "pages/l: expected .txt, .md, .html, .htm, .xhtml or .jsonl (or one with .gz), found no extension",
    ];
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("../outside/z.txt", folder.path("pages/m.txt")).unwrap();
        symlink("../outside", folder.path("pages/n")).unwrap();
        symlink("../pages", folder.path("pages/o")).unwrap();
        ids.extend(["m.txt", "n/z.txt"].map(str::to_owned));
        skipped.push("pages/o: expected a folder of its own, found a link to `pages` above it");
    }
    let run = folder.run(&jsonl(&["pages"]));
    assert_eq!(run.ids(), ids);
    assert_eq!(run.told, skipped);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.counts, format!("{} read, {} skipped", ids.len(), skipped.len()));
    // What is compressed is the same text.
    let records = run.records();
    let of = |id: &str| records.iter().find(|r| r["id"] == id).unwrap()["mentions"].clone();
    assert_eq!(of("i.txt.gz"), of("A.TXT"));
    // A file that is named is read whatever its name.
    folder.write("page.neu", PAGE.as_bytes());
    assert_eq!(folder.run(&jsonl(&["page.neu"])).ids(), ["page.neu"]);
}

#[test]
fn a_binary_file_is_skipped_as_such() {
    let folder = Folder::new(&[("page.txt", PAGE), ("paper.txt", "%PDF-1.7\n1 0 obj\n")]);
    let program = fs::read(&*PROGRAM).unwrap();
    folder.write("program.txt", &program[..program.len().min(1 << 20)]);
    let run = folder.run(&jsonl(&["page.txt", "paper.txt", "program.txt"]));
    assert_eq!(
        run.told,
        [
            "paper.txt: expected text, found a PDF file",
            "program.txt: expected text, found a binary file"
        ]
    );
    assert_eq!((run.code, run.counts.as_str()), (Some(1), "1 read, 2 skipped"));
    let run = folder.run(&jsonl(&["--input", "jsonl", "program.txt"]));
    assert_eq!(run.told, ["program.txt: expected lines of JSON, found a binary file"]);
}

#[test]
fn more_threads_than_four_a_core_are_refused() {
    let folder = Folder::new(&[("page.txt", PAGE)]);
    let most = 4 * std::thread::available_parallelism().map_or(1, usize::from);
    let code = |threads: usize| folder.run(&["--threads", &threads.to_string(), "page.txt"]).code;
    assert_eq!((code(0), code(most)), (Some(0), Some(0)));
    assert_eq!((code(most + 1), code(99_999_999)), (Some(2), Some(2)));
}

#[test]
fn help_tells_what_a_run_does() {
    let help = Folder::new(&[]).run(&["--help"]).out;
    for told in [
        "--strict",
        "N read, M skipped",
        "  0  all was read",
        "  1  something was skipped",
        "  2  wrong usage",
        ".xhtml",
        "`file:line`",
        "`source`",
        "NO_COLOR",
        "at most four for each core",
    ] {
        assert!(help.contains(told), "{told}");
    }
}

#[test]
fn colours_are_for_terminals() {
    let folder = Folder::new(&[("page.txt", PAGE)]);
    let run = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = folder.command(arguments);
        command.env_remove("NO_COLOR").envs(variables.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let plain = run(&[], &["page.txt"]);
    assert!(!plain.contains('\u{1b}'));
    let colored = run(&[("CLICOLOR_FORCE", "1")], &["page.txt"]);
    assert!(colored.contains("\u{1b}["));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
    assert_eq!(run(&[("NO_COLOR", "1")], &["page.txt"]), plain);
    assert!(!run(&[("CLICOLOR_FORCE", "1")], &["--format", "json", "page.txt"]).contains('\u{1b}'));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = Folder::new(&[]);
    let lines: String = (0..2000).map(|i| line(&i.to_string())).collect();
    folder.write("in.jsonl", lines.as_bytes());
    let mut child = folder.command(&jsonl(&["in.jsonl"])).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
