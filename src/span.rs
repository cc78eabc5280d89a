//! Byte ranges that cannot be mixed up: [`Span<Original>`] and [`Span<Clean>`] are different types.

use std::{fmt, marker::PhantomData, ops::Range};

/// Marks spans of the text as the library got it (see [`crate::Input`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Original {}

/// Marks spans of the cleaned text, which never leaves the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clean {}

/// A half-open byte range of the text `T`, on character borders.
///
/// # Examples
///
/// ```
/// use yaowen::{Original, Span};
///
/// let span: Span<Original> = Span::new(3, 9);
/// assert_eq!(&"在北京说"[span.range()], "北京");
/// assert_eq!(span.len(), 6);
/// ```
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span<T> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    text: PhantomData<T>,
}

impl<T> Span<T> {
    /// Returns the span from byte `start` up to, and without, byte `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end, text: PhantomData }
    }

    /// Returns the span as a range to index a `str` with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns the length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns whether `other` lies wholly in this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether the two spans share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Span<T> {}

impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
