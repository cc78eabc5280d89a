//! Posts: who holds which title where.
//!
//! A run of titles with their organisations belongs to the person it stands before (岚皋县委副书记、县长魏小林) or the
//! one it stands behind (魏小林，岚皋县县长，…; 任命魏小林为岚皋县县长). A title without an organisation of its own takes
//! it from the run or, when it names a level, from the place of that level.
//!
//! In: persons, titles, organisations and places with entities. Out: [`Post`]s of the person entities.

use std::collections::HashMap;

use super::{Post, draft::Draft, level::Levels, organization::Bodies, title::Titles};
use crate::document::{Basis, EntityKind, MentionKind};

/// Between two titles of one person.
const JOINS: [&str; 10] = ["、", "兼", "暨", "兼任", "，", ",", "和", "、兼", "，兼", "及"];

/// Between a person and the titles behind the name, with what they say of the post's standing.
const VERBS: [(&str, Option<&str>); 44] = [
    ("不再担任", Some("不再担任")),
    ("不再兼任", Some("不再兼任")),
    ("卸任", Some("卸任")),
    ("辞去", Some("辞去")),
    ("辞任", Some("辞任")),
    ("曾先后担任", Some("曾任")),
    ("曾先后任", Some("曾任")),
    ("曾担任", Some("曾任")),
    ("曾任", Some("曾任")),
    ("历任", Some("曾任")),
    ("先后任", Some("曾任")),
    ("时任", Some("时任")),
    ("原任", Some("原")),
    ("原为", Some("原")),
    ("原系", Some("原")),
    ("代理", Some("代理")),
    ("被任命为", None),
    ("任命为", None),
    ("当选为", None),
    ("当选", None),
    ("被选为", None),
    ("被聘为", None),
    ("受聘为", None),
    ("聘为", None),
    ("获任", None),
    ("担任", None),
    ("出任", None),
    ("就任", None),
    ("升任", None),
    ("改任", None),
    ("调任", None),
    ("转任", None),
    ("兼任", None),
    ("接任", None),
    ("继任", None),
    ("连任", None),
    ("续任", None),
    ("履新", None),
    ("现任", None),
    ("现为", None),
    ("作为", None),
    ("任", None),
    ("系", None),
    ("为", None),
];

/// Words before a dismissed person's name: 免去某某的局长职务.
const DISMISS: [&str; 6] = ["免去", "免除", "撤销", "罢免", "解除", "接受"];

/// Titles that are verbs right behind whoever acts: 魏小林代表县委, 他指挥救援.
const ACTS: [&str; 8] = ["代表", "领导", "指挥", "导演", "编辑", "主持", "监督", "翻译"];

/// Titles that several people of a list hold together: 县领导甲、乙; 记者甲和乙.
const SHARED: [&str; 14] = [
    "领导",
    "记者",
    "通讯员",
    "代表",
    "委员",
    "院士",
    "专家",
    "教授",
    "负责人",
    "民警",
    "队员",
    "律师",
    "常委",
    "议员",
];

/// How many names are looked at, back from a title without organisation.
const REMEMBERED: usize = 32;

/// Bounds that no news text reaches, and that keep the work on any other text in proportion to its length.
const MOST_TITLES: usize = 24;
const MOST_PEOPLE: usize = 256;
const MOST_POSTS: usize = 128;

/// One title of a run.
#[derive(Debug)]
struct Held {
    title: usize,
    holder: Option<usize>,
}

/// A run of titles, and the names it spans: `names[first..=last]`.
#[derive(Debug)]
struct Run {
    first: usize,
    last: usize,
    held: Vec<Held>,
}

/// A run that nobody stands beside.
#[derive(Debug)]
pub(super) struct Open {
    run: Run,
    status: Option<&'static str>,
}

