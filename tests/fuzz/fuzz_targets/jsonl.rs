//! Any bytes that are read as lines of JSON give texts or say what was skipped, and every line is one of both.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yaowen::{JsonLine, Texts};

fuzz_target!(|bytes: &[u8]| {
    for text in Texts::lines("-", bytes) {
        match text {
            Ok(text) => {
                assert!(!text.id().is_empty());
                text.input();
            }
            Err(skipped) => assert!(!skipped.reason().is_empty()),
        }
    }
    if let Ok(line) = std::str::from_utf8(bytes) {
        drop(JsonLine::read(line));
    }
});
