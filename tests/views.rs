//! The view for people, on a text that is read without an error: what is pinned here is the form.

// Without the learned rows other figures hold.
#![cfg(feature = "learned")]

use expect_test::expect;
use yaowen::{
    Extractor, Input,
    output::{Format, Writer},
};

#[test]
fn a_page_for_people() {
    let text = "8月2日至3日，岚皋县委副书记、县长魏小林率代表团赴常州市考察。\
                3日上午，魏小林会见了常州市市长周启明。双方将于下月签署合作协议。";
    let input = Input::new(text).id("a1").date("2023-08-04".parse().unwrap());
    let mut page = Vec::new();
    let mut writer = Writer::new(&mut page, Format::Text);
    writer.write(text, &Extractor::new().extract(input)).unwrap();
    writer.finish().unwrap();
    expect![[r#"
        a1  dated 2023-08-04 (given)

        Events
          2023-08-02/2023-08-03  visit.travel 赴 | agent 魏小林 | companion 代表团 | destination 常州市
          2023-08-02/2023-08-03  visit.inspect 考察 | agent 魏小林 | companion 代表团 | at 常州市
          2023-08-03             meet.talk 会见 | agent 魏小林 | counterpart 周启明 | at 常州市
          2023-09                coop.sign 签署 | party 魏小林、周启明 | document 合作协议 (planned)

        People
          魏小林  副书记 of 岚皋县委; 县长 of 岚皋县
          周启明  市长 of 常州市

        Organisations
          岚皋县委

        Places
          常州市、岚皋县

        Groups
          代表团、魏小林、周启明

        Dates
          8月2日至3日  2023-08-02/2023-08-03  (given)
          3日上午  2023-08-03 上午  (discourse: 8月2日至3日)
          下月  2023-09  (given)
    "#]]
    .assert_eq(&String::from_utf8(page).unwrap());
}
