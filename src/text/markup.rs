//! Tags of HTML, recognised by their closing `>`.
//!
//! Only names that HTML has count (and prefixed ones, `<o:p>`, as word processors write), so that `<红楼梦>` and `<Nature>`
//! stay.

/// What a tag means for the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Starts or ends a line.
    Block,
    /// Changes the look only.
    Inline,
    /// What stands inside is not text.
    Hidden,
    /// A word with its reading: `<ruby>國<rt>guó</rt></ruby>`.
    Ruby,
    /// What stands inside is a reading.
    Reading,
}

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag {
    /// What it means.
    pub(super) kind: Kind,
    /// Its name, an index into the elements; tags of the same name open and close each other.
    pub(super) element: usize,
    /// Whether it closes (`</p>`).
    pub(super) closes: bool,
}

/// Most bytes of a tag. Pictures are written into tags.
const LONGEST: usize = 1 << 20;

/// Returns the tag that `text` is, from `<` to `>`.
pub(super) fn tag(text: &str) -> Option<Tag> {
    let inner = text.strip_prefix('<')?.strip_suffix('>').filter(|t| t.len() < LONGEST)?;
    let other = Tag { kind: Kind::Inline, element: ELEMENTS.len(), closes: false };
    // <!DOCTYPE html>, <![endif]>, <?xml version="1.0"?>
    if inner
        .strip_prefix(['!', '?'])
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_alphabetic() || c == '['))
    {
        return Some(other);
    }
    let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |t| (t, true));
    let end =
        inner.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b':').unwrap_or(inner.len());
    let name = &inner[..end];
    if !matches!(inner.as_bytes().get(end), None | Some(b' ' | b'\n' | b'/'))
        || !name.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return None;
    }
    if name.contains(':') {
        return Some(other);
    }
    let (element, kind) = element(name)?;
    Some(Tag { kind, element, closes })
}

/// Returns the element of the name, in letters of any case: its index, and what its tags mean.
pub(super) fn element(name: &str) -> Option<(usize, Kind)> {
    let mut lower = [0; 16];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let element = ELEMENTS.binary_search_by(|e| e.0.as_bytes().cmp(lower)).ok()?;
    Some((element, ELEMENTS[element].1))
}

/// Returns the name of an element.
pub(super) fn name(element: usize) -> &'static str {
    ELEMENTS.get(element).map_or("", |e| e.0)
}

