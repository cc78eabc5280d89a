//! Numbers that tell apart what looks alike: which compiled tables a piece of memory was used with.

use std::sync::atomic::{AtomicU64, Ordering};

/// Returns a number, not 0, that the process has not returned before.
pub(crate) fn unique_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
