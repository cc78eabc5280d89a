//! Numerals: 12, 十二, 廿二, 二〇二三, 两千零四, 35,000, 2.5, 半, and the numbers of running text: 三百余万, 六七十.
//!
//! In: text. Out: exact [`Decimal`]s. Dates, quantities and scores read their numbers here.

use crate::document::{Bound, Decimal};

/// The longest text of figures that is a number; longer ones are account numbers, codes, noise.
const MOST_FIGURES: usize = 40;

/// Returns the value of a Chinese digit.
pub(crate) fn digit(c: char) -> Option<i64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Returns the value of a digit of any form: 7, 七, 柒, and the circles that stand for zero.
fn any_digit(c: char) -> Option<i64> {
    digit(c).or(match c {
        '0'..='9' => Some(i64::from(c as u32 - '0' as u32)),
        '○' | 'O' => Some(0),
        _ => "壹贰叁肆伍陆柒捌玖".chars().zip(1..).find(|d| d.0 == c).map(|d| d.1),
    })
}

/// Returns what a character multiplies the digits before it with.
pub(crate) fn multiple(c: char) -> Option<i64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// Returns the multiple of a character of any form: 百, 佰.
fn any_multiple(c: char) -> Option<i64> {
    multiple(match c {
        '拾' => '十',
        '佰' => '百',
        '仟' => '千',
        c => c,
    })
}

fn fused_tens(c: char) -> Option<i64> {
    match c {
        '廿' => Some(20),
        '卅' => Some(30),
        _ => None,
    }
}

/// Returns the number that the whole of `text` writes, or nothing when it names no definite one (几, 数) or one beyond what
/// can be held.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    // 初五 is the fifth.
    let text = text.strip_prefix('初').unwrap_or(text);
    let first = text.chars().next()?;
    if text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        let number = text.bytes().fold(0, |n, b| n * 10 + i64::from(b - b'0'));
        return Some(number.into());
    }
    if first.is_ascii_digit() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
        let value = Decimal::read(&digits.replace(',', ""))?;
        return rest.trim().chars().try_fold(value, |v, c| v.times(any_multiple(c)?.into()));
    }
    if text.chars().all(|c| any_digit(c).is_some()) {
        let ten = Decimal::from(10);
        return text
            .chars()
            .try_fold(Decimal::ZERO, |v, c| v.times(ten)?.plus(any_digit(c)?.into()));
    }
    cardinal(text)
}

/// Reads 两千零四, 三十五, 廿二, 一百二十万.
fn cardinal(text: &str) -> Option<Decimal> {
    let (mut total, mut section, mut pending) = (Decimal::ZERO, Decimal::ZERO, None);
    for c in text.chars() {
        if let Some(d) = any_digit(c) {
            // 零 only holds a place: 零十五 is fifteen.
            pending = (d > 0).then(|| Decimal::from(d));
        } else if let Some(tens) = fused_tens(c) {
            section = section.plus(tens.into())?;
        } else if c == '半' {
            section = section.plus(Decimal::HALF)?;
        } else {
            let unit = any_multiple(c)?;
            if unit >= 10_000 {
                let below = section.plus(pending.take().unwrap_or(Decimal::ZERO))?;
                total = total.plus(below)?.times(unit.into())?;
                section = Decimal::ZERO;
            } else {
                // 千二 stands for 一千二 with nothing before it.
                let times = pending.take().unwrap_or(Decimal::ONE);
                section = section.plus(times.times(unit.into())?)?;
            }
        }
    }
    total.plus(section)?.plus(pending.unwrap_or(Decimal::ZERO))
}

/// Returns whether a number in running text may begin with a character.
pub(crate) fn begins_number(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some() || matches!(c, '十' | '百' | '千' | '数' | '几')
}

