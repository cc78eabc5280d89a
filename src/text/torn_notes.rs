//! Text that was torn where a reading was put in, and mended with the reading as the key.
//!
//! Some sites turn pages Traditional in GBK and then put a reading behind every character of a list by replacing bytes,
//! without looking where characters start. Where the last byte of one character and the first of the next are by chance
//! those of a listed one, the reading lands between them:
//!
//! ```text
//! 區域對嵐    85 5E | D3 F2 | 8C A6 | 8D B9     [F2 8C] is 驅, read qū
//!             85 5E | D3 F2 | 8C (  q ū ) | A6 8D | B9 …
//!             區      域      ?     q ū )   …   every pair from here on is shifted, up to the next ASCII byte
//! ```
//!
//! So `域?qū)` says which byte is missing before what follows: a character whose first byte is the second one of 域 and
//! which is read qū gives it. Decoded again with that byte in front, the rest is the truth. Two things are lost and have to
//! be guessed from the words around: the last byte before the ASCII one, and at times a pair that stands for nothing (A6
//! 8D above), which decoders drop. A repair is taken only when it reads clearly better than what stands there; else the run
//! is marked as damaged.

use super::{
    NoteKind,
    draft::{Changed, Draft},
    mojibake::Mojibake,
    tear::{Tears, units},
};

/// Returns the text with torn runs mended where that is clearly better, and marked where not.
pub(super) fn mend(text: &str) -> Option<Changed> {
    let mut tears = Tears::new(text);
    let first = tears.next()?;
    let mut mender = Mojibake::new(text);
    let mut draft = Draft::new(text);
    for tear in std::iter::once(first).chain(tears) {
        if tear.stray.start < draft.taken() {
            continue;
        }
        let units = units(text, tear.stray.end);
        match mender.repair(&tear, &units) {
            Some(repair) => {
                let range = tear.stray.start..repair.end;
                draft.replace(range.clone(), &repair.text);
                draft.note(range, NoteKind::Repaired);
            }
            None => {
                let end = units.last().map_or(tear.stray.end, |u| u.range.end);
                draft.remove(tear.stray.clone(), NoteKind::Damaged);
                draft.note(tear.stray.end..end, NoteKind::Damaged);
            }
        }
    }
    draft.finish()
}

#[cfg(test)]
mod tests {
    use super::{super::gbk, *};

    /// Puts readings behind characters as the sites do: in the bytes, without looking where characters start.
    fn tear(text: &str, readings: &[(char, &str)]) -> String {
        let mut bytes: Vec<u8> = Vec::new();
        for c in text.chars() {
            match gbk::encode(c) {
                Some(pair) => bytes.extend(pair),
                None => bytes.push(c as u8),
            }
        }
        for (c, reading) in readings {
            let pair = gbk::encode(*c).unwrap();
            let mut at = 0;
            while let Some(found) = memchr::memmem::find(&bytes[at..], &pair) {
                at += found + 2;
                let note = ["(".as_bytes(), reading.as_bytes(), b")"].concat();
                bytes.splice(at..at, note.clone());
                at += note.len();
            }
        }
        let mut out = String::new();
        let mut at = 0;
        while let Some(&lead) = bytes.get(at) {
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            let reading =
                bytes[at..].iter().position(|b| *b == b')').map(|end| &bytes[at..=at + end]);
            if let Some(reading) =
                reading.and_then(|r| std::str::from_utf8(r).ok()).filter(|_| lead == b'(')
            {
                out.push_str(reading);
                at += reading.len();
            } else if lead < 0x80 {
                out.push(lead as char);
                at += 1;
            } else if next == b'(' {
                let end = at + 2 + bytes[at + 2..].iter().position(|b| *b == b')').unwrap();
                out.push('?');
                out.push_str(std::str::from_utf8(&bytes[at + 2..=end]).unwrap());
                at = end + 1;
            } else if next < 0x40 {
                at += 1;
            } else {
                out.extend(gbk::decode(lead, next));
                at += 2;
            }
        }
        out
    }

    fn mended(text: &str) -> String {
        mend(text).map_or(text.to_owned(), |c| c.text)
    }

    #[test]
    fn torn_runs_are_mended() {
        let listed = [
            ('訌', "hòng"),
            ('驅', "qū"),
            ('麗', "lì"),
            ('數', "shù"),
            ('鑒', "jiàn"),
            ('務', "wù"),
            ('實', "shí"),
        ];
        for page in [
            "市長要求各部門加強領導,提高服務水平。",
            "會議強調,要推動區域對外合作,打造新的增長點。",
            "當地居民歡迎這項工程,道路修好以後出行方便。",
            "他在講話中指出,要進一步加強學習,把工作落到實處。",
            "據了解,該區域對外貿易額去年增長一成,服務業占比過半。",
        ] {
            let torn = tear(page, &listed);
            let whole: String = {
                let mut text = torn.clone();
                for (_, reading) in listed {
                    text = text.replace(&format!("({reading})"), "");
                }
                text
            };
            assert_ne!(whole, page, "the test tears nothing: {torn}");
            let mut text = mended(&torn);
            for (_, reading) in listed {
                text = text.replace(&format!("({reading})"), "");
            }
            assert_eq!(text, page, "{torn}");
        }
    }

    #[test]
    fn what_cannot_be_mended_is_marked() {
        let page = "記者在區域?qū)龘龘龘龘龘龘,次日返程。";
        let changed = mend(page).unwrap();
        assert_eq!(changed.text, "記者在區域龘龘龘龘龘龘,次日返程。");
        let [(range, kind)] = &changed.notes[..] else { panic!("{:?}", changed.notes) };
        assert_eq!((&page[range.clone()], *kind), ("?qū)龘龘龘龘龘龘", NoteKind::Damaged));
    }

    #[test]
    fn questions_and_whole_readings_are_no_tears() {
        for page in ["這是真的嗎?(完)", "區(qū)域協(xié)作", "是嗎?qū", "a?qū)b", "他問:是誰?)"]
        {
            assert!(mend(page).is_none(), "{page}");
        }
    }
}