/// What the step asks.
pub(super) struct Posts<'r> {
    titles: &'r Titles,
    bodies: &'r Bodies,
    levels: &'r Levels,
    /// Groups and words that point back (公司) by the byte they end at.
    ends: HashMap<usize, usize>,
}

impl<'r> Posts<'r> {
    pub(super) fn new(
        titles: &'r Titles,
        bodies: &'r Bodies,
        levels: &'r Levels,
        draft: &Draft<'_>,
    ) -> Self {
        let ends = (0..draft.mentions.len())
            .filter(|&m| matches!(draft.kind(m), MentionKind::Group | MentionKind::Pronoun))
            .map(|m| (draft.mentions[m].span.end, m));
        Posts { titles, bodies, levels, ends: ends.collect() }
    }

    /// Gives the persons their posts.
    ///
    /// Returns the runs that nobody stands beside, with what the words before say of the post's standing.
    pub(super) fn resolve(&self, draft: &mut Draft<'_>) -> Vec<Open> {
        let mut open = Vec::new();
        let mut at = 0;
        while at < draft.names.len() {
            if draft.kind(draft.names[at]) != MentionKind::Title {
                at += 1;
                continue;
            }
            let run = self.run(draft, at);
            at = run.last + 1;
            if is_act(draft, &run) {
                continue;
            }
            let (people, verb) = match behind(draft, &run) {
                people if !people.is_empty() => (people, None),
                _ if addresses(draft, &run).is_some() => {
                    (addresses(draft, &run).into_iter().collect(), None)
                }
                _ => before(draft, &run).map_or((Vec::new(), None), |(p, v)| (vec![p], v)),
            };
            let told = status_before(draft, &run);
            self.hand_out(draft, &run, &people, verb.or(told));
            if let (true, Some(status)) = (people.is_empty(), takes_up(draft, &run)) {
                open.push(Open { run, status });
            }
        }
        open
    }

    /// Gives posts that the clause tells without their holder to the subject of the sentences before:
    /// 他1951年赴海外留学；1980年当选院士.
    pub(super) fn resolve_open(
        &self,
        draft: &mut Draft<'_>,
        open: Vec<Open>,
        subject: impl Fn(usize, usize) -> Option<usize>,
    ) {
        for Open { run, status } in open {
            let first = draft.names[run.first];
            let Some(sentence) = draft.sentence(first) else { continue };
            if let Some(person) = subject(draft.mentions[first].span.start, sentence) {
                self.hand_out(draft, &run, &[person], status);
            }
        }
    }

    /// Lets titles that stand alone point to who holds them: 县长说.
    pub(super) fn stand_for_holders(&self, draft: &mut Draft<'_>) {
        let mut holders: HashMap<String, Vec<(usize, Option<usize>)>> = HashMap::new();
        let mut named: Vec<bool> = vec![false; draft.mentions.len()];
        for (person, entity) in draft.out.entities.iter().enumerate() {
            for post in &entity.posts {
                named[post.mention] = true;
                holders.entry(post.title.clone()).or_default().push((person, post.organization));
            }
        }
        for i in 0..draft.names.len() {
            let m = draft.names[i];
            if draft.kind(m) != MentionKind::Title || named[m] {
                continue;
            }
            let title = self.titles.take_apart(draft.text(m));
            let Some(known) = holders.get(title.name) else { continue };
            let before = i.checked_sub(1).map(|b| draft.names[b]).filter(|&b| draft.touch(b, m));
            let organization = before.and_then(|b| draft.entity_of(b)).or_else(|| {
                title.level.and_then(|level| self.levels.at(level, draft.mentions[m].span.start))
            });
            let mut fit = known
                .iter()
                .take(MOST_PEOPLE)
                .filter(|k| organization.is_none() || k.1 == organization);
            if let (Some(&(person, _)), None) = (fit.next(), fit.next()) {
                draft.point(m, person, Basis::Title);
            }
        }
    }

