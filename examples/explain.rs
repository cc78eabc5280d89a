//! Why one sentence is read as it is: the rows that decided, with file and line, and the best reading that lost.
//!
//! `cargo run --example explain -- 市长李卫东昨日在北京会见了来访的客人。`

use yaowen::{Error, Extractor, document::Evidence};

fn main() -> Result<(), Error> {
    let text = std::env::args().nth(1);
    let text = text.as_deref().unwrap_or("市长李卫东昨日在北京会见了来访的客人。");
    let extractor = Extractor::builder().explain(true).build()?;
    let document = extractor.extract(text);

    for mention in &document.mentions {
        println!("{} {} ({:.1})", mention.kind, mention.text, mention.score);
        rows(&mention.evidence);
        if let Some(rival) = &mention.rival {
            let kind = rival.kind.map_or("no name", |kind| kind.as_str());
            println!("  rather than {kind} {} ({:.1})", rival.text, rival.score);
            rows(&rival.evidence);
        }
    }
    for event in &document.events {
        println!("{} {}", event.kind, event.trigger.text);
        for id in &event.rules {
            // An id leads back to the row, with all its cells.
            let rule = extractor.rule(id).expect("a result names rules that exist");
            println!("  {rule}");
            for (column, cell) in rule.cells.iter().filter(|c| c.0 == "example" || c.0 == "note") {
                println!("    {column}: {cell}");
            }
        }
    }
    Ok(())
}

fn rows(evidence: &[Evidence]) {
    for row in evidence {
        println!("  {:+.1} {} on {} ({})", row.weight, row.rule, row.key, row.at);
    }
}
