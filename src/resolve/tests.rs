//! Small texts with their mentions marked by hand: what the stage makes of them, whatever finds the mentions.
//!
//! `[p石旭涌]` marks a person, `o` an organisation, `l` a place, `t` a title, `d` a date.

use once_cell::sync::Lazy;

use super::*;
use crate::{
    Span,
    mention::{Mention, thing::Things},
    rules::Rules,
    segment,
};

static TABLES: Lazy<Tables> = Lazy::new(Tables::built_in);

static SCAN: Lazy<Rules> = Lazy::new(|| Rules::compile(&TABLES).unwrap());

static THINGS: Lazy<Things> = Lazy::new(|| Things::compile(&TABLES));

static RULES: Lazy<ResolveRules> = Lazy::new(|| ResolveRules::compile(&TABLES).unwrap());

/// A resolved text, to ask.
struct Read {
    clean: String,
    mentions: Mentions,
    resolved: Resolved,
}

fn read(marked: &str) -> Read {
    let (mut clean, mut all, mut open) = (String::new(), Vec::new(), None);
    let mut chars = marked.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' => open = chars.next().map(|kind| (kind, clean.len())),
            ']' => {
                let (kind, start) = open.take().unwrap();
                let kind = match kind {
                    'p' => MentionKind::Person,
                    'o' => MentionKind::Organization,
                    'l' => MentionKind::Place,
                    't' => MentionKind::Title,
                    'd' => MentionKind::Date,
                    _ => panic!("no kind `{kind}`"),
                };
                all.push(Mention {
                    span: Span::new(start, clean.len()),
                    kind,
                    rule: RuleId { table: 0, row: 0 },
                    score: 0.0,
                    evidence: Vec::new(),
                    rival: None,
                });
            }
            c => clean.push(c),
        }
    }
    read_with(clean, all)
}

fn read_with(clean: String, mut all: Vec<Mention>) -> Read {
    let mut segmented = Segmented::default();
    segment::segment(&clean, &mut segmented);
    let mut matches = Matches::default();
    SCAN.scan(&clean, &mut matches);
    THINGS.find(&clean, &segmented, &matches, &mut all);
    let mentions = Mentions { all, ..Mentions::default() };
    let mut resolved = Resolved::default();
    resolved.entity_of.resize(mentions.all.len(), None);
    resolved.dates.resize(mentions.all.len(), None);
    let context =
        Context { clean: &clean, segmented: &segmented, matches: &matches, mentions: &mentions };
    RULES.entities(context, &mut resolved);
    Read { clean, mentions, resolved }
}

impl Read {
    /// Name of what the nth mention of these words stands for.
    fn means(&self, words: &str, nth: usize) -> &str {
        let m = (0..self.mentions.all.len())
            .filter(|&m| &self.clean[self.mentions.all[m].span.range()] == words)
            .nth(nth)
            .unwrap_or_else(|| panic!("no `{words}` in {:?}", self.all()));
        self.resolved.entity_of[m].map_or("", |(e, _)| &self.resolved.entities[e].name)
    }

    fn all(&self) -> Vec<&str> {
        self.mentions.all.iter().map(|m| &self.clean[m.span.range()]).collect()
    }

    /// Mentions of a kind.
    fn found(&self, kind: MentionKind) -> Vec<&str> {
        let all = self.mentions.all.iter().filter(|m| m.kind == kind);
        all.map(|m| &self.clean[m.span.range()]).collect()
    }

    /// Name of what an entity lies in.
    fn within(&self, name: &str) -> &str {
        let entity = self.resolved.entities.iter().find(|e| e.name == name).unwrap();
        entity.within.map_or("", |e| &self.resolved.entities[e].name)
    }

    /// `person|title|organisation`, with the status behind when there is one.
    fn posts(&self) -> Vec<String> {
        let mut posts = Vec::new();
        for entity in &self.resolved.entities {
            for post in &entity.posts {
                let holder = post.organization.map_or("-", |o| &self.resolved.entities[o].name);
                let status = post.status.as_ref().map(|s| format!("|{s}")).unwrap_or_default();
                posts.push(format!("{}|{}|{holder}{status}", entity.name, post.title));
            }
        }
        posts
    }
}

#[test]
fn joint_titles_take_their_organisations_from_the_run() {
    let read = read("[o紫阳县委][t副书记]、[t县长][p林书文]代表[o紫阳县委]、[o县政府]致辞。");
    assert_eq!(read.posts(), ["林书文|副书记|紫阳县委", "林书文|县长|紫阳县"]);
    assert_eq!(read.means("县政府", 0), "紫阳县政府");
    assert_eq!(read.within("紫阳县政府"), "紫阳县");
}

