//! The lunar calendar and the solar terms of `tables/lunar.tsv` against the crate tyme4rs, 1900 to 2100.

use tyme4rs::tyme::{
    Culture,
    lunar::{LunarDay, LunarMonth, LunarYear},
    solar::SolarTerm,
};

fn value(text: &str) -> Option<String> {
    yaowen::dates(text, None).first().map(|d| d.date.value.to_string())
}

#[test]
fn first_and_last_day_of_each_lunar_month_are_converted() {
    for year in 1900..=2100 {
        let leap = LunarYear::from_year(year).get_leap_month() as isize;
        let months = (1..=12).flat_map(|m| if m == leap { vec![m, -m] } else { vec![m] });
        for month in months {
            let last = LunarMonth::from_ym(year, month).get_day_count();
            for day in [1, last] {
                let leap = if month < 0 { "闰" } else { "" };
                let text = format!("农历{year}年{leap}{}月{day}日", month.abs());
                let expected = LunarDay::from_ymd(year, month, day).get_solar_day();
                let expected = format!(
                    "{:04}-{:02}-{:02}",
                    expected.get_year(),
                    expected.get_month(),
                    expected.get_day()
                );
                assert_eq!(value(&text), Some(expected), "{text}");
            }
        }
    }
}

#[test]
fn a_lunar_day_that_the_month_lacks_is_no_date() {
    // The first lunar month of 2022 has 30 days, the second 29; 2023 has no leap month after the third.
    assert_eq!(value("农历2022年1月30日"), Some("2022-03-02".to_owned()));
    assert_eq!(value("农历2022年2月30日"), None);
    assert_eq!(value("农历2023年闰三月1日"), None);
}

#[test]
fn each_solar_term_has_its_day() {
    for year in 1900..=2100 {
        for index in 1..=24 {
            let term = SolarTerm::from_index(year, index);
            let day = term.get_julian_day().get_solar_day();
            let text = format!("{year}年{}节气", term.get_name());
            let expected = format!("{year}-{:02}-{:02}", day.get_month(), day.get_day());
            assert_eq!(value(&text), Some(expected), "{text}");
        }
    }
}
