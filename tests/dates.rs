//! Dates of the cases in `tests/cases/dates.tsv`. The examples of the tables are run by `tests/tables.rs`.

use yaowen::{DateMention, Moment};

fn read(text: &str, anchor: Option<&str>) -> Vec<DateMention> {
    yaowen::dates(text, anchor.map(|a| a.parse::<Moment>().unwrap()))
}

/// Cases: text, anchor, and every date with its value.
#[test]
fn cases_give_their_values() {
    let table = include_str!("cases/dates.tsv");
    let mut wrong = Vec::new();
    let mut total = 0;
    for line in table.lines().filter(|l| !l.starts_with('#') && !l.starts_with("id\t")) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, text, anchor, from, expect, ..] = cells[..] else { continue };
        total += 1;
        let given = match from.split_once("given") {
            Some((_, "")) => Some(anchor).filter(|a| *a != "none"),
            Some((_, date)) => Some(date.trim()),
            None => None,
        };
        let text = text.replace("\\n", "\n");
        let found = read(&text, given);
        let got = match found.is_empty() {
            true => "none".to_owned(),
            false => {
                let all: Vec<String> =
                    found.iter().map(|d| format!("{}=>{}", d.text, d.date.value)).collect();
                all.join(";")
            }
        };
        if got != expect {
            wrong.push(format!("{id}: {text}\n   want {expect}\n   got  {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {total} cases:\n{}", wrong.len(), wrong.join("\n"));
}
