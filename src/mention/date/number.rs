//! Numbers as words of time write them: 12, 十二, 廿二, 二〇二三, 两千零四, 35,000, 2.5, 半.

/// Returns the number that the whole of `text` writes, or nothing when it names no definite one (几, 数).
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    // 初五 is the fifth.
    let text = text.strip_prefix('初').unwrap_or(text);
    let first = text.chars().next()?;
    if text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(f64::from(text.bytes().fold(0, |n, b| n * 10 + u32::from(b - b'0'))));
    }
    if first.is_ascii_digit() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
        let value: f64 = digits.replace(',', "").parse().ok()?;
        return rest.trim().chars().try_fold(value, |v, c| Some(v * unit(c)?));
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0.0, |v, c| Some(v * 10.0 + digit(c)?));
    }
    cardinal(text)
}

/// Reads 两千零四, 三十五, 廿二, 一百二十万.
fn cardinal(text: &str) -> Option<f64> {
    let (mut total, mut section, mut pending) = (0.0, 0.0, None);
    for c in text.chars() {
        if let Some(d) = digit(c) {
            // 零 only holds a place: 零十五 is fifteen.
            pending = (d > 0.0).then_some(d);
        } else if let Some(tens) = fused_tens(c) {
            section += tens;
        } else if c == '半' {
            section += 0.5;
        } else {
            match unit(c)? {
                big if big >= 1e4 => {
                    total = (total + section + pending.take().unwrap_or(0.0)) * big;
                    section = 0.0;
                }
                // 千二 stands for 一千二 with nothing before it.
                small => section += pending.take().unwrap_or(1.0) * small,
            }
        }
    }
    Some(total + section + pending.unwrap_or(0.0))
}

fn digit(c: char) -> Option<f64> {
    Some(match c {
        '0'..='9' => f64::from(c as u32 - '0' as u32),
        '〇' | '零' | '○' | 'O' => 0.0,
        '一' | '壹' => 1.0,
        '二' | '两' | '贰' => 2.0,
        '三' | '叁' => 3.0,
        '四' | '肆' => 4.0,
        '五' | '伍' => 5.0,
        '六' | '陆' => 6.0,
        '七' | '柒' => 7.0,
        '八' | '捌' => 8.0,
        '九' | '玖' => 9.0,
        _ => return None,
    })
}

fn fused_tens(c: char) -> Option<f64> {
    match c {
        '廿' => Some(20.0),
        '卅' => Some(30.0),
        _ => None,
    }
}

fn unit(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1000.0,
        '万' => 1e4,
        '亿' => 1e8,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_in_all_scripts() {
        for (text, value) in [
            ("12", 12.0),
            ("35,000", 35000.0),
            ("2.5", 2.5),
            ("2000万", 2e7),
            ("十", 10.0),
            ("十二", 12.0),
            ("三十五", 35.0),
            ("廿二", 22.0),
            ("卅", 30.0),
            ("二〇二三", 2023.0),
            ("二OO五", 2005.0),
            ("初五", 5.0),
            ("九八", 98.0),
            ("两千零四", 2004.0),
            ("千二百二十二", 1222.0),
            ("一百二十万", 1.2e6),
            ("半", 0.5),
            ("零十五", 15.0),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
    }

    #[test]
    fn indefinite_numbers_have_no_value() {
        assert_eq!(number("几"), None);
        assert_eq!(number("数十"), None);
        assert_eq!(number(""), None);
    }
}
