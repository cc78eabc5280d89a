//! The built-in tables: one `.tsv` each beside this file, one row a rule. Its form is told in [`crate::rules`].

use crate::rules::Schema;

/// Every built-in table: its schema, its file and its text.
pub(crate) const BUILT_IN: &[(Schema, &str, &str)] = &[];
