//! Generated stories, laid out word by word.
//!
//! A story is made as a list of words first and printed afterwards, so that the place of every word, the
//! sentence and the paragraph it stands in are known without reading the text.

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use morgue::article::Article;
use morgue::entity::{self, Findings, Kind, Part, Recognizer, Scratch};
use morgue::index::Stored;
use morgue::index::document::part_text;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::smaller::{one_smaller, without_one};
use crate::properties::empty_article;

/// Invented words that are near each other in spelling, and one family of English forms. No stemmer
/// brings two of the invented ones together; a test holds that.
pub(super) const WORDS: &[&str] = &[
    "bram", "barm", "bramo", "brim", "vond", "gluk", "zift", "bramvond", "strike", "strikes",
    "striking",
];

/// The words of [`WORDS`] that are forms of one word.
pub(super) const FAMILY: &[&str] = &["strike", "strikes", "striking"];

/// Hyphenated words, by their parts.
pub(super) const COMPOUNDS: &[&[&str]] = &[&["bram", "vond"], &["zift", "gluk", "bram"]];

/// Written without spaces: a position a character.
pub(super) const GLYPHS: &[&str] = &["東京", "京"];

/// Names that the tagger surely finds; no two share a word.
pub(super) const PEOPLE: &[&str] = &["Ana Ruiz", "Gustavo Petro", "Tomas Kovac"];

/// A place that is never taken for another.
pub(super) const PLACE: &str = "Berlin";

