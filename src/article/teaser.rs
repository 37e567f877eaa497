//! Headlines of other stories, dropped into the text as one line: `Colombia Petro's party blocks
//! land reform for a third time`.
//!
//! A short line without a full stop is body by itself: sub-headings, results, verse. A teaser
//! stands alone between full paragraphs (or after the last) and has a second sign: a topic label
//! directly followed by a headline that begins anew, or names and words that the story does not know.

use std::cell::OnceCell;
use std::collections::HashSet;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::topics::{self, Label};

/// Words of a teaser, label included.
const WORDS: std::ops::RangeInclusive<usize> = 4..=20;

/// A headline without a label is only known by what it is about, and needs more words for that.
const MIN_FOREIGN_WORDS: usize = 6;

/// ... and this many that are telling, none of which the story may have. Sub-headings are shorter.
const MIN_TELLING_WORDS: usize = 5;

/// What the words of a story are, to tell what is foreign to it.
pub(super) struct Story<'t> {
    /// Headline and paragraphs, the line in question among them.
    lines: Vec<&'t str>,
    /// Where the stems of all words stand, once they were asked for.
    stems: OnceCell<FxHashMap<String, Standing<'t>>>,
}

/// Where a stem stands.
struct Standing<'t> {
    /// The first line that has it.
    line: &'t str,
    /// Whether a line of other wording has it, too.
    is_elsewhere: bool,
}

impl<'t> Story<'t> {
    pub(super) fn new(title: &'t str, paragraphs: impl Iterator<Item = &'t str>) -> Story<'t> {
        let mut lines = vec![title];
        lines.extend(paragraphs);
        Story {
            lines,
            stems: OnceCell::new(),
        }
    }

    /// Whether another line than this one has the phrase, as whole words.
    fn has_elsewhere(&self, phrase: &str, line: &str) -> bool {
        let phrase = Finder::new(phrase);
        self.lines
            .iter()
            .filter(|other| **other != line)
            .any(|other| has_phrase(other, &phrase))
    }

    /// Whether another line than this one has a word with the stem.
    fn has_stem_elsewhere(&self, stem: &str, line: &str) -> bool {
        let stems = self.stems.get_or_init(|| self.stems());
        let standing = stems.get(stem);
        standing.is_some_and(|standing| standing.is_elsewhere || standing.line != line)
    }

    fn stems(&self) -> FxHashMap<String, Standing<'t>> {
        let mut stems: FxHashMap<String, Standing<'t>> = FxHashMap::default();
        for &line in &self.lines {
            for word in words_of(line) {
                let standing = stems.entry(stem(word)).or_insert(Standing {
                    line,
                    is_elsewhere: false,
                });
                standing.is_elsewhere |= standing.line != line;
            }
        }
        stems
    }
}

/// Whether `line` is the headline of another story. The caller has seen that it stands alone.
pub(super) fn is_teaser(line: &str, story: &Story<'_>) -> bool {
    is_headline(line) && (label_of(line, story).is_some() || is_foreign(line, story))
        || is_foreign_question(line, story)
}

/// The topic label that the line begins with, if another headline follows: its words and its kind,
/// or no kind for the name of a person or organisation.
pub(super) fn labelled(line: &str, story: &Story<'_>) -> Option<(usize, Option<Label>)> {
    is_headline(line).then(|| label_of(line, story)).flatten()
}

/// Whether the paragraph under a labelled line goes on with it, as under a sub-heading: it brings a
/// name that nothing above has, or a name and another word.
pub(super) fn is_taken_up(line: &str, label_words: usize, above: &[&str], below: &str) -> bool {
    let rest: Vec<&str> = line.split_whitespace().skip(label_words).collect();
    let rest = rest.join(" ");
    let stems = |text: &str| -> HashSet<String> { words_of(text).map(stem).collect() };
    let names_below: HashSet<&str> = words_of(below).collect();
    let below = stems(below);
    // `Maria` is not in a paragraph about Mariana.
    let shared: Vec<&str> = telling_words(&rest)
        .filter(|word| {
            if word.starts_with(char::is_uppercase) {
                names_below.contains(word)
            } else {
                below.contains(&stem(word))
            }
        })
        .collect();
    let names = shared
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase));
    let stems_above = OnceCell::new();
    let is_new = |name: &&&str| {
        let stems_above: &HashSet<String> =
            stems_above.get_or_init(|| above.iter().flat_map(|text| stems(text)).collect());
        !stems_above.contains(&stem(name))
    };
    names.clone().any(|name| is_new(&name)) || names.count() > 0 && shared.len() >= 2
}

/// Whether a line above or below is a sentence, if a short one.
pub(super) fn is_short_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', '»']);
    line.split_whitespace().count() >= 4 && bare.ends_with(['.', '!', '?'])
}

