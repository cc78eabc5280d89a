//! Ids of rules: used once, found again by name, redirected when renamed, disabled by a user.

use std::collections::HashMap;

use super::{
    Fault, RuleId, Tables,
    schema::{DISABLE, REDIRECTS},
};

/// Adds a fault for each row of a table whose id an earlier row has.
pub(super) fn find_doubles(tables: &Tables, table: u16, faults: &mut Vec<Fault>) {
    let key = tables.tables[table as usize].schema.key;
    if key.is_empty() {
        return;
    }
    // A sorted table of 40,000 rows needs no map to show that its keys are unique.
    let mut previous = "";
    let rises = tables.rows_at(table).all(|row| {
        let key = row.cell(key);
        std::mem::replace(&mut previous, key) < key
    });
    if rises {
        return;
    }
    let mut first = HashMap::new();
    for row in tables.rows_at(table).filter(|row| !row.cell(key).is_empty()) {
        let Some(earlier) = first.get(row.cell(key)) else {
            first.insert(row.cell(key), row);
            continue;
        };
        let place = match earlier.source().path == row.source().path {
            true => format!("on line {}", earlier.line()),
            false => format!("in {}", earlier.at()),
        };
        let mut fault = row.fault(key, 0, String::new());
        fault.message = format!("rule id `{}` is already used {place}", row.name());
        faults.push(fault);
    }
}

/// Returns the row of a printed id, following redirects.
pub(super) fn find(tables: &Tables, name: &str) -> Option<RuleId> {
    let mut name = name;
    // An id may have been renamed more than once; redirects that go round in circles end after as many steps.
    let steps = rows(tables, REDIRECTS.name).count() + 1;
    for _ in 0..steps {
        if let Some(id) = find_live(tables, name) {
            return Some(id);
        }
        name = rows(tables, REDIRECTS.name).find(|r| r.cell("old") == name)?.cell("new");
    }
    None
}

/// Returns the row that has the id now.
fn find_live(tables: &Tables, name: &str) -> Option<RuleId> {
    let (table, key) = name.split_once('.')?;
    let schema = tables.tables.iter().find(|t| t.schema.name == table)?.schema;
    let key = match schema.key {
        "" => return None,
        "id" => name,
        _ => key,
    };
    rows(tables, table).find(|r| r.cell(schema.key) == key).map(|r| r.id)
}

/// Returns a fault for each redirect whose old id is in use or whose new one is not.
pub(super) fn check_redirects(tables: &Tables, faults: &mut Vec<Fault>) {
    for row in rows(tables, REDIRECTS.name) {
        let (old, new) = (row.cell("old"), row.cell("new"));
        if let Some(live) = find_live(tables, old) {
            let message = format!("`{old}` is in use in {}", tables.row(live).at());
            faults.push(row.fault("old", 0, message));
        }
        if find(tables, new).is_none() {
            faults.push(row.fault("new", 0, format!("there is no rule `{new}`")));
        }
    }
}

/// Takes out the rows that the table `disable` names; returns a fault for each name that no row has.
pub(super) fn disable(tables: &mut Tables) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut gone = Vec::new();
    for row in rows(tables, DISABLE.name) {
        match find(tables, row.cell("id")) {
            Some(id) => gone.push(id),
            None => {
                let mut fault = row.fault("id", 0, String::new());
                fault.message = format!("there is no rule `{}` to disable", row.cell("id"));
                faults.push(fault);
            }
        }
    }
    gone.sort_unstable();
    gone.dedup();
    for id in gone.into_iter().rev() {
        tables.tables[id.table as usize].rows.remove(id.row as usize);
    }
    faults
}

fn rows<'t>(tables: &'t Tables, name: &str) -> impl Iterator<Item = super::Row<'t>> {
    let index = tables.tables.iter().position(|t| t.schema.name == name);
    index.into_iter().flat_map(|index| tables.rows_at(index as u16))
}
