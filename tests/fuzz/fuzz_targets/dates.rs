//! The dates of any text do not overlap and divide no grapheme cluster, whatever day the text is from.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yaowen::{Moment, dates};

#[allow(dead_code, reason = "each target needs a part of it")]
#[path = "../../contract/mod.rs"]
mod contract;

fuzz_target!(|input: (i16, i8, i8, &str)| {
    let (year, month, day, text) = input;
    contract::dates_are_sound(text);
    for date in dates(text, Moment::day(year, month, day)) {
        assert!(!date.date.value.to_string().is_empty(), "{date:?}");
    }
});