    /// Returns the run of titles that begins with the title `names[at]`.
    fn run(&self, draft: &mut Draft<'_>, at: usize) -> Run {
        let (first, holder) = self.holder(draft, at);
        let mut run = Run { first, last: at, held: vec![Held { title: draft.names[at], holder }] };
        loop {
            let next = run.last + 1;
            let Some(&m) = draft.names.get(next).filter(|_| run.held.len() < MOST_TITLES) else {
                break;
            };
            if !JOINS.contains(&draft.between(draft.names[run.last], m)) {
                break;
            }
            // Places and organisations up to the next title, all touching.
            let mut to = next;
            while matches!(
                draft.kind(draft.names[to]),
                MentionKind::Place | MentionKind::Organization
            ) && to + 1 < draft.names.len()
                && to - next < 6
                && draft.touch(draft.names[to], draft.names[to + 1])
            {
                to += 1;
            }
            if draft.kind(draft.names[to]) != MentionKind::Title {
                break;
            }
            let holder = self.holder(draft, to).1;
            run.held.push(Held { title: draft.names[to], holder });
            run.last = to;
        }
        run
    }

    /// Returns the organisation or place that stands before the title `names[at]`, and the first name of the phrase.
    fn holder(&self, draft: &Draft<'_>, at: usize) -> (usize, Option<usize>) {
        let title = draft.names[at];
        let mut first = at;
        let mut holder = None;
        if let Some(before) = at.checked_sub(1) {
            let m = draft.names[before];
            let body = matches!(draft.kind(m), MentionKind::Place | MentionKind::Organization);
            let gap = draft.between(m, title);
            let of = gap == "的" && draft.after(title).starts_with("职务");
            if body && (draft.touch(m, title) || of || is_note(gap)) {
                holder = draft.entity_of(m);
                first = before;
            } else if body && matches!(gap, "）" | ")") && before > 0 {
                // 高新区党工委（区委）副书记: the one before the brackets; the other is its second name.
                let outer = draft.names[before - 1];
                if matches!(draft.between(outer, m), "（" | "(") {
                    holder = draft.entity_of(outer);
                    first = before - 1;
                }
            }
            // The places before an organisation or a place are its own: 陕西省|安康市|岚皋县|县长.
            while first > 0
                && at - first < 8
                && holder.is_some()
                && matches!(
                    draft.kind(draft.names[first - 1]),
                    MentionKind::Place | MentionKind::Organization
                )
                && draft.touch(draft.names[first - 1], draft.names[first])
            {
                first -= 1;
            }
        }
        holder = self.ending_in(draft, title).and_then(|m| draft.entity_of(m)).or(holder);
        (first, holder)
    }

