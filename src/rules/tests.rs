//! The engine on small tables of its own: what rows read, and when they do not.

use std::borrow::Cow;

use super::*;

const DATE: Schema = Schema {
    name: "date",
    form: Form::Pattern,
    key: "id",
    columns: &[Column::required("id"), Column::optional("value")],
};

const WORD: Schema = Schema {
    name: "word",
    form: Form::Lexicon("name;aliases"),
    key: "name",
    columns: &[Column::required("name"), Column::optional("aliases"), FORCE],
};

fn tables(files: &[(Schema, &'static str)]) -> Result<Tables, Vec<Fault>> {
    let files: Vec<_> = files.iter().map(|f| (f.0, f.0.name, Cow::Borrowed(f.1))).collect();
    Tables::load_user(&files)
}

struct Engine {
    tables: Tables,
    rules: Rules,
    matches: Matches,
}

impl Engine {
    fn new(files: &[(Schema, &'static str)]) -> Self {
        let tables = tables(files).unwrap();
        let rules = Rules::compile(&tables).unwrap();
        Engine { tables, rules, matches: Matches::default() }
    }

    /// Returns `key: words` of each match.
    fn read(&mut self, text: &str) -> Vec<String> {
        self.rules.scan(text, &mut self.matches);
        assert!(self.matches.all.is_sorted());
        let name = |m: &Match| self.tables.row(m.rule).name();
        let key = |m: &Match| name(m).split_once('.').unwrap().1.to_owned();
        self.matches.all.iter().map(|m| format!("{}: {}", key(m), &text[m.span.range()])).collect()
    }
}

const PARTS: &str = "name\tpattern\texample\tnot\n\
    n\t[0-9]{1,2}\t12\t123\n\
    day\t{n}日\t3日\t日\n";

const DATES: &str = "id\tpattern\tleft\tnot_left\tright\tnot_right\texample\tnot\n\
    date.day\t{day}\t\t[0-9月]\t\t\t[[3日]]\t13月\n\
    date.month_day\t(?<m>{n})月(?<d>{n})日?\t\t[0-9]\t\t[0-9号]\t[[3月1日]]\t3号\n\
    date.range\t{day}至{day}\t\t[0-9]\t\t\t[[3日至5日]]\t3日\n\
    date.open\t{n}日\t从|^\t\t起|$\t\t从[[3日]]起\t3日\n";

#[test]
fn rows_read_the_longest_stretch_and_may_overlap() {
    let mut engine = Engine::new(&[(PART, PARTS), (DATE, DATES)]);
    assert_eq!(engine.read("于3日至15日来访"), ["day: 3日", "range: 3日至15日", "day: 15日"]);
    assert_eq!(engine.read("8月2日"), ["month_day: 8月2日"]);
}

#[test]
fn guards_choose_the_longest_stretch_at_which_they_hold() {
    let mut engine = Engine::new(&[(PART, PARTS), (DATE, DATES)]);
    // 8月12号: neither 12 (before 号) nor 1 (before 2) will do.
    assert_eq!(engine.read("8月12号"), [] as [&str; 0]);
    assert_eq!(engine.read("2023年18月2"), ["month_day: 18月2"]);
    assert_eq!(engine.read("从3日起"), ["day: 3日", "open: 3日"]);
    assert_eq!(engine.read("近3日起"), ["day: 3日"]);
}

#[test]
fn the_borders_of_a_line_are_what_guards_call_beginning_and_end() {
    let mut engine = Engine::new(&[(PART, PARTS), (DATE, DATES)]);
    assert_eq!(engine.read("雨\n3日\n晴"), ["day: 3日", "open: 3日"]);
    assert_eq!(engine.read("雨3日\n晴"), ["day: 3日"]);
}

#[test]
fn groups_are_those_of_the_whole_stretch() {
    let mut engine = Engine::new(&[(PART, PARTS), (DATE, DATES)]);
    let text = "于11月12日来访";
    engine.read(text);
    let mut memory = GroupMemory::default();
    let groups = engine.rules.groups(text, engine.matches.all[0], &mut memory).unwrap();
    assert_eq!((groups.name("m"), groups.name("d")), (Some("11"), Some("12")));
    // Once more, from the memory.
    let groups = engine.rules.groups(text, engine.matches.all[0], &mut memory).unwrap();
    assert_eq!((groups.name("m"), groups.name("e")), (Some("11"), None));
}

#[test]
fn words_overlap_and_come_by_start() {
    let words = "name\taliases\tnot_right\n人民\t\t币\n人民政府\t政府;县政府\t\n县\t\t\n民政\t\t\n";
    let mut engine = Engine::new(&[(WORD, words)]);
    assert_eq!(
        engine.read("县人民政府和人民币，县政府"),
        [
            "县: 县",
            "人民: 人民",
            "人民政府: 人民政府",
            "民政: 民政",
            "人民政府: 政府",
            "县: 县",
            "人民政府: 县政府",
            "人民政府: 政府",
        ]
    );
}

#[test]
fn a_traditional_word_is_found_in_the_clean_text() {
    let mut engine = Engine::new(&[(WORD, "name\n石碁镇\n陳氏宗祠\n")]);
    let text = crate::text::clean("石碁鎮的陳氏宗祠");
    assert_eq!(engine.read(text.clean()), ["石碁镇: 石棋镇", "陳氏宗祠: 陈氏宗祠"]);
}

#[test]
fn patterns_that_begin_with_rare_characters_are_found() {
    let dates = "id\tpattern\texample\tnot\ndate.rare\t\\p{Han}姓\t[[𠮷姓]]\t甲\n";
    let mut engine = Engine::new(&[(DATE, dates)]);
    assert_eq!(engine.read("有𠮷姓与丁姓"), ["rare: 𠮷姓", "rare: 丁姓"]);
}

#[test]
fn tables_without_rows_read_nothing() {
    let mut engine = Engine::new(&[(WORD, "name\n"), (DATE, "id\tpattern\texample\tnot\n")]);
    assert_eq!(engine.read("县人民政府"), [] as [&str; 0]);
}

#[test]
fn ids_begin_with_their_table() {
    let rows = "id\tpattern\texample\tnot\ndate.A\t一\t[[一]]\t二\nday.a\t一\t[[一]]\t二\ndate.\t一\t[[一]]\t二\n";
    let faults = tables(&[(DATE, rows)]).unwrap_err();
    let lines: Vec<usize> = faults.iter().map(|f| f.line).collect();
    assert_eq!(lines, [2, 3, 4], "{faults:?}");
    assert!(faults[1].message.contains("found `day.a`"));
}

#[test]
fn built_in_lexicons_are_sorted_and_have_a_carrier() {
    let text = Cow::Borrowed("name\n乙\n甲\n甲\n");
    let faults = Tables::load(&[(WORD, "word", text)]).unwrap_err();
    let told: Vec<String> = faults.iter().map(|f| format!("{}:{}", f.line, f.message)).collect();
    assert_eq!(
        told,
        [
            "1:the head needs a line `# carrier: ` with a sentence around `{name}`",
            "4:`甲` stands here twice",
            "4:rule id `word.甲` is already used on line 3",
        ]
    );
    let text = Cow::Borrowed("# carrier: 有{name}\nname\n甲\n乙\n");
    let faults = Tables::load(&[(WORD, "word", text)]).unwrap_err();
    assert_eq!(faults[0].message, "`乙` belongs before `甲`: lexicons are sorted");
}

#[test]
fn an_old_id_is_answered_with_the_new_rule() {
    let text = "# carrier: 有{name}\nname\n甲\n";
    let redirects = "old\tnew\nword.a\tword.b\nword.b\tword.甲\n";
    let load = |redirects: &'static str| {
        Tables::load(&[
            (WORD, "word", Cow::Borrowed(text)),
            (REDIRECTS, "redirects", Cow::Borrowed(redirects)),
        ])
    };
    let tables = load(redirects).unwrap();
    assert_eq!(tables.row(tables.find("word.a").unwrap()).name(), "word.甲");
    assert!(tables.find("word.c").is_none());
    let faults = load("old\tnew\nword.甲\tword.甲\nword.c\tword.d\nword.e\tword.e\n").unwrap_err();
    let told: Vec<(usize, &str)> = faults.iter().map(|f| (f.line, f.message.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, "rule `redirects.word.甲`: `word.甲` is in use in word:3"),
            (3, "rule `redirects.word.c`: there is no rule `word.d`"),
            (4, "rule `redirects.word.e`: there is no rule `word.e`"),
        ]
    );
}

#[test]
fn a_user_disables_by_an_old_id_and_adds_rows() {
    let own = |schema, text| tables(&[(schema, text)]).unwrap();
    let base =
        tables(&[(WORD, "name\n甲\n乙\n"), (REDIRECTS, "old\tnew\nword.x\tword.甲\n")]).unwrap();
    let others = [own(DISABLE, "id\nword.x\n"), own(WORD, "name\tforce\trank\n丙\tyes\t-2\n")];
    let mut faults = Vec::new();
    let joined = base.join(&others, &mut faults);
    assert!(faults.is_empty());
    let names: Vec<String> = joined.rows("word").map(|r| r.name()).collect();
    assert_eq!(names, ["word.乙", "word.丙"]);
    let row = joined.rows("word").nth(1).unwrap();
    assert!(row.is_forced() && row.rank() == -2);
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    let words = "name\n县\n县县\n县县县县县县县县\n";
    let dates = "id\tpattern\tnot_right\texample\tnot\ndate.any\t[县0-9]{1,80}\t县\t[[县1]]\t二\n";
    let mut engine = Engine::new(&[(WORD, words), (DATE, dates)]);
    let text = "县".repeat(20_000);
    engine.rules.scan(&text, &mut engine.matches);
    // Three words at each place but the last, and the pattern only where its guard can hold.
    let words = engine.tables.index("word");
    let (words, stretches): (Vec<&Match>, Vec<&Match>) =
        engine.matches.all.iter().partition(|m| m.rule.table == words);
    assert_eq!(words.len(), 20_000 + 19_999 + 19_993);
    assert_eq!(stretches.len(), 80);
}
