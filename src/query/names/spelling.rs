//! One name in several spellings: short forms of given names, and names carried from one alphabet to another.
//!
//! What no rule gives stands in tables: `given_names.tsv` and `spellings.tsv`. The regular part of a transliteration
//! is a rule: two spellings are the same when they sound the same to a reader of English, German or French
//! (Russian), when they differ in what Arabic does not write, and so on. A rule is tried only on a name that
//! shows its language, by its given name or by its ending: `Hoffman` and `Hofmann` are two men.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Whose spelling rules may be tried on a name; a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Languages(u8);

impl Languages {
    const ARABIC: Languages = Languages(1);
    const RUSSIAN: Languages = Languages(2);
    const JAPANESE: Languages = Languages(4);
    const IBERIAN: Languages = Languages(8);

    fn of_code(code: &str) -> Languages {
        match code {
            "ar" | "fa" => Languages::ARABIC,
            "ru" => Languages::RUSSIAN,
            "ja" => Languages::JAPANESE,
            "es" => Languages::IBERIAN,
            _ => Languages::default(),
        }
    }

    pub(super) fn or(self, other: Languages) -> Languages {
        Languages(self.0 | other.0)
    }

    fn has(self, other: Languages) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether people of these names have two surnames, of which the first is the one that is used.
    pub(super) fn has_two_surnames(self) -> bool {
        self.has(Languages::IBERIAN)
    }
}

/// Words and the lines of a table that they stand in.
struct Table {
    lines: Vec<(&'static str, Vec<&'static str>)>,
    lines_of: FxHashMap<&'static str, Vec<u16>>,
}

impl Table {
    fn read(lines: impl Iterator<Item = (&'static str, Vec<&'static str>)>) -> Table {
        let lines: Vec<_> = lines.collect();
        let mut lines_of: FxHashMap<&'static str, Vec<u16>> = FxHashMap::default();
        for (number, (_, words)) in lines.iter().enumerate() {
            for word in words {
                let number = u16::try_from(number).expect("a table has fewer than 65,536 lines");
                lines_of.entry(word).or_default().push(number);
            }
        }
        Table { lines, lines_of }
    }

    fn lines_of<'t>(&'t self, word: &str) -> &'t [u16] {
        self.lines_of.get(word).map_or(&[], Vec::as_slice)
    }

    fn share_a_line(&self, one: &str, other: &str) -> bool {
        let others = self.lines_of(other);
        self.lines_of(one)
            .iter()
            .any(|number| others.contains(number))
    }

    /// All words of the lines that the word stands in, without the word.
    fn beside<'t>(&'t self, word: &str) -> impl Iterator<Item = &'static str> + use<'t> {
        let lines = self.lines_of(word).iter();
        let word = word.to_owned();
        lines
            .flat_map(|&number| &self.lines[usize::from(number)].1)
            .copied()
            .filter(move |other| *other != word)
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

static GIVEN: LazyLock<Table> = LazyLock::new(|| {
    let lines = rows(include_str!("given_names.tsv")).filter_map(|line| line.split_once('\t'));
    Table::read(lines.map(|(language, names)| (language, names.split(' ').collect())))
});

static SPELLINGS: LazyLock<Table> = LazyLock::new(|| {
    let lines = rows(include_str!("spellings.tsv"));
    Table::read(lines.map(|line| ("", line.split('\t').collect())))
});

static PINYIN: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("pinyin.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// Whether a folded word is known as a given name.
pub(super) fn is_given(word: &str) -> bool {
    !GIVEN.lines_of(word).is_empty()
}

/// Whether two folded given names may be of one person.
pub(super) fn is_same_given(one: &str, other: &str) -> bool {
    one == other || GIVEN.share_a_line(one, other)
}

/// A given name and the others that a person of this one may be printed under.
pub(super) fn given_forms(word: &str) -> Vec<&str> {
    let mut forms: Vec<&str> = GIVEN.beside(word).collect();
    forms.push(word);
    forms
}

/// Which rules a given name lets in: those of its language, when it is at home in one only.
pub(super) fn languages_of_given(word: &str) -> Languages {
    let mut found = Languages::default();
    for &number in GIVEN.lines_of(word) {
        let language = Languages::of_code(GIVEN.lines[usize::from(number)].0);
        if language == Languages::default() {
            return language;
        }
        found = found.or(language);
    }
    found
}

/// Other spellings of a surname, or of a whole name given with spaces, that the table has.
pub(super) fn spellings(name: &str) -> impl Iterator<Item = &'static str> + use<> {
    SPELLINGS.beside(name)
}

/// One spelling of a surname for all that stand beside it in the table, for looking up.
pub(super) fn canonical(surname: &str) -> String {
    without_umlauts(
        SPELLINGS
            .beside(surname)
            .min()
            .map_or(surname, |least| least.min(surname)),
    )
}

/// Whether two folded surnames, or two whole names, are in one line of the table.
pub(super) fn is_listed_together(one: &str, other: &str) -> bool {
    SPELLINGS.share_a_line(one, other)
}

/// Whether two folded surnames are two spellings of one, by table or by the rules of `languages`.
pub(super) fn is_same_surname(one: &str, other: &str, languages: Languages) -> bool {
    if is_listed_together(one, other) || without_umlauts(one) == without_umlauts(other) {
        return true;
    }
    if languages.has(Languages::JAPANESE) && kana(one) == kana(other) {
        return true;
    }
    // Of short words too many sound alike.
    if one.len().min(other.len()) < 4 {
        return false;
    }
    let is_slavic = || has_slavic_end(one) || has_slavic_end(other);
    languages.has(Languages::ARABIC) && sounds_arabic(one, other)
        || (languages.has(Languages::RUSSIAN) || is_slavic()) && sounds_russian(one, other)
}

/// Whether a rule may lead to spellings of this surname that the table does not have.
pub(super) fn has_rules(surname: &str, languages: Languages) -> bool {
    let with_rules = [Languages::ARABIC, Languages::RUSSIAN, Languages::JAPANESE];
    has_slavic_end(surname) || with_rules.iter().any(|&rules| languages.has(rules))
}

/// What two surnames have in common that are one by a rule: a spelling of the sounds, for looking up.
pub(super) fn sounds(surname: &str, languages: Languages) -> Vec<String> {
    let mut found = Vec::new();
    if languages.has(Languages::RUSSIAN) || has_slavic_end(surname) {
        found.extend([ENGLISH, GERMAN, FRENCH].map(|sounds| russian(surname, sounds)));
    }
    if languages.has(Languages::ARABIC) {
        found.push(arabic(surname).replace(['e', 'i'], "a"));
    }
    if languages.has(Languages::JAPANESE) {
        found.push(kana(surname));
    }
    found
}

/// `schroeder` as `schroder`: vowels with dots written out.
fn without_umlauts(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let opens = at.checked_sub(2).map(|at| letters[at]);
        let is_written_out = letter == 'e'
            && matches!(before, Some('a' | 'o' | 'u'))
            && !matches!(opens, Some('a' | 'e' | 'i' | 'o' | 'u' | 'q'));
        if !is_written_out {
            out.push(letter);
        }
    }
    out
}

