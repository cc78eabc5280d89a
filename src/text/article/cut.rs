//! The source of a page without what does not belong to its article: the first step of cleaning a page.

use super::{Article, PageKind, Role, tree::is_blank};
use crate::text::{
    NoteKind,
    chars::is_han,
    draft::{Changed, Draft},
};

/// Returns the text of the article's parts, each a line of its own; tags in them are left out, references stay.
pub(in crate::text) fn cut(page: &str, article: &Article) -> Option<Changed> {
    let mut draft = Draft::new(page);
    let mut at = 0;
    let mut empty = true;
    for part in &article.parts {
        let kind = match part.role {
            Role::Aside(aside) => NoteKind::Aside(aside),
            _ => NoteKind::Markup,
        };
        if let Role::Aside(_) = part.role {
            if part.span.start >= at {
                leave_out(&mut draft, at..part.span.start, NoteKind::Markup);
                leave_out(&mut draft, part.span.range(), kind);
                at = part.span.end;
            }
            continue;
        }
        let Some(first) = part.pieces.first().filter(|p| p.start >= at) else { continue };
        let start = first.start;
        // The line end stands for all that is left out before the part.
        if empty {
            leave_out(&mut draft, at..start, NoteKind::Markup);
        } else if at < start {
            draft.replace(at..start, "\n");
            draft.note(at..start, NoteKind::Markup);
        }
        empty = false;
        at = start;
        for piece in &part.pieces {
            if (part.role == Role::Byline || article.kind == PageKind::List) && at > part.span.start
            {
                // Elements of a line beside the article part its values, those of a headline in a list its day.
                draft.replace(at..piece.start, " ");
                draft.note(at..piece.start, NoteKind::Markup);
            } else {
                leave_out(&mut draft, at..piece.start, NoteKind::Markup);
            }
            spaces(page, piece.clone(), &mut draft);
            at = piece.end;
        }
    }
    leave_out(&mut draft, at..page.len(), NoteKind::Markup);
    draft.finish()
}

fn leave_out(draft: &mut Draft<'_>, range: std::ops::Range<usize>, kind: NoteKind) {
    if !range.is_empty() {
        draft.remove(range, kind);
    }
}

/// Returns whether the character is a blank of the source.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t')
}

/// Writes a stretch of text of a part: line ends and blanks of the source are one blank, and nothing between ideographs.
fn spaces(page: &str, range: std::ops::Range<usize>, draft: &mut Draft<'_>) {
    let text = &page[range.clone()];
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr::memchr3(b'\n', b'\r', b'\t', &bytes[from..]) {
        let at = from + found;
        let start = text[..at].trim_end_matches(is_space).len();
        let end = text.len() - text[at..].trim_start_matches(is_space).len();
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let wide = |c: char| is_han(c) || !c.is_ascii() && !is_blank(c);
        let source = range.start + start..range.start + end;
        if before.is_none_or(wide) && after.is_none_or(wide) {
            draft.remove(source, NoteKind::LineEnd);
        } else {
            draft.replace(source, " ");
        }
        from = end;
    }
}
