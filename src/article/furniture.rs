//! What stands in a record but is not the story: captions, advertising, links to other stories,
//! pleas, notices. Each piece goes to `removed` with its reason, so that a wrong removal can be seen.
//!
//! A line goes only for a sign that stories do not have: known wording ([`labels`]), a credit, a
//! place between full paragraphs together with a topic of its own ([`teaser`]), being there twice. A
//! short line without a full stop is none of that; sub-headings, results, lists and verse stay.

mod line;

use std::hash::Hasher;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};

use super::Removed;
use super::beginnings::Beginnings;
use super::labels::{self, Known};
use super::teaser::{self, Story};
use crate::text::normalize::word_count;
pub(super) use line::Line;

/// Paragraphs sorted into story and the rest.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sorted {
    pub(super) body: Vec<String>,
    pub(super) captions: Vec<String>,
    pub(super) removed: Vec<Removed>,
}

/// Shorter paragraphs may come twice: refrains, scores, headings.
const REPEATED_WORDS: usize = 8;

/// Captions tell one picture; what is longer is a paragraph that cites a credit.
const CAPTION_WORDS: usize = 80;

/// Headlines after a trailer: after so many lines it was something else.
const TRAILER_LINES: usize = 12;

/// Teasers in a row; more lines that look so are a list of the story, if their labels are of one kind.
const TEASERS_IN_A_ROW: usize = 3;

/// Longer texts are searched for no teasers: each line is compared with all others, which a word list
/// of 50,000 lines would take an hour for. The longest scraped stories have some 300 lines.
const TEASER_LINES: usize = 1500;

#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Body,
    Caption,
    Furniture(&'static str),
}

/// Sorts the paragraphs of an article. `title` is part of what the story is about.
pub(super) fn sort(title: &str, paragraphs: Vec<String>) -> Sorted {
    let lines: Vec<Line<'_>> = paragraphs.iter().map(|text| Line::new(text)).collect();
    let mut verdicts = by_wording(&lines, &paragraphs);
    mark_repeated(title, &lines, &mut verdicts);
    mark_teasers(title, &lines, &mut verdicts);
    // A picture is all there is to some records; their caption is the text then.
    if !verdicts.contains(&Verdict::Body) {
        for verdict in verdicts
            .iter_mut()
            .filter(|verdict| **verdict == Verdict::Caption)
        {
            *verdict = Verdict::Body;
        }
    }
    let mut sorted = Sorted::default();
    for (text, verdict) in paragraphs.into_iter().zip(verdicts) {
        let reason = match verdict {
            Verdict::Body => {
                sorted.body.push(text);
                continue;
            }
            Verdict::Caption => {
                sorted.captions.push(text.clone());
                "caption"
            }
            Verdict::Furniture(reason) => reason,
        };
        sorted.removed.push(Removed {
            text,
            reason: reason.to_owned(),
        });
    }
    sorted
}

fn by_wording(lines: &[Line<'_>], paragraphs: &[String]) -> Vec<Verdict> {
    let mut verdicts = Vec::with_capacity(lines.len());
    let known: Vec<Option<Known>> = lines.iter().map(labels::known).collect();
    let mut trailer_lines = 0;
    let mut is_announced = false;
    // Credits stand below a story; within it a line that begins so cites something.
    let last_full = (0..lines.len())
        .rev()
        .find(|&at| known[at].is_none() && is_full_paragraph(&lines[at]));
    for (at, line) in lines.iter().enumerate() {
        let text = line.text;
        let is_below = last_full.is_none_or(|last| at > last);
        let known = known[at].filter(|known| *known != Known::Credit || is_below);
        let verdict = if known == Some(Known::Trailer) {
            trailer_lines = TRAILER_LINES;
            Verdict::Furniture(Known::Trailer.reason())
        } else if known == Some(Known::Credit) {
            Verdict::Furniture(Known::Credit.reason())
        } else if is_caption(line) {
            Verdict::Caption
        } else if let Some(known) = known {
            if labels::announces_one_line(text) {
                is_announced = true;
                verdicts.push(Verdict::Furniture(known.reason()));
                continue;
            }
            Verdict::Furniture(known.reason())
        } else if is_announced && is_headline_like(text) && names_what_is_unknown(text, paragraphs)
        {
            Verdict::Furniture(Known::RelatedLink.reason())
        } else if trailer_lines > 0 && is_headline_like(text) {
            trailer_lines -= 1;
            Verdict::Furniture(Known::Trailer.reason())
        } else {
            trailer_lines = 0;
            Verdict::Body
        };
        is_announced = false;
        verdicts.push(verdict);
    }
    verdicts
}

/// A name inside a headline that stands nowhere else: a sub-heading is taken up by the story.
fn names_what_is_unknown(text: &str, paragraphs: &[String]) -> bool {
    let names = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= 4 && word.starts_with(char::is_uppercase))
            .map(str::to_owned)
            .collect()
    };
    text.split_whitespace().count() >= 4
        && names(text).iter().skip(1).any(|name| {
            paragraphs
                .iter()
                .all(|other| other == text || !other.contains(name.as_str()))
        })
}