#[test]
fn a_zone_and_the_district_of_its_city_share_their_head() {
    let read = read(
        "[l苏州高新区][o党工委]（[o区委]）[t书记]、[t区长][p高明远]到访。[l虎丘区]派人参加。[t区领导][p吴为]、[p姜山]陪同。",
    );
    assert_eq!(
        read.posts(),
        [
            "高明远|书记|苏州高新区党工委",
            "高明远|区长|虎丘区",
            "吴为|区领导|虎丘区",
            "姜山|区领导|虎丘区",
        ]
    );
    assert_eq!(read.means("区委", 0), "虎丘区委");
    let (kind, zone, district) = read.resolved.links[0];
    assert_eq!(kind, LinkKind::SameAs);
    assert_eq!(read.resolved.entities[zone].name, "苏州高新区");
    assert_eq!(read.resolved.entities[district].name, "虎丘区");
}

#[test]
fn a_note_between_organisation_and_title_is_passed_over() {
    let read = read("[o海州高新区党工委]（区委）[t副书记][p高明远]到访。");
    assert_eq!(read.posts(), ["高明远|副书记|海州高新区党工委"]);
}

#[test]
fn every_person_of_a_list_has_the_title_before_the_name() {
    let read = read("[l安康市][t市长][p王一]、[t副市长][p李二]和[l岚皋县][t县长][p张三]出席。");
    assert_eq!(read.posts(), ["王一|市长|安康市", "李二|副市长|安康市", "张三|县长|岚皋县"]);
}

#[test]
fn those_named_in_a_byline_work_for_its_outlet() {
    let read = read("[o江州晚报]讯（[t记者] [p周远山] [p李文博] [t实习记者] [p何晓彤]）昨日大雨。");
    let posts = read.posts();
    for person in ["周远山", "李文博", "何晓彤"] {
        assert!(posts.iter().any(|p| p.contains(person) && p.contains("江州晚报")), "{posts:?}");
    }
}

#[test]
fn a_spokesperson_speaks_for_the_organisation_of_the_sentence() {
    let read = read("[o江州海关]昨日举行发布会，[t发言人][p周远山]回答提问。");
    assert_eq!(read.posts(), ["周远山|发言人|江州海关"]);
}

#[test]
fn a_paragraph_tells_one_life() {
    let read = read(
        "[p周远山]，1950年生。早年务农。后来进厂。又去矿山。1980年回乡。1984年任[l青松县][t县长]。",
    );
    assert_eq!(read.posts(), ["周远山|县长|青松县"]);
}

#[test]
fn ministers_of_one_list_serve_one_country() {
    let read = read("[l乌克兰][t总统][p甲某]、[t外长][p乙某]到访。");
    assert_eq!(read.posts(), ["甲某|总统|乌克兰", "乙某|外长|乌克兰"]);
}

#[test]
fn regions_employ_nobody() {
    let read = read("[l中国内地][t演员][p周远山]到场。");
    assert!(!read.posts().concat().contains("内地"), "{:?}", read.posts());
}

#[test]
fn another_name_of_a_person_is_the_same_person() {
    let read = read("[p周远山]出生于[l青松县]，原名[p周大柱]。1990年，[p周大柱]进城。");
    assert_eq!(read.means("周大柱", 0), "周远山");
    assert_eq!(read.means("周大柱", 1), "周远山");
}

#[test]
fn titles_behind_a_name_belong_to_it() {
    let read = read(
        "[p段一鸣]为[o云南省教育厅][t副厅长]；[p李若水]（女，白族）任[o省生态环境厅][t总工程师]；免去[p孙礼]的[o省教育厅][t副厅长]职务。[p周正]，[o宏远集团][t董事长]、[t总经理]，出席。",
    );
    assert_eq!(
        read.posts(),
        [
            "段一鸣|副厅长|云南省教育厅",
            "李若水|总工程师|云南省生态环境厅",
            "孙礼|副厅长|云南省教育厅|免去",
            "周正|董事长|宏远集团",
            "周正|总经理|宏远集团",
        ]
    );
}

#[test]
fn forms_of_address_stand_between_nobody_and_the_post() {
    let read = read(
        "[p王立]同志任[o中共]绍兴市委委员。[p盛春][t同志]不再担任[o中共][o绍兴市委][t书记]职务。[o海州大学][t校长][p龚一][t院士]到访。",
    );
    assert_eq!(read.posts(), ["盛春|书记|绍兴市委|不再担任", "龚一|校长|海州大学", "龚一|院士|-",]);
}

