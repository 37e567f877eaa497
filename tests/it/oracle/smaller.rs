//! From a story and a question that disagree to the smallest that still do.

use super::question::{How, Operand, Question};
use super::story::Story;

/// Takes away as long as something can go.
pub(super) fn smallest(
    mut story: Story,
    mut question: Question,
    disagrees: impl Fn(&Story, &Question) -> bool,
) -> (Story, Question) {
    loop {
        let mut questions = question.smaller().into_iter();
        if let Some(smaller) = questions.find(|smaller| disagrees(&story, smaller)) {
            question = smaller;
            continue;
        }
        let mut stories = story.smaller().into_iter();
        match stories.find(|smaller| disagrees(smaller, &question)) {
            Some(smaller) => story = smaller,
            None => return (story, question),
        }
    }
}

impl Question {
    /// Questions of fewer words.
    fn smaller(&self) -> Vec<Question> {
        match self {
            Question::Stands(operand) => {
                let smaller = operand.smaller().into_iter();
                smaller.map(Question::Stands).collect()
            }
            Question::AtLeast(times, what) => {
                let plain = [Question::Stands(what.clone())].into_iter();
                let fewer = (*times > 1).then(|| Question::AtLeast(times - 1, what.clone()));
                let smaller = what.smaller().into_iter();
                let smaller = smaller.map(|what| Question::AtLeast(*times, what));
                plain.chain(fewer).chain(smaller).collect()
            }
            Question::All(list) => {
                let mut smaller = list.clone();
                smaller.extend(without_one(list).map(Question::All));
                smaller.extend(one_smaller(list, Question::smaller).map(Question::All));
                smaller
            }
            Question::Any(list) => {
                let mut smaller = list.clone();
                smaller.extend(without_one(list).map(Question::Any));
                smaller.extend(one_smaller(list, Question::smaller).map(Question::Any));
                smaller
            }
            Question::Not(inner) => {
                let smaller = inner.smaller().into_iter();
                let smaller = smaller.map(|inner| Question::Not(Box::new(inner)));
                [(**inner).clone()].into_iter().chain(smaller).collect()
            }
        }
    }
}

impl Operand {
    /// Operands of fewer words, or plainer ones.
    fn smaller(&self) -> Vec<Operand> {
        match self {
            Operand::Near {
                left,
                right,
                how,
                is_negated,
                alias,
            } => {
                let with = |left: &Operand, right: &Operand, how, alias| Operand::Near {
                    left: Box::new(left.clone()),
                    right: Box::new(right.clone()),
                    how,
                    is_negated: *is_negated,
                    alias,
                };
                let mut smaller = vec![(**left).clone(), (**right).clone()];
                smaller.extend(
                    left.smaller()
                        .iter()
                        .map(|left| with(left, right, *how, *alias)),
                );
                smaller.extend(
                    right
                        .smaller()
                        .iter()
                        .map(|right| with(left, right, *how, *alias)),
                );
                smaller.extend(how.smaller().map(|how| with(left, right, how, *alias)));
                smaller.extend((*alias > 0).then(|| with(left, right, *how, 0)));
                smaller
            }
            Operand::Either(list) => {
                let mut smaller = list.clone();
                smaller.extend(without_one(list).map(Operand::Either));
                smaller.extend(one_smaller(list, Operand::smaller).map(Operand::Either));
                smaller
            }
            Operand::Within(region, what) => {
                let smaller = what.smaller().into_iter();
                let smaller = smaller.map(|what| Operand::Within(*region, Box::new(what)));
                [(**what).clone()].into_iter().chain(smaller).collect()
            }
            Operand::Phrase(words, slop) => {
                let shorter = without_one(words).filter(|words| words.len() > 1);
                let mut smaller: Vec<Operand> =
                    shorter.map(|words| Operand::Phrase(words, *slop)).collect();
                smaller.extend((*slop > 0).then(|| Operand::Phrase(words.clone(), slop - 1)));
                smaller
            }
            Operand::Fuzzy(word, 2) => vec![Operand::Fuzzy(word, 1)],
            _ => Vec::new(),
        }
    }
}

impl How {
    fn smaller(self) -> Option<How> {
        match self {
            How::Near(n) if n > 1 => Some(How::Near(if n > 10 { 10 } else { n - 1 })),
            How::Pre(n) if n > 1 => Some(How::Pre(if n > 10 { 10 } else { n - 1 })),
            _ => None,
        }
    }
}

/// The list without each of its items in turn.
pub(super) fn without_one<T: Clone>(list: &[T]) -> impl Iterator<Item = Vec<T>> + '_ {
    (0..list.len()).map(|at| {
        let mut shorter = list.to_vec();
        shorter.remove(at);
        shorter
    })
}

/// The list with each of its items in turn made smaller.
pub(super) fn one_smaller<T: Clone, F: Fn(&T) -> Vec<T>>(
    list: &[T],
    smaller: F,
) -> impl Iterator<Item = Vec<T>> + use<'_, T, F> {
    let each = list.iter().enumerate();
    let changed = each.flat_map(move |(at, item)| {
        let made = smaller(item).into_iter();
        made.map(move |item| (at, item)).collect::<Vec<_>>()
    });
    changed.map(|(at, item)| {
        let mut list = list.to_vec();
        list[at] = item;
        list
    })
}
