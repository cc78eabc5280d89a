//! Pages as the web gives them, through the whole way: damage changes no record, boilerplate is no news, any bytes give a
//! record.

use encoding_rs::{BIG5, Encoding, GB18030};
use serde_json::Value;
use yaowen::{
    Document, Extractor, Input,
    document::{AnchorSource, MentionKind, NoteKind},
};

const CLEAN: &str = "\
余杭区代表团到台江县考察产业协作
8月2日至3日，浙江省杭州市余杭区委副书记、区长沈怀远率领代表团到贵州省台江县考察产业协作和乡村医疗工作。台江县委书记魏长林、县长吴秀兰陪同考察。
代表团先后走进老屯乡刺绣工坊、台江县人民医院和台盘乡蔬菜基地，实地了解两地协作项目的进展。沈怀远指出，两县区域对外合作前景广阔，协作资金要用在群众最需要的地方。
3日上午，双方在台江县召开联席会议。会上，余杭区农业农村局局长陈秋实介绍了产业帮扶的情况，魏长林对余杭区多年来的支持表示感谢。沈怀远表示，余杭区将向台江县人民医院捐赠医疗设备，并选派12名医生到当地工作，这一做法受到当地百姓的好评。
会议结束后，双方签署了产业协作框架协议。";

/// The same page from a site that turned it Traditional in GBK, put readings behind listed characters byte by byte and
/// wrote ASCII commas. Three readings landed between two characters: 區域對 holds the bytes of 驅, 當地 those of 數.
const DAMAGED: &str = "\
餘杭區(qū)代表團到臺江縣考察產(chǎn)業協(xié)作
8月2日至3日,浙江省杭州市餘杭區(qū)委副書記、區(qū)長沈懷遠率領代表團到貴州省臺江縣考察產(chǎn)業協(xié)作和鄉(xiāng)村醫(yī)療工作。臺江縣委書記魏長林、縣長吳秀蘭陪同考察。
代表團先後走進老屯鄉(xiāng)刺繡工坊、臺江縣人民醫(yī)院和臺盤鄉(xiāng)蔬菜基地,實地了解兩地協(xié)作項目的進展。沈懷遠指出,兩縣區(qū)域?qū)ν夂献髑熬皬V闊,協(xié)作資金要用在群眾最需要的地方。
3日上午,雙(shuāng)方在臺江縣召開聯(lián)席會議。會上,餘杭區(qū)農業農村局局長陳秋實介紹了產(chǎn)業幫扶的情況,魏長林對(duì)餘杭區(qū)多年來的支持表示感謝。沈懷遠表示,餘杭區(qū)將向臺江縣人民醫(yī)院捐贈醫(yī)療設備,並選派12名醫(yī)生到當(dāng)?shù)毓ぷ,這一做法受到當(dāng)?shù)匕傩盏暮迷u。
會議結束後,雙(shuāng)方簽署了產(chǎn)業協(xié)作框架協(xié)議。";

/// The record without what counts bytes.
fn without_spans(document: &Document) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.retain(|key, _| {
                    !matches!(key.as_str(), "start" | "end" | "sentence" | "notes")
                });
                map.values_mut().for_each(walk);
            }
            Value::Array(items) => items.iter_mut().for_each(walk),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(document).unwrap();
    walk(&mut value);
    value
}

fn read(text: &str) -> Document {
    Extractor::new().extract(Input::new(text).date("2023-08-04".parse().unwrap()))
}

#[test]
fn the_record_of_a_damaged_page_is_that_of_the_clean_one() {
    let (clean, damaged) = (read(CLEAN), read(DAMAGED));
    assert!(clean.events.len() > 5 && clean.entities.len() > 5);
    assert_eq!(without_spans(&damaged), without_spans(&clean));
    let told = |kind: &str| damaged.notes.iter().filter(|n| n.kind.as_str() == kind).count();
    assert_eq!((told("repaired"), told("damaged")), (3, 0));
    for name in damaged.mentions.iter().filter(|m| m.kind == MentionKind::Person) {
        assert!(DAMAGED.is_char_boundary(name.start) && DAMAGED.is_char_boundary(name.end));
    }
    let hospital = damaged.mentions.iter().find(|m| m.text == "台江县人民医院").unwrap();
    assert_eq!(&DAMAGED[hospital.start..hospital.end], "臺江縣人民醫(yī)院");
}

#[test]
fn no_name_stands_across_text_that_is_lost() {
    let page = "县长李明昨日到江州市\u{fffd}\u{fffd}县调研。王强\u{e6f2}民陪同。";
    let document = read(page);
    let lost: Vec<usize> = page.match_indices(['\u{fffd}', '\u{e6f2}']).map(|(at, _)| at).collect();
    assert!(document.mentions.iter().any(|m| m.text == "李明"));
    for mention in &document.mentions {
        assert!(lost.iter().all(|at| !(mention.start..mention.end).contains(at)), "{mention:?}");
    }
    let damaged: Vec<&str> = document
        .notes
        .iter()
        .filter(|n| n.kind == NoteKind::Damaged)
        .map(|n| &page[n.start..n.end])
        .collect();
    assert_eq!(damaged, ["\u{fffd}\u{fffd}", "\u{e6f2}"]);
}