const SLAVIC_ENDS: &[&str] = &[
    "aia", "aya", "chuk", "czuk", "dse", "dze", "eff", "enko", "ev", "eva", "evich", "ew", "ewa",
    "iuk", "off", "ov", "ova", "ovich", "ow", "owa", "owitsch", "shvili", "ski", "skii", "skij",
    "skiy", "sky", "skyi", "skyj", "skyy", "yuk",
];

/// Whether a word ends as Russian and Ukrainian names do, in one spelling or another.
fn has_slavic_end(word: &str) -> bool {
    word.len() >= 5 && SLAVIC_ENDS.iter().any(|end| word.ends_with(end))
}

/// Letters and what they sound like: `C` tch, `X` sh and zh, `H` kh, `T` ts, `Z` s and z.
type Sounds = &'static [(&'static str, &'static str)];

/// Longer spellings stand before shorter ones.
const ENGLISH: Sounds = &[
    ("shch", "X"),
    ("sch", "X"),
    ("tch", "C"),
    ("ch", "C"),
    ("sh", "X"),
    ("zh", "X"),
    ("kh", "H"),
    ("ts", "T"),
    ("tz", "T"),
    ("ck", "k"),
    ("ph", "f"),
    ("c", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("s", "Z"),
    ("z", "Z"),
    ("h", "H"),
    ("j", "i"),
    ("y", "i"),
];
const GERMAN: Sounds = &[
    ("schtsch", "X"),
    ("tsch", "C"),
    ("sch", "X"),
    ("ch", "H"),
    ("tz", "T"),
    ("ts", "T"),
    ("ck", "k"),
    ("ph", "f"),
    ("c", "k"),
    ("x", "ks"),
    ("z", "T"),
    ("w", "v"),
    ("s", "Z"),
    ("h", "H"),
    ("j", "i"),
    ("y", "i"),
];
const FRENCH: Sounds = &[
    ("chtch", "X"),
    ("tch", "C"),
    ("ch", "X"),
    ("kh", "H"),
    ("ou", "u"),
    ("gu", "g"),
    ("qu", "k"),
    ("ts", "T"),
    ("tz", "T"),
    ("ph", "f"),
    ("j", "X"),
    ("c", "k"),
    ("w", "v"),
    ("s", "Z"),
    ("z", "Z"),
    ("h", "H"),
    ("y", "i"),
];

/// Whether two words are one Russian or Ukrainian name, as English spells it and as English, German or
/// French does: `gorbachev`, `gorbatschow`, `gorbatchev`.
fn sounds_russian(one: &str, other: &str) -> bool {
    let languages = [ENGLISH, GERMAN, FRENCH];
    let (of_one, of_other) = (
        languages.map(|sounds| russian(one, sounds)),
        languages.map(|sounds| russian(other, sounds)),
    );
    of_other.contains(&of_one[0]) || of_one.contains(&of_other[0])
}

fn russian(word: &str, sounds: Sounds) -> String {
    let mut out = spoken(word, sounds);
    if std::ptr::eq(sounds, FRENCH) && out.len() > 4 && out.ends_with('e') {
        out.pop();
    }
    // `ye`, `ie`, `je` are one letter, and its sound changes behind others: `-ev`, `-yov`, `-ow`, `-off`.
    let out = out.replace("ie", "e");
    let stem = out
        .strip_suffix(['v', 'f'])
        .map(|stem| stem.trim_end_matches(['e', 'i', 'o']))
        .filter(|stem| stem.len() + 1 < out.len());
    match stem {
        Some(stem) => format!("{stem}OV"),
        None => out,
    }
}

/// The sounds of a word, letters that are doubled once.
fn spoken(word: &str, sounds: Sounds) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let found = sounds.iter().find(|(spelled, _)| rest.starts_with(spelled));
        let length = found.map_or(letter.len_utf8(), |(spelled, _)| spelled.len());
        let sound = found.map_or(&rest[..length], |(_, sound)| sound);
        if !out.ends_with(sound) {
            out.push_str(sound);
        }
        rest = &rest[length..];
    }
    out
}