/// `Why is Donald Trump threatening Nicolas Maduro?` in a story that has no Maduro. Questions of an
/// interview speak to somebody.
fn is_foreign_question(line: &str, story: &Story<'_>) -> bool {
    if !line.ends_with('?') {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let asks = matches!(
        words[..],
        ["Why" | "Who" | "What" | "How", ..] if (5..=14).contains(&words.len())
    );
    let is_talk = |word: &&str| {
        matches!(
            word.trim_end_matches('?'),
            "you" | "your" | "I" | "we" | "our" | "my" | "us"
        )
    };
    if !asks || words.iter().any(is_talk) {
        return false;
    }
    let mut others = story.lines.iter().filter(|other| **other != line);
    if others.any(|other| other.ends_with('?') && !other.contains(". ")) {
        return false;
    }
    let bare = |word: &str| -> String { words_of(word).map(stem).collect() };
    words[1..].windows(2).any(|pair| {
        pair.iter().all(|word| {
            word.starts_with(char::is_uppercase) && !story.has_stem_elsewhere(&bare(word), line)
        })
    })
}

/// One clause in the wording of a headline: no stop, no list, no table, some words in lower case.
fn is_headline(line: &str) -> bool {
    let ends_open = !line.ends_with([
        '.', '!', ':', ';', ',', '…', '"', '”', '»', '-', '–', '—', ')', ']',
    ]);
    let begins_as_name = line.starts_with(char::is_uppercase);
    if !ends_open || !begins_as_name {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    if !WORDS.contains(&words.len()) {
        return false;
    }
    let numbers = words
        .iter()
        .filter(|word| word.contains(|c: char| c.is_ascii_digit()))
        .count();
    // Times, scores and counts at the end of a line are results.
    let is_result = numbers > 1
        || words
            .last()
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            && numbers > 0
            && words.len() < 8;
    let has_columns = line.contains('\t') || line.contains('|');
    let lower_words = words.iter().filter(|word| is_lower_word(word)).count();
    // A stop after a word, not after an initial or a title, and more behind it: prose.
    let has_stop = words[..words.len() - 1]
        .iter()
        .any(|word| word.ends_with(['.', '!', '?']) && word.len() > 4 && is_lower_word(word));
    !is_result && !has_columns && !has_stop && lower_words >= 2
}

fn is_lower_word(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && word.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// A known label, or a name of several words that the story has too, directly followed by a
/// capitalised word that does not belong to it.
fn label_of(line: &str, story: &Story<'_>) -> Option<(usize, Option<Label>)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    (1..=4.min(words.len() - 1)).find_map(|count| {
        let (label, headline) = words.split_at(count);
        let next = headline[0];
        if headline.len() < 3
            || !opens_headline(next)
            || !label.iter().all(|word| is_name_word(word))
        {
            return None;
        }
        // Results begin in capitals too: `UKRAINE Zelensky wins applause`.
        if label.iter().any(|word| is_shouted(word)) {
            return None;
        }
        let label_text = label.join(" ");
        let next_bare = next.trim_end_matches([',', ':']).to_lowercase();
        let next_bare = next_bare.trim_end_matches("'s").trim_end_matches("’s");
        // The story knows the two as one name: `Jordan Henderson`, `Peru Libre`.
        let joined = format!("{label_text} {}", without_possessive(next));
        if story.has_elsewhere(&joined, line) || opens_title(headline) {
            return None;
        }
        let lower = label_text.to_lowercase();
        let kind =
            topics::label(&lower).or_else(|| topics::is_matter(&lower).then_some(Label::Matter));
        let is_label = match kind {
            Some(Label::Matter) => {
                !topics::is_matter_tail(next_bare)
                    && (next_bare == "supreme" || !topics::is_head(next_bare))
            }
            // "Business Leaders call for calm" is one clause, as is "World Cup".
            Some(Label::Section) => !topics::is_head(next_bare),
            // "Peru Congress summons" is how labels look; "China Daily" and "US Open" are names.
            Some(Label::Country) => !matches!(
                next_bare,
                "and"
                    | "daily"
                    | "today"
                    | "open"
                    | "airlines"
                    | "air"
                    | "cup"
                    | "in"
                    | "of"
                    | "at"
                    | "v"
                    | "vs"
            ),
            None => {
                let has_initial = label.iter().any(|word| word.chars().count() < 2);
                let is_name = count >= 2 && !has_initial && !line.ends_with('?');
                is_name
                    && !topics::is_head(next_bare)
                    && story.has_elsewhere(&label_text, line)
                    && begins_clause(headline)
            }
        };
        is_label.then_some((count, kind))
    })
}

/// More than the three capitals of `USA`.
fn is_shouted(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() > 3 && letters().all(char::is_uppercase)
}

/// `Minister Lisa Nandy ...`: what the first words name is a person by office or trade.
fn opens_title(words: &[&str]) -> bool {
    matches!(words, [role, name, ..]
        if role.starts_with(char::is_uppercase)
            && topics::is_role(&role.to_lowercase())
            && name.starts_with(char::is_uppercase))
}

/// Lines of results and programmes: `Women's 100m Julien Alfred wins gold`, `Act Two Hamlet meets`.
fn opens_as_entry(words: &[&str]) -> bool {
    let first = words
        .first()
        .map_or(String::new(), |word| word.to_lowercase());
    let is_place = matches!(
        first.as_str(),
        "act"
            | "award"
            | "best"
            | "bronze"
            | "chapter"
            | "district"
            | "first"
            | "gold"
            | "group"
            | "heat"
            | "injured"
            | "killed"
            | "men's"
            | "men’s"
            | "part"
            | "race"
            | "round"
            | "runner-up"
            | "scene"
            | "seat"
            | "second"
            | "silver"
            | "stage"
            | "third"
            | "ward"
            | "winner"
            | "women's"
            | "women’s"
    );
    let has_number = words
        .iter()
        .take(3)
        .any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    is_place || has_number
}

/// After the name of a person or organisation the headline must go on as a clause of its own:
/// `Donald Trump Judge blocks ...`, not `Donald Trump Junior`.
fn begins_clause(headline: &[&str]) -> bool {
    headline
        .iter()
        .take(4)
        .skip(1)
        .any(|word| is_lower_word(word))
        && headline.len() >= 4
}

fn opens_headline(word: &str) -> bool {
    let bare = word.trim_start_matches(['\'', '‘', '"', '“']);
    bare.starts_with(char::is_uppercase)
}

fn is_name_word(word: &str) -> bool {
    let is_capital = word.starts_with(char::is_uppercase);
    // A label ends nowhere: `Colombia's Congress` has none.
    is_capital
        && !word.ends_with(['\'', '’', ':', ';', ','])
        && !word.ends_with("'s")
        && !word.ends_with("’s")
}

fn without_possessive(word: &str) -> &str {
    let word = word.trim_end_matches([',', ':', ';']);
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

/// Names and words of the line that the story does not have: it is about something else. Needs a
/// name inside the line, or a number of words.
fn is_foreign(line: &str, story: &Story<'_>) -> bool {
    let words: Vec<&str> = words_of(line).collect();
    if words.len() < MIN_FOREIGN_WORDS || line.ends_with('?') {
        return false;
    }
    let has_title = (0..4).any(|at| opens_title(&words[at..]));
    if has_title || opens_as_entry(&words) || is_shouted(words[0]) {
        return false;
    }
    let has_name = words
        .iter()
        .skip(1)
        .any(|word| word.starts_with(char::is_uppercase));
    if !has_name
        || words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase))
    {
        return false;
    }
    let telling: Vec<&str> = telling_words(line).collect();
    let mut known = telling.clone();
    known.retain(|word| story.has_stem_elsewhere(&stem(word), line));
    let has_known_name = known
        .iter()
        .any(|word| word.starts_with(char::is_uppercase));
    // One common word may be shared by chance.
    telling.len() >= MIN_TELLING_WORDS && !has_known_name && known.len() * 5 <= telling.len()
}

