//! Where a story was filed: `BOGOTA, Colombia (AP) -- `, `CORK, August 4.—`, `Batumi, Georgia — `.
//!
//! Only what is clearly a dateline is taken for one: a place and a dash, and a second sign (capitals,
//! a country, a date, an agency, or a dash that opens a sentence and has no partner).

use super::date_text::{self, Stated};
use super::{agency, topics};

/// What a dateline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dateline {
    /// As printed: `Bogotá, Colombia`. `None` for a bare agency (`AP - `).
    pub(super) place: Option<String>,
    /// The agency.
    pub(super) wire: Option<String>,
    /// Often without a year.
    pub(super) date: Option<Stated>,
    /// Length in bytes, with the dash and the space after it.
    pub(super) len: usize,
}

/// Longest dateline up to its dash, in bytes.
const MAX_BYTES: usize = 120;

/// What stands between dateline and story. ` - ` needs its spaces, hyphens are in names; ` _ ` is the
/// dash of American wires.
const DASHES: &[&str] = &["—", "–", "--", " _ ", " - ", ".-", ".‑", "- ", "―"];

/// Words in capitals before a dash or colon that are no place.
const LABELS: &[&str] = &[
    "analysis",
    "alert",
    "breaking",
    "bulletin",
    "comment",
    "correction",
    "editorial",
    "exclusive",
    "explainer",
    "flash",
    "interview",
    "letter",
    "live",
    "note",
    "opinion",
    "photos",
    "poll",
    "profile",
    "quiz",
    "question",
    "answer",
    "review",
    "snap",
    "special",
    "update",
    "updated",
    "urgent",
    "video",
    "warning",
    "watch",
    "stage",
    "day",
    "part",
    "chapter",
    "step",
    "week",
    "results",
    "summary",
    "for immediate release",
    "advisory",
    "preview",
    "recap",
    "report",
    "news",
    "notes",
    "roundup",
    "factbox",
    "diary",
    "feature",
    "focus",
    "indicators",
    "newsmaker",
    "obituary",
    "scenarios",
    "timeline",
];

/// Last words of what a wire prints before its headlines, and of no place: `PRESS DIGEST - Iraq`,
/// `NHL ICE HOCKEY - Standings`. Sorted.
const DESKS: &[&str] = &[
    "alert",
    "athletics",
    "badminton",
    "baseball",
    "basketball",
    "boxing",
    "cricket",
    "cycling",
    "digest",
    "football",
    "golf",
    "gymnastics",
    "handball",
    "hockey",
    "league",
    "motocross",
    "motorcycling",
    "racing",
    "rowing",
    "skating",
    "skiing",
    "snooker",
    "soccer",
    "softball",
    "squash",
    "swimming",
    "tennis",
    "volleyball",
    "wrestling",
];

/// The dateline at the start of a paragraph.
pub(super) fn at_start(paragraph: &str) -> Option<Dateline> {
    // `(Reuters) - U.S. stocks rose`, `(Dân trí) - ...`.
    if let Some(found) = bracketed_agency(paragraph) {
        return Some(found);
    }
    let (head, end) = first_dash(paragraph)?;
    let rest = &paragraph[end..];
    let opens = rest.trim_start();
    if !opens.starts_with(|c: char| !c.is_lowercase() && !c.is_whitespace())
        && !is_lower_case(paragraph)
    {
        return None;
    }
    let len = paragraph.len() - opens.len();
    // `SPACE.com - TORONTO, Canada -- `, `AP - `.
    if let Some(credit) = credit(head) {
        let mut inner = at_start(opens).unwrap_or_default();
        inner.wire.get_or_insert(credit);
        inner.len += len;
        return Some(inner);
    }
    let parts = parts(head)?;
    let is_capitals =
        is_capitals(&parts.place) && !is_capitals(opens.get(..word_end(opens)).unwrap_or(opens));
    // A country, unlike a region, is never the second half of a sentence's first words.
    let has_country = parts.place.rsplit_once(", ").is_some_and(|(_, last)| {
        topics::label(&last.to_lowercase()) == Some(topics::Label::Country)
    });
    let is_sure = is_capitals || has_country || parts.date.is_some() || parts.wire.is_some();
    if !is_sure {
        // `SOCCER - OSEI GETS LUCKY WIN`: a headline in capitals.
        if !paragraph.chars().any(char::is_lowercase) && self::is_capitals(&parts.place) {
            return None;
        }
        if is_lower_case(paragraph) || has_partner(rest) || opens.len() < MIN_STORY_BYTES {
            return None;
        }
        // `City, Country - The ...` or `City — The ...`; `Name - ` of more words is anything.
        let has_region = parts.place.contains(',');
        let words = parts.place.split_whitespace();
        let words = words.filter(|word| !QUALIFIERS.contains(&word.to_lowercase().as_str()));
        if !has_region && words.count() > 2 {
            return None;
        }
    }
    let mut found = Dateline {
        place: Some(parts.place),
        wire: parts.wire,
        date: parts.date,
        len,
    };
    take_date_behind(paragraph, &mut found);
    take_credit_behind(paragraph, &mut found);
    Some(found)
}