#[test]
fn what_a_page_says_of_itself_is_no_news() {
    let news = "本报讯（记者林晓禾）昨日，江州县县长李明到紫云镇河堤调研防汛工作，会见了居民代表。";
    let page = format!(
        "当前位置：首页 > 新闻中心 > 江州新闻 > 正文\n县长李明调研防汛工作\n\
         2024-03-05 09:12:30 来源：江州日报 作者：林晓禾 责任编辑：周一鸣\n【字号：大 中 小】【打印】【关闭】\n{news}\n\
         分享到：微信 新浪微博 QQ空间\n上一篇：市长王强会见日本代表团\n下一篇：江州市公安局抓获嫌疑人赵某\n\
         版权声明：凡本网注明来源的作品，版权均属江州新闻网，未经授权不得转载。"
    );
    let document = Extractor::new().extract(&page);
    let said: Vec<(&str, &str)> =
        document.boilerplate.iter().map(|f| (f.field.as_str(), f.value.as_str())).collect();
    assert_eq!(
        said,
        [
            ("published", "2024-03-05 09:12:30"),
            ("outlet", "江州日报"),
            ("author", "林晓禾"),
            ("editor", "周一鸣"),
        ]
    );
    let anchor = document.anchor.as_ref().unwrap();
    assert_eq!((anchor.date.as_str(), anchor.from), ("2024-03-05", AnchorSource::Published));
    assert!(document.mentions.iter().any(|m| {
        m.text == "昨日" && m.date.as_ref().is_some_and(|d| d.value == "2024-03-04")
    }));
    assert!(!document.events.is_empty());
    let (from, to) = (page.find("县长李明").unwrap(), page.find("分享到").unwrap());
    let line = page.find("2024").unwrap()..page.find("【字号").unwrap();
    for event in &document.events {
        assert!((from..to).contains(&event.trigger.start), "{event:?}");
        assert!(!line.contains(&event.trigger.start), "{event:?}");
    }
    for mention in &document.mentions {
        assert!((from..to).contains(&mention.start), "{mention:?}");
        // Of the line of the page itself only what those who made it are called is a title.
        assert!(
            mention.kind != MentionKind::Title
                || !line.contains(&mention.start)
                || ["作者", "责任编辑"].contains(&&*mention.text),
            "{mention:?}"
        );
    }
    // A date that was handed in is not overruled.
    let input = Input::new(&page).date("2024-03-06".parse().unwrap());
    assert_eq!(Extractor::new().extract(&input).anchor.unwrap().from, AnchorSource::Given);
}

#[test]
fn files_of_any_encoding_give_the_record_of_their_text() {
    let extractor = Extractor::new();
    let whole = without_spans(&extractor.extract(CLEAN));
    let traditional = DAMAGED.split('\n').nth(1).unwrap();
    let utf16: Vec<u8> = CLEAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(without_spans(&extractor.extract(Input::bytes(&utf16))), whole);
    assert_eq!(without_spans(&extractor.extract(Input::bytes(&encoded(CLEAN, GB18030)))), whole);
    let plain: String = yaowen::text::clean(traditional).clean().to_owned();
    let page = "縣長李明昨日到台中市會見代表團，並簽署合作協議。";
    for (text, encoding) in [(plain.as_str(), GB18030), (page, BIG5)] {
        let bytes = encoded(text, encoding);
        let input = Input::bytes(&bytes);
        assert_eq!(input.text(), text);
        assert_eq!(extractor.extract(&input), extractor.extract(text));
    }
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, failed) = encoding.encode(text);
    assert!(!failed);
    bytes.into_owned()
}

#[test]
fn unreadable_bytes_are_marked_and_nothing_beside_them_is_lost() {
    let mut bytes = encoded(CLEAN, GB18030);
    let at = encoded(&CLEAN[..CLEAN.find("工作。台江").unwrap()], GB18030).len();
    bytes.insert(at, 0xff);
    let input = Input::bytes(&bytes);
    assert_eq!(input.text().replace('\u{fffd}', ""), CLEAN);
    let document = Extractor::new().extract(&input);
    let damaged: Vec<_> = document.notes.iter().filter(|n| n.kind == NoteKind::Damaged).collect();
    let [note] = damaged[..] else { panic!("{:?}", document.notes) };
    assert_eq!(&input.text()[note.start..note.end], "\u{fffd}");
}

/// Texts that no one wrote to be read, as long as `length` bytes.
fn hostile(length: usize) -> Vec<(&'static str, String)> {
    let news: String = CLEAN.replace('\n', "");
    [
        ("one line", news.as_str()),
        ("one character", "县"),
        ("brackets", "（(《【"),
        ("closed brackets", "）)》】"),
        ("tags", "<div><p>"),
        ("open tags", "<a title=\"<"),
        ("references", "&amp;amp;"),
        ("comments", "<!-- "),
        ("blanks", "县 长 "),
        ("line ends", "县\n长\n"),
        ("readings", "區(qū)"),
        ("torn readings", "域?qū)"),
        ("labels", "来源：编辑：作者 "),
        ("lost bytes", "\u{fffd}县"),
        ("misread", "ä¸\u{ad}å\u{9b}½"),
        ("not Chinese", "The mayor met the delegation. "),
    ]
    .into_iter()
    .map(|(name, piece)| (name, piece.repeat(length / piece.len() + 1)))
    .collect()
}

#[test]
fn hostile_pages_do_not_grow_when_they_are_cleaned() {
    for (name, text) in hostile(30_000) {
        assert!(yaowen::text::clean(&text).clean().len() <= 3 * text.len(), "{name}");
    }
}

#[test]
fn any_page_gives_a_record() {
    for text in ["", "\n", "\u{feff}", "。", "(", "\0"] {
        assert!(Extractor::new().extract(text).events.is_empty(), "{text:?}");
    }
    for (name, text) in hostile(5_000) {
        let document = Extractor::new().extract(&text);
        assert!(document.mentions.iter().all(|m| text.get(m.start..m.end).is_some()), "{name}");
    }
}