/// Arabic and Persian: `Y` is ay, `W` is aw, `S` is sh, `K` is kh, `e` may be a or i.
const ARABIC: Sounds = &[
    ("dsch", "j"),
    ("sch", "S"),
    ("dj", "j"),
    ("sh", "S"),
    ("ch", "S"),
    ("kh", "K"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ie", "i"),
    ("ei", "Y"),
    ("ai", "Y"),
    ("ay", "Y"),
    ("ey", "Y"),
    ("au", "W"),
    ("aw", "W"),
    ("ow", "W"),
    ("iy", "i"),
    ("ck", "k"),
    ("c", "k"),
    ("q", "k"),
    ("o", "u"),
    ("y", "i"),
];

/// Whether two words can be one Arabic or Persian name: they differ in doubled letters and in how the vowels
/// are given that Arabic does not write. `Hussein` is `Husayn`; `Hassan` is not.
fn sounds_arabic(one: &str, other: &str) -> bool {
    let (one, other) = (arabic(one), arabic(other));
    let is_near = |pair: (char, char)| {
        let (a, b) = pair;
        a == b || a == 'e' && matches!(b, 'a' | 'i') || b == 'e' && matches!(a, 'a' | 'i')
    };
    one.chars().count() == other.chars().count() && one.chars().zip(other.chars()).all(is_near)
}

fn arabic(word: &str) -> String {
    let mut out = spoken(word, ARABIC);
    if out.len() > 3 && out.ends_with('h') {
        out.pop();
    }
    out
}

/// Japanese, as Hepburn spells it without long vowels: `ohno` and `ouno` as `ono`, `sinzo` as `shinzo`.
fn kana(word: &str) -> String {
    const SPELLED: Sounds = &[
        ("ou", "o"),
        ("oo", "o"),
        ("uu", "u"),
        ("si", "shi"),
        ("ti", "chi"),
        ("tu", "tsu"),
        ("zi", "ji"),
        ("sy", "sh"),
        ("ty", "ch"),
        ("zy", "j"),
        ("hu", "fu"),
    ];
    let word = spoken(word, SPELLED);
    let letters: Vec<char> = word.chars().collect();
    let is_vowel = |at: usize| letters.get(at).is_some_and(|c| "aeiou".contains(*c));
    let is_long =
        |at: usize| letters[at] == 'h' && at > 0 && letters[at - 1] == 'o' && !is_vowel(at + 1);
    (0..letters.len())
        .filter(|&at| !is_long(at))
        .map(|at| letters[at])
        .collect()
}

/// Whether `old`, a name in the Chinese spelling of before 1979, is `new` in pinyin: `hua kuofeng`, `hua guofeng`.
///
/// Both are words joined without spaces. A name that could be pinyin as it stands is left alone, unless
/// `is_hyphenated` shows that it is not: pinyin has no hyphens.
pub(super) fn is_old_pinyin(old: &str, new: &[&str], is_hyphenated: bool) -> bool {
    let spelled: Option<Vec<String>> = new.iter().map(|word| wade_giles(word)).collect();
    let Some(spelled) = spelled else {
        return false;
    };
    let is_old = spelled.concat() == old;
    is_old && old != new.concat() && (is_hyphenated || syllables(old).is_none())
}

/// How a Chinese surname of one syllable was spelled before 1979, and what it is now: `hsu` and `xu`.
pub(super) fn old_and_new(surname: &str) -> impl Iterator<Item = &'static str> {
    let both = PINYIN.iter().filter(move |&(&new, &old)| new != old);
    both.filter_map(move |(&new, &old)| match surname {
        _ if surname == new => Some(old),
        _ if surname == old => Some(new),
        _ => None,
    })
}

