//! What the tagger knows of a word by itself, worked out once for each different word.
//!
//! News repeats itself: a hundred thousand different words cover almost all text. So everything that depends on one word only (its
//! shape, its clusters, its share of every score) is kept in a table, and the second time a word costs a hash look-up.

use rustc_hash::FxHashMap;

use super::features;
use super::lexicon::{Lexicon, Spelled};
use super::weights::{Scores, Weights};
use super::{name, things, title};
use crate::text::fold::fold;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Case {
    /// `house`, and every word of a script without capitals.
    Lower = 0,
    /// `House`.
    Title = 1,
    /// `HOUSE`, `U.S.`
    Capitals = 2,
    /// `H`, `J.`
    Initial = 3,
    /// `McHouse`, `iPhone`.
    Mixed = 4,
    /// `1,000`, `5th`.
    Number = 5,
    /// Punctuation.
    Mark = 6,
    /// Before the first and behind the last word of a sentence.
    Edge = 7,
}

impl Case {
    /// Whether a name can consist of such a word.
    pub fn is_capital(self) -> bool {
        matches!(
            self,
            Case::Title | Case::Capitals | Case::Initial | Case::Mixed
        )
    }
}

/// Words of a text as numbers of [`WordTypes`]; 0 stands for the edge of a sentence.
pub type WordId = u32;

/// The number of the word that stands outside every sentence.
pub const EDGE: WordId = 0;

/// How the interner writes a hyphen that joins two words; a spaced dash is `-`.
pub const HYPHEN: &str = "\u{2010}";

/// Everything the templates ask of one word. Hashes are of folded-down spellings.
#[derive(Clone, Debug)]
pub struct Word {
    /// Lower case, digits as 0.
    pub low: u32,
    /// As written.
    pub exact: u32,
    /// Runs of capitals, small letters and digits: `McGraw` is `XxXx`.
    pub shape: u32,
    /// First 2, 3 and 4 letters of `low`.
    pub prefixes: [u32; 3],
    /// Last 1 to 4 letters of `low`.
    pub suffixes: [u32; 4],
    /// Clusters out of 64, 256 and 1024; [`Lexicon::NO_CLUSTER`] for unknown words.
    pub clusters: [u16; 3],
    /// Lists that hold the word by itself, as a mask of [`super::lexicon::LISTS`]; 0 for words in lower case.
    pub lists: u16,
    /// How it is written.
    pub case: Case,
    /// Where the listed phrases of several words go on that start with it.
    pub opens_phrase: Option<Spelled>,
    /// A small word that opens names: `de`, `van`, `bin`, `al`.
    pub is_particle: bool,
    /// A word of the sports page.
    pub is_sport: bool,
    /// A hyphen that joins two words.
    pub is_hyphen: bool,
    /// The same for all spellings with the same `low`.
    pub low_id: u32,
}

/// What is asked of every word of a sentence, in four bytes: all that most sentences are judged by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traits {
    pub(super) case: Case,
    bits: u16,
}

impl Traits {
    pub(super) const OPENS_PHRASE: u16 = 1;
    pub(super) const PARTICLE: u16 = 1 << 1;
    pub(super) const SPORT: u16 = 1 << 2;
    pub(super) const HYPHEN: u16 = 1 << 3;
    /// A kind of ship in lower case, or what stands before the name of one, `USS`.
    pub(super) const SHIP_NOUN: u16 = 1 << 4;
    pub(super) const SHIP: u16 = 1 << 5;
    /// Says where somebody is from.
    pub(super) const DEMONYM: u16 = 1 << 6;
    /// Can be part of a title.
    pub(super) const TITLE: u16 = 1 << 7;
    /// Opens with a letter in lower case, and with one in upper case.
    pub(super) const SMALL: u16 = 1 << 8;
    pub(super) const LARGE: u16 = 1 << 9;
    /// A mark behind which a capital says nothing.
    pub(super) const STOP: u16 = 1 << 10;

