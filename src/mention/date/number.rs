//! Numbers as words of time write them: 12, 十二, 廿二, 二〇二三, 两千零四, 35,000, 2.5, 半.

use crate::document::Decimal;

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
        return rest.trim().chars().try_fold(value, |v, c| v.times(unit(c)?.into()));
    }
    if text.chars().all(|c| digit(c).is_some()) {
        let ten = Decimal::from(10);
        return text.chars().try_fold(Decimal::ZERO, |v, c| v.times(ten)?.plus(digit(c)?.into()));
    }
    cardinal(text)
}

/// Reads 两千零四, 三十五, 廿二, 一百二十万.
fn cardinal(text: &str) -> Option<Decimal> {
    let (mut total, mut section, mut pending) = (Decimal::ZERO, Decimal::ZERO, None);
    for c in text.chars() {
        if let Some(d) = digit(c) {
            // 零 only holds a place: 零十五 is fifteen.
            pending = (d > 0).then(|| Decimal::from(d));
        } else if let Some(tens) = fused_tens(c) {
            section = section.plus(tens.into())?;
        } else if c == '半' {
            section = section.plus(Decimal::HALF)?;
        } else {
            let unit = unit(c)?;
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

fn digit(c: char) -> Option<i64> {
    Some(match c {
        '0'..='9' => i64::from(c as u32 - '0' as u32),
        '〇' | '零' | '○' | 'O' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn fused_tens(c: char) -> Option<i64> {
    match c {
        '廿' => Some(20),
        '卅' => Some(30),
        _ => None,
    }
}

fn unit(c: char) -> Option<i64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::number;
    use crate::document::Decimal;

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
    fn indefinite_numbers_have_no_value() {
        assert_eq!(number("几"), None);
        assert_eq!(number("数十"), None);
        assert_eq!(number(""), None);
    }
}