/// The place in a field, which may hold a whole dateline: `LONDON, March 3 (Reuters) -`. `None` for
/// a mere time of sending.
pub(super) fn of_field(printed: &str) -> Option<String> {
    let bare = printed.trim_matches([' ', '-', '–', '—']);
    let with_story = format!("{} - Story", bare.trim_end_matches(':'));
    let place = match at_start(&with_story) {
        Some(found) => found.place,
        None if bare.contains(|c: char| c.is_ascii_digit()) => None,
        None => Some(bare.to_owned()),
    };
    place.filter(|place| !place.is_empty())
}

/// `WASHINGTON, Sept. 19.--(By Telegraph to the Plainsman.)-- The President`.
fn take_credit_behind(paragraph: &str, found: &mut Dateline) {
    let rest = &paragraph[found.len..];
    let Some((credit, after)) = rest
        .strip_prefix('(')
        .and_then(|inside| inside.split_once(')'))
    else {
        return;
    };
    let story = after.trim_start_matches(['-', '—', '–', ' ', '.']);
    let has_dash = after[..after.len() - story.len()].contains(['-', '—', '–']);
    if has_dash && credit.len() <= 60 && found.wire.is_none() {
        found.wire = agency::named(credit).map(str::to_owned);
        found.len = paragraph.len() - story.len();
    }
}

/// `SAN FRANCISCO, CA - November 30, 2004 - Ubisoft`: the date between two dashes.
fn take_date_behind(paragraph: &str, found: &mut Dateline) {
    let rest = &paragraph[found.len..];
    let Some((head, end)) = first_dash(rest).filter(|_| found.date.is_none()) else {
        return;
    };
    if let Some(date) = date_text::date_line(head, None) {
        found.date = Some(date);
        let opens = rest[end..].trim_start();
        found.len = paragraph.len() - opens.len();
    }
}

/// A dateline that has a line of its own: `Khashuri, Georgia, 4 December 2021`. Needs a date.
pub(super) fn line(text: &str) -> Option<Dateline> {
    if text.len() > MAX_BYTES || !date_text::has_number(text) {
        return None;
    }
    let parts = parts(text.trim_end_matches(['.', ' ', '—', '-', '–']))?;
    parts.date.as_ref()?;
    let story = at_start(text).map(|found| &text[found.len..]);
    if story.is_some_and(|story| date_text::date_line(story, None).is_none()) {
        return None;
    }
    Some(Dateline {
        place: Some(parts.place),
        wire: parts.wire,
        date: parts.date,
        len: text.len(),
    })
}

/// A story behind a dateline without a second sign has at least this length.
const MIN_STORY_BYTES: usize = 50;

fn word_end(text: &str) -> usize {
    // Enough to see whether the story itself is in capitals.
    text.char_indices().nth(24).map_or(text.len(), |(at, _)| at)
}

fn bracketed_agency(paragraph: &str) -> Option<Dateline> {
    let inside = paragraph.strip_prefix('(')?;
    let (name, after) = inside.split_once(')')?;
    let is_name = name.len() <= 30 && !name.contains(|c: char| c.is_ascii_digit());
    let after = after.trim_start();
    let dash = ["-", "–", "—"]
        .iter()
        .find_map(|dash| after.strip_prefix(dash))?;
    let story = dash.trim_start_matches(['-', ' ']);
    (is_name && name.starts_with(char::is_uppercase) && !story.is_empty()).then(|| Dateline {
        wire: Some(agency::credited(name).map_or_else(|| name.to_owned(), str::to_owned)),
        len: paragraph.len() - story.len(),
        ..Dateline::default()
    })
}