/// What can follow a trailer: a line without a full stop, of the length of a headline.
fn is_headline_like(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')']);
    let text = text
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches(". ");
    words <= 22 && !bare.ends_with(['.', ':', ';', ',', '。']) && !text.contains(". ")
}

fn mark_repeated(title: &str, lines: &[Line<'_>], verdicts: &mut [Verdict]) {
    // Few lines begin like another; only those are compared, by the hash of all their letters.
    let starts: Vec<u64> = lines
        .iter()
        .map(|line| hash_of_letters(line.text, START_LETTERS))
        .collect();
    let mut begun: FxHashMap<u64, usize> = FxHashMap::default();
    for start in &starts {
        *begun.entry(*start).or_default() += 1;
    }
    let mut seen: FxHashMap<u64, Vec<&str>> = FxHashMap::default();
    let has_title = letters(title).next().is_some();
    for (at, line) in lines.iter().enumerate() {
        if verdicts[at] != Verdict::Body {
            continue;
        }
        let text = line.text;
        if at < 3 && has_title && letters(text).eq(letters(title)) {
            verdicts[at] = Verdict::Furniture("repeated headline");
        } else if begun[&starts[at]] > 1
            && (line.words >= REPEATED_WORDS || is_long_without_spaces(text))
        {
            let alike = seen.entry(hash_of_letters(text, usize::MAX)).or_default();
            if alike.iter().any(|other| letters(other).eq(letters(text))) {
                verdicts[at] = Verdict::Furniture("repeated paragraph");
            } else {
                alike.push(text);
            }
        }
    }
}

/// Letters and digits in lower case: two lines with the same ones repeat each other.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

/// A hash of the first [`letters`] of a text.
fn hash_of_letters(text: &str, count: usize) -> u64 {
    let mut hasher = FxHasher::default();
    for letter in letters(text).take(count) {
        hasher.write_u32(u32::from(letter));
    }
    hasher.finish()
}

/// Two paragraphs of a story seldom have as many letters in common at their start.
const START_LETTERS: usize = 24;

/// Eight words of Chinese or Japanese.
fn is_long_without_spaces(text: &str) -> bool {
    !text.is_ascii() && !text.contains(' ') && text.chars().count() >= 16
}

fn mark_teasers(title: &str, lines: &[Line<'_>], verdicts: &mut [Verdict]) {
    let body: Vec<usize> = (0..lines.len())
        .filter(|&at| verdicts[at] == Verdict::Body)
        .collect();
    if body.len() > TEASER_LINES {
        return;
    }
    let story = Story::new(title, body.iter().map(|&at| lines[at].text));
    let labelled: Vec<_> = body
        .iter()
        .map(|&at| teaser::labelled(lines[at].text, &story))
        .collect();
    let labels: Vec<_> = (0..body.len())
        .map(|index| {
            let (words, kind) = labelled[index]?;
            let above: Vec<&str> = std::iter::once(title)
                .chain(body[..index].iter().map(|&at| lines[at].text))
                .collect();
            let below = body.get(index + 1).map_or("", |&at| lines[at].text);
            let is_sub_heading = teaser::is_taken_up(lines[body[index]].text, words, &above, below);
            (!is_sub_heading).then_some(kind)
        })
        .collect();
    let is_labelled = |index: usize| labels[index].is_some();
    let is_candidate: Vec<bool> = (0..body.len())
        .map(|index| {
            let line = lines[body[index]].text;
            is_labelled(index) || labelled[index].is_none() && teaser::is_teaser(line, &story)
        })
        .collect();
    if !is_candidate.contains(&true) {
        return;
    }
    // A headline may be a question of some length.
    let is_full = |index: usize| !is_candidate[index] && is_full_paragraph(&lines[body[index]]);
    let is_prose = |index: usize| {
        is_full(index) || !is_candidate[index] && teaser::is_short_sentence(lines[body[index]].text)
    };
    let Some(first_full) = (0..body.len()).find(|&index| is_full(index)) else {
        return;
    };
    for index in first_full + 1..body.len() {
        if !is_candidate[index] {
            continue;
        }
        // Teasers may stand together; what stands around them decides.
        let before = (0..index).rev().find(|&other| !is_candidate[other]);
        let after = (index + 1..body.len()).find(|&other| !is_candidate[other]);
        let run = before.map_or(0, |other| other + 1)..after.unwrap_or(body.len());
        let (above, below) = (before.is_some_and(is_full), after.is_none_or(is_full));
        // Medals go by country and prizes by art; sites mix the kinds of label.
        let kinds: Vec<_> = labels[run.clone()].iter().flatten().flatten().collect();
        let is_mixed = kinds.iter().any(|kind| *kind != kinds[0]) && kinds.len() * 2 >= run.len();
        // A label is a strong sign; a sub-heading may be the other neighbour then.
        let stands_alone = if is_labelled(index) || is_mixed {
            before.is_some_and(is_prose) || after.is_some_and(is_prose)
        } else {
            let is_question = lines[body[index]].text.ends_with('?');
            above && below && (after.is_some() || is_question)
        };
        if stands_alone && (run.len() <= TEASERS_IN_A_ROW || is_mixed) {
            verdicts[body[index]] = Verdict::Furniture("teaser");
        }
    }
}

/// A paragraph of prose: a sentence that ends, of some length.
fn is_full_paragraph(line: &Line<'_>) -> bool {
    let (text, words) = (line.text, line.words);
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '«', ']', '“']);
    let ends = bare.ends_with(['.', '!', '?', '…', '。', '؟', '।', ':']);
    ends && (words >= 8 || is_long_without_spaces(text)) || words > 40
}

