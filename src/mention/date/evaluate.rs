//! What a candidate means: its pieces filled into points and lengths, its frame applied.

use super::{
    chain::Chain,
    compose::Composer,
    field::Point,
    frame::Effect,
    point::{Count, Expression, Granularity, Length, Meaning, Open},
    range::Candidate,
    template::Kind,
};
use crate::{
    Clean, Span,
    document::Qualifier,
    mention::FeatureHit,
    rules::{GroupMemory, RuleId},
};

impl Composer<'_> {
    /// Returns the expression of a candidate; nothing where its words cannot be so.
    pub(super) fn evaluate(
        &self,
        candidate: &Candidate,
        groups: &mut GroupMemory,
    ) -> Option<Expression> {
        let first = &candidate.first;
        let meaning = match (first.state.kind?, &candidate.second) {
            (Kind::Reference(_), Some(second)) => {
                let point = self.point(second, Point::default(), groups)?.0;
                Meaning::Present(false, Box::new(point))
            }
            (Kind::Point, Some(second)) => {
                let (left, _) = self.point(first, Point::default(), groups)?;
                if matches!(second.state.kind, Some(Kind::Reference(_))) {
                    Meaning::Present(true, Box::new(left))
                } else {
                    let base = match second.state.relative {
                        true => Point::default(),
                        false => left.coarser_than(second.state.from),
                    };
                    let (right, _) = self.point(second, base, groups)?;
                    Meaning::Range(Box::new(left), Box::new(right))
                }
            }
            (Kind::Point | Kind::Range, None) => {
                match self.point(first, Point::default(), groups)? {
                    (a, Some(b)) => Meaning::Range(Box::new(a), Box::new(b)),
                    (a, None) => Meaning::Point(a),
                }
            }
            (Kind::Length | Kind::Lengths, _) => self.length(first, groups),
            (Kind::Reference(reference), None) => Meaning::Reference(reference),
            (Kind::During, _) => Meaning::During,
            (Kind::Not | Kind::Neutral, _) | (Kind::Range, Some(_)) => return None,
        };
        let meaning = self.in_frame(candidate, meaning)?;
        let fired = |piece: usize| {
            let found = self.pieces[piece];
            FeatureHit { rule: found.rule, key: found.span, weight: 0.0 }
        };
        let count = |chain: &Chain| usize::from(chain.count);
        let mut all =
            Vec::with_capacity(count(first) + candidate.second.as_ref().map_or(0, count) + 1);
        all.extend(first.pieces().map(fired));
        all.extend(candidate.second.iter().flat_map(Chain::pieces).map(fired));
        let span = Span::new(candidate.start, candidate.end);
        if let Some(framed) = candidate.framed {
            all.push(FeatureHit { rule: framed.rule, key: span, weight: 0.0 });
        }
        let core = |chain: &Chain| -> Span<Clean> {
            // 左右, 期间, 约 and the like stand at the borders; 底 and 初 belong to 去年 and 下月, not to 1997年.
            let relative = chain.pieces().any(|p| self.template(p).relative);
            let inner = |p: &usize| {
                let template = self.template(*p);
                template.kind != Kind::Neutral
                    || (template.modifies && relative && chain.count == 2)
                    || template.lunar
            };
            let first = chain.pieces().find(inner).unwrap_or(chain.first());
            let last = chain.pieces().rfind(inner).unwrap_or(chain.first());
            Span::new(self.pieces[first].span.start, self.pieces[last].span.end)
        };
        Some(Expression {
            span,
            cores: [Some(core(first)), candidate.second.as_ref().map(core)],
            meaning,
            rule: self.lead(first),
            fired: all,
        })
    }

    /// Returns what the words around a candidate make of its meaning.
    fn in_frame(&self, candidate: &Candidate, meaning: Meaning) -> Option<Meaning> {
        Some(match candidate.framed.map(|f| f.effect) {
            None | Some(Effect::Range) => meaning,
            Some(Effect::Open(open)) => opened(open, meaning)?,
            Some(Effect::SinceApart) => opened(Open::Since, meaning)?,
            Some(Effect::Offset(offset)) => match meaning {
                Meaning::Length(mut length) => {
                    if self.text[candidate.start..].starts_with(['约', '大']) {
                        length.qualifier = Some(Qualifier::Approximate);
                    }
                    Meaning::Offset(offset, length)
                }
                other => other,
            },
            Some(Effect::About) => match meaning {
                Meaning::Length(mut length) => {
                    length.qualifier = Some(Qualifier::Approximate);
                    Meaning::Length(length)
                }
                other => other,
            },
        })
    }

    /// Returns the rule of the finest piece that is no mere modifier.
    fn lead(&self, chain: &Chain) -> RuleId {
        let lead = chain.pieces().rfind(|p| self.template(*p).kind != Kind::Neutral);
        self.pieces[lead.unwrap_or(chain.first())].rule
    }

    /// Returns the point a chain tells on top of `base`, and the second end if one of its pieces is a range.
    fn point(
        &self,
        chain: &Chain,
        base: Point,
        memory: &mut GroupMemory,
    ) -> Option<(Point, Option<Point>)> {
        let mut point = base;
        let mut end: Option<Point> = None;
        for piece in chain.pieces() {
            let template = self.template(piece);
            let found = self.pieces[piece];
            let groups =
                template.has_groups.then(|| self.rules.groups(self.text, found, memory)).flatten();
            if let Some(end) = &mut end
                && !template.fill(groups.as_ref(), end)
            {
                return None;
            }
            if !template.fill(groups.as_ref(), &mut point) {
                return None;
            }
            if template.kind == Kind::Range {
                let mut second = point.coarser_than(template.to);
                if !template.fill_second(groups.as_ref(), &mut second) {
                    return None;
                }
                // 2、1月28日 is a list's number before a date.
                if let (Some(Count::At(a)), Some(Count::At(b))) = (point.month, second.month)
                    && template.from == Granularity::Month
                    && template.to == Granularity::Month
                    && a >= b
                {
                    return None;
                }
                end = Some(second);
            }
        }
        Some((point, end))
    }

    fn length(&self, chain: &Chain, memory: &mut GroupMemory) -> Meaning {
        let mut length = Length::default();
        let mut second = None;
        for piece in chain.pieces() {
            let template = self.template(piece);
            let found = self.pieces[piece];
            let groups =
                template.has_groups.then(|| self.rules.groups(self.text, found, memory)).flatten();
            template.fill_length(groups.as_ref(), false, &mut length);
            if template.kind == Kind::Lengths {
                let mut end = Length::default();
                template.fill_length(groups.as_ref(), true, &mut end);
                second = Some(end);
            }
        }
        match second {
            Some(end) => Meaning::Lengths(length, end),
            None => Meaning::Length(length),
        }
    }
}

fn opened(open: Open, meaning: Meaning) -> Option<Meaning> {
    match meaning {
        Meaning::Point(point) if point.every.is_none() => {
            Some(Meaning::Open(open, Box::new(point)))
        }
        _ => None,
    }
}