    fn of(word: &Word, text: &str, folded: &str) -> Traits {
        let first = text.chars().next();
        let case = word.case;
        let bits = [
            (Traits::OPENS_PHRASE, word.opens_phrase.is_some()),
            (Traits::PARTICLE, word.is_particle),
            (Traits::SPORT, word.is_sport),
            (Traits::HYPHEN, word.is_hyphen),
            (
                Traits::SHIP_NOUN,
                case == Case::Lower && things::SHIP_NOUNS.contains(&folded),
            ),
            (
                Traits::SHIP,
                case == Case::Capitals && things::SHIPS.contains(&folded),
            ),
            (Traits::DEMONYM, name::is_demonym(word.lists)),
            (Traits::TITLE, title::is_part(folded)),
            (Traits::SMALL, first.is_some_and(char::is_lowercase)),
            (Traits::LARGE, first.is_some_and(char::is_uppercase)),
            (Traits::STOP, matches!(text, "." | "?" | "!" | "\"" | "“")),
        ]
        .into_iter()
        .fold(0, |all, (bit, holds)| if holds { all | bit } else { all });
        Traits { case, bits }
    }

    /// Whether it has any of these traits.
    #[inline]
    pub(super) fn has(self, any: u16) -> bool {
        self.bits & any != 0
    }
}

/// A spelling of at most sixteen bytes as it is looked up: in three numbers, compared where they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Short {
    first: u64,
    last: u64,
    len: u32,
}

impl Short {
    /// First and last bytes, which may overlap; with the length they are the whole. `None` for longer ones.
    #[inline]
    fn of(text: &str) -> Option<Short> {
        let bytes = text.as_bytes();
        let len = bytes.len() as u32;
        let (first, last) =
            if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
            } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
                (
                    u32::from_le_bytes(*first).into(),
                    u32::from_le_bytes(*last).into(),
                )
            } else {
                let all = bytes
                    .iter()
                    .fold(0, |all, &byte| all << 8 | u64::from(byte));
                (all, 0)
            };
        (len <= 16).then_some(Short { first, last, len })
    }
}

/// The words met so far. Bounded by [`WordTypes::LIMIT`].
#[derive(Debug, Default)]
pub struct WordTypes {
    short: FxHashMap<Short, WordId>,
    long: FxHashMap<Box<str>, WordId>,
    words: Vec<Word>,
    traits: Vec<Traits>,
    /// What a word adds to the scores at its five places in a window, once asked for.
    shares: Vec<Option<Box<[Scores; 5]>>>,
    /// Which of them were asked for.
    shared: Vec<u8>,
    lows: FxHashMap<u32, u32>,
    folded: Vec<Box<str>>,
    /// Hashes of the folded spellings, to compare them quickly.
    folded_hashes: Vec<u32>,
}

impl WordTypes {
    /// More words than this and the table starts again at the next story. An estimated 40 MB.
    pub const LIMIT: usize = 120_000;

    /// An empty table.
    pub fn new() -> WordTypes {
        WordTypes::default()
    }

    /// Empties the table when it is full. Word numbers from before are void then.
    pub fn make_room(&mut self) {
        if self.words.len() > WordTypes::LIMIT {
            *self = WordTypes::default();
        }
    }

    /// The number of a word; the same until the next [`make_room`](Self::make_room).
    #[inline]
    pub fn id(&mut self, text: &str, lexicon: &Lexicon) -> WordId {
        let short = Short::of(text);
        let known = match &short {
            Some(short) => self.short.get(short),
            None => self.long.get(text),
        };
        match known {
            Some(&id) => id,
            None => self.learn(text, short, lexicon),
        }
    }

    #[cold]
    fn learn(&mut self, text: &str, short: Option<Short>, lexicon: &Lexicon) -> WordId {
        if self.words.is_empty() {
            self.add(edge(), "", "");
        }
        let mut folded = String::new();
        fold(text, &mut folded);
        let mut word = describe(text, &folded, lexicon);
        let next = u32::try_from(self.lows.len() + 1).unwrap_or(u32::MAX);
        word.low_id = *self.lows.entry(word.low).or_insert(next);
        let id = self.add(word, text, &folded);
        match short {
            Some(short) => self.short.insert(short, id),
            None => self.long.insert(text.into(), id),
        };
        id
    }

    fn add(&mut self, word: Word, text: &str, folded: &str) -> WordId {
        let id = self.words.len();
        self.traits.push(Traits::of(&word, text, folded));
        self.words.push(word);
        self.shares.push(None);
        self.shared.push(0);
        self.folded.push(folded.into());
        self.folded_hashes.push(hash(folded));
        u32::try_from(id).unwrap_or(u32::MAX)
    }