    /// Adds the posts of a run to the people.
    fn hand_out(&self, draft: &mut Draft<'_>, run: &Run, people: &[usize], status: Option<&str>) {
        let mut last: Option<usize> = None;
        for held in &run.held {
            let (body, words) = self.bodies.at_the_head_of(draft.text(held.title));
            let title = self.titles.take_apart(words);
            let byte = draft.mentions[held.title].span.start;
            // A level means the place of that level in the run, else in the text.
            let of_level = |draft: &Draft<'_>, level| {
                let near = last.and_then(|l| self.around(draft, l, level));
                near.or_else(|| self.levels.at(level, byte))
            };
            let holder = match body {
                Some((level, rest)) => {
                    let place = held.holder.or_else(|| of_level(draft, level));
                    place.map(|place| body_of(draft, place, rest))
                }
                None => match title.level {
                    Some(level) => held.holder.or_else(|| of_level(draft, level)),
                    // 中共中央总书记、国家主席: the second is not held at the first's body.
                    None if title.name.starts_with("国家") || title.name == "国务委员" => {
                        held.holder
                    }
                    None => held.holder.or(last),
                },
            };
            last = holder.or_else(|| self.untold(draft, run, title.name));
            // 护士 is no post by itself, but one at a hospital is: 县人民医院护士, 支医人员代表.
            let at_body =
                held.holder.is_some_and(|h| draft.out.entities[h].kind != EntityKind::Place);
            let post =
                self.titles.is_post(title.name) || at_body && self.titles.is_work(title.name);
            if !post {
                continue;
            }
            let name = self.spoken_for(draft, held.title).unwrap_or(title.name);
            for &person in people {
                let post = Post {
                    title: name.to_owned(),
                    organization: last,
                    mention: held.title,
                    status: title.status.or(status).map(str::to_owned),
                };
                add(&mut draft.out.entities[person].posts, post);
            }
        }
    }

    /// Returns the group or the word that points back that ends before the title or in it: the title may take in the
    /// group's last word (新北区驻岚皋|支医人员代表).
    fn ending_in(&self, draft: &Draft<'_>, title: usize) -> Option<usize> {
        let start = draft.mentions[title].span.start;
        let mut ends = draft.text(title).char_indices().map(|(at, _)| start + at);
        ends.find_map(|end| self.ends.get(&end)).copied()
    }

    /// Returns the whole title of somebody who speaks for a group: 支医人员代表 of 驻岚皋支医人员|代表.
    fn spoken_for<'a>(&self, draft: &Draft<'a>, title: usize) -> Option<&'a str> {
        let span = draft.mentions[title].span;
        let group = self.ending_in(draft, title)?;
        if !draft.text(title).ends_with("代表") || draft.kind(group) != MentionKind::Group {
            return None;
        }
        // Names before the group's own words are the holder's, not the title's.
        let start = draft.mentions[group].span.start;
        let before = draft.names.partition_point(|&n| draft.mentions[n].span.end <= span.start);
        let name = draft.names[..before].last().map_or(0, |&n| draft.mentions[n].span.end);
        Some(&draft.clean[start.max(name)..span.end])
    }

    /// Returns the organisation that a run without one leaves out: the outlet of a byline, the firm a financial
    /// director is told of, the court a presiding judge sits in.
    fn untold(&self, draft: &Draft<'_>, run: &Run, title: &str) -> Option<usize> {
        let first = draft.names[run.first];
        let mut recent = draft.names[..run.first]
            .iter()
            .rev()
            .take(REMEMBERED)
            .copied()
            .filter(|&m| draft.kind(m) == MentionKind::Organization);
        let before = draft.before(first);
        match self.titles.organization_family(title)? {
            "media" if before.ends_with(['（', '(', '〔', '【']) => recent
                .find(|&m| draft.before(m).is_empty() && draft.sentence(m) == draft.sentence(first))
                .and_then(|m| draft.entity_of(m)),
            "company" if draft.begins_phrase(first) => self.firm_spoken_of(draft, first),
            "law" if draft.begins_phrase(first) => {
                recent.filter_map(|m| draft.entity_of(m)).find(|&e| {
                    let name = &draft.out.entities[e].name;
                    // Who judges sits in a court, who prosecutes does not.
                    let court = title.contains("审判") || title.contains("法官");
                    name.ends_with(if court { "法院" } else { "检察院" })
                })
            }
            _ => None,
        }
    }

    /// Returns the firm that the text speaks of most up to a mention, by name or as 公司; of several the last told.
    fn firm_spoken_of(&self, draft: &Draft<'_>, m: usize) -> Option<usize> {
        let mut firms: Vec<(usize, usize)> = Vec::new();
        for told in (0..m).rev().take(REMEMBERED) {
            let Some(entity) = draft.entity_of(told) else { continue };
            let organization = &draft.out.entities[entity];
            if organization.kind != EntityKind::Organization
                || !self.bodies.is_firm(&organization.name)
            {
                continue;
            }
            match firms.iter_mut().find(|f| f.0 == entity) {
                Some(firm) => firm.1 += 1,
                None => firms.push((entity, 1)),
            }
        }
        // The first of the most is the last told.
        firms.into_iter().rev().max_by_key(|f| f.1).map(|f| f.0)
    }

    /// Returns the place of that level that an organisation or place is, belongs to or lies in.
    fn around(&self, draft: &Draft<'_>, entity: usize, level: char) -> Option<usize> {
        let mut at = Some(entity);
        for _ in 0..6 {
            let entity = at?;
            let place = &draft.out.entities[entity];
            if place.kind == EntityKind::Place && place.name.ends_with(level) {
                return Some(self.levels.district_of(entity));
            }
            at = place.within;
        }
        None
    }
}