/// The elements of HTML, of today and of the pages of the nineties, sorted.
#[rustfmt::skip]
const ELEMENTS: [(&str, Kind); 131] = [
    ("a", Kind::Inline),
    ("abbr", Kind::Inline),
    ("acronym", Kind::Inline),
    ("address", Kind::Block),
    ("area", Kind::Inline),
    ("article", Kind::Block),
    ("aside", Kind::Block),
    ("audio", Kind::Inline),
    ("b", Kind::Inline),
    ("base", Kind::Inline),
    ("basefont", Kind::Inline),
    ("bdi", Kind::Inline),
    ("bdo", Kind::Inline),
    ("big", Kind::Inline),
    ("blink", Kind::Inline),
    ("blockquote", Kind::Block),
    ("body", Kind::Block),
    ("br", Kind::Block),
    ("button", Kind::Inline),
    ("canvas", Kind::Inline),
    ("caption", Kind::Block),
    ("card", Kind::Block),
    ("center", Kind::Block),
    ("cite", Kind::Inline),
    ("code", Kind::Inline),
    ("col", Kind::Inline),
    ("colgroup", Kind::Inline),
    ("data", Kind::Inline),
    ("datalist", Kind::Inline),
    ("dd", Kind::Block),
    ("del", Kind::Inline),
    ("details", Kind::Block),
    ("dfn", Kind::Inline),
    ("dialog", Kind::Block),
    ("dir", Kind::Block),
    ("div", Kind::Block),
    ("dl", Kind::Block),
    ("dt", Kind::Block),
    ("em", Kind::Inline),
    ("embed", Kind::Inline),
    ("fieldset", Kind::Block),
    ("figcaption", Kind::Block),
    ("figure", Kind::Block),
    ("font", Kind::Inline),
    ("footer", Kind::Block),
    ("form", Kind::Block),
    ("frame", Kind::Inline),
    ("frameset", Kind::Block),
    ("h1", Kind::Block),
    ("h2", Kind::Block),
    ("h3", Kind::Block),
    ("h4", Kind::Block),
    ("h5", Kind::Block),
    ("h6", Kind::Block),
    ("head", Kind::Block),
    ("header", Kind::Block),
    ("hgroup", Kind::Block),
    ("hr", Kind::Block),
    ("html", Kind::Block),
    ("i", Kind::Inline),
    ("iframe", Kind::Hidden),
    ("img", Kind::Inline),
    ("input", Kind::Inline),
    ("ins", Kind::Inline),
    ("kbd", Kind::Inline),
    ("label", Kind::Inline),
    ("legend", Kind::Block),
    ("li", Kind::Block),
    ("link", Kind::Inline),
    ("main", Kind::Block),
    ("map", Kind::Inline),
    ("mark", Kind::Inline),
    ("marquee", Kind::Inline),
    ("menu", Kind::Block),
    ("meta", Kind::Inline),
    ("meter", Kind::Inline),
    ("nav", Kind::Block),
    ("nobr", Kind::Inline),
    ("noframes", Kind::Hidden),
    ("noscript", Kind::Hidden),
    ("object", Kind::Inline),
    ("ol", Kind::Block),
    ("option", Kind::Block),
    ("output", Kind::Inline),
    ("p", Kind::Block),
    ("param", Kind::Inline),
    ("picture", Kind::Inline),
    ("pre", Kind::Block),
    ("progress", Kind::Inline),
    ("q", Kind::Inline),
    ("rb", Kind::Ruby),
    ("rbc", Kind::Ruby),
    ("rp", Kind::Reading),
    ("rt", Kind::Reading),
    ("rtc", Kind::Ruby),
    ("ruby", Kind::Ruby),
    ("s", Kind::Inline),
    ("samp", Kind::Inline),
    ("script", Kind::Hidden),
    ("section", Kind::Block),
    ("select", Kind::Hidden),
    ("slot", Kind::Inline),
    ("small", Kind::Inline),
    ("source", Kind::Inline),
    ("span", Kind::Inline),
    ("strike", Kind::Inline),
    ("strong", Kind::Inline),
    ("style", Kind::Hidden),
    ("sub", Kind::Inline),
    ("summary", Kind::Block),
    ("sup", Kind::Inline),
    ("svg", Kind::Inline),
    ("table", Kind::Block),
    ("tbody", Kind::Block),
    ("td", Kind::Block),
    ("template", Kind::Hidden),
    ("textarea", Kind::Hidden),
    ("tfoot", Kind::Block),
    ("th", Kind::Block),
    ("thead", Kind::Block),
    ("time", Kind::Inline),
    ("title", Kind::Block),
    ("tr", Kind::Block),
    ("track", Kind::Inline),
    ("tt", Kind::Inline),
    ("u", Kind::Inline),
    ("ul", Kind::Block),
    ("var", Kind::Inline),
    ("video", Kind::Inline),
    ("wbr", Kind::Inline),
    ("wml", Kind::Block),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_sorted() {
        assert!(ELEMENTS.windows(2).all(|e| e[0].0 < e[1].0));
    }

    #[test]
    fn tags_of_html_are_tags() {
        for (text, kind, closes) in [
            ("<p>", Kind::Block, false),
            ("</P>", Kind::Block, true),
            ("<br/>", Kind::Block, false),
            ("<span style=\"color:red\">", Kind::Inline, false),
            ("<script\nsrc=a.js>", Kind::Hidden, false),
            ("</rt>", Kind::Reading, true),
            ("<o:p>", Kind::Inline, false),
            ("<!DOCTYPE html>", Kind::Inline, false),
        ] {
            let tag = tag(text).unwrap();
            assert_eq!((tag.kind, tag.closes), (kind, closes), "{text}");
        }
    }

    #[test]
    fn other_angle_brackets_are_none() {
        for text in
            ["<>", "<红楼梦>", "<Nature>", "<b", "< b>", "<5>", "</>", "<pp>", "<p，>", "<!>"]
        {
            assert_eq!(tag(text), None, "{text}");
        }
    }
}
