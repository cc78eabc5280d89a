//! Names in the cases of `tests/cases/names.tsv`, read under the house's convention `news`: what must be found, with
//! its kind, and what must not.
//!
//! `cargo test --test names -- --nocapture` prints every row that is read wrong.

// Without the learned rows another share holds.
#![cfg(feature = "learned")]

use yaowen::{Document, Extractor, Input};

/// Share of all rows read right that has been reached; a change that loses ground says why.
const FLOOR: f64 = 0.93;

/// One line of the file.
struct Case<'a> {
    id: &'a str,
    text: &'a str,
    expected: Vec<Name<'a>>,
    /// A wrong reading known from other systems: never allowed, whatever the share.
    must: bool,
}

/// A name that is to be found or, with `!` in front, not to be found.
struct Name<'a> {
    wanted: bool,
    kind: &'a str,
    surface: &'a str,
}

fn cases() -> Vec<Case<'static>> {
    let lines = include_str!("cases/names.tsv").lines();
    let rows = lines.filter(|l| !l.is_empty() && !l.starts_with('#') && !l.starts_with("id\t"));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, text, expected, must, _] = cells[..] else { panic!("five cells: {line}") };
        assert!(["yes", ""].contains(&must), "{id}: must is `yes` or empty");
        let expected = expected.split(';').map(|name| read(id, name)).collect();
        Case { id, text, expected, must: must == "yes" }
    })
    .collect()
}

fn read(id: &str, cell: &'static str) -> Name<'static> {
    const KINDS: [&str; 5] = ["person", "place", "organization", "title", "date"];
    let (wanted, name) = match cell.strip_prefix('!') {
        Some(name) => (false, name),
        None => (true, cell),
    };
    let (kind, surface) = name.split_once(':').unwrap_or_else(|| panic!("{id}: {cell}"));
    assert!(KINDS.contains(&kind), "{id}: no kind `{kind}`");
    Name { wanted, kind, surface }
}

/// What is wrong in the reading of a case, empty when it is right.
fn faults(case: &Case<'_>, document: &Document) -> Vec<String> {
    let all = &document.mentions;
    let found = |n: &Name<'_>| all.iter().any(|m| m.kind.word() == n.kind && m.text == n.surface);
    let wrong = case.expected.iter().filter(|n| found(n) != n.wanted);
    wrong
        .map(|n| {
            let word = if n.wanted { "missed" } else { "found" };
            format!("{word} {}:{}", n.kind, n.surface)
        })
        .collect()
}

#[test]
fn cases_are_read() {
    let extractor = Extractor::new();
    let cases = cases();
    let (mut wrong, mut forbidden) = (Vec::new(), Vec::new());
    for case in &cases {
        let document = extractor.extract(Input::new(case.text));
        let faults = faults(case, &document);
        if faults.is_empty() {
            continue;
        }
        let all = document.mentions.iter().map(|m| format!("{}:{}", m.kind.word(), m.text));
        let all = all.collect::<Vec<_>>().join(";");
        let told = format!("{} {}\n    {}\n    read {all}", case.id, case.text, faults.join("; "));
        println!("{told}");
        wrong.push(case.id);
        if case.must {
            forbidden.push(told);
        }
    }
    let share = 1.0 - wrong.len() as f64 / cases.len() as f64;
    println!("{} of {} right, {share:.3}", cases.len() - wrong.len(), cases.len());
    assert!(forbidden.is_empty(), "known wrong readings are back:\n{}", forbidden.join("\n"));
    assert!(share >= FLOOR, "{share:.3} of the rows are right, below {FLOOR}: {wrong:?}");
}
