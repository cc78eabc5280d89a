//! Readings in brackets behind the characters they belong to: `國(guó)家`, `協（ㄒㄧㄝˊ）`.
//!
//! Sites that turn Simplified into Traditional characters and readers for learners print them. Real brackets hold no
//! lone syllable with a tone mark: in 726,000 characters of clean news there was none. A syllable without a tone mark
//! counts only behind a character that is read in the neutral tone (們(men)).

use once_cell::sync::Lazy;

use super::chars::is_han;

/// Most syllables of one note: a word or name, 亚的斯亚贝巴（…）.
const SYLLABLES: usize = 6;

/// Most letters of one note, blanks between its syllables included.
const LETTERS: usize = 32;

/// Most letters of a syllable.
const PLAIN: usize = 6;

/// Characters that are read in the neutral tone, with that reading; in Simplified and Traditional form.
const NEUTRAL: &str = "们men 們men 么me 麼me 麽me 吗ma 嗎ma 嘛ma 呢ne 吧ba 罢ba 罷ba 的de 地de 得de 了le 着zhe 著zhe 过guo \
    過guo 子zi 头tou 頭tou 个ge 個ge 里li 裡li 裏li 啊a 呀ya 哇wa 哪na 啦la 喽lou 嘍lou 咯lo 呗bei 唄bei 上shang 下xia";

/// Returns where the note starts that the last bracket of `tail` closes, blanks before it included.
pub(super) fn start(tail: &str) -> Option<usize> {
    let inner_end = tail.strip_suffix([')', '）'])?.len();
    let (bracket, c) = tail[..inner_end]
        .char_indices()
        .rev()
        .take(LETTERS + SYLLABLES)
        .find(|(_, c)| letter(*c).is_none() && !is_zhuyin(*c))?;
    if !matches!(c, '(' | '（') {
        return None;
    }
    let head = tail[..bracket].trim_end_matches(' ');
    fits(head, &tail[bracket + c.len_utf8()..inner_end]).then_some(head.len())
}

/// Returns the bytes of a note that is written the plain way, letter by letter.
fn slow(rest: &str) -> Option<usize> {
    let mut inner = rest.as_bytes().strip_prefix(b"(")?;
    let mut letters = [0; PLAIN];
    let (mut len, mut toned) = (0, 0);
    loop {
        let (plain, tone, tail) = match inner {
            [b')', tail @ ..] => {
                inner = tail;
                break;
            }
            [c @ b'a'..=b'z', tail @ ..] => (*c, false, tail),
            // Two bytes: all letters with tone marks.
            [a @ 0xc3..=0xc7, b, tail @ ..] => {
                (TONED[usize::from(a - 0xc3) << 6 | usize::from(b & 0x3f)], true, tail)
            }
            _ => return None,
        };
        *letters.get_mut(len)? = plain;
        len += 1;
        toned += u32::from(tone);
        inner = tail;
    }
    (toned == 1 && syllable(&letters[..len])).then_some(rest.len() - inner.len())
}

/// All that [`slow`] finds within seven bytes, as numbers in a table of open addresses.
static KNOWN: Lazy<Box<[u64; 1 << BITS]>> = Lazy::new(|| {
    let mut known = Box::new([0; 1 << BITS]);
    let initials = INITIALS.iter().copied().chain([""]);
    let syllables = initials.flat_map(|i| FINALS.iter().map(move |f| format!("{i}{f}")));
    for syllable in syllables.chain(ALONE.map(str::to_owned)) {
        for (at, plain) in syllable.char_indices() {
            let toned = ('\u{c0}'..='\u{1ff}').filter(|c| letter(*c) == Some((plain as u8, true)));
            for c in toned {
                let note = format!("({}{c}{})       ", &syllable[..at], &syllable[at + 1..]);
                let Some((reading, _)) = short(note.as_bytes()) else { continue };
                let mut slot = slot(reading);
                while known[slot] != 0 && known[slot] != reading {
                    slot = (slot + 1) % known.len();
                }
                known[slot] = reading;
            }
        }
    }
    known
});

/// The table has three places for each reading.
const BITS: u32 = 15;

fn slot(reading: u64) -> usize {
    // The golden ratio, as Fibonacci hashing has it.
    (reading.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS)) as usize
}

