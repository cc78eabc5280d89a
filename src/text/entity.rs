//! Characters written as references: `&ldquo;`, `&#22269;`, `&#x56fd;`. Recognised by the closing `;`.

/// Most bytes of a reference, `&` and `;` included.
const LONGEST: usize = 12;

/// Returns where the reference starts that the last character of `tail` closes, and the character it stands for.
pub(super) fn reference(tail: &str) -> Option<(usize, char)> {
    let body = tail.as_bytes().strip_suffix(b";")?;
    let name = body
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'#')
        .count();
    let start = body.len().checked_sub(name + 1).filter(|s| body[*s] == b'&')?;
    let name = &tail[start + 1..body.len()];
    let c = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((start, c))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        0 => None,
        // Numbers of Windows-1252, which browsers read so.
        0x80..=0x9f => WINDOWS.chars().nth(code as usize - 0x80).filter(|c| *c != '\u{fffd}'),
        _ => char::from_u32(code),
    }
}

fn named(name: &str) -> Option<char> {
    NAMES.binary_search_by(|n| n.0.cmp(name)).ok().map(|i| NAMES[i].1)
}

/// Characters 0x80 to 0x9f of Windows-1252.
pub(super) const WINDOWS: &str =
    "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";

/// Names that pages of Chinese news use, those of the letters of pinyin with them, sorted.
#[rustfmt::skip]
const NAMES: [(&str, char); 150] = [
    ("Aacute", 'Á'), ("Agrave", 'À'), ("Auml", 'Ä'), ("Delta", 'Δ'), ("Eacute", 'É'), ("Egrave", 'È'),
    ("NewLine", '\n'), ("Oacute", 'Ó'), ("Ograve", 'Ò'), ("Omega", 'Ω'), ("Ouml", 'Ö'), ("Prime", '″'),
    ("Tab", '\t'), ("Uuml", 'Ü'), ("aacute", 'á'), ("acirc", 'â'), ("acute", '´'), ("agrave", 'à'),
    ("alpha", 'α'), ("amacr", 'ā'), ("amp", '&'), ("apos", '\''), ("aring", 'å'), ("ast", '*'),
    ("asymp", '≈'), ("atilde", 'ã'), ("auml", 'ä'), ("bdquo", '„'), ("beta", 'β'), ("bull", '•'),
    ("ccedil", 'ç'), ("cedil", '¸'), ("cent", '¢'), ("colon", ':'), ("comma", ','), ("copy", '©'),
    ("curren", '¤'), ("darr", '↓'), ("dash", '‐'), ("deg", '°'), ("delta", 'δ'), ("divide", '÷'),
    ("eacute", 'é'), ("ecirc", 'ê'), ("egrave", 'è'), ("emacr", 'ē'), ("emsp", '\u{2003}'), ("ensp", '\u{2002}'),
    ("equiv", '≡'), ("euml", 'ë'), ("euro", '€'), ("excl", '!'), ("frac12", '½'), ("frac14", '¼'),
    ("frac34", '¾'), ("gamma", 'γ'), ("ge", '≥'), ("gt", '>'), ("harr", '↔'), ("hearts", '♥'),
    ("hellip", '…'), ("hyphen", '‐'), ("iacute", 'í'), ("icirc", 'î'), ("iexcl", '¡'), ("igrave", 'ì'),
    ("imacr", 'ī'), ("infin", '∞'), ("iquest", '¿'), ("iuml", 'ï'), ("lambda", 'λ'), ("laquo", '«'),
    ("larr", '←'), ("ldquo", '“'), ("ldquor", '„'), ("le", '≤'), ("lowbar", '_'), ("lpar", '('),
    ("lrm", '\u{200e}'), ("lsaquo", '‹'), ("lsqb", '['), ("lsquo", '‘'), ("lt", '<'), ("macr", '¯'),
    ("mdash", '—'), ("micro", 'µ'), ("middot", '·'), ("mu", 'μ'), ("nbsp", '\u{a0}'), ("ndash", '–'),
    ("ne", '≠'), ("not", '¬'), ("ntilde", 'ñ'), ("num", '#'), ("oacute", 'ó'), ("ocirc", 'ô'),
    ("ograve", 'ò'), ("omacr", 'ō'), ("omega", 'ω'), ("ordf", 'ª'), ("ordm", 'º'), ("otilde", 'õ'),
    ("ouml", 'ö'), ("para", '¶'), ("percnt", '%'), ("period", '.'), ("permil", '‰'), ("pi", 'π'),
    ("plusmn", '±'), ("pound", '£'), ("prime", '′'), ("quest", '?'), ("quot", '"'), ("radic", '√'),
    ("raquo", '»'), ("rarr", '→'), ("rdquo", '”'), ("reg", '®'), ("rlm", '\u{200f}'), ("rpar", ')'),
    ("rsaquo", '›'), ("rsqb", ']'), ("rsquo", '’'), ("sbquo", '‚'), ("sect", '§'), ("semi", ';'),
    ("shy", '\u{ad}'), ("sigma", 'σ'), ("sol", '/'), ("sum", '∑'), ("sup1", '¹'), ("sup2", '²'),
    ("sup3", '³'), ("szlig", 'ß'), ("theta", 'θ'), ("thinsp", '\u{2009}'), ("times", '×'), ("trade", '™'),
    ("uacute", 'ú'), ("uarr", '↑'), ("ucirc", 'û'), ("ugrave", 'ù'), ("umacr", 'ū'), ("uml", '¨'),
    ("uuml", 'ü'), ("vert", '|'), ("yacute", 'ý'), ("yen", '¥'), ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.windows(2).all(|n| n[0].0 < n[1].0));
    }

    #[test]
    fn references_are_found_at_the_end() {
        for (tail, found) in [
            ("他说&ldquo;", (6, '“')),
            ("&#22269;", (0, '国')),
            ("&#x56FD;", (0, '国')),
            ("&#147;", (0, '“')),
            ("gu&oacute;", (2, 'ó')),
            ("&amp;", (0, '&')),
        ] {
            assert_eq!(reference(tail), Some(found), "{tail}");
        }
    }

    #[test]
    fn other_semicolons_are_none() {
        for tail in [
            ";",
            "a;",
            "&;",
            "&nosuch;",
            "&#;",
            "&#0;",
            "&#xD800;",
            "& amp;",
            "&#99999999999;",
            "AT&T；",
        ] {
            assert_eq!(reference(tail), None, "{tail}");
        }
    }
}
