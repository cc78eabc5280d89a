//! Values of every form.

use super::*;

fn value(text: &str) -> TimeValue {
    text.parse().unwrap()
}

#[test]
fn every_form_is_read_as_it_is_printed() {
    for text in [
        "2023",
        "-0220",
        "0220",
        "2023-08",
        "2023-08-02",
        "2022-35",
        "2021-21",
        "2023-W31",
        "199X",
        "19XX",
        "-02XX",
        "XXXX-08-02",
        "XXXX-08",
        "XXXX-XX-02",
        "XXXX-W31",
        "2023-08-02T09",
        "2023-08-02T24",
        "2023-08-02T09:30:15",
        "XXXX-XX-02T09:30",
        "T09",
        "2017/..",
        "../2023-07-31",
        "-2069/-0255",
        "2023-08-02T22/2023-08-03T06~",
        "PT2.5H",
        "P1Y6M",
        "PXD",
        "P3D/P5D",
        "P1DT5H",
        "R/XXXX-WXX-1",
        "R/XXXX-WXX-6/XXXX-WXX-7",
        "R/T09/T17",
        "R/P2Y",
        "R/XXXX-WXX-1T09",
        "PAST_REF",
        "PAST_REF/..",
        "2023~",
        "2023?",
    ] {
        assert_eq!(value(text).to_string(), text);
    }
}

#[test]
fn other_words_are_no_value() {
    for text in
        ["", "2023-8", "8月", "2023-08-02/", "2023-07/2023-06", "P", "R/", "20230802", "X", "—"]
    {
        assert!(text.parse::<TimeValue>().is_err(), "{text}");
    }
}

#[test]
fn the_kind_follows_from_the_form() {
    for (text, kind) in [
        ("2023", DateType::Date),
        ("T09", DateType::Time),
        ("2023-08-02T09", DateType::Datetime),
        ("2023/..", DateType::Range),
        ("P3D/P5D", DateType::Duration),
        ("R/P1D", DateType::Set),
        ("FUTURE_REF", DateType::Deixis),
    ] {
        assert_eq!(value(text).kind(), kind, "{text}");
    }
}

#[test]
fn timex3_has_letters_for_divisions_and_no_marks() {
    for (text, timex3) in [
        ("2021-24", "2021-WI"),
        ("2023-40/2023-41", "2023-H1/2023-H2"),
        ("2017/..", "2017/"),
        ("R/XXXX-WXX-1", "XXXX-WXX-1"),
        ("2023-08-21~", "2023-08-21"),
    ] {
        assert_eq!(value(text).to_timex3(), timex3);
    }
}

#[test]
fn days_of_divisions_lie_in_their_year() {
    let days = |text: &str| {
        let (first, last) = value(text).form.ends().0.point().unwrap().days().unwrap();
        format!("{first} {last}")
    };
    assert_eq!(days("2022-35"), "2022-07-01 2022-09-30");
    assert_eq!(days("2022-24"), "2022-12-01 2023-02-28");
    assert_eq!(days("2022-41"), "2022-07-01 2022-12-31");
    assert_eq!(days("2023-W31"), "2023-07-31 2023-08-06");
}

#[test]
fn a_value_repeats_what_it_refines() {
    assert!(value("2023-08-02/2023-08-03").repeats(&value("2023-08-03")));
    assert!(value("2023-08-02T09").repeats(&value("2023-08-02")));
    assert!(value("2023-08").repeats(&value("2023")));
    assert!(!value("2023").repeats(&value("2023-08")));
    assert!(value("2024").is_year_or_month_of(&value("2024-11-19")));
    assert!(!value("2024-10").is_year_or_month_of(&value("2024-11-19")));
    assert!(value("2010/2021").is_years() && !value("2010/..").is_years());
}
