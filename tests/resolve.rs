//! Who is who: entities, posts and what points back, on whole small texts.

use yaowen::{
    Document, Extractor,
    document::{Entity, EntityKind, LinkKind, Mention},
};

fn read(text: &str) -> Document {
    Extractor::new().extract(text)
}

fn entity<'d>(document: &'d Document, id: &str) -> &'d Entity {
    document.entity(id).unwrap()
}

/// The nth mention of these words.
fn mention<'d>(document: &'d Document, words: &str, nth: usize) -> &'d Mention {
    let found = document.mentions.iter().filter(|m| m.text == words).nth(nth);
    found.unwrap_or_else(|| {
        let all: Vec<&str> = document.mentions.iter().map(|m| m.text.as_str()).collect();
        panic!("`{words}` is not mentioned: {all:?}")
    })
}

/// The name of what the nth mention of these words stands for.
fn means<'d>(document: &'d Document, words: &str, nth: usize) -> &'d str {
    let id = mention(document, words, nth).entity.as_deref();
    id.map_or("", |id| &entity(document, id).name)
}

/// `person|title|organisation` of every post.
fn posts(document: &Document) -> Vec<String> {
    let all = document.entities.iter().flat_map(|e| e.posts.iter().map(move |p| (e, p)));
    all.map(|(e, p)| {
        let holder = p.organization.as_deref().map_or("-", |id| &entity(document, id).name);
        format!("{}|{}|{holder}", e.name, p.title)
    })
    .collect()
}

#[test]
fn posts_join_person_title_and_organisation() {
    let document =
        read("安康市委副书记、市长李卫东率队到岚皋县调研，岚皋县委书记王建国、县长张丽华陪同。");
    assert_eq!(
        posts(&document),
        [
            "李卫东|副书记|安康市委",
            "李卫东|市长|安康市",
            "王建国|书记|岚皋县委",
            "张丽华|县长|岚皋县",
        ]
    );
}

#[test]
fn a_stem_is_the_place_told_in_full() {
    let document = read("陕西省安康市岚皋县召开会议。会后，岚皋的干部走访了企业。");
    assert_eq!(means(&document, "岚皋", 0), "岚皋县");
    let county = document.entities.iter().find(|e| e.name == "岚皋县").unwrap();
    assert_eq!(county.gazetteer.as_deref(), Some("division.610925"));
    let city = entity(&document, county.within.as_deref().unwrap());
    assert_eq!(city.name, "安康市");
    assert_eq!(entity(&document, city.within.as_deref().unwrap()).name, "陕西省");
}

#[test]
fn links_say_what_lies_in_what() {
    let document = read("陕西省安康市岚皋县召开会议。");
    let within: Vec<(&str, &str)> = document
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::Within)
        .map(|l| (entity(&document, &l.from).name.as_str(), entity(&document, &l.to).name.as_str()))
        .collect();
    assert_eq!(within, [("安康市", "陕西省"), ("岚皋县", "安康市")]);
}

#[test]
fn pronouns_and_phrases_point_back() {
    let document = read(
        "荷兰首相马克·吕特到访北京。吕特表示，两国经贸合作前景广阔。他说，荷兰欢迎中国企业投资。",
    );
    assert_eq!(means(&document, "两国", 0), "中国、荷兰");
    assert_eq!(means(&document, "他", 0), "马克·吕特");
    assert_eq!(means(&document, "吕特", 0), "马克·吕特");
}

#[test]
fn a_meeting_is_meant_by_the_word_alone() {
    let document = read("安康市与岚皋县召开乡村振兴工作座谈会。会议指出，产业发展很快。");
    let named = document.entities.iter().find(|e| e.kind == EntityKind::Meeting).unwrap();
    assert!(named.name.ends_with("座谈会"), "{}", named.name);
    assert_eq!(means(&document, "会议", 0), named.name);
}

#[test]
fn ids_of_entities_and_mentions_hold_together() {
    let document =
        read("8月2日，安康市市长李卫东会见荷兰首相马克·吕特一行。双方就合作交换意见，他表示欢迎。");
    for (i, entity) in document.entities.iter().enumerate() {
        assert_eq!(entity.id, format!("n{}", i + 1));
        for id in &entity.mentions {
            let mention = document.mention(id).unwrap();
            assert_eq!(mention.entity.as_deref(), Some(entity.id.as_str()));
        }
    }
    let ordered = document.mentions.windows(2).all(|w| w[0].start <= w[1].start);
    assert!(ordered);
}

#[test]
fn a_firm_is_meant_by_its_short_name_and_by_what_it_is() {
    let document = read(
        "深圳市腾云科技股份有限公司（以下简称“腾云科技”）8日发布年报。腾云科技董事长李卫东表示，公司将扩大投资。",
    );
    let full = "深圳市腾云科技股份有限公司";
    assert_eq!(means(&document, "腾云科技", 0), full);
    assert_eq!(means(&document, "公司", 0), full);
    assert_eq!(posts(&document), [format!("李卫东|董事长|{full}")]);
}

#[test]
fn ministers_are_of_their_countries() {
    let document = read("韩国总统李明博与日本首相安倍晋三举行会谈。两国将加强合作，日方表示欢迎。");
    assert_eq!(posts(&document), ["李明博|总统|韩国", "安倍晋三|首相|日本"]);
    assert_eq!(means(&document, "两国", 0), "韩国、日本");
    assert_eq!(means(&document, "日方", 0), "日本");
}

#[test]
fn teams_are_told_with_and_without_their_place() {
    let document =
        read("山东泰山队战胜上海海港队。海港队主教练王建国赛后说，球队尽力了，他很满意。");
    assert_eq!(means(&document, "海港队", 0), "上海海港队");
    assert_eq!(means(&document, "球队", 0), "上海海港队");
    assert_eq!(means(&document, "他", 0), "王建国");
    assert_eq!(posts(&document), ["王建国|主教练|上海海港队"]);
}

#[test]
fn a_group_is_led_and_told_again() {
    let document =
        read("常州市新北区区长李卫东率区党政代表团赴岚皋县考察。会后，代表团参观了企业。");
    assert_eq!(means(&document, "区党政代表团", 0), "新北区党政代表团");
    assert_eq!(means(&document, "代表团", 0), "新北区党政代表团");
    let group = document.entities.iter().find(|e| e.kind == EntityKind::Group).unwrap();
    let leader = entity(&document, &group.members[0]);
    assert_eq!(leader.name, "李卫东");
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "他",
        "两国双方",
        "县县县县",
        "《《《》》》",
        "，区长，",
        "该公司公司公司",
        "（（（区委）））副书记",
    ] {
        let document = read(text);
        for entity in &document.entities {
            assert!(!entity.name.is_empty());
        }
    }
}
