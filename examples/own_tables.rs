//! Tables of one's own: names that no built-in table has, a rule taken out, and what a mistake looks like.
//!
//! `cargo run --example own_tables`

use yaowen::{Error, Extractor, Tables};

const NAMES: &str = "\
# carrier: 记者从{name}获悉这一消息。
name\tkind\tfull
海棠湾实验室\torganization
海实\torganization\t海棠湾实验室
";

const DISABLED: &str = "\
id\tnote
surname.都\trare in our archive
";

const MISTAKES: &str = "\
name\tkind\tweight
海棠湾\tplaces
";

fn main() -> Result<(), Error> {
    let names = Tables::parse("name.tsv", NAMES)?;
    // Every word is read where the carrier sentence has it.
    names.check()?;
    let disabled = Tables::parse("disable.tsv", DISABLED)?;
    let extractor = Extractor::builder().tables(names).tables(disabled).build()?;

    let rule = extractor.rule("name.海实").expect("it was added");
    println!("{rule}");
    for (column, cell) in &rule.cells {
        println!("  {column}: {cell}");
    }
    assert!(extractor.rule("surname.都").is_none());

    let document =
        extractor.extract("8月2日，海棠湾实验室主任陈立群到常州考察，海实与当地企业签约。");
    for mention in &document.mentions {
        println!("{} {} by {}", mention.kind, mention.text, mention.rule);
    }

    // A mistake is an error that names every place; extractors that were built before go on as they were.
    let error = Tables::parse("name.tsv", MISTAKES).unwrap_err();
    println!("{error}");
    assert_eq!(error.faults().len(), 2);
    Ok(())
}
