//! Enums whose values are words in tables.

/// Declares an enum with the word of each value: it prints as that word and is read from it.
macro_rules! closed_set {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("expected {}, found `{word}`", [$($word,)+].join(", "))),
                }
            }
        }
    };
}
pub(crate) use closed_set;

/// Checks that a cell is one of the words of a closed set.
pub(crate) fn is_value<T: std::str::FromStr<Err = String>>(cell: &str) -> Result<(), String> {
    cell.parse::<T>().map(drop)
}