/// The text before the first dash, and where the dash ends. A point may be part of the dash.
fn first_dash(paragraph: &str) -> Option<(&str, usize)> {
    let mut limit = paragraph.len().min(MAX_BYTES);
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let start = &paragraph[..limit];
    let (at, dash) = memchr::memchr3_iter(b'-', b'_', DASH_LEAD, start.as_bytes())
        .find_map(|sign| dash_around(start, sign))?;
    // An old style ends the dateline with a point alone: `LONDON, March 3. The King`.
    let head = start[..at].trim_end_matches([' ', ',']);
    // The hyphens of `PLACE ---`.
    let end = at + dash.len();
    let more = paragraph[end..].len() - paragraph[end..].trim_start_matches(['-', '—', '–']).len();
    (!head.is_empty()).then_some((head, end + more))
}

/// First byte of the dashes beyond ASCII.
const DASH_LEAD: u8 = 0xE2;

/// The longest dash that begins at a sign or one byte before it, with its space or point.
fn dash_around(text: &str, sign: usize) -> Option<(usize, &'static str)> {
    let before = sign.checked_sub(1);
    before.into_iter().chain([sign]).find_map(|at| {
        let rest = text.get(at..)?;
        let dashes = DASHES.iter().filter(|dash| rest.starts_with(**dash));
        Some((at, *dashes.max_by_key(|dash| dash.len())?))
    })
}

struct Parts {
    place: String,
    wire: Option<String>,
    date: Option<Stated>,
}

/// Takes `PLACE, Month 3 (Agency)` apart. `None` when what is left is no place.
fn parts(head: &str) -> Option<Parts> {
    let mut wire = None;
    let mut bare = String::with_capacity(head.len());
    let mut rest = head;
    while let Some((before, inside)) = rest.split_once('(') {
        let (credit, after) = inside.split_once(')')?;
        bare.push_str(before);
        rest = after;
        // `(AP, March 3)`, `(IDN)`, `(Special to the Echo)`, `(1:1)` is none.
        let name = credit.split(',').next().unwrap_or(credit).trim();
        let is_name = name.starts_with(char::is_alphabetic) && name.split_whitespace().count() <= 5;
        // `WASHINGTON (Aug. 13) -`.
        if date_text::date_line(name, None).is_some() {
            bare.push_str(credit);
            continue;
        }
        if !is_name || !bare.ends_with(|c: char| c.is_whitespace() || c == '.') && !bare.is_empty()
        {
            return None;
        }
        wire = Some(agency::credited(name).map_or_else(|| name.to_owned(), str::to_owned));
    }
    bare.push_str(rest);
    // `LONDON /PRNewswire/`.
    if let Some((before, inside)) = bare.clone().split_once('/')
        && let Some((credit, after)) = inside.split_once('/')
        && let Some(agency) = agency::named(credit)
    {
        wire = Some(agency.to_owned());
        bare = format!("{before}{after}");
    }
    let date = date_text::first_in(&bare);
    if let Some(date) = &date {
        bare.replace_range(date.range.clone(), "");
    }
    let mut places: Vec<&str> = Vec::new();
    for piece in bare
        .split([',', '\u{60c}'])
        .map(|piece| piece.trim().trim_matches(['.', ' '].as_slice()))
    {
        let lower = piece.to_lowercase();
        if piece.is_empty() || is_date_word(&lower) {
            continue;
        }
        if let Some(agency) = agency::named(piece).filter(|_| !places.is_empty()) {
            wire.get_or_insert_with(|| agency.to_owned());
            continue;
        }
        places.push(piece);
    }
    let evidence = wire.is_some() || date.is_some();
    // `By LAURAN NEERGAARD WASHINGTON (AP) -`: where the name ends, nobody can tell.
    if places
        .first()
        .is_some_and(|place| place.starts_with("By ") || place.starts_with("BY "))
    {
        return None;
    }
    let is_place = (1..=3).contains(&places.len())
        && places.iter().all(|piece| is_place_like(piece, evidence))
        && !is_label(&places[0].to_lowercase());
    if !is_place {
        return None;
    }
    // Printed as it was, points of abbreviations and all: `BIRMINGHAM, ALA.`
    let place = printed_place(&bare, &places);
    Some(Parts { place, wire, date })
}

/// Whether these words, lower case, name a kind of story or a desk.
fn is_label(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or(words);
    LABELS.contains(&words) || words == "rugby union" || DESKS.binary_search(&last).is_ok()
}

