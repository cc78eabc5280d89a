//! Features of single characters for names: surnames, given names, transliteration.
//!
//! They are looked up for every character of the text, so they lie in one table by code point and not in the
//! automaton of the lexicons.

use crate::mention::index::lexicon::{
    GIVEN_CHAR, GivenPlace, SURNAME, SurnameClass, TRANSLIT_CHAR,
};
use crate::rules::Tables;

/// How much a surname of one character speaks for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Surname {
    /// It is none.
    #[default]
    No,
    /// Among those borne today, but not often.
    Rare,
    /// Among the hundred or so most frequent.
    Common,
}

/// How a character is used in names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CharacterFeatures {
    /// As a surname.
    pub(crate) surname: Surname,
    /// As the first character of a given name, 0 to 3.
    pub(crate) first: u8,
    /// As the last character of a given name, 0 to 3.
    pub(crate) last: u8,
    /// In transliterations, 0 to 3.
    pub(crate) foreign: u8,
    /// Whether it opens a surname of two or more characters; few do, so the list of those is seldom looked into.
    opens_long: bool,
}

/// The letters of the basic plane, and the surnames of two or more characters.
#[derive(Debug)]
pub(crate) struct CharacterTable {
    by_code: Vec<CharacterFeatures>,
    /// Sorted; whether they are Japanese.
    long: Vec<(Vec<char>, bool)>,
}

impl CharacterTable {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let mut by_code = vec![CharacterFeatures::default(); 1 << 16];
        let mut long = Vec::new();
        for row in tables.rows(SURNAME.name) {
            let name: Vec<char> = row.cell("name").chars().collect();
            let class = row.cell("class").parse().expect("the column was checked");
            match (name.as_slice(), class) {
                (&[c], class) => {
                    if let Some(features) = by_code.get_mut(c as usize) {
                        features.surname = match class {
                            SurnameClass::Common => Surname::Common,
                            _ => Surname::Rare,
                        };
                    }
                }
                (_, class) => long.push((name, class == SurnameClass::Japanese)),
            }
        }
        long.sort();
        for (name, _) in &long {
            if let Some(letter) = name.first().and_then(|&c| by_code.get_mut(c as usize)) {
                letter.opens_long = true;
            }
        }
        for row in tables.rows(GIVEN_CHAR.name) {
            let Some(letter) = character(row.cell("name")).and_then(|c| by_code.get_mut(c)) else {
                continue;
            };
            let strength: u8 = row.cell("strength").parse().expect("the column was checked");
            let weaker = strength.min(1);
            (letter.first, letter.last) =
                match row.cell("class").parse().expect("the column was checked") {
                    GivenPlace::Both => (strength, strength),
                    GivenPlace::First => (strength, weaker),
                    GivenPlace::Second => (weaker, strength),
                    GivenPlace::Rare => (weaker, weaker),
                };
        }
        for row in tables.rows(TRANSLIT_CHAR.name) {
            if let Some(letter) = character(row.cell("name")).and_then(|c| by_code.get_mut(c)) {
                letter.foreign = row.cell("strength").parse().expect("the column was checked");
            }
        }
        CharacterTable { by_code, long }
    }

    /// Returns what a character says.
    pub(crate) fn get(&self, c: char) -> CharacterFeatures {
        self.by_code.get(c as usize).copied().unwrap_or_default()
    }

    /// Returns the length in characters of the surname of two or more characters that `chars` begins with, and whether it is
    /// Japanese.
    pub(crate) fn long_surname(&self, chars: &[char]) -> Option<(usize, bool)> {
        if !self.get(*chars.first()?).opens_long {
            return None;
        }
        (2..=3).rev().filter(|&n| n <= chars.len()).find_map(|n| {
            let at =
                self.long.binary_search_by(|(name, _)| name.as_slice().cmp(&chars[..n])).ok()?;
            Some((n, self.long[at].1))
        })
    }
}

fn character(cell: &str) -> Option<usize> {
    cell.chars().next().map(|c| c as usize)
}