#[test]
fn posts_of_a_life_are_its_own() {
    let read = read(
        "[p薛坤][d1984年]毕业于[o海州大学]，[d2013年]任[o清河大学][t副校长]。[o中共中央][t总书记]、[t国家主席][p李一]颁奖。",
    );
    assert_eq!(read.posts(), ["薛坤|副校长|清河大学", "李一|总书记|中共中央", "李一|国家主席|-",]);
}

#[test]
fn bodies_are_meant_by_what_they_are() {
    let read = read(
        "[o海州市人民法院]开庭。法院认为，罪名成立。[o海州中学]派人，学校领导出席。[p甲一]、[p乙二]到场，两人发言。",
    );
    assert_eq!(read.means("法院", 0), "海州市人民法院");
    assert_eq!(read.means("学校", 0), "海州中学");
    assert_eq!(read.means("两人", 0), "甲一、乙二");
}

#[test]
fn who_speaks_for_others_holds_no_post_by_it() {
    let read = read("[p梁远][t代表][o海州市委]讲话，他[t代表][p王一]致谢。[t代表][p李二]发言。");
    assert_eq!(read.posts(), ["李二|代表|-"]);
}

#[test]
fn two_sides_are_told_in_one_sentence() {
    let read =
        read("[o海州电气]和[o宁州集团]签约。[p刘东]说，[l海州]愿与[l柬埔寨]合作。双方将扩大贸易。");
    assert_eq!(read.means("双方", 0), "海州、柬埔寨");
}

#[test]
fn former_and_acting_posts_say_so() {
    let read =
        read("时任[l岚皋县][t县长][p张平]和[l紫阳县][t代县长][p何方]，[o县委][t原副书记][p马力]。");
    assert_eq!(
        read.posts(),
        ["张平|县长|岚皋县|时任", "何方|县长|紫阳县|代", "马力|副书记|紫阳县委|原",]
    );
}

#[test]
fn foreign_people_are_called_by_a_part_of_the_name() {
    let read = read("[l荷兰][t外交大臣][p汉娜·范登堡]到访。[p范登堡]说，[l荷兰]愿意合作。");
    assert_eq!(read.means("范登堡", 0), "汉娜·范登堡");
    assert_eq!(read.posts(), ["汉娜·范登堡|外交大臣|荷兰"]);
}

#[test]
fn a_surname_with_a_title_is_the_last_person_of_that_name() {
    let read = read("[p高明远]到访。[p高][t区长]说，[p张][t先生]来过。");
    assert_eq!(read.means("高", 0), "高明远");
    assert_eq!(read.means("张", 0), "张");
}

#[test]
fn stems_and_shared_names_are_decided_by_the_text() {
    let read = read(
        "[l陕西省][l安康市][l岚皋县]。[l岚皋]与[l新北]签约，[l常州市][l新北区]派人。[l吉林][l延边]。",
    );
    assert_eq!(read.means("岚皋", 0), "岚皋县");
    assert_eq!(read.within("岚皋县"), "安康市");
    assert_eq!(read.within("安康市"), "陕西省");
    assert_eq!(read.means("新北", 0), "新北区");
    assert_eq!(read.means("吉林", 0), "吉林省");
}

#[test]
fn a_name_of_several_districts_is_decided_by_its_city() {
    let read = read("[l福州市][l鼓楼区]。\n会后，[l鼓楼区]派人。");
    let drum = read.resolved.entities.iter().find(|e| e.name == "鼓楼区").unwrap();
    assert_eq!(TABLES.row(drum.gazetteer.unwrap()).name(), "division.350102");
    assert_eq!(drum.mentions.len(), 2);
}

#[test]
fn firms_are_called_by_short_names() {
    let read = read(
        "[o常州宏远电子科技有限公司]投资。[o宏远电子]称，[o宏远公司]将扩产。[o华州集团股份有限公司]（以下简称“[o华集]”）参与，[o华集]表示欢迎。",
    );
    assert_eq!(read.means("宏远电子", 0), "常州宏远电子科技有限公司");
    assert_eq!(read.means("宏远公司", 0), "常州宏远电子科技有限公司");
    assert_eq!(read.within("常州宏远电子科技有限公司"), "常州市");
    assert_eq!(read.means("华集", 1), "华州集团股份有限公司");
}

#[test]
fn a_title_alone_stands_for_its_only_holder() {
    let read = read("[l岚皋县][t县长][p何方]到访。[t县长]说，欢迎。");
    assert_eq!(read.means("县长", 1), "何方");
}