fn wade_giles(word: &str) -> Option<String> {
    let syllables = syllables(word)?;
    Some(syllables.iter().map(|syllable| PINYIN[syllable]).collect())
}

/// The syllables of a word in pinyin, at most four, the first as long as it can be.
fn syllables(word: &str) -> Option<Vec<&str>> {
    fn cut<'w>(word: &'w str, most: usize, found: &mut Vec<&'w str>) -> bool {
        if word.is_empty() {
            return true;
        }
        let longest = word.len().min(6);
        for end in (1..=longest).rev() {
            let syllable = word
                .get(..end)
                .filter(|syllable| PINYIN.contains_key(syllable));
            let Some(syllable) = syllable.filter(|_| found.len() < most) else {
                continue;
            };
            found.push(syllable);
            if cut(&word[end..], most, found) {
                return true;
            }
            found.pop();
        }
        false
    }
    let mut found = Vec::new();
    (word.is_ascii() && cut(word, 4, &mut found)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_can_be_read() {
        assert!(GIVEN.lines.len() > 800 && SPELLINGS.lines.len() > 250 && PINYIN.len() > 390);
        for (language, names) in &GIVEN.lines {
            assert!(
                ["ar", "es", "fa", "ja", "ru", "x"].contains(language),
                "{names:?}"
            );
            assert!(names.len() > 1, "{names:?}");
        }
        for (_, words) in GIVEN.lines.iter().chain(&SPELLINGS.lines) {
            for word in words {
                assert_eq!(crate::text::fold::key(word), *word);
            }
        }
    }

    #[test]
    fn given_names_of_one_person() {
        for (one, other) in [
            ("bill", "william"),
            ("bob", "robert"),
            ("mohammed", "mohamed"),
            ("mikhail", "mikhael"),
            ("volodymyr", "vladimir"),
            ("pepe", "jose"),
        ] {
            assert!(is_same_given(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("juan", "john"),
            ("jean", "jeanne"),
            ("mary", "marie"),
            ("edward", "theodore"),
            ("hassan", "hussein"),
        ] {
            assert!(!is_same_given(one, other), "{one} {other}");
        }
    }

    #[test]
    fn surnames_by_rule() {
        let (arabic, russian, japanese) =
            (Languages::ARABIC, Languages::RUSSIAN, Languages::JAPANESE);
        let none = Languages::default();
        for (one, other, languages) in [
            ("schroeder", "schroder", none),
            ("yevtushenko", "jewtuschenko", none),
            ("yevtushenko", "evtouchenko", russian),
            ("glazunov", "glasunow", none),
            ("bulgakov", "boulgakov", russian),
            ("kozlov", "koslow", none),
            ("rachid", "rasheed", arabic),
            ("tikriti", "tikrity", arabic),
            ("mousavi", "musavi", arabic),
            ("ohno", "ono", japanese),
            ("satoh", "sato", japanese),
        ] {
            assert!(is_same_surname(one, other, languages), "{one} {other}");
            assert!(is_same_surname(other, one, languages), "{other} {one}");
        }
        for (one, other, languages) in [
            ("hoffman", "hofmann", none),
            ("ivanov", "ivankov", russian),
            ("hassan", "hussein", arabic),
            ("brown", "braun", none),
            ("bauer", "baur", none),
            ("salem", "salama", arabic),
        ] {
            assert!(!is_same_surname(one, other, languages), "{one} {other}");
        }
    }

    #[test]
    fn chinese_names_of_before_1979() {
        for (old, new) in [
            ("maotsetung", ["mao", "zedong"]),
            ("tenghsiaoping", ["deng", "xiaoping"]),
            ("huakuofeng", ["hua", "guofeng"]),
            ("hsuhsiangchien", ["xu", "xiangqian"]),
        ] {
            assert!(is_old_pinyin(old, &new, true), "{old}");
        }
        assert!(
            !is_old_pinyin("lipeng", &["li", "beng"], false),
            "both are pinyin"
        );
        assert!(!is_old_pinyin("hunan", &["smith", "nan"], true));
    }
}
