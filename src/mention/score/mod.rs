//! What candidates score beyond the features of their proposers.

pub(crate) mod company_short_name;
pub(crate) mod document_votes;
pub(crate) mod guideline;
pub(crate) mod learned;
pub(crate) mod name_extension;
pub(crate) mod person_context;