/// The pieces with the points they had.
fn printed_place(bare: &str, places: &[&str]) -> String {
    let mut out = String::new();
    for (index, piece) in places.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(piece);
        let at = bare.find(*piece).unwrap_or(0) + piece.len();
        let letters = piece
            .rsplit([' ', '.'])
            .next()
            .unwrap_or(piece)
            .chars()
            .count();
        // A country keeps no point; `Mich.` and `Tex.` do.
        let is_short = index > 0 && letters <= 4 && topics::label(&piece.to_lowercase()).is_none();
        if is_short && bare[at..].starts_with('.') {
            out.push('.');
        }
    }
    out
}

fn is_date_word(lower: &str) -> bool {
    matches!(
        lower,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "mon"
            | "tue"
            | "wed"
            | "thu"
            | "fri"
            | "sat"
            | "sun"
            | "today"
            | "yesterday"
            | "dated"
            | "le"
            | "el"
            | "de"
            | "den"
    )
}

/// Words inside names of places that are not capitalised.
const PARTICLES: &[&str] = &[
    "al", "am", "an", "and", "auf", "aux", "bei", "da", "das", "de", "del", "dem", "den", "der",
    "des", "do", "dos", "du", "e", "el", "en", "et", "im", "in", "la", "las", "le", "les", "lo",
    "los", "na", "nad", "near", "ob", "of", "off", "on", "sur", "the", "und", "upon", "y", "zu",
    "à", "aboard",
];

/// Words before names of places that are not part of them.
const QUALIFIERS: &[&str] = &[
    "besieged", "central", "coastal", "eastern", "north", "northern", "occupied", "outside",
    "rural", "south", "southern", "western",
];

fn is_place_like(piece: &str, has_evidence: bool) -> bool {
    let words: Vec<&str> = piece
        .split([' ', '/'])
        .filter(|word| !word.is_empty())
        .collect();
    let is_word = |(at, word): (usize, &&str)| {
        let mut letters = word.chars();
        let first = letters.find(|c| c.is_alphabetic());
        let is_name = first.is_some_and(|c| !c.is_lowercase()) || has_evidence;
        let is_particle =
            at > 0 && PARTICLES.contains(word) || words.len() > 1 && QUALIFIERS.contains(word);
        let is_clean = word.chars().all(|c| {
            c.is_alphabetic()
                || matches!(c, '.' | '\'' | '’' | '‘' | '-' | 'ʻ' | '`')
                || is_combining(c)
        });
        is_clean && (is_name || is_particle)
    };
    !words.is_empty() && words.len() <= 4 && words.iter().enumerate().all(is_word)
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{200c}' | '\u{200d}')
}

/// An agency, a site or short initials alone before the dash: `AP`, `SPACE.com`, `TTO`.
fn credit(head: &str) -> Option<String> {
    let head = head.trim().trim_end_matches('.');
    if let Some(agency) = agency::named(head) {
        return Some(agency.to_owned());
    }
    let is_word = !head.contains(' ') && head.chars().all(|c| c.is_alphanumeric() || c == '.');
    if !is_word {
        return None;
    }
    const SITES: &[&str] = &["co", "com", "de", "net", "org", "uk", "vn"];
    let is_site = head
        .rsplit_once('.')
        .is_some_and(|(name, end)| name.len() > 1 && SITES.contains(&end.to_lowercase().as_str()));
    // `InfoWorld`: places have no capital inside a word, but for `McAllen`.
    let mut pairs = head.chars().zip(head.chars().skip(1));
    let is_camel = !head.starts_with("Mc")
        && !head.contains('.')
        && pairs.any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    let is_initials = (2..=3).contains(&head.len())
        && head.chars().all(|c| c.is_ascii_uppercase())
        && topics::label(&head.to_lowercase()).is_none();
    (is_site || is_camel || is_initials).then(|| head.to_owned())
}

fn is_capitals(text: &str) -> bool {
    let first = text.split([',', ' ']).next().unwrap_or_default();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && !first.chars().any(char::is_lowercase) && first.chars().any(char::is_uppercase)
}

fn is_lower_case(text: &str) -> bool {
    text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase)
}

/// Whether the first sentence goes on to a second dash: then the two enclose something.
fn has_partner(rest: &str) -> bool {
    let sentence = rest.split(". ").next().unwrap_or(rest);
    [" - ", " – ", " — ", "--"]
        .iter()
        .any(|dash| sentence.contains(dash))
}

#[cfg(test)]
mod tests;
