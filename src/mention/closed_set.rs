//! Enums whose values are words in the cells of a table.

/// Declares an enum with the word of each value, which is read from that word.
macro_rules! closed_set {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Checks that a cell is one of the words.
            $vis fn check(cell: &str) -> Result<(), String> {
                cell.parse::<Self>().map(drop)
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("expected {}, found `{word}`", [$($word),+].join(", "))),
                }
            }
        }
    };
}
pub(crate) use closed_set;