#[test]
fn pronouns_mean_the_subject_told_last() {
    let read = read(
        "[l岚皋县][t县长][p何方]向[p高明远]表示欢迎。他说，[l岚皋]变化很大。[l紫阳县][t县长][p王岚]（女）也来了，她说，谢谢他。",
    );
    assert_eq!(read.means("他", 0), "何方");
    assert_eq!(read.means("她", 0), "王岚");
    assert_eq!(read.means("他", 1), "何方");
}

#[test]
fn the_first_person_is_the_place_of_whoever_speaks() {
    let read = read(
        "[l虎丘区]与[l岚皋县]签约。[l虎丘区][t区长][p高明远]表示，我区将派出队伍。我国农业发展很快。",
    );
    assert_eq!(read.means("我区", 0), "虎丘区");
    assert_eq!(read.means("我国", 0), "中国");
}

#[test]
fn phrases_take_in_names_and_nouns_and_stop_at_the_verb() {
    let read = read(
        "在[l虎丘]—[l岚皋][d2022年]结对工作联席会上，双方听取[l岚皋县]帮扶工作情况汇报。会议要求推进交通设施提升项目。该项目由援[l陕]干部负责。",
    );
    assert_eq!(read.found(MentionKind::Meeting), ["虎丘—岚皋2022年结对工作联席会", "会议"]);
    assert_eq!(read.found(MentionKind::Document), ["岚皋县帮扶工作情况汇报"]);
    assert_eq!(read.found(MentionKind::Project), ["交通设施提升项目", "该项目"]);
    assert_eq!(read.means("会议", 0), "虎丘—岚皋2022年结对工作联席会");
    assert_eq!(read.means("双方", 0), "虎丘区、岚皋县");
}

#[test]
fn groups_are_told_by_their_place_and_their_leader() {
    let read = read(
        "[l虎丘区][t区长][p高明远]率区党政代表团到访。[l岚皋县]欢迎[l虎丘区]党政代表团，代表团参观工厂，[p高明远]一行看望驻[l岚皋]支医人员，向大家致谢。",
    );
    assert_eq!(read.means("区党政代表团", 0), "虎丘区党政代表团");
    assert_eq!(read.means("代表团", 0), "虎丘区党政代表团");
    assert_eq!(read.means("高明远一行", 0), "虎丘区党政代表团");
    assert_eq!(read.means("大家", 0), "驻岚皋支医人员");
}

#[test]
fn a_title_may_take_in_the_last_word_of_its_group() {
    let read = read("[l虎丘区]驻[l岚皋][t支医人员代表][p徐一]发言，看望慰问驻[l岚皋]支教人员。");
    assert_eq!(read.found(MentionKind::Group), ["虎丘区驻岚皋支医人员", "驻岚皋支教人员"]);
    assert_eq!(read.posts(), ["徐一|支医人员代表|虎丘区驻岚皋支医人员"]);
    let read = self::read("[l虎丘区]驻[l岚皋]支医人员[t代表][p徐一]发言。");
    assert_eq!(read.posts(), ["徐一|支医人员代表|虎丘区驻岚皋支医人员"]);
}

#[test]
fn what_ends_like_a_phrase_is_no_organisation() {
    let read = read(
        "欢迎[o新北区党政代表团]，听取[o岚皋县帮扶工作情况汇报]，感谢[o海州蓝天救援队]和[o中国企业]，[o海州市人民代表大会]开会，看望驻[l岚皋][t支教人员]。",
    );
    assert_eq!(read.found(MentionKind::Organization), ["海州蓝天救援队", "海州市人民代表大会"]);
    assert_eq!(read.found(MentionKind::Place), ["新北区", "岚皋县", "中国", "岚皋"]);
    assert_eq!(read.found(MentionKind::Group), ["新北区党政代表团", "中国企业", "驻岚皋支教人员"]);
    assert_eq!(read.found(MentionKind::Document), ["岚皋县帮扶工作情况汇报"]);
}

#[test]
fn a_programme_is_named_by_its_places() {
    let read = read("[l岚皋县]实施苏陕协作示范工程，参加项目建设。");
    assert_eq!(read.found(MentionKind::Program), ["苏陕协作"]);
    assert_eq!(read.found(MentionKind::Project), ["苏陕协作示范工程"]);
    assert_eq!(read.means("苏陕协作示范工程", 0), "苏陕协作示范工程");
}

