//! One name where it stands: trimmed to the name itself, with the cues around it.
//!
//! The span that the tagger found loses what is no part of the name (titles, a leading *the*, a
//! trailing *'s*), and names that only look like one go: nationalities, a ship called after a
//! person, the *us* of a headline in capitals.

use super::features::Style;
use super::kin::{self, Generation, Kin};
use super::lexicon::FIRST_NAMES;
use super::sure_title;
use super::tagger::Sentence;
use super::things;
use super::title::{self, Address};
use super::word::{Case, Traits, WordTypes};
use super::{Kind, Part, qualifier};
use crate::text::Span;
use crate::text::token::{Token, TokenKind};

/// A name in a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) kind: Kind,
    pub(super) part: Part,
    pub(super) span: Span,
    /// Its words, folded and joined by spaces; as [`crate::text::fold::key`] gives them.
    pub(super) key: String,
    /// What the title before it says.
    pub(super) address: Option<Address>,
    /// The title before it, folded: `vice president`.
    pub(super) title: Option<String>,
    /// As whose relative it is introduced: `his wife Hillary`.
    pub(super) kin: Option<Kin>,
    /// `the elder Bush`, `Bush senior`.
    pub(super) generation: Option<Generation>,
    /// Whether it only says whose relative somebody is: `the sister of Kim Jong Un`.
    pub(super) is_aside: bool,
    /// Whether it stands in brackets of its own.
    pub(super) is_bracketed: bool,
    /// Whether a word before it says that a place comes: `in`, `from`, `near`.
    pub(super) follows_place_word: bool,
    /// Whether the text around is in capitals or a headline.
    pub(super) style: Style,
}

impl Name {
    /// The same under `key` in another place, of whose surroundings nothing is known.
    pub(super) fn again(&self, part: Part, span: Span, key: String) -> Name {
        Name {
            part,
            span,
            key,
            address: None,
            title: None,
            kin: None,
            generation: None,
            is_aside: false,
            is_bracketed: false,
            follows_place_word: false,
            ..self.clone()
        }
    }

    pub(super) fn words(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.key.split(' ')
    }

    pub(super) fn is_single(&self) -> bool {
        !self.key.contains(' ')
    }

    pub(super) fn last_word(&self) -> &str {
        self.words().next_back().unwrap_or_default()
    }
}

/// Parts of a country; in lower case they are no part of a place's name. Sorted.
const DIRECTIONS: &[&str] = &[
    "central",
    "east",
    "eastern",
    "north",
    "northeast",
    "northeastern",
    "northern",
    "northwest",
    "northwestern",
    "south",
    "southeast",
    "southeastern",
    "southern",
    "southwest",
    "southwestern",
    "west",
    "western",
];

const PLACE_WORDS: &[&str] = &[
    "across",
    "around",
    "at",
    "from",
    "in",
    "inside",
    "near",
    "outside",
    "throughout",
    "to",
    "toward",
    "towards",
    "via",
];

/// Countries and bodies known by their initials, by exact spelling.
pub(super) fn initials(exact: &str) -> Option<Kind> {
    match exact {
        "US" | "U.S." | "U.S" | "U.S.A." | "USA" | "UK" | "U.K." | "UAE" | "U.A.E." | "USSR"
        | "U.S.S.R." => Some(Kind::Place),
        "EU" | "E.U." | "UN" | "U.N." | "NATO" | "Nato" => Some(Kind::Org),
        _ => None,
    }
}

/// A sentence with what is needed to judge its names.
pub(super) struct Setting<'s> {
    pub(super) text: &'s str,
    pub(super) part: Part,
    pub(super) tokens: &'s [Token],
    pub(super) sentence: &'s Sentence,
    pub(super) types: &'s WordTypes,
    /// Whether the story writes `US` for the country.
    pub(super) knows_us: bool,
}

