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

/// Returns the bytes of the note that `rest` starts with, brackets included, if it stands directly behind `head` and is
/// written the plain way: `(guó)`, one syllable in small letters of which one is written with its tone mark.
pub(super) fn plain(head: &str, rest: &str) -> Option<usize> {
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
    let reading = toned == 1 && syllable(&letters[..len]) && head.ends_with(is_han);
    reading.then_some(rest.len() - inner.len())
}

/// Readings that were found before: a page prints the same ones again and again.
#[derive(Debug)]
pub(super) struct Known {
    /// Their bytes, 0 where there is none yet.
    slots: [u64; 1 << KNOWN],
}

/// How many readings are kept at most, as a power of two.
const KNOWN: u32 = 9;

impl Known {
    /// Returns a memory of no readings.
    pub(super) fn new() -> Self {
        Known { slots: [0; 1 << KNOWN] }
    }

    /// Returns what [`plain`] returns.
    pub(super) fn plain(&mut self, head: &str, rest: &str) -> Option<usize> {
        let Some((reading, len)) = short(rest.as_bytes()) else { return plain(head, rest) };
        // The golden ratio, as Fibonacci hashing has it.
        let slot = reading.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - KNOWN);
        let slot = &mut self.slots[slot as usize];
        if *slot == reading {
            return head.ends_with(is_han).then_some(len + 2);
        }
        let found = plain(head, rest)?;
        *slot = reading;
        Some(found)
    }
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

/// Returns whether the plain letters are a syllable: an initial and a final, `v` for ü.
#[rustfmt::skip]
fn syllable(plain: &[u8]) -> bool {
    let ending = match plain {
        b"m" | b"n" | b"ng" | b"hm" | b"hng" => return true,
        [b'z' | b'c' | b's', b'h', ending @ ..] => ending,
        [b'b' | b'p' | b'm' | b'f' | b'd' | b't' | b'n' | b'l' | b'g' | b'k' | b'h' | b'j' | b'q' | b'x' | b'r' | b'z' | b'c'
            | b's' | b'y' | b'w', ending @ ..] => ending,
        _ => plain,
    };
    matches!(ending,
        b"a" | b"ai" | b"an" | b"ang" | b"ao" | b"e" | b"ei" | b"en" | b"eng" | b"er" | b"i" | b"ia" | b"ian" | b"iang"
        | b"iao" | b"ie" | b"in" | b"ing" | b"iong" | b"iu" | b"o" | b"ong" | b"ou" | b"u" | b"ua" | b"uai" | b"uan"
        | b"uang" | b"ue" | b"ui" | b"un" | b"uo" | b"v" | b"van" | b"ve" | b"vn")
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
    fn known_readings_are_found_as_new_ones() {
        let mut known = Known::new();
        let pages = [
            "(guó)家。。。",
            "(zhuāng)稼",
            "(guó)",
            "(a)。。。",
            "()。。。。",
            "(guo)家。。",
            "(guó 家)",
            "(zhuāngg)",
        ];
        for _ in 0..2 {
            for page in pages {
                for head in ["國", "國,", ""] {
                    assert_eq!(known.plain(head, page), plain(head, page), "{head}{page}");
                }
            }
        }
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
