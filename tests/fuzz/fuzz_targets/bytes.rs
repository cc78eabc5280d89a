//! Any bytes are decoded; what could not be read is said, in order.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yaowen::{Input, text};

fuzz_target!(|bytes: &[u8]| {
    let (decoded, decoding) = text::decode(bytes);
    let mut end = 0;
    for unreadable in decoding.unreadable() {
        assert!(end <= unreadable.bytes.start && unreadable.bytes.start < unreadable.bytes.end);
        assert!(unreadable.bytes.end <= bytes.len());
        end = unreadable.bytes.end;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert_eq!(decoded, text);
    }
    assert!(!Input::bytes(bytes).is_dated());
});
