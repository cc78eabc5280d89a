//! What each block of a page is: headline, line about the article, paragraph, or set aside and why.

use super::{
    Aside, Role, fields,
    kind::Story,
    published::moment,
    region::{Evidence, Region},
    tree::{Shape, Tree},
    words::Zones,
};

const BEFORE: usize = 40;
const BEHIND: usize = 16;
/// Most blocks above the headline.
const ABOVE: usize = 8;
/// Fewest characters of a headline in the head of a page that no visible line agrees with.
const HEADLINE: u32 = 10;
/// Most characters of such a line.
pub(super) const LINE: u32 = 90;

/// Returns what each block of a page with one article is.
pub(super) fn roles(
    page: &str,
    tree: &Tree,
    known: &[Evidence],
    found: &Region,
    title: Option<usize>,
) -> Vec<Role> {
    let mut roles: Vec<Role> = known.iter().map(|k| Role::Aside(reason(k))).collect();
    for &block in &found.blocks {
        roles[block] = Role::Body;
    }
    let first = found.blocks[0];
    let last = found.blocks[found.blocks.len() - 1];
    let (start, above) = match title {
        Some(title) if title < first => (title + 1, title.saturating_sub(ABOVE)),
        _ => (first.saturating_sub(ABOVE), first.saturating_sub(ABOVE)),
    };
    for i in above..tree.blocks.len().min(last + BEHIND) {
        if roles[i] == Role::Body
            || tree.blocks[i].chars > LINE
            || Some(i) == title
            || known[i].zones.intersects(Zones::CAPTION)
        {
            continue;
        }
        let text = tree.spaced(page, i, LINE as usize);
        let says = fields::says(&text, known[i].zones | tree.nodes[tree.blocks[i].node].zones);
        let apart = known[i].zones.intersects(Zones::RELATED | Zones::COMMENT)
            || known[i].labelled.intersects(Zones::RELATED | Zones::COMMENT);
        let own = tree.nodes[tree.blocks[i].node].zones | tree.blocks[i].zones;
        let named = own.intersects(Zones::BYLINE | Zones::TIME | Zones::OUTLET | Zones::AUTHOR);
        let alone =
            tree.blocks[i].chars <= LINE / 2 && 2 * tree.blocks[i].linked <= tree.blocks[i].chars;
        let takes = match i {
            i if i < start => says == fields::Says::Labelled && !apart,
            i if i < first && says == fields::Says::Labelled && (named || alone) => true,
            i if i < first => says != fields::Says::Nothing && i < start + BEFORE && !apart,
            i if i < last => says == fields::Says::Labelled,
            _ => says == fields::Says::Labelled && (!apart || known[i].boilerplate),
        };
        if takes {
            roles[i] = Role::Byline;
        }
    }
    match title {
        Some(title) => roles[title] = Role::Title,
        // Without a visible headline that of the head is read.
        None => {
            let head = (0..tree.blocks.len()).find(|b| {
                tree.nodes[tree.blocks[*b].node].shape == Shape::Title
                    && tree.blocks[*b].chars >= HEADLINE
            });
            if let Some(head) = head {
                roles[head] = Role::Title;
            }
        }
    }
    roles
}

/// Returns what each block of a page of stories is, behind the headline of the page, if it has one.
pub(super) fn of_stories(
    page: &str,
    tree: &Tree,
    known: &[Evidence],
    stories: &[Story],
    title: Option<usize>,
) -> Vec<Role> {
    let mut roles: Vec<Role> = known.iter().map(|k| Role::Aside(reason(k))).collect();
    title.iter().for_each(|t| roles[*t] = Role::Title);
    let first = stories.iter().flat_map(|s| s.blocks.first().copied().into_iter().chain(s.dated));
    let first = first.min().unwrap_or_default();
    for (i, role) in roles.iter_mut().enumerate().take(first).skip(title.map_or(0, |t| t + 1)) {
        let text = tree.spaced(page, i, LINE as usize);
        if tree.blocks[i].chars <= LINE && moment(&text).is_some() {
            *role = Role::Byline;
        }
    }
    for block in stories.iter().flat_map(|s| &s.blocks) {
        roles[*block] = Role::Body;
    }
    roles
}

/// Returns why a block is set aside.
pub(super) fn reason(known: &Evidence) -> Aside {
    let zones = known.zones | known.labelled | known.label | known.within;
    let reasons = [
        (Zones::COMMENT, Aside::Comments),
        (Zones::ADVERT, Aside::Advertisement),
        (Zones::RELATED, Aside::Related),
        (Zones::SHARE, Aside::Buttons),
        (Zones::FOOTER, Aside::Footer),
        (Zones::NAVIGATION, Aside::Navigation),
        (Zones::CAPTION, Aside::Caption),
    ];
    reasons.iter().find(|(zone, _)| zones.intersects(*zone)).map_or(Aside::Other, |r| r.1)
}
