//! Names in the cases of `tests/cases/names.tsv`, read under the house's convention `news`: what must be found, with
//! its kind, and what must not, which is all that is not listed.
//!
//! `cargo test --test names -- --nocapture` prints every row that is read wrong.

// Without the learned rows another share holds.
#![cfg(feature = "learned")]

use yaowen::{Document, Extractor, Input};

/// Share of all rows read right that has been reached; a change that loses ground says why.
const FLOOR: f64 = 0.85;

/// One line of the file.
struct Case<'a> {
    id: &'a str,
    text: &'a str,
    expected: Vec<Name<'a>>,
    /// A wrong reading known from other systems: never allowed, whatever the share.
    must: bool,
}

/// Kinds of names; other mentions are no matter of these cases.
const KINDS: [&str; 5] = ["person", "place", "organization", "title", "date"];

#[derive(PartialEq)]
enum Wanted {
    Yes,
    No,
    /// A reading that two careful readers may differ on.
    Maybe,
}

/// A name that is to be found or, with `!` in front, not to be found; with `?` it may be.
struct Name<'a> {
    wanted: Wanted,
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
    let (wanted, name) = match cell.strip_prefix('!') {
        Some(name) => (Wanted::No, name),
        None => match cell.strip_prefix('?') {
            Some(name) => (Wanted::Maybe, name),
            None => (Wanted::Yes, cell),
        },
    };
    let (kind, surface) = name.split_once(':').unwrap_or_else(|| panic!("{id}: {cell}"));
    assert!(KINDS.contains(&kind), "{id}: no kind `{kind}`");
    Name { wanted, kind, surface }
}

/// What is wrong in the reading of a case, empty when it is right: what is missed, and every name that is not listed.
fn faults(case: &Case<'_>, document: &Document) -> Vec<String> {
    let found: Vec<(&str, &str)> = document
        .mentions
        .iter()
        .map(|m| (m.kind.as_str(), m.text.as_str()))
        .filter(|m| KINDS.contains(&m.0))
        .collect();
    let missed = case.expected.iter().filter(|n| n.wanted == Wanted::Yes);
    let missed = missed.map(|n| ("missed", (n.kind, n.surface))).filter(|m| !found.contains(&m.1));
    let listed = |name: &(&str, &str)| {
        case.expected.iter().any(|n| n.wanted != Wanted::No && (n.kind, n.surface) == *name)
    };
    let more = found.iter().filter(|name| !listed(name)).map(|name| ("found", *name));
    missed.chain(more).map(|(word, (kind, surface))| format!("{word} {kind}:{surface}")).collect()
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
        let all = document.mentions.iter().map(|m| format!("{}:{}", m.kind.as_str(), m.text));
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
