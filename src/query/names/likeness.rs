//! Whether two full names can be of one person, and how.
//!
//! A name is compared word by word: the given name, what stands between, the surname. `Gustavo Petro` can be
//! `Gustavo Francisco Petro Urrego`, `G. Petro` and `Petro Gustavo`; `George W. Bush` cannot be `George H. W. Bush`.
//! Nothing is known here of the archive: that `G. Petro` can be two people is for [`super::people`] to weigh.
//!
//! Rejected: one similarity for all (edit distance, phonetic codes). It joins `Ivanov` with `Ivankov` long before
//! it joins `Bill` with `William`, and no reader can be told why.

use super::spelling::{
    Languages, is_given, is_listed_together, is_old_pinyin, is_same_given, is_same_surname,
    languages_of_given,
};
use crate::text::fold;

/// How another name can be the name that was asked for.
///
/// The first four say as much as the name itself. The last two say less: others may be called so too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The same words, perhaps in another order, with or without particles: `al-Assad`, `Orban Viktor`.
    Same,
    /// With more of the name: `Gustavo Francisco Petro Urrego`.
    Longer,
    /// Under another form of the given name: `Bill`, `Mohamed`.
    GivenName,
    /// In another spelling: `Gorbatschow`.
    Spelling,
    /// With less of the name: `George Bush` for `George W. Bush`.
    Shorter,
    /// With initials where the other has names: `G. Petro`.
    Initials,
}

impl Likeness {
    /// Whether the other name says as much as the one that was asked for.
    pub(super) fn is_sure(self) -> bool {
        self < Likeness::Shorter
    }
}

/// What comparing two names gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// They can be of one person.
    Like(Likeness),
    /// Given name and surname agree, and something else says that they are two people: a middle initial, `Jr`.
    Another,
    /// Nothing speaks for it.
    Unrelated,
}

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    /// Folded.
    text: String,
    /// Particles before it, joined: `al`, `vander`.
    particles: String,
}

impl Word {
    fn is_initial(&self) -> bool {
        self.text.chars().count() == 1
    }

    /// `Kirk`, `van Kirk` and `Vankirk` are one surname.
    fn is(&self, other: &Word) -> bool {
        self.text == other.text || joined(self) == other.text || joined(other) == self.text
    }

    fn abbreviates(&self, other: &Word) -> bool {
        self.is_initial() && !other.is_initial() && other.text.starts_with(&self.text)
    }
}

fn joined(word: &Word) -> String {
    format!("{}{}", word.particles, word.text)
}

/// Which of father and son.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Generation {
    Senior,
    Junior,
    Third,
    Fourth,
}

/// A name of a person, taken apart.
#[derive(Clone, Debug)]
pub(super) struct FullName {
    words: Vec<Word>,
    generation: Option<Generation>,
    is_hyphenated: bool,
    languages: Languages,
}

/// Small words inside a surname, which one paper prints and another leaves out. Sorted.
const PARTICLES: &[&str] = &[
    "af", "al", "ar", "as", "ash", "at", "av", "az", "da", "das", "de", "del", "della", "dello",
    "den", "der", "des", "di", "do", "dos", "du", "e", "el", "la", "las", "le", "los", "te", "ten",
    "ter", "ud", "ul", "ur", "van", "vom", "von", "y", "zu", "zum", "zur",
];

/// Particles that are also names or initials: a mention `Al Gore` or `Le Duan` is more than a surname.
const NAMES_TOO: &[&str] = &["al", "ash", "e", "el", "la", "le", "van", "y"];

/// More words than this are no name.
const MOST_WORDS: usize = 12;