/// One word as its writer sees it.
#[derive(Clone, Debug)]
enum What {
    Word(&'static str),
    Compound(&'static [&'static str]),
    Glyphs(&'static str),
    Name(&'static str),
}

#[derive(Clone, Copy, Debug)]
enum Print {
    Lower,
    Capital,
    Upper,
    Accent,
}

#[derive(Clone, Debug)]
struct Piece {
    what: What,
    print: Print,
    has_comma: bool,
}

/// A story before it is printed. The headline is one sentence without a stop.
#[derive(Clone)]
pub(super) struct Story {
    title: Vec<Piece>,
    standfirst: Option<Vec<Vec<Piece>>>,
    body: Vec<Vec<Vec<Piece>>>,
}

/// A word where it stands.
pub(super) struct Word {
    /// Folded, what a query word is compared with; the word itself first, then its joined form.
    pub(super) folded: Vec<String>,
    /// As printed.
    pub(super) printed: String,
    /// How many words the joined form covers; 1 without one.
    pub(super) joined: usize,
    pub(super) position: u32,
    pub(super) part: Part,
    pub(super) bytes: Range<usize>,
}

/// A name where it stands.
pub(super) struct Name {
    pub(super) kind: Kind,
    /// Positions of its first and its last word.
    pub(super) ends: (u32, u32),
    /// Folded words of the full name, and of the name as printed there.
    pub(super) words: [Vec<String>; 2],
}

/// A story with the place of everything in it. Ranges of positions include both ends.
pub(super) struct Laid {
    pub(super) stored: Stored,
    pub(super) words: Vec<Word>,
    pub(super) names: Vec<Name>,
    pub(super) sentences: Vec<(u32, u32)>,
    pub(super) paragraphs: Vec<(u32, u32)>,
    pub(super) title: Option<(u32, u32)>,
    pub(super) lead: Option<(u32, u32)>,
}

pub(super) fn story() -> impl Strategy<Value = Story> {
    let sentence = || vec(piece(), 1..7);
    let paragraph = || vec(sentence(), 1..3);
    (
        vec(piece(), 0..5),
        option::weighted(0.4, paragraph()),
        vec(paragraph(), 0..4),
    )
        .prop_map(|(title, standfirst, body)| Story {
            title,
            standfirst,
            body,
        })
}

fn piece() -> impl Strategy<Value = Piece> {
    let what = prop_oneof![
        12 => select(WORDS).prop_map(What::Word),
        2 => select(COMPOUNDS).prop_map(What::Compound),
        1 => select(GLYPHS).prop_map(What::Glyphs),
        3 => select(PEOPLE).prop_map(What::Name),
        1 => Just(What::Name(PLACE)),
    ];
    let print = prop_oneof![
        6 => Just(Print::Lower),
        2 => Just(Print::Capital),
        1 => Just(Print::Upper),
        1 => Just(Print::Accent),
    ];
    (what, print, any::<bool>()).prop_map(|(what, print, has_comma)| Piece {
        what,
        print,
        has_comma: has_comma && matches!(print, Print::Capital),
    })
}

impl Story {
    /// One sentence of these words.
    pub(super) fn of(words: &[&'static str]) -> Story {
        let pieces = words.iter().map(|&word| Piece {
            what: What::Word(word),
            print: Print::Lower,
            has_comma: false,
        });
        Story {
            title: Vec::new(),
            standfirst: None,
            body: vec![vec![pieces.collect()]],
        }
    }

    /// Stories of fewer words.
    pub(super) fn smaller(&self) -> Vec<Story> {
        let sentences = |list: &Vec<Vec<Piece>>| -> Vec<Vec<Vec<Piece>>> {
            let fewer = without_one(list);
            let shorter = one_smaller(list, |pieces| without_one(pieces).collect());
            let made = fewer.chain(shorter);
            made.filter(|list| list.iter().all(|pieces| !pieces.is_empty()))
                .collect()
        };
        let titles = without_one(&self.title).map(|title| Story {
            title,
            ..self.clone()
        });
        let standfirsts = self.standfirst.iter().flat_map(|standfirst| {
            let shorter = sentences(standfirst).into_iter().map(Some);
            [None].into_iter().chain(shorter)
        });
        let standfirsts = standfirsts.map(|standfirst| Story {
            standfirst,
            ..self.clone()
        });
        let bodies = without_one(&self.body).chain(one_smaller(&self.body, sentences));
        let bodies = bodies.map(|body| Story {
            body,
            ..self.clone()
        });
        let mut smaller: Vec<Story> = titles.chain(standfirsts).chain(bodies).collect();
        smaller.retain(|story| story.body.iter().all(|paragraph| !paragraph.is_empty()));
        smaller.retain(|story| {
            story
                .standfirst
                .as_ref()
                .is_none_or(|list| !list.is_empty())
        });
        smaller
    }

    /// Prints the story, lays it out and has its names found.
    pub(super) fn laid(&self, number: usize) -> Laid {
        let mut printer = Printer::default();
        printer.sentence(&self.title, "");
        let title = printer.end_paragraph(0);
        printer.end_part();

        let from = printer.next;
        if let Some(sentences) = &self.standfirst {
            printer.paragraph(sentences);
        }
        let mut lead = printer.since(from);
        printer.end_part();
        for (number, sentences) in self.body.iter().enumerate() {
            printer.paragraph(sentences);
            if number == 0 {
                lead = printer.since(from);
            }
        }
        let Printer {
            texts: [headline, summary, body],
            words,
            sentences,
            paragraphs,
            ..
        } = printer;
        let article = Article {
            title: headline,
            summary: self.standfirst.is_some().then_some(summary),
            body,
            lang: Some("en".to_owned()),
            ..empty_article(number)
        };
        let findings = names_of(&article);
        let names = places_of(&article, &findings, &words);
        Laid {
            stored: Stored { article, findings },
            words,
            names,
            sentences,
            paragraphs,
            title,
            lead,
        }
    }
}

impl fmt::Debug for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.laid(0).fmt(f)
    }
}

impl fmt::Debug for Laid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let article = &self.stored.article;
        let summary = article.summary.as_deref().unwrap_or_default();
        write!(f, "[{} | {summary} | {}]", article.title, article.body)
    }
}

/// Writes a story and counts.
#[derive(Default)]
struct Printer {
    texts: [String; 3],
    part: usize,
    /// Position at which the part begins.
    part_from: u32,
    /// Position of the next word.
    next: u32,
    words: Vec<Word>,
    sentences: Vec<(u32, u32)>,
    paragraphs: Vec<(u32, u32)>,
}

impl Printer {
    /// The positions from here to the last one written; `None` when there are none.
    fn since(&self, from: u32) -> Option<(u32, u32)> {
        (self.next > from).then(|| (from, self.next - 1))
    }

    /// One position stays empty between headline, standfirst and body; a part without words takes none.
    fn end_part(&mut self) {
        self.part += 1;
        if self.next > self.part_from {
            self.next += 1;
        }
        self.part_from = self.next;
    }

    fn end_paragraph(&mut self, from: u32) -> Option<(u32, u32)> {
        let paragraph = self.since(from);
        self.paragraphs.extend(paragraph);
        paragraph
    }

