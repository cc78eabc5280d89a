//! Any table is read, or its faults are said with their places.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yaowen::{Extractor, Tables};

fuzz_target!(|text: &str| {
    match Tables::parse("own.tsv", text) {
        Ok(own) => {
            // The rows are compiled with ours, which is slow: one table in 64.
            if text.len().is_multiple_of(64) {
                drop(Extractor::builder().tables(own).build().map(|e| e.extract("县长王明昨日到访。")));
            }
        }
        Err(error) => {
            let lines = text.lines().count().max(1);
            for fault in error.faults() {
                assert!((1..=lines).contains(&fault.line), "{fault}");
                assert!(fault.column >= 1, "{fault}");
            }
            assert!(!error.faults().is_empty());
        }
    }
});
