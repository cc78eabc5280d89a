//! Any text has a record that keeps the contract and reads back equal.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yaowen::{Document, Extractor};

#[allow(dead_code, reason = "each target needs a part of it")]
#[path = "../../contract/mod.rs"]
mod contract;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

fuzz_target!(|text: &str| {
    let document = EXTRACTOR.extract(text);
    contract::sound(text, &document);
    let json = serde_json::to_string(&document).expect("a record is JSON");
    let again: Document = serde_json::from_str(&json).expect("its JSON is a record");
    assert_eq!(again, document);
});