    fn paragraph(&mut self, sentences: &[Vec<Piece>]) {
        if !self.texts[self.part].is_empty() {
            self.texts[self.part].push('\n');
        }
        let from = self.next;
        for (number, sentence) in sentences.iter().enumerate() {
            if number > 0 {
                self.texts[self.part].push(' ');
            }
            self.sentence(sentence, [".", "!", "?"][number % 3]);
        }
        self.end_paragraph(from);
    }

    /// With a stop it begins with a capital.
    fn sentence(&mut self, pieces: &[Piece], stop: &str) {
        let from = self.next;
        for (number, piece) in pieces.iter().enumerate() {
            if number > 0 {
                self.texts[self.part].push(' ');
            }
            self.piece(piece, number == 0 && !stop.is_empty());
            if piece.has_comma && number + 1 < pieces.len() {
                self.texts[self.part].push(',');
            }
        }
        self.texts[self.part].push_str(stop);
        self.sentences.extend(self.since(from));
    }

    fn piece(&mut self, piece: &Piece, opens_sentence: bool) {
        let print = match piece.print {
            Print::Lower if opens_sentence => Print::Capital,
            print => print,
        };
        match piece.what {
            What::Word(word) => self.word(word, print, opens_sentence, None),
            What::Compound(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    if number > 0 {
                        self.texts[self.part].push('-');
                    }
                    let joined = (number == 0).then(|| (parts.concat(), parts.len()));
                    self.word(part, print, opens_sentence && number == 0, joined);
                }
            }
            What::Glyphs(run) => {
                for glyph in run.chars() {
                    self.word(&glyph.to_string(), Print::Lower, false, None);
                }
            }
            What::Name(name) => {
                for (number, word) in name.split(' ').enumerate() {
                    if number > 0 {
                        self.texts[self.part].push(' ');
                    }
                    self.word(&word.to_lowercase(), Print::Capital, false, None);
                }
            }
        }
    }

    fn word(
        &mut self,
        word: &str,
        print: Print,
        is_capital: bool,
        joined: Option<(String, usize)>,
    ) {
        let mut printed = match print {
            Print::Lower => word.to_owned(),
            Print::Capital => capital(word),
            Print::Upper => word.to_uppercase(),
            Print::Accent => word
                .replacen('a', "á", 1)
                .replacen('i', "í", 1)
                .replacen('o', "ö", 1),
        };
        if is_capital {
            printed = capital(&printed);
        }
        let text = &mut self.texts[self.part];
        let start = text.len();
        text.push_str(&printed);
        let bytes = start..text.len();
        let mut folded = vec![word.to_owned()];
        let mut covers = 1;
        if let Some((whole, parts)) = joined {
            folded.push(whole);
            covers = parts;
        }
        self.words.push(Word {
            folded,
            printed,
            joined: covers,
            position: self.next,
            part: [Part::Title, Part::Summary, Part::Body][self.part],
            bytes,
        });
        self.next += 1;
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn names_of(article: &Article) -> Findings {
    static RECOGNIZER: LazyLock<Recognizer> = LazyLock::new(Recognizer::builtin);
    let story = entity::Story {
        title: &article.title,
        summary: article.summary.as_deref().unwrap_or_default(),
        body: &article.body,
        lang: article.lang.as_deref(),
        ..entity::Story::default()
    };
    RECOGNIZER.read(&story, &mut Scratch::default())
}

/// Where the names that were found stand.
fn places_of(article: &Article, findings: &Findings, words: &[Word]) -> Vec<Name> {
    let mentions = findings.mentions.iter().filter_map(|mention| {
        let inside = words.iter().filter(|word| {
            let (start, end) = (mention.span.start as usize, mention.span.end as usize);
            word.part == mention.part && word.bytes.start >= start && word.bytes.start < end
        });
        let positions: Vec<u32> = inside.map(|word| word.position).collect();
        let surface = mention.span.of(part_text(article, mention.part));
        let folded = |name: &str| -> Vec<String> {
            let words = name.split(|character: char| !character.is_alphanumeric());
            let lower = words.map(|word| plain(&word.to_lowercase()));
            lower.filter(|word| !word.is_empty()).collect()
        };
        Some(Name {
            kind: mention.kind,
            ends: (*positions.first()?, *positions.last()?),
            words: [folded(&mention.name), folded(surface)],
        })
    });
    mentions.collect()
}

/// Without the accents that stories are printed with.
fn plain(word: &str) -> String {
    word.replace('á', "a").replace('í', "i").replace('ö', "o")
}