impl Setting<'_> {
    fn folded(&self, n: usize) -> &str {
        self.types.folded(self.sentence.ids[n])
    }

    fn case(&self, n: usize) -> Case {
        self.sentence.traits[n].case
    }

    fn has(&self, n: usize, any: u16) -> bool {
        self.sentence.traits[n].has(any)
    }

    /// The folded word before token `n`, points and spaces aside.
    fn before(&self, n: usize) -> Option<&str> {
        n.checked_sub(1).map(|n| self.folded(n))
    }

    /// The name in tokens `start..end`, tagged as `kind`; `None` when nothing of it is a name.
    pub(super) fn name(&self, mut start: usize, mut end: usize, kind: Kind) -> Option<Name> {
        while end > start && matches!(self.tokens[end - 1].kind, TokenKind::Possessive) {
            end -= 1;
        }
        // `TREASURY'S BAKER`.
        while start < end && matches!(self.tokens[start].kind, TokenKind::Possessive) {
            start += 1;
        }
        // `The Economist` keeps its article, `the Bank of England` and `The police` have none.
        let article_is_name = kind == Kind::Org
            && start > 0
            && self.case(start) == Case::Title
            && self.sentence.style() == Style::Plain;
        let has_article = end - start > 1 && self.folded(start) == "the";
        if has_article && !article_is_name {
            start += 1;
        }
        let behind_title = self.behind_title(start, end);
        let is_addressed = behind_title > start
            && behind_title + 1 == end
            && (self.follows_mister(behind_title) || self.follows_title(behind_title));
        // `Gen Term` and `Dr Pepper` are firms.
        let is_doubtful = kind == Kind::Org
            && matches!(self.folded(behind_title.saturating_sub(1)), "gen" | "dr");
        // The place `Mrs Petro`, the organisation `Foreign Minister Shamir`.
        let kind = if is_addressed && !is_doubtful {
            Kind::Person
        } else {
            kind
        };
        if kind == Kind::Person {
            start = behind_title;
            end = self.before_weekday(start, end);
        }
        // `western Georgia` is where in Georgia.
        while kind == Kind::Place
            && end - start > 1
            && self.case(start) == Case::Lower
            && DIRECTIONS.binary_search(&self.folded(start)).is_ok()
        {
            start += 1;
        }
        if start >= end
            || !self.tokens[start..end]
                .iter()
                .any(|token| token.kind.is_word())
        {
            return None;
        }
        if kind == Kind::Person {
            start = self.with_initials(start);
        }
        let (mut title, address) = self.title(start).unzip();
        // Mr Washington is no town.
        let is_single = end - start == 1;
        let kind = if self.follows_mister(start) || is_single && self.follows_title(start) {
            Kind::Person
        } else {
            kind
        };
        let exact = self.tokens[start].span.of(self.text);
        let mut kind = kind;
        if end - start == 1 {
            match (exact, self.sentence.style()) {
                // In capitals, `US` may be the pronoun.
                ("US", Style::Capitals) if !self.knows_us => return None,
                ("UN", Style::Capitals) => return None,
                _ => kind = initials(exact).unwrap_or(kind),
            }
        }
        // `Long Beach, CA`.
        let is_behind_comma =
            start > 1 && self.mark(Some(start - 1)) == "," && self.case(start - 2).is_capital();
        if kind == Kind::Org
            && end - start == 1
            && is_behind_comma
            && qualifier::abbreviated(exact).is_some()
        {
            kind = Kind::Place;
        }
        // `Hanbada Heavy Works of South Korea`: the company, not where it is.
        if end - start > 1 && kind != Kind::Person {
            let of = (start + 2..end)
                .find(|&n| self.folded(n) == "of" && things::is_company_end(self.folded(n - 1)));
            end = of.unwrap_or(end);
        }
        let is_company = end - start > 1
            && self.sentence.style() == Style::Plain
            && things::is_company_end(self.folded(end - 1));
        if is_company && kind == Kind::Place {
            kind = Kind::Org;
        }
        // `Union Carbide <UK>`: a ticker.
        let is_ticker = self.mark(start.checked_sub(1)) == "<" && self.mark(Some(end)) == ">";
        if is_ticker && kind == Kind::Place {
            return None;
        }
        let is_ship = self.is_ship_word(start) || start > 0 && self.is_ship_word(start - 1);
        if is_ship {
            return None;
        }
        if kind == Kind::Person
            && address.is_none()
            && let Some((thing, whole)) = self.thing(start, end)
        {
            (kind, end) = (thing?, whole);
        }
        let mut key = String::new();
        for n in start + usize::from(has_article && article_is_name)..end {
            if self.tokens[n].kind.is_word() {
                if !key.is_empty() {
                    key.push(' ');
                }
                if kind == Kind::Person && self.is_initial(n) {
                    // `J.K. Marlowe` is `J. K. Marlowe`.
                    let letters: Vec<String> = self.folded(n).chars().map(String::from).collect();
                    key.push_str(&letters.join(" "));
                } else {
                    key.push_str(self.folded(n));
                }
            }
        }
        // `Goldman Sachs` and `Johnson & Johnson` are nobody.
        let has_and = kind == Kind::Person && (start..end).any(|n| self.mark(Some(n)) == "&");
        if has_and || kind == Kind::Person && things::is_firm(key.trim()) {
            kind = Kind::Org;
        }
        if kind != Kind::Person {
            title = None;
        }
        let before = self.before(start);
        let before = if before == Some("the") && start > 1 {
            self.before(start - 1)
        } else {
            before
        };
        Some(Name {
            kind,
            part: self.part,
            span: Span {
                start: self.tokens[start].span.start,
                end: self.tokens[end - 1].span.end,
            },
            key: key.trim().to_owned(),
            address,
            title,
            kin: self.kin(start),
            generation: self.generation(start, end),
            is_aside: self.is_aside(start, end),
            is_bracketed: self.mark(start.checked_sub(1)) == "(" && self.mark(Some(end)) == ")",
            follows_place_word: before.is_some_and(|word| PLACE_WORDS.contains(&word))
                || self.is_tail(start, end),
            style: self.sentence.style(),
        })
    }

    /// Where the name in tokens `start..end` begins behind its titles; at least one word is left.
    fn behind_title(&self, mut start: usize, end: usize) -> usize {
        // `Datuk Seri Anwar`, of which only `Seri Anwar` was tagged.
        let is_split = start > 0 && start + 1 < end;
        if is_split && title::is_pair(self.folded(start - 1), self.folded(start)) {
            start += 1;
        }
        loop {
            // Most names begin with none.
            let first = (start..end).find(|&n| self.tokens[n].kind.is_word());
            let may_be = |n| self.has(n, Traits::TITLE) || title::opens_pair(self.folded(n));
            if !first.is_some_and(may_be) {
                return start;
            }
            // `Brig-Gen Musa`, `Lt. Col. Ray`.
            let words: Vec<usize> = (start..end)
                .filter(|&n| self.tokens[n].kind.is_word())
                .collect();
            let count = title::cut(words.iter().map(|&n| self.folded(n)));
            match words.get(count) {
                Some(&next) if count > 0 => start = next,
                _ => return start,
            }
        }
    }

    /// Where a person's name in tokens `start..end` ends before a weekday: `Reagan Friday`. A single given
    /// name keeps it: `Emmanuel Sunday`.
    fn before_weekday(&self, start: usize, end: usize) -> usize {
        if end - start < 2 || !sure_title::is_weekday(self.folded(end - 1)) {
            return end;
        }
        let lists = self.types.word(self.sentence.ids[start]).lists;
        let is_given = end - start == 2 && lists & FIRST_NAMES != 0 && self.title(start).is_none();
        if is_given || !self.tokens[end - 2].kind.is_word() {
            return end;
        }
        end - 1
    }

    /// Whether token `n` is initials with points: `J.`, `J.R.R.`; not `U.S.`
    fn is_initial(&self, n: usize) -> bool {
        let exact = self.mark(Some(n));
        let is_country = initials(exact).is_some() || exact == "D.C.";
        !is_country
            && exact.ends_with('.')
            && exact
                .split_terminator('.')
                .all(|letter| letter.chars().count() == 1 && letter.chars().all(char::is_uppercase))
    }

    /// Where a name that begins at token `start` begins with the initials before it, `J. K. Marlowe`. One alone
    /// is left where it is: `M.` is French for Mr.
    fn with_initials(&self, start: usize) -> usize {
        let first = (0..start)
            .rev()
            .take_while(|&n| self.is_initial(n))
            .last()
            .unwrap_or(start);
        let is_several = start - first > 1 || self.mark(Some(first)).matches('.').count() > 1;
        if is_several { first } else { start }
    }

    /// A token as written; empty beyond the sentence.
    fn mark(&self, n: Option<usize>) -> &str {
        n.and_then(|n| self.tokens.get(n))
            .map_or("", |token| token.span.of(self.text))
    }

    /// The token before token `n`, titles and commas aside.
    fn before_titles(&self, n: usize) -> Option<usize> {
        (n.saturating_sub(6)..n).rev().find(|&n| {
            let is_comma = matches!(self.mark(Some(n)), "," | "-" | ".");
            !is_comma && !self.has(n, Traits::TITLE)
        })
    }

    /// The relative as whom the name at token `n` is introduced: `his son`.
    fn kin(&self, n: usize) -> Option<Kin> {
        let at = self.before_titles(n)?;
        let found = kin::kin(self.folded(at))?;
        // `his late wife`, `the minister's ex-husband`.
        let is_owned = (at.saturating_sub(3)..at).any(|n| {
            self.tokens[n].kind == TokenKind::Possessive || kin::OWNERS.contains(&self.folded(n))
        });
        is_owned.then_some(found)
    }

    /// Whether the name says where the one before it lies: `Spokane, Washington,`.
    fn is_tail(&self, start: usize, end: usize) -> bool {
        let is_between = matches!(self.mark(Some(end)), "," | "." | "");
        is_between
            && start > 1
            && self.mark(Some(start - 1)) == ","
            && self.case(start - 2).is_capital()
    }

    fn is_aside(&self, start: usize, end: usize) -> bool {
        let is_kin = |n: usize| n < self.tokens.len() && kin::kin(self.folded(n)).is_some();
        let is_owner = end < self.tokens.len() && self.tokens[end].kind == TokenKind::Possessive;
        let of = self
            .before_titles(start)
            .filter(|&n| matches!(self.folded(n), "of" | "to"));
        is_owner && (is_kin(end + 1) || is_kin(end + 2))
            || of.is_some_and(|of| of > 0 && is_kin(of - 1))
    }

    fn generation(&self, start: usize, end: usize) -> Option<Generation> {
        let before = self.before_titles(start).map(|n| self.folded(n));
        let behind = (end < self.tokens.len()).then(|| self.folded(end));
        match (before, behind) {
            (Some("elder" | "older"), _) | (_, Some("senior" | "sr")) => Some(Generation::Elder),
            (Some("younger"), _) | (_, Some("junior" | "jr")) => Some(Generation::Younger),
            _ => None,
        }
    }

    /// The title that stands before token `n`, and what it says.
    fn title(&self, n: usize) -> Option<(String, Address)> {
        let words = (0..n)
            .rev()
            .filter(|&n| !self.has(n, Traits::HYPHEN))
            .take_while(|&n| {
                self.tokens[n].kind.is_word() || self.tokens[n].span.of(self.text) == "."
            })
            .map(|n| self.folded(n))
            .filter(|word| !word.is_empty() && *word != ".");
        title::before(words)
    }

    /// Whether `Mr`, `Mrs` or the like stands directly before token `n`: then a person follows.
    pub(super) fn follows_mister(&self, n: usize) -> bool {
        n > 0
            && self.case(n - 1) == Case::Title
            && matches!(self.folded(n - 1), "mr" | "mrs" | "ms" | "messrs")
            && self.case(n) == Case::Title
            && !self.has(n, Traits::TITLE)
    }

    /// Whether a title that only people have stands directly before token `n` in running text, and the word
    /// by itself may be a name: `President Reagan`; not `General Motors`, `Prime Minister Yesterday`.
    pub(super) fn follows_title(&self, n: usize) -> bool {
        // `Gov. Dukakis`.
        let is_point = n > 1 && self.mark(Some(n - 1)) == ".";
        let Some(last) = n.checked_sub(1 + usize::from(is_point)) else {
            return false;
        };
        let is_name = matches!(self.case(n), Case::Title | Case::Mixed);
        // A sentence of the body that is full of names passes for a headline.
        let is_text = match self.sentence.style() {
            Style::Plain => true,
            Style::Title => self.part == Part::Body,
            _ => false,
        };
        if !is_name || !is_text || self.case(last) != Case::Title {
            return false;
        }
        let word = self.folded(n);
        let lists = self.types.word(self.sentence.ids[n]).lists;
        let is_whole = n + 1 >= self.tokens.len()
            || !self.case(n + 1).is_capital() && !matches!(self.mark(Some(n + 1)), "-" | "&" | "/")
            || sure_title::is_weekday(self.folded(n + 1));
        let before = last.checked_sub(1).map_or("", |n| self.folded(n));
        // `Secretary of State Shultz`.
        let is_long = matches!(before, "of" | "for")
            && self
                .title(n)
                .is_some_and(|(title, _)| title.contains(&format!(" {before} ")));
        is_whole
            && (sure_title::is_sure(self.folded(last), before) || is_long)
            && sure_title::may_be_addressed(word)
            && !self.has(n, Traits::TITLE)
            && !things::is_thing(word)
            && !things::is_company_end(word)
            && lists & (COUNTRY | DEMONYM) == 0
    }

    /// Whether tokens of no kind in particular are a title and one word behind it, or such a word: a person.
    pub(super) fn is_addressed(&self, range: &std::ops::Range<usize>) -> bool {
        let last = range.end - 1;
        let start = self.behind_title(range.start, range.end);
        start == last && (self.follows_mister(last) || self.follows_title(last))
    }

    /// The trade union whose name ends at token `n`: `UNITED AUTO WORKERS`.
    pub(super) fn union(&self, n: usize) -> Option<std::ops::Range<usize>> {
        if !self.folded(n).ends_with("workers") {
            return None;
        }
        let start = (n.saturating_sub(3)..n)
            .find(|&n| matches!(self.folded(n), "amalgamated" | "international" | "united"))?;
        let is_whole = (start..n).all(|n| self.case(n).is_capital());
        is_whole.then_some(start..n + 1)
    }

    /// The acronym in brackets at token `n`: `(PFI)`.
    pub(super) fn acronym(&self, n: usize) -> Option<usize> {
        let is_bracketed = self.mark(Some(n)) == "(" && self.mark(Some(n + 2)) == ")";
        let is_acronym = is_bracketed
            && self.case(n + 1) == Case::Capitals
            && self.mark(Some(n + 1)).chars().all(char::is_alphabetic);
        is_acronym.then_some(n + 1)
    }

    fn is_ship_word(&self, n: usize) -> bool {
        self.has(n, Traits::SHIP)
    }

    /// Whether token `n` is a kind of ship: `destroyer`, `aircraft carrier`.
    fn is_ship_noun(&self, n: usize) -> bool {
        self.has(n, Traits::SHIP_NOUN)
            && (self.folded(n) != "carrier" || self.before(n) == Some("aircraft"))
    }

    /// The ship that token `n` opens, folded: `USS Thornley`, `the destroyer Thornley`.
    pub(super) fn ship(&self, n: usize) -> Option<String> {
        let is_noun = self.is_ship_noun(n);
        let is_followed = n + 1 < self.tokens.len() && self.is_ship_word(n + 1);
        if !(is_noun || self.is_ship_word(n)) || is_followed {
            return None;
        }
        let words: Vec<&str> = (n + 1..self.tokens.len())
            .take_while(|&n| self.case(n).is_capital())
            .filter(|&n| self.tokens[n].kind.is_word())
            .map(|n| self.folded(n))
            .collect();
        (!words.is_empty() && words.len() < 5).then(|| words.join(" "))
    }

    /// What a person's name in tokens `start..end` is the name of, when it is not that person: a ship, a storm, a
    /// tower. Gives the kind and the end of the whole name; no kind when it is none that is looked for.
    fn thing(&self, start: usize, end: usize) -> Option<(Option<Kind>, usize)> {
        // `Martin Luther King Street`, all of it tagged.
        if let Some(kind) = things::of_person(self.folded(end - 1), end - start) {
            return Some((kind, end));
        }
        let before = start.checked_sub(1);
        let is_ship = before.is_some_and(|n| self.is_ship_noun(n));
        let is_storm = before.is_some_and(|n| things::STORMS.contains(&self.folded(n)));
        if is_ship || is_storm {
            return Some((None, end));
        }
        // `Megan's Law`.
        let is_owner = end < self.tokens.len() && self.tokens[end].kind == TokenKind::Possessive;
        // `Kennedy International Airport`.
        let last = (end + usize::from(is_owner)..self.tokens.len())
            .take(3)
            .take_while(|&n| {
                self.case(n).is_capital() || things::SMALL_THINGS.contains(&self.folded(n))
            })
            .find(|&n| things::is_thing(self.folded(n)))?;
        let kind = things::kind(self.folded(last));
        let is_near = last == end || kind.is_some();
        if is_owner {
            return kind.is_none().then_some((None, end));
        }
        is_near.then_some((kind, last + 1))
    }
}

/// Bits of two lists of the lexicon.
const COUNTRY: u16 = 1;
const DEMONYM: u16 = 1 << 1;

/// Whether the word says where someone is from, in a list of such words; then it is no name of a place.
pub(super) fn is_demonym(lists: u16) -> bool {
    lists & DEMONYM != 0 && lists & COUNTRY == 0
}