/// Names of agencies and the like at the end of a caption's credit.
const PICTURE_SOURCES: &[&str] = &[
    "getty images",
    "getty",
    "/afp",
    "/ap",
    "/reuters",
    "/epa",
    "/epa-efe",
    "/efe",
    "/dpa",
    "/upi",
    "via reuters",
    "via ap",
    "shutterstock",
    "/shutterstock",
    "/rex",
    "/xinhua",
    "/anadolu",
    "via afp",
    "pa images",
    "/pa",
    "istock",
    "alamy",
    "reuters photo",
    "ap photo",
    "afp photo",
    "file photo",
    "courtesy photo",
    "handout",
    "/al jazeera",
];

/// Words that open a credit line or a caption.
const CAPTION_STARTS: &[&str] = &[
    "photo:",
    "photos:",
    "photo by",
    "photos by",
    "photo credit:",
    "photo courtesy",
    "photograph:",
    "photograph by",
    "photographs:",
    "picture:",
    "pictures:",
    "image:",
    "image source,",
    "image credit:",
    "image caption,",
    "image caption:",
    "media caption",
    "caption:",
    "credit:",
    "photo caption:",
    "foto:",
    "fotos:",
    "photo :",
    "crédit photo",
    "crédits photo",
    "credits:",
    "bild:",
    "bildquelle:",
    "imagen:",
    "fotografía:",
    "fotografie:",
    "illustration:",
    "ảnh:",
    "фото:",
    "صورة:",
    "写真：",
    "图：",
];

/// Words inside brackets that make them a credit.
const CREDIT_WORDS: &[&str] = &[
    "photo",
    "file",
    "getty",
    "reuters",
    "afp",
    "ap",
    "epa",
    "handout",
    "courtesy",
    "image",
    "images",
    "foto",
    "dpa",
    "picture",
    "jazeera",
    "anadolu",
    "xinhua",
    "efe",
    "upi",
    "bloomberg",
    "shutterstock",
    "nurphoto",
    "pa",
];

/// A caption: it ends in the credit of a picture, or says that it is one.
fn is_caption(line: &Line<'_>) -> bool {
    static STARTS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(CAPTION_STARTS));
    let (text, words) = (line.text, line.words);
    if words > CAPTION_WORDS {
        return false;
    }
    let lower = line.lower();
    if STARTS.open(lower) {
        return words <= 40 && !is_sentence_about_photos(text);
    }
    ends_in_agency(text)
        || begins_with_agency(text)
        || ends_in_copyright_credit(text)
        || ends_in_bracketed_credit(text)
        || ends_in_credit_label(lower)
        || ends_in_source(lower)
}

/// `Photo: none was allowed inside the church.` goes on as a sentence does.
fn is_sentence_about_photos(text: &str) -> bool {
    let Some((_, rest)) = text.split_once(": ") else {
        return false;
    };
    rest.starts_with(char::is_lowercase)
        && rest.ends_with('.')
        && rest
            .split_whitespace()
            .any(|word| matches!(word, "was" | "were" | "is" | "are" | "had" | "has"))
}

/// `... on December 7, 2024. Olympia de Maismont, AFP`, `... to supporters. REUTERS/Jane Doe`.
fn ends_in_agency(text: &str) -> bool {
    // Most paragraphs, and the search from the end is a slow one.
    if text.ends_with('.') || !text.contains(". ") {
        return false;
    }
    let Some((before, credit)) = text.rsplit_once(". ") else {
        return false;
    };
    let words: Vec<&str> = credit.split_whitespace().collect();
    let is_sentence = before.split_whitespace().count() >= 4;
    let has_agency = [", AFP", ", AP", ", Reuters", ", REUTERS", ", EPA"]
        .iter()
        .any(|agency| credit.ends_with(agency))
        || ["REUTERS/", "Reuters/", "AFP/", "AP/", "EPA/"]
            .iter()
            .any(|agency| credit.starts_with(agency));
    // Names and their particles: `Olympia de Maismont`.
    let is_name = words
        .iter()
        .all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3);
    is_sentence && has_agency && is_name && (2..=7).contains(&words.len())
}