#[test]
fn firms_are_meant_by_what_they_are() {
    let read = read(
        "[o宏远电气股份有限公司]称，公司将扩产。公司[t副总裁][p裴远]说，该公司有保险公司支持。[o宁州大学]也参与，该校派人。",
    );
    assert_eq!(read.means("公司", 0), "宏远电气股份有限公司");
    assert_eq!(read.means("该公司", 0), "宏远电气股份有限公司");
    assert_eq!(read.means("该校", 0), "宁州大学");
    assert_eq!(read.posts(), ["裴远|副总裁|宏远电气股份有限公司"]);
}

#[test]
fn countries_are_told_by_one_character() {
    let read = read("[l中国]和[l塞尔维亚]签约，两国将扩大贸易，塞方表示感谢，美方没有回应。");
    assert_eq!(read.means("两国", 0), "中国、塞尔维亚");
    assert_eq!(read.means("塞方", 0), "塞尔维亚");
    assert_eq!(read.means("美方", 0), "美国");
}

#[test]
fn quantities_have_values() {
    let read = read("投入资金超过3000万元。");
    assert_eq!(read.found(MentionKind::Quantity), ["3000万元"]);
}

#[test]
fn a_byline_is_of_the_outlet() {
    let read = read(
        "[o海州日报][l海州][d6月1日]电（[t记者]　[p王一]、[p李二]）[l海州市][t市长][p张三]到访。他说，很好。",
    );
    assert_eq!(read.posts(), ["王一|记者|海州日报", "李二|记者|海州日报", "张三|市长|海州市"]);
    assert_eq!(read.means("他", 0), "张三");
}

#[test]
fn a_post_taken_up_is_of_the_subject_told_before() {
    let read =
        read("[p高明远][d1951年]留学。他组建考察队；[d1980年]当选[o中国科学院][t学部委员]。");
    assert_eq!(read.posts(), ["高明远|学部委员|中国科学院"]);
}

#[test]
fn the_firm_of_a_director_is_the_one_told_last() {
    let read =
        read("[o宏远电气]公布年报。[t财务总监][p廖一]辞职，[o宏远电气]聘任[p盛二]为[t财务总监]。");
    assert_eq!(read.posts(), ["廖一|财务总监|宏远电气", "盛二|财务总监|宏远电气"]);
}

#[test]
fn nobody_named_is_nobody_else() {
    let read = read("[o运输署][t署长][p何敬]回应。警方拘捕一名本地男子，该男子获保释。");
    assert_eq!(read.means("该男子", 0), "");
}

#[test]
fn an_object_is_the_person_told_last() {
    let read = read("[p柳一]看望了在[l巫山]的[p于文]，叮嘱他注意安全。");
    assert_eq!(read.means("他", 0), "于文");
}

#[test]
fn the_same_two_persons_stay_two() {
    let read = read(
        "法院判处[p胡一]、[p谢二]有期徒刑，二人骗取钱款。[t审判长][p秦三]说，已责令二人退赔。两人死亡。",
    );
    assert_eq!(read.means("二人", 0), "胡一、谢二");
    assert_eq!(read.means("二人", 1), "胡一、谢二");
    assert_eq!(read.found(MentionKind::Quantity), ["两人"]);
}

#[test]
fn one_country_told_leaves_the_other_to_be_ours() {
    let read = read("[l荷兰][t首相][p马丁·鲁伊]到访，两国签署协议。");
    assert_eq!(read.means("两国", 0), "中国、荷兰");
}

#[test]
fn what_an_authority_tells_is_no_document() {
    let read = read("[o海州市应急管理局]通报，已处置。会议听取[l海州市]工作情况通报。");
    assert_eq!(read.found(MentionKind::Document), ["海州市工作情况通报"]);
}

#[test]
fn towns_lie_in_the_county_the_text_tells() {
    let read = read(
        "[l陕西省][l岚皋县][l南宫山镇][l桂花村]。[l鹿特丹]是[l荷兰]的港口，[l城关镇]在[l岚皋县]。",
    );
    assert_eq!(read.within("桂花村"), "南宫山镇");
    assert_eq!(read.within("南宫山镇"), "岚皋县");
    assert_eq!(read.within("城关镇"), "岚皋县");
    assert_eq!(read.within("鹿特丹"), "荷兰");
}

#[test]
fn a_zone_lies_in_the_city_it_is_named_after() {
    let read = read("[l无锡高新区][t区长][p高明远]到访[l南岭科技园]。");
    assert_eq!(read.within("无锡高新区"), "无锡市");
    assert_eq!(read.posts(), ["高明远|区长|无锡高新区"]);
}