/// Returns the body of a place that its level stands for: 县委 of 岚皋县.
fn body_of(draft: &mut Draft<'_>, place: usize, rest: &str) -> usize {
    let name = format!("{}{rest}", draft.out.entities[place].name);
    let entity = draft.entity(EntityKind::Organization, &name);
    draft.lies_within(entity, place);
    entity
}

/// Returns the people a run stands right before.
fn behind(draft: &Draft<'_>, run: &Run) -> Vec<usize> {
    let Some(&next) = draft.names.get(run.last + 1) else { return Vec::new() };
    let title = draft.names[run.last];
    let gap = draft.between(title, next);
    let close = gap.chars().all(|c| c.is_whitespace() || c == '“') && !gap.contains('\n');
    let touches = draft.touch(title, next) || !gap.is_empty() && close;
    if draft.kind(next) != MentionKind::Person || !touches {
        return Vec::new();
    }
    let mut people: Vec<usize> = draft.entity_of(next).into_iter().collect();
    let shared = SHARED.iter().any(|s| draft.text(title).ends_with(s));
    let mut listed = shared;
    let mut last = next;
    for &m in draft.names[run.last + 2..].iter().take(MOST_PEOPLE) {
        let gap = draft.between(last, m);
        let joined = gap == "、"
            || listed
                && matches!(gap.trim(), "和" | "与" | "及" | "以及" | "")
                && !gap.contains('\n')
                && !gap.is_empty();
        if draft.kind(m) != MentionKind::Person || !joined {
            break;
        }
        listed = true;
        people.extend(draft.entity_of(m));
        last = m;
    }
    people
}

/// Returns whether the run is a verb, not a title.
fn is_act(draft: &Draft<'_>, run: &Run) -> bool {
    let title = draft.names[run.first];
    let alone = run.first == run.last && run.held.iter().all(|h| h.holder.is_none());
    // Pronouns are no names; whatever mention ends right before the title acts.
    let acts = title.checked_sub(1).is_some_and(|m| {
        draft.touch(m, title) && matches!(draft.kind(m), MentionKind::Person | MentionKind::Pronoun)
    });
    alone && acts && ACTS.contains(&draft.text(title))
}

/// Returns the person whose name a title without organisation follows at once: 龚旗煌院士, 石区长.
fn addresses(draft: &Draft<'_>, run: &Run) -> Option<usize> {
    let m = draft.names[run.first.checked_sub(1)?];
    let one = run.first == run.last && run.held.iter().all(|h| h.holder.is_none());
    let named = draft.kind(m) == MentionKind::Person && draft.touch(m, draft.names[run.first]);
    (one && named).then(|| draft.entity_of(m))?
}