/// Names and longer words, but for the commonest.
fn telling_words(text: &str) -> impl Iterator<Item = &str> {
    words_of(text)
        .filter(|word| word.chars().count() >= 4 || word.starts_with(char::is_uppercase))
        .filter(|word| !FUNCTION_WORDS.contains(&word.to_lowercase().as_str()))
}

/// Words too common to show what a line is about.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "against", "ahead", "amid", "among", "an", "are", "as", "at", "back",
    "be", "been", "before", "being", "but", "can", "could", "down", "five", "for", "four", "from",
    "gets", "goes", "has", "have", "her", "his", "how", "i", "in", "into", "is", "it", "its",
    "just", "last", "make", "makes", "more", "most", "new", "next", "not", "now", "of", "off",
    "on", "one", "only", "over", "says", "said", "set", "some", "takes", "than", "that", "the",
    "their", "them", "there", "they", "this", "three", "time", "to", "two", "under", "until", "up",
    "us", "was", "were", "what", "when", "where", "which", "while", "who", "whose", "why", "will",
    "with", "without", "would", "year", "years", "you", "your",
];

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
        .map(|word| without_possessive(word).trim_matches(['\'', '’', '-']))
        .filter(|word| !word.is_empty())
}

/// The first letters. Good enough to meet `fishermen` and `fisherman's`, `vote` and `voted`.
fn stem(word: &str) -> String {
    word.to_lowercase().chars().take(5).collect()
}

fn has_phrase(text: &str, phrase: &Finder<'_>) -> bool {
    phrase.find_iter(text.as_bytes()).any(|at| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.needle().len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