    /// The word with that number.
    #[inline]
    pub fn word(&self, id: WordId) -> &Word {
        &self.words[id as usize]
    }

    /// The folded spelling of a word.
    pub fn folded(&self, id: WordId) -> &str {
        &self.folded[id as usize]
    }

    /// What is asked of the word most.
    #[inline]
    pub(super) fn traits(&self, id: WordId) -> Traits {
        self.traits[id as usize]
    }

    /// The [`hash`] of [`folded`](Self::folded).
    #[inline]
    pub(super) fn folded_hash(&self, id: WordId) -> u32 {
        self.folded_hashes[id as usize]
    }

    /// Numbers of `low_id` are below this.
    pub fn low_ids(&self) -> usize {
        self.lows.len() + 1
    }

    /// Makes sure that [`share`](Self::share) knows the word at these places, a bit for each.
    #[inline]
    pub fn prepare(&mut self, id: WordId, places: u8, weights: &Weights) {
        let missing = places & !self.shared[id as usize];
        if missing != 0 {
            self.add_shares(id as usize, missing, weights);
        }
    }

    #[cold]
    fn add_shares(&mut self, id: usize, missing: u8, weights: &Weights) {
        let shares = self.shares[id].get_or_insert_default();
        for (place, share) in shares.iter_mut().enumerate() {
            if missing >> place & 1 == 1 {
                features::of_word(&self.words[id], place, |row| share.add(weights.row(row)));
            }
        }
        self.shared[id] |= missing;
    }

    /// What the word adds to the scores when it stands at `place` of a window (see [`features::of_word`]).
    /// Nothing before [`prepare`](Self::prepare).
    #[inline]
    pub fn share(&self, id: WordId, place: usize) -> Option<&Scores> {
        self.shares[id as usize].as_ref().map(|all| &all[place])
    }
}

fn edge() -> Word {
    Word {
        low: 0x5bd1,
        exact: 0x5bd1,
        shape: 0x5bd1,
        prefixes: [0; 3],
        suffixes: [0; 4],
        clusters: [Lexicon::NO_CLUSTER - 1; 3],
        lists: 0,
        case: Case::Edge,
        opens_phrase: None,
        is_particle: false,
        is_sport: false,
        is_hyphen: false,
        low_id: 0,
    }
}

/// Small words inside and before surnames, folded. Sorted.
const PARTICLES: &[&str] = &[
    "abu", "al", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el",
    "ibn", "la", "le", "los", "san", "ter", "ul", "van", "von",
];

/// Words of the sports page, folded. Sorted.
const SPORT: &[&str] = &[
    "athletics",
    "atp",
    "backhand",
    "baseball",
    "basketball",
    "batsman",
    "batsmen",
    "birdie",
    "birdies",
    "bogey",
    "bogeys",
    "bout",
    "bowled",
    "bowler",
    "bowlers",
    "boxing",
    "bullpen",
    "captained",
    "champion",
    "champions",
    "championship",
    "championships",
    "coach",
    "coaches",
    "cricket",
    "cup",
    "cycling",
    "defender",
    "derby",
    "doubles",
    "downhill",
    "draws",
    "fastball",
    "fifa",
    "finals",
    "fixture",
    "fixtures",
    "football",
    "freestyle",
    "fullback",
    "game",
    "games",
    "goal",
    "goalkeeper",
    "goalless",
    "goals",
    "golf",
    "golfer",
    "halfback",
    "halftime",
    "handball",
    "heavyweight",
    "hockey",
    "homer",
    "homered",
    "homers",
    "hurdles",
    "infielder",
    "inning",
    "innings",
    "knockout",
    "lap",
    "laps",
    "lbw",
    "league",
    "linebacker",
    "lineup",
    "match",
    "matches",
    "matchup",
    "medal",
    "medalist",
    "medals",
    "metres",
    "midfield",
    "midfielder",
    "mlb",
    "nba",
    "ncaa",
    "nfl",
    "nhl",
    "offside",
    "olympic",
    "olympics",
    "outfielder",
    "overs",
    "pga",
    "pitched",
    "pitcher",
    "pitchers",
    "player",
    "players",
    "playoff",
    "playoffs",
    "prix",
    "quarterback",
    "quarterbacks",
    "quarterfinal",
    "quarterfinals",
    "rebounds",
    "referee",
    "relay",
    "rookie",
    "rugby",
    "scored",
    "scorer",
    "scorers",
    "scoring",
    "scrum",
    "season",
    "seed",
    "seeded",
    "seeds",
    "semifinal",
    "semifinals",
    "shortstop",
    "singles",
    "skiing",
    "slalom",
    "soccer",
    "sprint",
    "sprinter",
    "squad",
    "standings",
    "striker",
    "strikers",
    "substitutes",
    "swimming",
    "team",
    "teammate",
    "teammates",
    "teams",
    "tennis",
    "touchdown",
    "touchdowns",
    "touchline",
    "tournament",
    "tries",
    "trophy",
    "uefa",
    "unbeaten",
    "volleyball",
    "wicket",
    "wickets",
    "wimbledon",
    "winger",
    "wta",
];