/// Returns the person a run stands behind, and what the words between say of the post's standing.
fn before(draft: &Draft<'_>, run: &Run) -> Option<(usize, Option<&'static str>)> {
    let first = draft.names[run.first];
    let title = draft.names[run.last];
    // Dates may stand between, 某某2020年起任局长, and a form of address: 某某同志任局长.
    let mut before = draft.names[..run.first].iter().rev().take(4).copied().peekable();
    let mut last = first;
    let m = loop {
        let m = before.next()?;
        match draft.kind(m) {
            MentionKind::Date => {}
            MentionKind::Title if before.peek().is_some_and(|&b| draft.touch(b, m)) => last = m,
            _ => break m,
        }
    };
    if draft.kind(m) != MentionKind::Person || draft.sentence(m) != draft.sentence(first) {
        return None;
    }
    let person = draft.entity_of(m)?;
    let from = if last == first { m } else { last };
    let gap = without_note(draft.between(from, first).trim());
    let after = draft.after(title);
    let closed =
        after.is_empty() || after.starts_with(['，', '。', '；', '）', ',', ')', ';', '、']);
    if matches!(gap, "，" | "," | "（" | "(" | "：" | ":" | "——") {
        return closed.then_some((person, None));
    }
    if gap == "的" && after.starts_with(['职', '一']) {
        let before = draft.before(m);
        let verb = DISMISS.iter().find(|v| before.ends_with(**v));
        return Some((person, Some(verb.copied().unwrap_or("免去"))));
    }
    if gap.len() > 60 {
        return None;
    }
    let (verb, status) = VERBS.iter().find(|(verb, _)| gap.ends_with(verb))?;
    let lead = gap[..gap.len() - verb.len()].trim_start_matches(['，', ',', '（', '(']);
    let plain = !lead.contains(['，', '。', '；', '“', '：']);
    // A verb of one character is one only by itself: 称之为局长, 因为局长.
    let alone = verb.chars().count() > 1
        || ["", "将", "已", "则", "现", "仍", "被", "均", "拟", "起", "后"].contains(&lead);
    (plain && alone).then_some((person, *status))
}

/// Returns whether a verb of taking up or leaving a post stands right before a run, and what it says of the post's
/// standing.
fn takes_up(draft: &Draft<'_>, run: &Run) -> Option<Option<&'static str>> {
    let before = draft.before(draft.names[run.first]);
    let (verb, status) = VERBS.iter().find(|(verb, _)| before.ends_with(verb))?;
    let dated = draft.before(draft.names[run.first]).len() - verb.len();
    let dated = draft.before(draft.names[run.first])[..dated].ends_with(['年', '月', '起', '后']);
    let weak = verb.chars().count() == 1 && !dated
        || matches!(*verb, "作为" | "现为" | "代理" | "任命为" | "聘为");
    (!weak).then_some(*status)
}

/// Returns whether a gap is one note in brackets: 党工委|（区委）|副书记 where 区委 is no name of its own.
fn is_note(gap: &str) -> bool {
    let inside = gap.strip_prefix(['（', '(']).and_then(|g| g.strip_suffix(['）', ')']));
    inside.is_some_and(|i| i.len() < 40 && !i.contains(['（', '(', '）', ')', '，', '。']))
}

/// Returns what follows a note in brackets: 某某（女，白族）为.
fn without_note(gap: &str) -> &str {
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some((note, rest)) = gap.strip_prefix(open).and_then(|g| g.split_once(close))
            && note.len() < 90
        {
            return rest.trim();
        }
    }
    gap
}

/// Returns 原, 前 or 时任 standing as a word before the run.
fn status_before<'a>(draft: &Draft<'a>, run: &Run) -> Option<&'a str> {
    let start = draft.mentions[draft.names[run.first]].span.start;
    let word = draft.segmented.word_at(start.checked_sub(1)?)?;
    let span = draft.segmented.words[word].span;
    let word = &draft.clean[span.range()];
    (span.end == start && matches!(word, "原" | "前" | "时任" | "已故")).then_some(word)
}

/// Adds a post unless it is told already; one with an organisation takes the place of the same without.
fn add(posts: &mut Vec<Post>, post: Post) {
    if posts.len() == MOST_POSTS {
        return;
    }
    for known in posts.iter_mut().filter(|p| p.title == post.title) {
        if known.organization == post.organization || post.organization.is_none() {
            return;
        }
        if known.organization.is_none() {
            *known = Post { status: known.status.take().or(post.status), ..post };
            return;
        }
    }
    posts.push(post);
}
