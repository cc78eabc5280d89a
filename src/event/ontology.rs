//! The types of events and their roles.

use crate::{
    document::Codes,
    rules::{Column, Fault, Form, RuleId, Schema, Tables},
};

/// Rows are types; [`crate::document::Event::kind`] is their id.
pub(crate) const ONTOLOGY: Schema = Schema {
    name: "ontology",
    form: Form::Plain,
    key: "type",
    columns: &[
        Column::required("type"),
        Column::required("tier").checked(|c| match c {
            "1" | "2" => Ok(()),
            _ => Err(format!("expected `1` or `2`, found `{c}`")),
        }),
        Column::required("zh"),
        Column::required("family"),
        Column::required("roles"),
        Column::optional("cameo"),
        Column::optional("plover"),
        Column::optional("ace2005"),
    ],
};

/// Index of a type among [`Ontology::kinds`].
pub(super) type Kind = u32;

/// Index of a role among [`Ontology::roles`].
pub(super) type Role = u32;

/// One type.
#[derive(Debug)]
pub(crate) struct KindRow {
    pub(super) id: RuleId,
    /// `visit.inspect`
    pub(crate) name: String,
    /// Its own roles, in the order of the row.
    pub(super) roles: Vec<Role>,
    pub(crate) codes: Codes,
}

/// The closed sets of types and roles.
#[derive(Debug)]
pub(super) struct Ontology {
    pub(super) kinds: Vec<KindRow>,
    pub(super) roles: Vec<String>,
}

impl Ontology {
    pub(super) fn compile(tables: &Tables) -> Self {
        let mut ontology = Ontology { kinds: Vec::new(), roles: Vec::new() };
        for row in tables.rows("ontology") {
            let roles = row.list("roles").map(|r| ontology.intern(r)).collect();
            let codes = |column| row.list(column).map(str::to_owned).collect();
            let codes =
                Codes { cameo: codes("cameo"), plover: codes("plover"), ace2005: codes("ace2005") };
            let name = row.cell("type").to_owned();
            ontology.kinds.push(KindRow { id: row.id, name, roles, codes });
        }
        ontology
    }

    fn intern(&mut self, role: &str) -> Role {
        self.role(role).unwrap_or_else(|| {
            self.roles.push(role.to_owned());
            (self.roles.len() - 1) as Role
        })
    }

    /// Returns a role by its name.
    pub(super) fn role(&self, name: &str) -> Option<Role> {
        self.roles.iter().position(|r| r == name).map(|i| i as Role)
    }

    /// Returns a type by its name.
    pub(super) fn kind(&self, name: &str) -> Option<Kind> {
        self.kinds.iter().position(|k| k.name == name).map(|i| i as Kind)
    }

    /// Returns the types a pattern stands for: a name, a family `visit.*`, or several separated by `;`.
    pub(super) fn select(&self, pattern: &str) -> Vec<Kind> {
        let mut out = Vec::new();
        for part in pattern.split(';') {
            for (i, kind) in self.kinds.iter().enumerate() {
                let met = match part.strip_suffix('*') {
                    Some(family) => kind.name.starts_with(family),
                    None => kind.name == part,
                };
                if met {
                    out.push(i as Kind);
                }
            }
        }
        out
    }

    /// Returns the type a row names, or what is wrong with the row.
    pub(super) fn kind_of(&self, row: crate::rules::Row<'_>, fault: &mut Vec<Fault>) -> Kind {
        self.kind(row.cell("type")).unwrap_or_else(|| {
            fault.push(row.fault(
                "type",
                0,
                format!("no type `{}` in the ontology", row.cell("type")),
            ));
            0
        })
    }
}