impl FullName {
    /// Takes a name apart, as it is printed or folded. Points and capitals help to see initials, they are not
    /// needed. Takes time linear in the name.
    pub(super) fn read(printed: &str) -> FullName {
        let turned = turned(printed);
        let printed = turned.as_deref().unwrap_or(printed);
        let has_small = printed.chars().any(char::is_lowercase);
        let is_break = |c: char| c.is_whitespace() || is_hyphen(c) || c == ',';
        let pieces: Vec<&str> = printed
            .split(is_break)
            .filter(|piece| !piece.is_empty())
            .collect();
        let mut words: Vec<Word> = Vec::new();
        let mut particles = String::new();
        let mut prefix = String::new();
        let last = pieces.len().saturating_sub(1);
        for (n, piece) in pieces.iter().take(MOST_WORDS).enumerate() {
            if n < last
                && let Some(letters) = initials(piece, has_small)
            {
                let letters = letters.chars().map(|letter| Word {
                    text: letter.to_string(),
                    particles: String::new(),
                });
                words.extend(letters);
                continue;
            }
            let text = fold::key(piece).replace(' ', "");
            if text.is_empty() {
                continue;
            }
            if n < last && matches!(text.as_str(), "mc" | "mac") {
                prefix = text;
                continue;
            }
            let is_small = text.len() > 1 || piece.starts_with(char::is_lowercase);
            let is_particle = n < last
                && is_small
                && !words.is_empty()
                && prefix.is_empty()
                && PARTICLES.binary_search(&text.as_str()).is_ok();
            if is_particle {
                particles.push_str(&text);
                continue;
            }
            words.push(Word {
                text: std::mem::take(&mut prefix) + plain(&text),
                particles: std::mem::take(&mut particles),
            });
        }
        let generation = words
            .last()
            .filter(|_| words.len() > 2)
            .and_then(|word| generation(&word.text));
        if generation.is_some() {
            words.pop();
        }
        let languages = words
            .first()
            .map(|word| languages_of_given(&word.text))
            .unwrap_or_default();
        FullName {
            words,
            generation,
            is_hyphenated: printed.contains(is_hyphen),
            languages,
        }
    }

    /// Whether there is more than a surname.
    pub(super) fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    /// How much the name says: words that are written out, then initials.
    pub(super) fn weight(&self) -> (usize, usize) {
        let initials = self.words.iter().filter(|word| word.is_initial()).count();
        let extra = usize::from(self.generation.is_some());
        (self.words.len() - initials + extra, initials)
    }

    /// The words that can be the surname, likeliest first.
    pub(super) fn surnames(&self) -> Vec<&str> {
        let count = self.words.len();
        let places = match count {
            0 => vec![],
            1 => vec![0],
            2 => vec![1, 0],
            _ => vec![count - 1, count - 2, 0],
        };
        let mut surnames: Vec<&str> = Vec::new();
        for place in places {
            let word = &self.words[place];
            let is_given_name = place == 0 && is_given(&word.text);
            if !word.is_initial() && !is_given_name && !surnames.contains(&word.text.as_str()) {
                surnames.push(&word.text);
            }
        }
        surnames
    }

    /// Whether this is the last word of the name, or of two surnames the first.
    pub(super) fn ends_with(&self, surname: &str) -> bool {
        let behind = self.words.iter().skip(1).rev().take(2);
        behind.into_iter().any(|word| word.text == surname)
    }

    /// The given name, unless it is an initial.
    pub(super) fn given(&self) -> Option<&str> {
        let first = self.words.first().filter(|word| !word.is_initial())?;
        self.is_full().then_some(&first.text)
    }

    /// Whose rules of spelling may be tried.
    pub(super) fn languages(&self) -> Languages {
        self.languages
    }

    /// Words joined by spaces, without particles.
    pub(super) fn core(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    fn letters(&self) -> String {
        self.words.iter().map(joined).collect()
    }
}

/// The surname that a mention consists of, folded, without particles; `None` for more than a surname.
pub(super) fn lone_surname(key: &str) -> Option<&str> {
    let (before, surname) = key.rsplit_once(' ').unwrap_or(("", key));
    let is_particle =
        |word: &str| PARTICLES.binary_search(&word).is_ok() && !NAMES_TOO.contains(&word);
    let mut words = before.split(' ').filter(|word| !word.is_empty());
    // `de la Madrid` is one, `La Madrid` may be a town.
    let is_lone = words.clone().next().is_none_or(is_particle)
        && words.all(|word| PARTICLES.binary_search(&word).is_ok());
    (is_lone && surname.chars().count() > 1 && !surname.contains('-')).then_some(surname)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}')
}

/// `Petro, Gustavo` as `Gustavo Petro`.
fn turned(printed: &str) -> Option<String> {
    let (surname, given) = printed.split_once(", ")?;
    let is_name = !given.trim().is_empty() && generation(&fold::key(given)).is_none();
    (is_name && !given.contains(',')).then(|| format!("{} {}", given.trim(), surname.trim()))
}