fn describe(text: &str, folded: &str, lexicon: &Lexicon) -> Word {
    let mut low = String::with_capacity(text.len());
    let mut shape = String::new();
    let mut last = '\0';
    let (mut capitals, mut small, mut digits) = (0, 0, 0);
    for character in text.chars() {
        let kind = if character.is_uppercase() {
            capitals += 1;
            'X'
        } else if character.is_alphabetic() {
            small += 1;
            'x'
        } else if character.is_numeric() {
            digits += 1;
            '0'
        } else {
            character
        };
        if kind != last {
            shape.push(kind);
            last = kind;
        }
        match character {
            '0'..='9' => low.push('0'),
            '’' | '‘' | 'ʼ' => low.push('\''),
            _ => low.extend(character.to_lowercase()),
        }
    }
    let opens_with_capital = text.chars().next().is_some_and(char::is_uppercase);
    let case = match (capitals, small) {
        (0, 0) if digits > 0 => Case::Number,
        (0, 0) => Case::Mark,
        (0, _) => Case::Lower,
        (1, 0) => Case::Initial,
        (_, 0) => Case::Capitals,
        (1, _) if opens_with_capital => Case::Title,
        _ => Case::Mixed,
    };
    // The first and the last `n` letters; a number instead when there are fewer.
    let prefix = |n: usize| {
        let mut ends = low.char_indices().map(|(at, _)| at).chain([low.len()]);
        ends.nth(n).map_or(n as u32, |end| hash(&low[..end]))
    };
    let suffix = |n: usize| {
        let start = low.char_indices().rev().nth(n - 1);
        start.map_or(n as u32, |(at, _)| hash(&low[at..]))
    };
    let (lists, opens_phrase) = if case.is_capital() {
        lexicon.lists(folded)
    } else {
        (0, None)
    };
    Word {
        low: hash(&low),
        exact: hash(text),
        shape: hash(&shape),
        prefixes: [2, 3, 4].map(prefix),
        suffixes: [1, 2, 3, 4].map(suffix),
        clusters: lexicon.clusters(&low),
        lists,
        case,
        opens_phrase,
        is_particle: case == Case::Lower && PARTICLES.binary_search(&folded).is_ok(),
        is_sport: SPORT.binary_search(&folded).is_ok(),
        is_hyphen: text == HYPHEN,
        low_id: 0,
    }
}

/// A 32-bit hash of a spelling; part of the weights' meaning.
pub fn hash(text: &str) -> u32 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in text.as_bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    state ^= state >> 29;
    (state.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        let lexicon = Lexicon::builtin();
        for (text, case) in [
            ("house", Case::Lower),
            ("House", Case::Title),
            ("O’Neill", Case::Mixed),
            ("U.S.", Case::Capitals),
            ("J.", Case::Initial),
            ("5th", Case::Lower),
            ("1,000", Case::Number),
            ("-", Case::Mark),
            ("Łódź", Case::Title),
            ("القاهرة", Case::Lower),
        ] {
            assert_eq!(describe(text, "", lexicon).case, case, "{text}");
        }
    }

    #[test]
    fn the_same_word_has_one_number() {
        let lexicon = Lexicon::builtin();
        let mut types = WordTypes::new();
        let (one, other) = (types.id("Paris", lexicon), types.id("PARIS", lexicon));
        assert_ne!(one, other);
        assert_eq!(one, types.id("Paris", lexicon));
        assert_eq!(types.word(one).low_id, types.word(other).low_id);
    }

    #[test]
    fn particles_are_sorted() {
        assert!(PARTICLES.is_sorted());
    }
}
