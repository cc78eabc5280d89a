//! Rows of the tables of this stage: facts that need no matching, read once.

/// Returns the cells of the named columns, row after row. The text is one of ours, checked by tests.
pub(super) fn rows<'t, const N: usize>(
    table: &'t str,
    columns: [&str; N],
) -> impl Iterator<Item = [&'t str; N]> {
    let mut lines = table.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let places = columns.map(|c| header.iter().position(|h| *h == c).unwrap_or(usize::MAX));
    lines.map(move |line| places.map(|p| line.split('\t').nth(p).unwrap_or_default()))
}

/// Returns the character of a cell, which stands for itself or is written `U+3000`.
pub(super) fn character(cell: &str) -> Option<char> {
    let mut chars = cell.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Some(c),
        _ => char::from_u32(u32::from_str_radix(cell.strip_prefix("U+")?, 16).ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let table = "# a remark\nfrom\tto\n國\t国\nU+3000\t_\n";
        let rows: Vec<[&str; 2]> = rows(table, ["to", "from"]).collect();
        assert_eq!(rows, [["国", "國"], ["_", "U+3000"]]);
        assert_eq!(character("國"), Some('國'));
        assert_eq!(character("U+3000"), Some('\u{3000}'));
        assert_eq!(character("国家"), None);
    }
}