/// The letters of a word that is initials only: `G.`, `G.F.`, `OJ` in a name with small letters, `jk`.
fn initials(piece: &str, has_small: bool) -> Option<String> {
    let bare: String = piece.chars().filter(|c| c.is_alphabetic()).collect();
    let folded = fold::folded(&bare);
    let count = folded.chars().count();
    let points = piece.matches('.').count();
    let is_spelled_out = !matches!(folded.as_str(), "dr" | "mc" | "md" | "ng" | "st" | "wm");
    let is_dotted = points > 1 && points + 1 >= count;
    let is_capitals = has_small && bare.chars().all(char::is_uppercase);
    let has_vowel = folded.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_initials = match count {
        1 => false,
        2 => is_dotted || is_spelled_out && (is_capitals || !has_vowel && folded.is_ascii()),
        3 => is_dotted,
        _ => false,
    };
    is_initials.then_some(folded)
}

/// One form for words that only differ in how they are written.
fn plain(text: &str) -> &str {
    match text {
        "ben" | "bin" | "ibn" => "bin",
        "saint" | "st" => "st",
        other => other,
    }
}

fn generation(word: &str) -> Option<Generation> {
    match word {
        "sr" | "senior" => Some(Generation::Senior),
        "jr" | "jnr" | "junior" | "ii" => Some(Generation::Junior),
        "iii" => Some(Generation::Third),
        "iv" => Some(Generation::Fourth),
        _ => None,
    }
}

/// How `other` can be the person `asked`.
///
/// [`Comparison::Another`] and [`Comparison::Unrelated`] do not depend on the order of the two. Takes time linear in the
/// names, with a few look-ups a word.
pub(super) fn compare(asked: &FullName, other: &FullName) -> Comparison {
    let is_two = matches!((asked.generation, other.generation), (Some(a), Some(b)) if a != b);
    let verdict = words_compared(asked, other);
    match verdict {
        Comparison::Like(_) if is_two => Comparison::Another,
        Comparison::Like(likeness) if likeness.is_sure() => {
            match (asked.generation, other.generation) {
                (Some(_), None) => Comparison::Like(Likeness::Shorter),
                (None, Some(_)) => Comparison::Like(likeness.max(Likeness::Longer)),
                _ => verdict,
            }
        }
        _ => verdict,
    }
}

fn words_compared(asked: &FullName, other: &FullName) -> Comparison {
    if asked.words.is_empty() || other.words.is_empty() {
        return Comparison::Unrelated;
    }
    if asked.letters() == other.letters() {
        return Comparison::Like(Likeness::Same);
    }
    if !(asked.is_full() && other.is_full()) {
        return Comparison::Unrelated;
    }
    if let Some(verdict) = turned_round(&asked.words, &other.words) {
        return verdict;
    }
    let (core, of_other) = (asked.core(), other.core());
    if is_listed_together(&core, &of_other) || is_chinese(asked, other) || is_chinese(other, asked)
    {
        return Comparison::Like(Likeness::Spelling);
    }
    let languages = asked.languages.or(other.languages);
    let (last, of_other) = (asked.words.len() - 1, other.words.len() - 1);
    let mut places = vec![(last, of_other)];
    // `Gustavo Petro Urrego` is called Petro; a `John Kennedy Toole` is not called Kennedy.
    let has_second = |words: &[Word]| {
        let surname = words.len().checked_sub(2).filter(|&at| at > 0);
        surname.is_some_and(|at| {
            (words.len() > 3 || languages.has_two_surnames())
                && !words[at].is_initial()
                && (words.len() > 3 || !is_given(&words[at].text))
        })
    };
    if has_second(&other.words) {
        places.push((last, of_other - 1));
    }
    if has_second(&asked.words) {
        places.push((last - 1, of_other));
    }
    let mut verdict = Comparison::Unrelated;
    for (of_asked, of_other) in places {
        match aligned(asked, of_asked, other, of_other, languages) {
            Comparison::Unrelated => {}
            like @ Comparison::Like(_) => return like,
            Comparison::Another => verdict = Comparison::Another,
        }
    }
    verdict
}

/// The same words with the surname first. `Thomas James` is not `James Thomas`.
fn turned_round(asked: &[Word], other: &[Word]) -> Option<Comparison> {
    if asked.len() != other.len() {
        return None;
    }
    let is_round = |one: &[Word], other: &[Word]| {
        let (last, rest) = one.split_last()?;
        let is_same = last.is(&other[0]) && rest.iter().zip(&other[1..]).all(|(a, b)| a.is(b));
        Some(is_same)
    };
    let is_turned = is_round(asked, other)? || is_round(other, asked)?;
    if !is_turned || asked[0].is(&other[0]) {
        return None;
    }
    let are_given = asked.len() == 2 && asked.iter().all(|word| is_given(&word.text));
    Some(match are_given {
        true => Comparison::Another,
        false => Comparison::Like(Likeness::Same),
    })
}

