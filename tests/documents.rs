//! What documents show is as they say: their tables are read, their faults are told.

use yaowen::{Extractor, Tables};

const DOCUMENTS: [(&str, &str); 2] = [
    ("README.md", include_str!("../README.md")),
    ("src/rules/README.md", include_str!("../src/rules/README.md")),
];

/// Returns the blocks of text of a document.
fn blocks(document: &str) -> impl Iterator<Item = &str> {
    document.split("```text\n").skip(1).filter_map(|rest| rest.split_once("```").map(|b| b.0))
}

#[test]
fn every_table_of_a_document_holds_what_it_says() {
    let mut read = 0;
    for (name, document) in DOCUMENTS {
        for block in blocks(document).filter(|b| b.contains('\t')) {
            let tables = Tables::parse(name, block).unwrap_or_else(|e| panic!("{block}{e}"));
            tables.check().unwrap_or_else(|e| panic!("{block}{e}"));
            read += 1;
        }
    }
    assert_eq!(read, 4, "no table is missed");
}

/// Whether a fault is as a document shows it, which may break off with `…`.
fn is_shown(fault: &str) -> bool {
    let lines = DOCUMENTS.iter().flat_map(|d| blocks(d.1)).flat_map(str::lines);
    let mut lines = lines.filter(|l| l.starts_with("own/"));
    lines.any(|line| match line.split_once('…') {
        Some((start, end)) => fault.starts_with(start) && fault.ends_with(end),
        None => fault == line,
    })
}

#[test]
fn the_faults_of_a_document_are_those_that_are_told() {
    let date = "# Days.\n\nid\tvalue\tpatern\texample\tnot\n";
    let error = Tables::parse("own/date.tsv", date).unwrap_err();
    assert!(error.faults().iter().any(|f| is_shown(&f.to_string())), "{error}");
    let error = Tables::parse("own/name.tsv", "name\tkind\n要闻社\tfirm\n").unwrap_err();
    assert!(is_shown(&error.faults()[0].to_string()), "{error}");
}

#[test]
fn the_faults_of_all_stages_are_told_at_once() {
    let files = [
        (
            "own/date.tsv",
            "# Days.\n\nid\tvalue\tpattern\texample\tnot\ndate.day_only\tday={d}\t(?<d>[0-9]{1,2}日\t[[2日]]\t二\n\
            date.vague\tdya=2\t初二日\t[[初二日]]\t二\n",
        ),
        ("own/frame.tsv", "id\ttype\tframe\texample\nframe.own\tmeet.hold\tagent\t李明举行会议\n"),
        ("own/surname.tsv", "name\tclass\n王\trare\n"),
        ("own/disable.tsv", "id\nsurname.王王\n"),
        (
            "own/lunar.tsv",
            "year\tfirst\tleap\tmonths\tterms\n2200\t02-01\t\t大小大小大小大小大小大小\t\
            1 2 3 4 5 6 7 8 9 10 11 12 1 2 3 4 5 6 7 8 9 10 11 12\n",
        ),
    ];
    let builder = files.iter().fold(Extractor::builder(), |builder, (file, text)| {
        builder.tables(Tables::parse(file, text).unwrap_or_else(|e| panic!("{e}")))
    });
    let error = builder.build().unwrap_err();
    let told: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    let of = |file: &str| told.iter().filter(|f| f.starts_with(file)).count();
    assert_eq!(files.map(|(file, _)| of(file)), [2, 1, 1, 1, 1], "{told:#?}");
    assert!(told.is_sorted());
    assert_eq!(told.iter().filter(|f| is_shown(f)).count(), 2, "{told:#?}");
}