/// Returns the bytes of the note that `rest` starts with, brackets included, if it stands directly behind `head` and is
/// written the plain way: `(guó)`, one syllable in small letters of which one is written with its tone mark.
pub(super) fn plain(head: &str, rest: &str) -> Option<usize> {
    let len = match short(rest.as_bytes()) {
        Some((reading, len)) => {
            let known = &*KNOWN;
            let mut slot = slot(reading);
            while known[slot] != reading {
                if known[slot] == 0 {
                    return None;
                }
                slot = (slot + 1) % known.len();
            }
            len + 2
        }
        None => slow(rest)?,
    };
    head.ends_with(is_han).then_some(len)
}

/// Returns the bytes up to a closing bracket behind the first byte as one number, and how many there are: 1 to 7.
fn short(rest: &[u8]) -> Option<(u64, usize)> {
    let bytes = u64::from_le_bytes(*rest.get(1..)?.first_chunk()?);
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    // A byte of zeros is the only one that borrows from its top bit; those above it do not matter.
    let others = bytes ^ (ONES * b')' as u64);
    let closing = others.wrapping_sub(ONES) & !others & ONES << 7;
    let len = closing.trailing_zeros() / 8;
    (1..8).contains(&len).then(|| (bytes & !(u64::MAX << (8 * len)), len as usize))
}

/// Returns whether the text is one syllable with a tone mark.
pub(super) fn is_syllable(text: &str) -> bool {
    syllables(text) == Some(1)
}

/// Returns whether `inner` is the reading of the last characters of `head`.
fn fits(head: &str, inner: &str) -> bool {
    let count = if inner.contains(is_zhuyin) { zhuyin_syllables(inner) } else { syllables(inner) };
    match count {
        None => false,
        Some(0) => head.chars().next_back().is_some_and(|c| neutral(c, inner.trim())),
        Some(n) => head.chars().rev().take(n).filter(|c| is_han(*c)).count() == n,
    }
}

/// The letters of a note without their tone marks.
struct Letters {
    plain: [u8; LETTERS],
    len: usize,
    /// One bit for each letter that carries a tone mark.
    toned: u32,
}

/// Returns how many syllables with a tone mark the text is, 0 when it is one syllable without.
fn syllables(text: &str) -> Option<usize> {
    let mut letters = Letters { plain: [0; LETTERS], len: 0, toned: 0 };
    for c in text.chars() {
        let (plain, toned) = if c.is_ascii_lowercase() { (c as u8, false) } else { letter(c)? };
        if plain == COMBINING {
            letters.toned |= 1 << letters.len.checked_sub(1)?;
            continue;
        }
        *letters.plain.get_mut(letters.len)? = plain;
        letters.toned |= u32::from(toned) << letters.len;
        letters.len += 1;
    }
    match letters.toned.count_ones() as usize {
        0 => syllable(letters.plain[..letters.len].trim_ascii()).then_some(0),
        tones @ 1..=SYLLABLES => letters.split(0, tones).then_some(tones),
        _ => None,
    }
}

impl Letters {
    /// Returns whether the letters from `start` on are `count` syllables, each with one tone mark.
    fn split(&self, start: usize, count: usize) -> bool {
        let rest = &self.plain[start..self.len];
        let start = start + rest.iter().take_while(|l| **l == b' ').count();
        if count == 0 || start == self.len {
            return count == 0 && start == self.len;
        }
        // The longest first: `xian` is one syllable unless that leaves a tone mark over.
        (start + 1..=self.len.min(start + 6)).rev().any(|end| {
            let tones = self.toned & (u32::MAX >> (LETTERS - end)) & (u32::MAX << start);
            tones.count_ones() == 1
                && syllable(&self.plain[start..end])
                && self.split(end, count - 1)
        })
    }
}

/// Returns the plain letter of a letter of pinyin, and whether it carries a tone mark. `ü` is `v`; what may stand between
/// syllables is a blank.
fn letter(c: char) -> Option<(u8, bool)> {
    Some(match c {
        'a'..='z' => (c as u8, false),
        'ā' | 'á' | 'ǎ' | 'à' | 'Ā' | 'Á' | 'Ǎ' | 'À' => (b'a', true),
        'ē' | 'é' | 'ě' | 'è' | 'Ē' | 'É' | 'Ě' | 'È' => (b'e', true),
        'ī' | 'í' | 'ǐ' | 'ì' => (b'i', true),
        'ō' | 'ó' | 'ǒ' | 'ò' | 'Ō' | 'Ó' | 'Ǒ' | 'Ò' => (b'o', true),
        'ū' | 'ú' | 'ǔ' | 'ù' => (b'u', true),
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => (b'v', true),
        'ń' | 'ň' | 'ǹ' => (b'n', true),
        'ḿ' => (b'm', true),
        'ü' => (b'v', false),
        'ê' => (b'e', false),
        // What GBK fonts have for a and g.
        'ɑ' => (b'a', false),
        'ɡ' => (b'g', false),
        'A'..='Z' => (c.to_ascii_lowercase() as u8, false),
        ' ' | '\n' | '\'' | '’' | '-' => (b' ', false),
        '\u{300}' | '\u{301}' | '\u{304}' | '\u{30c}' => (COMBINING, true),
        _ => return None,
    })
}

