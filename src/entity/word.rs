//! What the tagger knows of a word by itself, worked out once for each different word.
//!
//! News repeats itself: a hundred thousand different words cover almost all text. So everything
//! that depends on one word only (its shape, its clusters, its share of every score) is kept in a
//! table, and the tagger pays for a word the second time only with a hash look-up.

use rustc_hash::FxHashMap;

use super::features;
use super::lexicon::Lexicon;
use super::weights::{Scores, Weights};
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
    /// Whether some listed phrase of several words starts with it.
    pub opens_phrase: bool,
    /// A small word that opens names: `de`, `van`, `bin`, `al`.
    pub is_particle: bool,
    /// A word of the sports page.
    pub is_sport: bool,
    /// A hyphen that joins two words.
    pub is_hyphen: bool,
    /// The same for all spellings with the same `low`.
    pub low_id: u32,
}

/// The words met so far. Bounded by [`WordTypes::LIMIT`].
#[derive(Debug, Default)]
pub struct WordTypes {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Word>,
    /// What a word adds to the scores at its five places in a window, once asked for.
    shares: Vec<Option<Box<[Scores; 5]>>>,
    lows: FxHashMap<u32, u32>,
    folded: Vec<Box<str>>,
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
    pub fn id(&mut self, text: &str, lexicon: &Lexicon) -> WordId {
        if self.words.is_empty() {
            self.add(edge(), "");
        }
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let mut folded = String::new();
        fold(text, &mut folded);
        let mut word = describe(text, &folded, lexicon);
        let next = u32::try_from(self.lows.len() + 1).unwrap_or(u32::MAX);
        word.low_id = *self.lows.entry(word.low).or_insert(next);
        let id = self.add(word, &folded);
        self.ids.insert(text.into(), id);
        id
    }

    fn add(&mut self, word: Word, folded: &str) -> WordId {
        let id = self.words.len();
        self.words.push(word);
        self.shares.push(None);
        self.folded.push(folded.into());
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

    /// Numbers of `low_id` are below this.
    pub fn low_ids(&self) -> usize {
        self.lows.len() + 1
    }

    /// Makes sure that [`share`](Self::share) knows the word.
    #[inline]
    pub fn prepare(&mut self, id: WordId, weights: &Weights) {
        if self.shares[id as usize].is_none() {
            let word = &self.words[id as usize];
            let mut shares = Box::new([Scores::default(); 5]);
            for (place, share) in shares.iter_mut().enumerate() {
                features::of_word(word, place, |row| share.add(weights.row(row)));
            }
            self.shares[id as usize] = Some(shares);
        }
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
        opens_phrase: false,
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
    let letters: Vec<char> = low.chars().collect();
    let affix = |part: Option<&[char]>, otherwise: u32| {
        part.map_or(otherwise, |part| hash(&part.iter().collect::<String>()))
    };
    let (lists, opens_phrase) = if case.is_capital() {
        lexicon.lists(folded)
    } else {
        (0, false)
    };
    Word {
        low: hash(&low),
        exact: hash(text),
        shape: hash(&shape),
        prefixes: [2, 3, 4].map(|n| affix(letters.get(..n), n as u32)),
        suffixes: [1, 2, 3, 4].map(|n: usize| {
            affix(
                letters.len().checked_sub(n).map(|at| &letters[at..]),
                n as u32,
            )
        }),
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