/// Returns the number at the start of a text, its length in bytes, and the bound in its words (三百余万: at least); nothing
/// for one that a record cannot hold exactly.
pub(crate) fn leading_number(text: &str) -> Option<(Decimal, usize, Option<Bound>)> {
    let (zero, one) = (Decimal::ZERO, Decimal::ONE);
    let mut bound = None;
    // `total` counts 万 and 亿, `section` what lies below them, `last` the figures not yet multiplied.
    let (mut total, mut section, mut last) = (zero, zero, None::<Decimal>);
    let mut len = 0;
    let mut chars = text.char_indices().peekable();
    let mut any = false;
    while let Some(&(at, c)) = chars.peek() {
        if at > MOST_FIGURES {
            return None;
        }
        if c.is_ascii_digit() {
            if last.is_some() {
                break;
            }
            let figures = figures(&text[at..]);
            last = Some(Decimal::read(&text[at..at + figures].replace([',', '，'], ""))?);
            len = at + figures;
            any = true;
            while chars.next_if(|&(i, _)| i < len).is_some() {}
            continue;
        }
        if let Some(value) = digit(c).map(Decimal::from) {
            match last {
                // 六七十: between sixty and seventy.
                Some(before) if before > zero && before.plus(one) == Some(value) => {
                    last = before.plus(Decimal::HALF);
                    bound = Some(Bound::About);
                }
                Some(before) if before != zero => return None,
                _ => last = Some(value),
            }
            any = true;
        } else if matches!(c, '数' | '几') {
            if last.is_some() {
                break;
            }
            // Several are two at least: 数百人. Behind a ten they are one at least: 十几人.
            last = Some(if section > zero { zero } else { 2.into() });
            bound = Some(Bound::AtLeast);
        } else if matches!(c, '多' | '余' | '来') && any {
            // Only before another multiple or the unit: 三百余万元, 二十多人.
            bound = Some(Bound::AtLeast);
        } else if let Some(multiple) = multiple(c) {
            if multiple < 10_000 {
                section = section.plus(last.take().unwrap_or(one).times(multiple.into())?)?;
            } else {
                let below = section.plus(last.take().unwrap_or(if any { zero } else { one }))?;
                let below = if below == zero && !any { one } else { below };
                total = match multiple > 10_000 {
                    true => total.plus(below)?.times(multiple.into())?,
                    false => total.plus(below.times(multiple.into())?)?,
                };
                section = zero;
            }
            any = true;
        } else {
            break;
        }
        len = at + c.len_utf8();
        chars.next();
    }
    let number = total.plus(section)?.plus(last.unwrap_or(zero))?;
    (any && len > 0 && number.is_exact_in_json()).then_some((number, len, bound))
}

/// Returns the length of the Arabic figures at the start, with groups of three and a decimal point.
fn figures(text: &str) -> usize {
    let digits = |s: &str| s.bytes().take(MOST_FIGURES + 1).take_while(u8::is_ascii_digit).count();
    let mut len = digits(text);
    while len <= MOST_FIGURES
        && text[len..].starts_with([',', '，'])
        && digits(text[len..].trim_start_matches([',', '，'])) == 3
        && !text[len..].starts_with(",,")
    {
        let mark = text[len..].chars().next().map_or(0, char::len_utf8);
        len += mark + 3;
    }
    if let Some(rest) = text[len..].strip_prefix('.') {
        let decimals = digits(rest);
        if decimals > 0 {
            len += 1 + decimals;
        }
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_all_scripts() {
        for (text, value) in [
            ("12", "12"),
            ("35,000", "35000"),
            ("2.5", "2.5"),
            ("2000万", "20000000"),
            ("十", "10"),
            ("十二", "12"),
            ("三十五", "35"),
            ("廿二", "22"),
            ("卅", "30"),
            ("二〇二三", "2023"),
            ("二OO五", "2005"),
            ("初五", "5"),
            ("九八", "98"),
            ("两千零四", "2004"),
            ("千二百二十二", "1222"),
            ("一百二十万", "1200000"),
            ("半", "0.5"),
            ("零十五", "15"),
        ] {
            assert_eq!(number(text), Decimal::read(value), "{text}");
        }
    }

    #[test]
    fn numbers_of_running_text_end_where_their_words_end() {
        let read = |text: &str| {
            let (number, len, bound) = leading_number(text)?;
            Some((number.to_string(), text[..len].to_owned(), bound))
        };
        let found =
            |number: &str, words: &str, bound| Some((number.to_owned(), words.to_owned(), bound));
        assert_eq!(read("三百余万元"), found("3000000", "三百余万", Some(Bound::AtLeast)));
        assert_eq!(read("六七十人"), found("65", "六七十", Some(Bound::About)));
        assert_eq!(read("1,250.5亿元"), found("125050000000", "1,250.5亿", None));
        assert_eq!(read("元"), None);
    }

    #[test]
    fn indefinite_numbers_have_no_value() {
        assert_eq!(number("几"), None);
        assert_eq!(number("数十"), None);
        assert_eq!(number(""), None);
    }
}
