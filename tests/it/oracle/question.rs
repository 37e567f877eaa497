//! Generated questions, and how they are typed.

use std::fmt;

use morgue::entity::Kind;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::story::{GLYPHS, PEOPLE, PLACE, WORDS};

/// Where an operand must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    Title,
    Lead,
}

/// How two operands stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Near(u32),
    Pre(u32),
    Sentence,
    Paragraph,
}

/// What can be looked for as spans.
#[derive(Clone)]
pub(super) enum Operand {
    /// `strike`: in any of its forms; a compound also as one word.
    Bare(String),
    /// `"strike"`.
    Exact(&'static str),
    /// `="Bram"`, `="Bram vond"`.
    Printed(Vec<String>),
    /// `br*`.
    Pattern(&'static str),
    /// `brim~1`.
    Fuzzy(&'static str, usize),
    /// `"bram vo*"~2`.
    Phrase(Vec<&'static str>, u32),
    /// `person:"Ana Ruiz"`; `*` for any.
    Name(Kind, &'static str),
    Either(Vec<Operand>),
    Near {
        left: Box<Operand>,
        right: Box<Operand>,
        how: How,
        is_negated: bool,
        /// Which of the spellings of the operator is typed.
        alias: usize,
    },
    Within(Region, Box<Operand>),
}

/// What an article does or does not answer.
#[derive(Clone)]
pub(super) enum Question {
    Stands(Operand),
    AtLeast(usize, Operand),
    All(Vec<Question>),
    Any(Vec<Question>),
    Not(Box<Question>),
}

/// Matches some words of the vocabulary, or one, or none.
const PATTERNS: &[&str] = &[
    "br*", "b?am", "br?m", "*m", "stri*g", "bram*", "strike?", "*ond", "vond?", "??am", "zift*",
    "q*",
];

/// Beside the words of the vocabulary, at distances from them that a reader can count: `brma` is `bram` with
/// two letters swapped, and no other word of the vocabulary is within one edit of it.
const MISSPELT: &[&str] = &["brma", "brem", "vodn", "glu", "ziftx", "bramo", "stirke"];

/// Words, also in capitals and with an accent, as one prints them.
const PRINTED: &[&str] = &[
    "bram", "Bram", "BRAM", "brám", "vond", "Vond", "Strike", "vönd", "Brám",
];

/// What stands in quotes: words, words with wildcards, a word that is cut.
const IN_QUOTES: &[&str] = &[
    "bram",
    "vond",
    "gluk",
    "zift",
    "strike",
    "striking",
    "br*",
    "?ond",
    "strik*",
    "bram-vond",
    "ana",
    "ruiz",
    "京",
];

pub(super) fn plain_word() -> impl Strategy<Value = &'static str> {
    select(
        &[
            "bram", "barm", "brim", "gluk", "zift", "vond", "strike", "ruiz",
        ][..],
    )
}

/// A word, a phrase or a name.
pub(super) fn leaf() -> impl Strategy<Value = Operand> {
    let others = ["bram-vond", "ruiz", "petro", "berlin", "zift-gluk-bram"];
    let bare: Vec<&'static str> = WORDS.iter().chain(GLYPHS).chain(&others).copied().collect();
    prop_oneof![
        8 => select(bare).prop_map(|word| Operand::Bare(word.to_owned())),
        2 => select(WORDS).prop_map(Operand::Exact),
        1 => vec(select(PRINTED).prop_map(str::to_owned), 1..3).prop_map(Operand::Printed),
        2 => select(PATTERNS).prop_map(Operand::Pattern),
        2 => (prop_oneof![select(MISSPELT), select(WORDS)], 1..=2_usize)
            .prop_map(|(word, edits)| Operand::Fuzzy(word, edits)),
        3 => (vec(select(IN_QUOTES), 2..4), prop_oneof![2 => Just(0), 3 => 0..6_u32])
            .prop_map(|(words, slop)| Operand::Phrase(words, slop)),
        2 => select(PEOPLE).prop_map(|name| Operand::Name(Kind::Person, name)),
        1 => Just(Operand::Name(Kind::Person, "*")),
        1 => Just(Operand::Name(Kind::Place, PLACE)),
    ]
}

pub(super) fn how() -> impl Strategy<Value = How> {
    let words = || prop_oneof![8 => 1..7_u32, 1 => Just(1000_u32)];
    prop_oneof![
        4 => words().prop_map(How::Near),
        3 => words().prop_map(How::Pre),
        1 => Just(How::Sentence),
        1 => Just(How::Paragraph),
    ]
}

/// Anything that has spans. Without `NOT`, what holds in the headline holds in the text.
pub(super) fn operand(with_not: bool) -> impl Strategy<Value = Operand> {
    let region = || select(&[Region::Title, Region::Lead, Region::Lead][..]);
    let within = move |inner: BoxedStrategy<Operand>| {
        (option::weighted(0.12, region()), inner).prop_map(|(region, inner)| match region {
            Some(region) => Operand::Within(region, Box::new(inner)),
            None => inner,
        })
    };
    let nested = |leaf: BoxedStrategy<Operand>| {
        leaf.prop_recursive(2, 6, 3, move |inner| {
            prop_oneof![
                3 => (inner.clone(), inner.clone(), how(), 0..5_u8, 0..4_usize).prop_map(
                    move |(left, right, how, not, alias)| Operand::Near {
                        left: Box::new(left),
                        right: Box::new(right),
                        how,
                        is_negated: with_not && not == 0,
                        alias,
                    }
                ),
                1 => vec(inner, 2..4).prop_map(Operand::Either),
            ]
        })
    };
    // A field around the whole, or around single words of it, never one in another.
    prop_oneof![
        1 => within(nested(leaf().boxed()).boxed()),
        1 => nested(within(leaf().boxed()).boxed()),
    ]
}

pub(super) fn question() -> impl Strategy<Value = Question> {
    let leaf = prop_oneof![
        6 => operand(true).prop_map(Question::Stands),
        1 => (1..4_usize, operand(true)).prop_map(|(times, what)| Question::AtLeast(times, what)),
    ];
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..3).prop_map(Question::All),
            vec(inner.clone(), 2..3).prop_map(Question::Any),
            inner.prop_map(|question| Question::Not(Box::new(question))),
        ]
    })
}