fn is_chinese(old: &FullName, new: &FullName) -> bool {
    let words: Vec<&str> = new.words.iter().map(|word| word.text.as_str()).collect();
    is_old_pinyin(
        &old.letters(),
        &words,
        old.is_hyphenated && !new.is_hyphenated,
    )
}

/// What one side says that the other does not.
#[derive(Clone, Copy, Default)]
struct Difference {
    other_says_more: bool,
    other_says_less: bool,
    has_initials: bool,
    is_variant: bool,
    is_spelling: bool,
}

impl Difference {
    fn likeness(self) -> Likeness {
        if self.other_says_less {
            return match self.has_initials {
                true => Likeness::Initials,
                false => Likeness::Shorter,
            };
        }
        match self {
            _ if self.is_spelling => Likeness::Spelling,
            _ if self.is_variant => Likeness::GivenName,
            _ if self.other_says_more => Likeness::Longer,
            _ => Likeness::Same,
        }
    }
}

/// Compares two names of which the words at `of_asked` and `of_other` are the surnames.
fn aligned(
    asked: &FullName,
    of_asked: usize,
    other: &FullName,
    of_other: usize,
    languages: Languages,
) -> Comparison {
    let mut difference = Difference::default();
    let (surname, others) = (&asked.words[of_asked], &other.words[of_other]);
    if surname.is_initial() || others.is_initial() {
        return Comparison::Unrelated;
    }
    if !surname.is(others) {
        if !is_same_surname(&surname.text, &others.text, languages) {
            return Comparison::Unrelated;
        }
        difference.is_spelling = true;
    }
    let (one, two) = (&asked.words[..of_asked], &other.words[..of_other]);
    if one.is_empty() || two.is_empty() {
        return Comparison::Unrelated;
    }
    difference.other_says_more |= other.words.len() - 1 > of_other;
    difference.other_says_less |= asked.words.len() - 1 > of_asked;
    let (one, two) = without_first_initial(one, two);
    if !match_word(&one[0], &two[0], &mut difference) {
        return Comparison::Unrelated;
    }
    match match_middles(&one[1..], &two[1..], &mut difference) {
        true => Comparison::Like(difference.likeness()),
        false => Comparison::Another,
    }
}

/// `H. Ross Perot` as `Ross Perot`, when the other is called so.
fn without_first_initial<'w>(one: &'w [Word], two: &'w [Word]) -> (&'w [Word], &'w [Word]) {
    let drops = |long: &[Word], short: &[Word]| {
        long.len() > 1
            && long[0].is_initial()
            && !long[1].is_initial()
            && !short[0].is_initial()
            && is_same_given(&long[1].text, &short[0].text)
    };
    if drops(one, two) {
        (&one[1..], two)
    } else if drops(two, one) {
        (one, &two[1..])
    } else {
        (one, two)
    }
}

/// Whether two given names can be one; notes what differs.
fn match_word(asked: &Word, other: &Word, difference: &mut Difference) -> bool {
    if asked.is(other) {
        return true;
    }
    if asked.abbreviates(other) {
        difference.other_says_more = true;
        return true;
    }
    if other.abbreviates(asked) {
        difference.other_says_less = true;
        difference.has_initials = true;
        return true;
    }
    difference.is_variant = true;
    !asked.is_initial() && !other.is_initial() && is_same_given(&asked.text, &other.text)
}

/// Whether what stands between given name and surname agrees. One side may have more of it, at the end or, when
/// all is written out, anywhere.
fn match_middles(asked: &[Word], other: &[Word], difference: &mut Difference) -> bool {
    difference.other_says_more |= other.len() > asked.len();
    difference.other_says_less |= asked.len() > other.len();
    difference.has_initials |= asked.len() > other.len() && other.iter().any(Word::is_initial);
    let mut tried = *difference;
    if asked
        .iter()
        .zip(other)
        .all(|(a, b)| match_word(a, b, &mut tried))
    {
        *difference = tried;
        return true;
    }
    let (short, long) = match asked.len() < other.len() {
        true => (asked, other),
        false => (other, asked),
    };
    let mut rest = long.iter();
    short
        .iter()
        .all(|word| !word.is_initial() && rest.any(|of_long| of_long.is(word)))
}

#[cfg(test)]
mod tests;
