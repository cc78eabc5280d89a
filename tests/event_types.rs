//! A new type of event with new roles is a change of tables only.

// Without the learned rows fewer names are found.
#![cfg(feature = "learned")]

use yaowen::{
    Document, Extractor, Tables,
    document::{Event, Level},
};

fn extractor(tables: &[(&str, &str)]) -> Extractor {
    let parse =
        |(file, text): &(&str, &str)| Tables::parse(file, text).unwrap_or_else(|e| panic!("{e}"));
    let builder = tables.iter().map(parse).fold(Extractor::builder(), |b, t| b.tables(t));
    builder.build().unwrap_or_else(|e| panic!("{e}"))
}

fn event<'d>(document: &'d Document, kind: &str) -> &'d Event {
    let found = document.events.iter().find(|e| e.kind == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {:#?}", document.events))
}

fn argument<'d>(event: &'d Event, role: &str) -> Option<&'d str> {
    let argument = event.arguments.iter().find(|a| a.role == role)?;
    argument.words.as_ref().map(|w| w.text.as_str())
}

#[test]
fn a_type_with_a_new_role_and_its_trigger() {
    let extractor = extractor(&[
        (
            "ontology.tsv",
            "type\ttier\tzh\tfamily\troles\nfarm.plant\t1\t栽种\tfarm\tplanter;seedling\n",
        ),
        (
            "trigger.tsv",
            "id\ttype\ttrigger\tpos\texample\n\
             trigger.farm.栽下\tfarm.plant\t栽下\tv\t李明[[栽下]]两棵柿子树\n",
        ),
        (
            "frame.tsv",
            "id\ttype\tframe\texample\n\
             frame.farm.plant\tfarm.plant\tplanter T seedling:noun|count\t李明[[栽下]]柿子树苗\n",
        ),
    ]);
    let document = extractor.extract("昨日，李明在青松县栽下柿子树苗。");
    let event = event(&document, "farm.plant");
    assert_eq!(argument(event, "planter"), Some("李明"));
    assert_eq!(argument(event, "seedling"), Some("柿子树苗"));
}

/// What code does with a type and a role is said by the columns `traits`, `content` and `uses`.
#[test]
fn a_speech_act_with_roles_of_its_own() {
    let extractor = extractor(&[
        (
            "ontology.tsv",
            "type\ttier\tzh\tfamily\troles\ttraits\tcontent\n\
             vow.make\t1\t立誓\tvow\tvower;pledge\tspeech;within_meeting\thoped\n",
        ),
        ("role.tsv", "role\tlabel\tuses\nvower\tsubject\tspeaker\npledge\tobject\tcontent\n"),
        (
            "trigger.tsv",
            "id\ttype\ttrigger\tpos\texample\n\
             trigger.vow.立誓\tvow.make\t立誓\tv\t李明[[立誓]]明年戒烟\n",
        ),
        (
            "frame.tsv",
            "id\ttype\tframe\texample\n\
             frame.vow.make\tvow.make\tvower T pledge\t李明[[立誓]]明年戒烟\n",
        ),
    ]);
    let document = extractor.extract("李明立誓，甲市与乙市签署合作协议。");
    let vow = event(&document, "vow.make");
    assert_eq!(vow.level, Level::Speech);
    assert_eq!(argument(vow, "vower"), Some("李明"));
    assert_eq!(argument(vow, "pledge"), Some("甲市与乙市签署合作协议"));
    let signing = event(&document, "coop.sign");
    assert_eq!(signing.level, Level::Embedded);
    let attribution = signing.attribution.as_ref().expect("it is said by somebody");
    assert_eq!(attribution.event.as_ref(), Some(&vow.id));
    assert_eq!(signing.modality.to_string(), "hoped");
}

#[test]
fn unknown_words_of_the_closed_sets_are_faults() {
    let faults = |file: &str, text: &str| {
        let error = Tables::parse(file, text).unwrap_err();
        error.faults().iter().map(|f| format!("{}:{}: {}", f.line, f.column, f.message)).collect()
    };
    let found: Vec<String> = faults(
        "ontology.tsv",
        "type\ttier\tzh\tfamily\troles\ttraits\nfarm.plant\t1\t栽种\tfarm\tplanter\tspeech;loud\n",
    );
    assert!(found[0].starts_with("2:") && found[0].contains("speech, factive"), "{found:?}");
    let found: Vec<String> = faults("role.tsv", "role\tlabel\nplanter\tdoer\n");
    assert_eq!(found, ["2:9: expected subject, object, amount, other, found `doer`"]);
}