impl How {
    /// As typed; operators have several spellings.
    fn typed(self, alias: usize) -> String {
        match self {
            How::Near(n) => {
                let spelt = ["NEAR/", "w/", "n/", "near"][alias];
                format!("{spelt}{n}")
            }
            How::Pre(n) => {
                let spelt = ["PRE/", "p/", "adj", "onear/"][alias];
                format!("{spelt}{n}")
            }
            How::Sentence => "/s".to_owned(),
            How::Paragraph => ["/p", "SAME"][alias % 2].to_owned(),
        }
    }
}

impl Operand {
    /// Two operands beside each other.
    pub(super) fn near(left: &Operand, how: How, right: &Operand) -> Operand {
        Operand::Near {
            left: Box::new(left.clone()),
            right: Box::new(right.clone()),
            how,
            is_negated: false,
            alias: 0,
        }
    }

    /// The same, negated.
    pub(super) fn not_near(left: &Operand, how: How, right: &Operand) -> Operand {
        Operand::Near {
            left: Box::new(left.clone()),
            right: Box::new(right.clone()),
            how,
            is_negated: true,
            alias: 0,
        }
    }

    fn is_compound(&self) -> bool {
        matches!(
            self,
            Operand::Either(_) | Operand::Near { .. } | Operand::Within(..)
        )
    }

    /// In brackets where it must.
    fn nested(&self) -> String {
        match self.is_compound() {
            true => format!("({self})"),
            false => self.to_string(),
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operand::Bare(word) => write!(f, "{word}"),
            Operand::Exact(word) => write!(f, "\"{word}\""),
            Operand::Printed(words) => write!(f, "=\"{}\"", words.join(" ")),
            Operand::Pattern(word) => write!(f, "{word}"),
            Operand::Fuzzy(word, edits) => write!(f, "{word}~{edits}"),
            Operand::Phrase(words, 0) => write!(f, "\"{}\"", words.join(" ")),
            Operand::Phrase(words, slop) => write!(f, "\"{}\"~{slop}", words.join(" ")),
            Operand::Name(kind, name) => {
                let field = match kind {
                    Kind::Person => "person",
                    Kind::Place => "place",
                    Kind::Org => "org",
                };
                match *name {
                    "*" => write!(f, "{field}:*"),
                    name => write!(f, "{field}:\"{name}\""),
                }
            }
            Operand::Either(alternatives) => {
                let typed: Vec<String> = alternatives.iter().map(Operand::nested).collect();
                write!(f, "{}", typed.join(" OR "))
            }
            Operand::Near {
                left,
                right,
                how,
                is_negated,
                alias,
            } => {
                // It groups from the left.
                let left = match **left {
                    Operand::Near { .. } => left.to_string(),
                    _ => left.nested(),
                };
                let not = if *is_negated { "NOT " } else { "" };
                write!(f, "{left} {not}{} {}", how.typed(*alias), right.nested())
            }
            Operand::Within(region, what) => {
                let field = match region {
                    Region::Title => "title",
                    Region::Lead => "lead",
                };
                match **what {
                    Operand::Bare(_) | Operand::Exact(_) | Operand::Phrase(..) => {
                        write!(f, "{field}:{what}")
                    }
                    _ => write!(f, "{field}:({what})"),
                }
            }
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |questions: &[Question], operator: &str| {
            let typed: Vec<String> = questions.iter().map(Question::to_string).collect();
            format!("({})", typed.join(operator))
        };
        match self {
            Question::Stands(operand) => write!(f, "{}", operand.nested()),
            Question::AtLeast(times, what) => write!(f, "(ATLEAST/{times} {})", what.nested()),
            Question::All(questions) => write!(f, "{}", joined(questions, " AND ")),
            Question::Any(questions) => write!(f, "{}", joined(questions, " OR ")),
            Question::Not(question) => write!(f, "(NOT {question})"),
        }
    }
}

impl fmt::Debug for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