/// `Getty Images Hannah Tetteh, Ghana's former foreign minister`: the credit came first.
fn begins_with_agency(text: &str) -> bool {
    let rest = ["Getty Images ", "PA Media ", "Reuters ", "EPA ", "AFP "]
        .iter()
        .find_map(|agency| text.strip_prefix(agency));
    let Some(rest) = rest else {
        return false;
    };
    let mut words = rest.split_whitespace();
    let is_name = |word: Option<&str>| {
        word.is_some_and(|word| {
            word.starts_with(char::is_uppercase)
                && !matches!(
                    word,
                    "News" | "Agency" | "Foundation" | "Institute" | "Editor" | "Reporter"
                )
        })
    };
    let is_person = is_name(words.next()) && is_name(words.next());
    is_person && words.count() >= 2 && !text.ends_with(['.', '!', '?', ':'])
}

/// `... last week. © Meridian / Inés Calderón`: a few words, mostly names, after the sign.
fn ends_in_copyright_credit(text: &str) -> bool {
    let found = text.rfind('©').or_else(|| {
        let may_have = text.contains("(c) ") || text.contains("(C) ");
        may_have.then(|| text.rfind("(c) ").or_else(|| text.rfind("(C) ")))?
    });
    let Some(at) = found else {
        return false;
    };
    let sign = if text[at..].starts_with('©') {
        '©'.len_utf8()
    } else {
        3
    };
    let credit = text[at + sign..].trim();
    let before = text[..at].trim();
    let words = credit.split_whitespace().count();
    // "© 2019 The Courier" is a notice; known wording has taken it.
    let is_year = credit.starts_with(|c: char| c.is_ascii_digit());
    !before.is_empty() && words <= 12 && !is_year && !credit.contains(". ")
}

/// `(AP Photo/Jane Doe)`, `[Luisa González/Reuters]`, `(File photo)` at the end.
fn ends_in_bracketed_credit(text: &str) -> bool {
    let bare = text.trim_end_matches('.');
    let inside = if let Some(inside) = bare.strip_suffix(')') {
        inside.rsplit_once('(')
    } else if let Some(inside) = bare.strip_suffix(']') {
        inside.rsplit_once('[')
    } else {
        None
    };
    let Some((_, credit)) = inside else {
        return false;
    };
    let lower = credit.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() || words.len() > 10 {
        return false;
    }
    let has_credit_word = words.iter().any(|word| CREDIT_WORDS.contains(word));
    let has_slash = credit.contains('/') && credit.chars().all(|c| !c.is_ascii_digit());
    let opens = [
        "photo",
        "file",
        "image",
        "picture",
        "foto",
        "credit",
        "courtesy",
        "ap photo",
        "reuters photo",
        "handout",
    ]
    .iter()
    .any(|start| lower.starts_with(start));
    // "(Reuters)" alone ends many a story; a slash or the word for a picture makes it a credit.
    has_slash && has_credit_word || opens
}

/// `... in Bogotá. Photo: Jane Doe/Reuters`.
fn ends_in_credit_label(lower: &str) -> bool {
    // One of these is in each label.
    if !lower.contains(':') && !lower.contains("photo ") {
        return false;
    }
    [
        "photo:",
        "photograph:",
        "picture:",
        "foto:",
        "image:",
        "photo by ",
        "photo credit:",
        "photo courtesy of ",
        "credit:",
        "фото:",
        "ảnh:",
    ]
    .iter()
    .filter(|label| lower.contains(**label))
    .filter_map(|label| Some((lower.rfind(label)?, label)))
    .any(|(at, label)| {
        let credit = lower[at + label.len()..].trim();
        let before = lower[..at].trim_end();
        let is_apart = before.ends_with([
            '.', '(', '[', '|', '-', '–', '—', '”', '"', '!', '?', ',', ')',
        ]);
        !credit.is_empty() && credit.split_whitespace().count() <= 8 && is_apart
    })
}

fn ends_in_source(lower: &str) -> bool {
    let bare = lower.trim_end_matches(['.', ')', ']', ' ']);
    // "He sold the pictures to Getty Images." is a sentence, and its full stop shows it.
    let is_sentence = lower.ends_with('.') && !bare.contains('/');
    !is_sentence
        && PICTURE_SOURCES.iter().any(|source| bare.ends_with(source))
        && word_count(bare) <= 50
}

#[cfg(test)]
mod tests;