/// The plain letters of those with tone marks from U+00C0 on, 0 for others.
static TONED: Lazy<[u8; 320]> = Lazy::new(|| {
    std::array::from_fn(|i| match char::from_u32(0xc0 + i as u32).and_then(letter) {
        Some((plain, true)) => plain,
        _ => 0,
    })
});

/// Stands for a tone mark on the letter before it.
const COMBINING: u8 = 0;

/// What a syllable starts with, two letters first.
const INITIALS: [&str; 23] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s", "y", "w",
];

/// What follows, or stands alone; `v` for ü.
const FINALS: [&str; 36] = [
    "a", "ai", "an", "ang", "ao", "e", "ei", "en", "eng", "er", "i", "ia", "ian", "iang", "iao",
    "ie", "in", "ing", "iong", "iu", "o", "ong", "ou", "u", "ua", "uai", "uan", "uang", "ue", "ui",
    "un", "uo", "v", "van", "ve", "vn",
];

/// Syllables without a vowel.
const ALONE: [&str; 5] = ["m", "n", "ng", "hm", "hng"];

/// Returns whether the plain letters are a syllable.
fn syllable(plain: &[u8]) -> bool {
    let initial = INITIALS.iter().find(|i| plain.starts_with(i.as_bytes()));
    let ending = &plain[initial.map_or(0, |i| i.len())..];
    FINALS.iter().any(|f| f.as_bytes() == ending) || ALONE.iter().any(|a| a.as_bytes() == plain)
}

fn neutral(c: char, reading: &str) -> bool {
    NEUTRAL.split(' ').any(|pair| pair.strip_prefix(c) == Some(reading))
}

fn is_zhuyin(c: char) -> bool {
    matches!(c, '\u{3105}'..='\u{3129}' | 'ˊ' | 'ˇ' | 'ˋ' | '˙')
}

fn zhuyin_syllables(text: &str) -> Option<usize> {
    let mut count = 0;
    for group in text.split([' ', '\n']).filter(|g| !g.is_empty()) {
        if !group.chars().all(is_zhuyin) || group.chars().count() > 5 {
            return None;
        }
        count += 1;
    }
    (1..=SYLLABLES).contains(&count).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_found_with_the_blanks_before_them() {
        for (head, note) in [
            ("本國", "(guó)"),
            ("會", "（huì）"),
            ("綠", " (lǜ)"),
            ("女", "(nü\u{30c})"),
            ("把", "(bɑ̌)"),
            ("他們", "(men)"),
            ("協", "(ㄒㄧㄝˊ)"),
            ("协作", "（ㄒㄧㄝˊ ㄗㄨㄛˋ）"),
            ("漳浦", "（zhāng pǔ）"),
            ("西安", "（Xī'ān）"),
            ("杭州", "(hángzhōu)"),
        ] {
            assert_eq!(start(&format!("{head}{note}")), Some(head.len()), "{head}{note}");
        }
    }

    #[test]
    fn the_table_holds_what_is_found_letter_by_letter() {
        let used = KNOWN.iter().filter(|r| **r != 0).count();
        assert!(3 * used <= 1 << BITS, "{used}");
        for page in [
            "(guó)家。。。",
            "(zhuāng)稼",
            "(guó)",
            "(a)。。。",
            "()。。。。",
            "(guo)家。。",
            "(guó 家)",
            "(zhuāngg)",
            "(ńg)。。。",
            "(lǜè)。",
            "(nǚ)。。。",
            "(ǹ)。。。。",
            "(gúó)。。",
        ] {
            assert_eq!(plain("國", page), slow(page), "{page}");
        }
        assert_eq!(plain("a", "(guó)家。。。"), None);
    }

    #[test]
    fn other_brackets_are_left() {
        for text in [
            "世贸组织(wto)",
            "县委(办)",
            "首席执行官(CEO)",
            "死（abs）",
            "他们(de)",
            "咖啡馆(café)",
            "ABC(guó)",
            "州（zhāng pǔ）",
            "(guó)",
            "国guó)",
            "国()",
            "国家（gguó）",
        ] {
            assert_eq!(start(text), None, "{text}");
        }
    }
}
