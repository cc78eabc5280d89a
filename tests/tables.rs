//! Rule tables: ours hold what they say; a user's are read with the same care.

use std::fs;

use yaowen::{Error, Extractor, Tables, document::MentionKind};

/// Returns `line:col: message` of each fault.
fn faults(error: &Error) -> Vec<String> {
    assert!(error.is_tables(), "{error}");
    error.faults().iter().map(|f| format!("{}:{}: {}", f.line, f.column, f.message)).collect()
}

fn parse_faults(file: &str, text: &str) -> Vec<String> {
    faults(&Tables::parse(file, text).unwrap_err())
}

/// Faults that show when the user's rows meet the built-in ones.
fn build_faults(file: &str, text: &str) -> Vec<String> {
    let tables = Tables::parse(file, text).unwrap_or_else(|e| panic!("{e}"));
    faults(&Extractor::builder().tables(tables).build().unwrap_err())
}

// Examples of events need the names that only the learned rows read.
#[cfg(feature = "learned")]
#[test]
fn built_in_rows_hold_their_examples() {
    Tables::built_in().check().unwrap_or_else(|e| panic!("{e}"));
}

/// Where a name is not read by itself there is nothing to force.
#[test]
fn only_names_are_forced() {
    let faults = parse_faults("trade.tsv", "name\tneeds\tforce\n茶饮\tnothing\tyes\n");
    assert!(faults[0].starts_with("1:12: table `trade` has no column `force`"), "{faults:?}");
    Tables::parse("title.tsv", "name\tfamily\tstands\twith\tforce\n茶师\tx\trank\teither\tyes\n")
        .unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn a_header_is_checked_column_by_column() {
    let known =
        "name, kind, full, force, example, not, left, right, not_left, not_right, rank, note";
    assert_eq!(
        parse_faults("name.tsv", "name\tkint\tname\n"),
        [
            "1:1: column `kind` is missing".to_owned(),
            format!("1:6: table `name` has no column `kint`; it has {known}"),
            "1:11: column `name` stands here twice".to_owned(),
        ]
    );
    assert_eq!(
        parse_faults("name.tsv", "# nothing\n"),
        ["1:1: the header line with the columns is missing"]
    );
}

#[test]
fn cells_are_checked_and_columns_count_characters() {
    assert_eq!(
        parse_faults(
            "name.tsv",
            "# 名\nname\tkind\trank\n要闻社\tplace\n海实\n海棠社\tplace\t高\n\tplace\n海棠湾\tplace\t1\t2\n海棠 \tplace\n"
        ),
        [
            "4:3: column `kind` is empty",
            "5:11: expected a whole number, found `高`",
            "6:1: column `name` is empty",
            "7:13: the row has more cells than the header has columns (3)",
            "8:1: the cell begins or ends with a blank",
        ]
    );
    let closed = parse_faults("name.tsv", "name\tkind\n要闻社\tfirm\n");
    assert!(closed[0].starts_with("2:5: expected ") && closed[0].ends_with(", found `firm`"));
}

#[test]
fn a_table_is_named_by_its_head_or_its_file() {
    let rows = "name\tclass\n钭\trare\n";
    assert!(Tables::parse("surname.tsv", rows).is_ok());
    assert!(Tables::parse("mine.tsv", &format!("# table: surname\n{rows}")).is_ok());
    assert!(parse_faults("mine.tsv", rows)[0].starts_with("1:1: there is no table `mine`"));
    let head = parse_faults("mine.tsv", &format!("# mine\n# table: sirname\n{rows}"));
    assert!(head[0].starts_with("2:10: there is no table `sirname`"), "{head:?}");
}

#[test]
fn files_of_other_systems_are_read() {
    let tables = Tables::parse("surname.tsv", "\u{feff}name\tclass\r\n\r\n钭\trare\r\n");
    assert!(tables.is_ok(), "{}", tables.unwrap_err());
}

#[test]
fn an_id_is_used_once() {
    assert_eq!(
        parse_faults("surname.tsv", "name\tclass\n钭\trare\n钭\tcommon\n"),
        ["3:1: rule id `surname.钭` is already used on line 2"]
    );
    let taken = build_faults("surname.tsv", "class\tname\nrare\t王\n");
    assert!(
        taken[0]
            .starts_with("2:6: rule id `surname.王` is already used in src/tables/surname.tsv:")
    );
}

#[test]
fn a_part_is_known_and_not_its_own_part() {
    assert_eq!(
        build_faults(
            "part.tsv",
            "name\tpattern\texample\tnot\none_a\t[一二]{one_b}\t一\t三\none_b\t三{one_a}\t一\t三\none_c\t{one_d}{2,3}\t一\t三\n"
        ),
        [
            "3:8: rule `part.one_b`: parts go round in circles: `one_a` uses `one_b` uses `one_a`",
            "4:7: rule `part.one_c`: there is no part `one_d`",
        ]
    );
}

#[test]
fn an_error_in_a_pattern_is_placed_in_it() {
    assert_eq!(
        build_faults(
            "part.tsv",
            "name\tpattern\texample\tnot\none_a\t[一二]\t一\t三\none_b\t第{one_a}届(?:大\t一\t三\none_c\t第.*届\t一\t三\n"
        ),
        [
            "3:16: rule `part.one_b`: pattern does not compile: unclosed group",
            "4:9: rule `part.one_c`: repeat without end: say how often at most, such as `{0,20}`",
        ]
    );
}

#[test]
fn a_guard_is_checked_like_a_pattern() {
    assert_eq!(
        build_faults("name.tsv", "name\tkind\tleft\tnot_right\n要闻社\torganization\t[在\t.*\n"),
        [
            "2:18: rule `name.要闻社`: pattern does not compile: unclosed character class",
            "2:22: rule `name.要闻社`: repeat without end: say how often at most, such as `{0,20}`",
        ]
    );
}

#[test]
fn a_disabled_rule_is_gone_and_an_unknown_one_is_a_fault() {
    let own = Tables::parse("disable.tsv", "id\tnote\nsurname.王\t\n").unwrap();
    let extractor = Extractor::builder().tables(own).build().unwrap();
    assert_eq!(extractor.rule("surname.王"), None);
    assert!(extractor.rule("surname.李").is_some());
    assert!(Extractor::new().rule("surname.王").is_some());
    assert_eq!(
        build_faults("disable.tsv", "id\nsurname.王\nsurname.王王\n"),
        ["3:1: there is no rule `surname.王王` to disable"]
    );
}

#[test]
fn examples_are_run() {
    let check = |rows: &str| {
        let head = "# carrier: 记者从{name}获悉。\nname\tkind\texample\tnot\tnot_right\n";
        Tables::parse("name.tsv", &format!("{head}{rows}")).unwrap().check()
    };
    check("要闻社\torganization\n").unwrap();
    check("要闻\torganization\t据[[要闻]]报道\t国内要闻版\t版\n").unwrap();
    assert_eq!(
        faults(
            &check(
                "要闻\torganization\t据要闻报道\t国内要闻版\n要社\torganization\t据[[要闻]]报道 || 据[[要\n"
            )
            .unwrap_err()
        ),
        [
            "3:17: rule `name.要闻`: the example has no [[marked]] span",
            "3:23: rule `name.要闻`: the row reads `要闻` in the look-alike",
            "4:31: rule `name.要社`: `[[` without `]]`",
        ]
    );
    assert_eq!(
        faults(&check("要社\torganization\t据[[要闻]]报道\n").unwrap_err()),
        ["3:17: rule `name.要社`: the row does not read `要闻`"]
    );
}

#[test]
fn a_broken_table_leaves_extractors_as_they_were() {
    let text = "市民王建国说，8月2日，常州下雨。";
    let before = Extractor::new();
    let document = before.extract(text);
    assert!(Tables::parse("name.tsv", "name\tkind\n要闻社\tfirm\n").is_err());
    let own = Tables::parse("surname.tsv", "name\tclass\n王\trare\n").unwrap();
    assert!(Extractor::builder().tables(own).build().is_err());
    assert_eq!(before.extract(text), document);
    assert_eq!(Extractor::new().extract(text), document);
}

#[test]
fn a_folder_is_read_whole_and_all_its_faults_are_told() {
    let folder = std::env::temp_dir().join(format!("yaowen-tables-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("name.tsv"), "name\tkind\n要闻社\tfirm\n").unwrap();
    fs::write(folder.join("surname.tsv"), "name\tclass\n钭\toften\n").unwrap();
    fs::write(folder.join("notes.txt"), "not a table").unwrap();
    let error = Tables::read(&folder).unwrap_err();
    let text = error.to_string();
    fs::write(folder.join("name.tsv"), "name\tkind\n要闻社\torganization\n").unwrap();
    fs::remove_file(folder.join("surname.tsv")).unwrap();
    let own = Tables::read(&folder).map(|own| Extractor::builder().tables(own).build());
    let one = Tables::read(folder.join("name.tsv")).is_ok();
    fs::remove_dir_all(&folder).unwrap();
    assert!(text.contains("name.tsv:2:5: expected"), "{text}");
    assert!(text.contains("surname.tsv:2:3: expected"), "{text}");
    let rule = own.unwrap().unwrap().rule("name.要闻社").unwrap();
    assert!(rule.to_string().ends_with("name.tsv:2)"), "{rule}");
    assert!(one && Tables::read(&folder).unwrap_err().is_read());
}

#[test]
fn an_added_name_comes_out_with_its_row() {
    let own = Tables::parse("name.tsv", "name\tkind\n海实\torganization\n").unwrap();
    let extractor = Extractor::builder().tables(own).build().unwrap();
    let text = "昨日，海实与当地企业签约。";
    let named = |extractor: &Extractor| {
        let document = extractor.extract(text);
        document.mentions.iter().any(|m| m.text == "海实" && m.rule == "name.海实")
    };
    assert!(named(&extractor));
    assert!(!named(&Extractor::new()));
}

#[test]
fn a_forced_row_wins_over_everything_learned() {
    let text = "昨日，教授王建国到访。";
    let places = |extractor: &Extractor| -> Vec<(String, String)> {
        let document = extractor.extract(text);
        let places = document.mentions.into_iter().filter(|m| m.kind == MentionKind::Place);
        places.map(|m| (m.text, m.rule)).collect()
    };
    // Nobody would read a person's name as a mountain, unless told to.
    let own = "name\tclass\tforce\n王建国\tmountain\tyes\n";
    let extractor =
        Extractor::builder().tables(Tables::parse("place_cn.tsv", own).unwrap()).build().unwrap();
    assert!(places(&extractor).contains(&("王建国".to_owned(), "place_cn.王建国".to_owned())));
    assert!(places(&Extractor::new()).iter().all(|p| p.0 != "王建国"));
}
