//! Plain text as archives hold it: headline first, or a block of labelled lines, then paragraphs
//! that a printer, a mail program or an OCR engine may have cut into lines.

use super::header::{front_matter, header_block};
use super::{Reading, europresse, factiva, nexis, no_story, proquest, several};
use crate::article::published::{DateSource, Published};
use crate::article::wrapping;
use crate::article::{Draft, Removed, agency, byline, date_text, dateline};
use crate::corpus::Stated;
use crate::text::decode;

/// The characters of a text file, with one kind of line end.
pub(super) fn text_of(bytes: &[u8], container: &Stated) -> String {
    let (text, _) = decode::decode(bytes, container.charset.as_deref());
    let text = text.trim_start_matches('\u{feff}');
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// Reads a text that a document held (a word processor's, a message): an export of a press database,
/// or plain text.
pub(super) fn read_text(text: &str) -> Reading {
    // ProQuest counts its documents as Nexis does.
    if proquest::recognises(text) {
        proquest::read_text(text)
    } else if nexis::recognises(text) {
        nexis::read_text(text)
    } else if factiva::recognises(text) {
        factiva::read_text(text)
    } else if europresse::recognises(text) {
        europresse::read_text(text)
    } else {
        read(text)
    }
}

/// Reads a text that is no export of a press database.
pub(super) fn read(text: &str) -> Reading {
    if let Some(rejection) = no_story::reason(text) {
        return Err(rejection);
    }
    if let Some(article) = factiva::single(text) {
        return Ok(vec![Ok(article)]);
    }
    let stories = several::stories(text);
    Ok(stories.iter().map(|story| Ok(draft_of(story))).collect())
}

/// Whether a text opens as a story does: a headline, and then a credit, a date or a dateline.
pub(super) fn opens_as_story(text: &str) -> bool {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(5)
        .collect();
    let [headline, below @ ..] = lines.as_slice() else {
        return false;
    };
    let is_sign = |line: &&str| {
        dateline::at_start(line).is_some()
            || byline::credit_line(line).is_some()
            || date_text::date_line(line, None).is_some()
    };
    is_headline(headline, lines.len()) && below.iter().any(is_sign)
}

pub(super) fn draft_of(text: &str) -> Draft {
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace(['\r', '\u{c}'], "\n");
    let (mut draft, rest) = match front_matter(&text) {
        Some((fields, unused, rest)) => {
            let mut draft = fields.into_draft();
            draft.removed.extend(unused.into_iter().map(header_line));
            (draft, rest)
        }
        None => header_block(&text),
    };
    let mut paragraphs = wrapping::paragraphs(rest);
    take_kickers(&mut paragraphs, &mut draft);
    // The body of the header alone: a list of facts, without a headline.
    let is_only_header = paragraphs.is_empty() && !draft.paragraphs.is_empty();
    if draft.title.is_none() && !is_only_header {
        let undated = take_masthead(&mut paragraphs, &mut draft);
        if opens_with_headline(&paragraphs) {
            // Markdown marks its headings.
            draft.title = Some(
                paragraphs
                    .remove(0)
                    .trim_start_matches(['#', ' '])
                    .to_owned(),
            );
        }
        // What comes next knows what to do with half a date.
        if let Some(line) = undated {
            paragraphs.insert(0, line);
        }
    }
    // A header may have held the start of the body (`Text: ...`).
    draft.paragraphs.append(&mut paragraphs);
    draft
}

/// Longest headline, in words and characters; longer first lines are the story itself.
pub(super) const HEADLINE_WORDS: usize = 30;
const HEADLINE_CHARS: usize = 220;

/// Whether the first paragraph is a headline. `Amsterdam - Brussels line to reopen` is one, and no
/// dateline, when the dateline has a line of its own below.
fn opens_with_headline(paragraphs: &[String]) -> bool {
    let [first, below @ ..] = paragraphs else {
        return false;
    };
    let mut below = below.iter().take(3);
    let is_filed_below = below.any(|line| dateline::line(line).is_some());
    is_headline(first, paragraphs.len())
        || is_filed_below && has_shape_of_headline(first, paragraphs.len())
}

/// Whether the first of `count` paragraphs is a headline. One that is a sentence of some length, or
/// begins with a dateline, is the story.
pub(in crate::article) fn is_headline(first: &str, count: usize) -> bool {
    // `FLASH - ...` alone in a file is a headline.
    let is_filed =
        count > 1 && dateline::at_start(first).is_some_and(|found| found.len < first.len());
    has_shape_of_headline(first, count) && !is_filed
}

fn has_shape_of_headline(first: &str, count: usize) -> bool {
    let words = first.split_whitespace().count();
    let is_long = words > HEADLINE_WORDS || first.chars().count() > HEADLINE_CHARS;
    let is_sentence = words > 14 && (first.ends_with('.') || first.matches(". ").count() > 1);
    let is_note = first.starts_with('[') && first.ends_with(']');
    let is_lone_sentence = count == 1 && first.ends_with(['.', '!', '?', '”', '"']) && words > 5;
    !(is_long || is_sentence || is_note || is_lone_sentence)
}

/// `Source: Cork Ferries` and `MEDIA RELEASE PR67255` above the headline of a release; the code of a
/// bulletin (`IDN38100`).
fn take_kickers(paragraphs: &mut Vec<String>, draft: &mut Draft) {
    let is_kicker = |line: &str| {
        let lower = line.to_lowercase();
        let is_release = ["media release", "press release", "news release"]
            .iter()
            .any(|start| lower.starts_with(start));
        let is_code = line.len() >= 6
            && line
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && line.bytes().filter(u8::is_ascii_digit).count() >= 4
            && line.starts_with(|c: char| c.is_ascii_uppercase());
        is_release && line.split_whitespace().count() <= 4 || is_code
    };
    let has_source =
        paragraphs.len() > 3 && paragraphs[0].starts_with("Source: ") && is_kicker(&paragraphs[1]);
    if has_source {
        let source = paragraphs.remove(0);
        draft
            .source
            .get_or_insert_with(|| source["Source: ".len()..].to_owned());
        draft.removed.push(header_line(source));
    }
    if paragraphs.len() > 2 && is_kicker(&paragraphs[0]) {
        draft.removed.push(header_line(paragraphs.remove(0)));
    }
}

/// The name of the paper and its date line above the headline, as clippings and scans have them:
/// `THE HARBOUR COURIER` / `WEDNESDAY, MARCH 7, 1923.` Gives back a date line that has no year. The
/// credit of a picture, too, may stand there.
fn take_masthead(paragraphs: &mut Vec<String>, draft: &mut Draft) -> Option<String> {
    if paragraphs.len() > 2
        && is_picture_credit(&paragraphs[0])
        && is_headline(&paragraphs[1], paragraphs.len() - 1)
    {
        draft.removed.push(Removed {
            text: paragraphs.remove(0),
            reason: "caption".to_owned(),
        });
    }
    let is_date = |line: Option<&String>| {
        line.is_some_and(|line| {
            date_text::date_line(line, None).is_some() || dateline::line(line).is_some()
        })
    };
    let is_name = |line: &String| {
        let lower = line.to_lowercase();
        let is_capitals = !line.chars().any(char::is_lowercase);
        let has_paper_word = PAPER_WORDS.iter().any(|word| {
            lower
                .split(|c: char| !c.is_alphabetic())
                .any(|w| w == *word)
        });
        line.split_whitespace().count() <= 6
            && (has_paper_word || is_capitals && lower.starts_with("the "))
    };
    let begins_with_name = paragraphs.first().is_some_and(is_name) && is_date(paragraphs.get(1));
    if begins_with_name && paragraphs.len() > 2 {
        let name = paragraphs.remove(0);
        draft
            .source
            .get_or_insert_with(|| name.trim_end_matches('.').to_owned());
    }
    if paragraphs.len() > 1 && is_date(paragraphs.first()) {
        let line = paragraphs.remove(0);
        let date = date_of(&line);
        if Published::parse(&date, None).is_none() {
            return Some(line);
        }
        draft.dates.push((DateSource::Text, date));
    }
    None
}

/// `Kin Cheung/AP`.
fn is_picture_credit(line: &str) -> bool {
    let Some((name, house)) = line.rsplit_once('/') else {
        return false;
    };
    let is_name = |name: &str| {
        let words = name.split_whitespace().count();
        let is_capital = |word: &str| word.starts_with(char::is_uppercase);
        (1..=5).contains(&words) && name.split_whitespace().all(is_capital)
    };
    let house = house.trim();
    let is_house = agency::named(house).is_some()
        || house.ends_with(" Images")
        || matches!(
            house,
            "Alamy" | "EPA" | "PA" | "Rex" | "REX" | "Shutterstock" | "Getty"
        );
    is_name(name) && is_house
}

pub(super) fn header_line(text: String) -> Removed {
    Removed {
        text,
        reason: "header line".to_owned(),
    }
}

/// The date within a date line; the place of the masthead is the paper's, not the story's.
fn date_of(line: &str) -> String {
    match date_text::first_in(line) {
        Some(stated) => line[stated.range].to_owned(),
        None => line.to_owned(),
    }
}

/// Words in the names of newspapers.
const PAPER_WORDS: &[&str] = &[
    "advertiser",
    "bote",
    "bulletin",
    "chronicle",
    "courant",
    "courier",
    "daily",
    "diario",
    "dispatch",
    "echo",
    "examiner",
    "express",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "intelligencer",
    "journal",
    "kurier",
    "lantern",
    "mail",
    "mercury",
    "mirror",
    "monitor",
    "news",
    "observer",
    "plainsman",
    "post",
    "press",
    "record",
    "register",
    "review",
    "sentinel",
    "standard",
    "star",
    "sun",
    "telegraph",
    "times",
    "tribune",
    "weekly",
    "zeitung",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let draft = draft_of(text);
        let dates: Vec<String> = draft.dates.iter().map(|(_, date)| date.clone()).collect();
        let removed: Vec<String> = draft
            .removed
            .iter()
            .map(|piece| format!(" [{}]", piece.text))
            .collect();
        format!(
            "{}|{}|{}|{}|{}{}",
            draft.title.unwrap_or_default(),
            draft.byline.join("+"),
            dates.join("+"),
            draft.source.unwrap_or_default(),
            draft.paragraphs.join(" / "),
            removed.concat()
        )
    }

    #[test]
    fn texts() {
        for (text, expected) in [
            (
                "A headline\n\nFirst.\n\nSecond.\n",
                "A headline||||First. / Second.",
            ),
            (
                "A headline\r\nFirst paragraph.\r\n",
                "A headline||||First paragraph.",
            ),
            (
                "FLASH - DOCKERS VOTE TO END STRIKE\n",
                "FLASH - DOCKERS VOTE TO END STRIKE||||",
            ),
            (
                "Amsterdam - Brussels rail link to reopen after months of repairs, ministers say\n\nNAIROBI 1996-08-22\n\nIt was said.",
                "Amsterdam - Brussels rail link to reopen after months of repairs, ministers say||||NAIROBI 1996-08-22 / It was said.",
            ),
            (
                "The vote was taken at noon on Friday.",
                "||||The vote was taken at noon on Friday.",
            ),
            (
                "Title: Callao to reopen\nDate: 17/06/1999\nSource: The Lantern\nWords: 200\n\nCALLAO - Dockers",
                "Callao to reopen||17/06/1999|The Lantern|CALLAO - Dockers [Words: 200]",
            ),
            (
                "Callao to reopen\nBy: Jane Doe\nDate: 1999\n\nDockers voted.",
                "Callao to reopen|Jane Doe|1999||Dockers voted.",
            ),
            (
                "Correction: An article on Thursday misstated the number.\n\nIt was ten.",
                "Correction: An article on Thursday misstated the number.||||It was ten.",
            ),
            (
                "---\ntitle: \"Callao: open\"\nauthors:\n  - Jane Doe\n  - Ann Lee\ndate: 1999-06-17\ntags: [a, b]\n---\n\nDockers voted.",
                "Callao: open|Jane Doe+Ann Lee|1999-06-17||Dockers voted. [tags: [a, b]]",
            ),
            (
                "THE HARBOUR COURIER\n_______\nWEDNESDAY, MARCH 7, 1923.\n_______\n\nCOLLIER ASHORE.\n\nThe collier struck.",
                "COLLIER ASHORE.||MARCH 7, 1923|THE HARBOUR COURIER|The collier struck.",
            ),
            (
                "THE RED RIVER PLAINSMAN.\n-----\nPARIS, TEXAS, THURSDAY, JUNE 2, 1898.\n-----\n\nFIRE AT THE COMPRESS.\n\nEleven bales.",
                "FIRE AT THE COMPRESS.||JUNE 2, 1898|THE RED RIVER PLAINSMAN|Eleven bales.",
            ),
            (
                "Title: A\nText: First line\nand more.\n\nSecond.",
                "A||||First line / and more. / Second.",
            ),
            (
                "From: lerxst@wam.umd.edu (Ann Lee)\nSubject: WHAT car\nLines: 15\nDate: 5 Apr 1993\n\nI saw it.",
                "WHAT car|lerxst@wam.umd.edu (Ann Lee)|5 Apr 1993||I saw it. [Lines: 15]",
            ),
            (
                "Subject: Politics\nTitle: A story of Cork\nAuthor: Jane Doe\nPhoto: Bo Li\nNote: see page 2\n\nIt rained.",
                "A story of Cork|Jane Doe|||It rained. [Photo: Bo Li] [Note: see page 2] [Subject: Politics]",
            ),
            (
                "Cork has a new\nmayor: John Quillan\nauthor: nobody\n\nIt rained.",
                "Cork has a new||||mayor: John Quillan / author: nobody / It rained.",
            ),
            (
                "Source: The Lantern\nURL: https://a.example\nLicence: CC0\n",
                "||||Source: The Lantern / URL: https://a.example / Licence: CC0",
            ),
            (
                "Tuesday, 1 March\n\nFerry sinks\n\nThe ferry sank.",
                "Ferry sinks||||Tuesday, 1 March / The ferry sank.",
            ),
            (
                "Kin Cheung/AP\n\nFerry sinks\n\nThe ferry sank.",
                "Ferry sinks||||The ferry sank. [Kin Cheung/AP]",
            ),
            (
                "Seoul, South Korea - Voters chose.\n\nThey chose well.",
                "||||Seoul, South Korea - Voters chose. / They chose well.",
            ),
            ("", "||||"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_first_line_that_is_the_story_is_no_headline() {
        let first = "Unions representing workers at Turner Newall say they are disappointed after talks with the stricken parent firm Federal Mogul.";
        assert!(!is_headline(first, 2));
        assert!(!is_headline("LONDON (Reuters) - The pound fell.", 2));
        assert!(is_headline("Blair: 'We will win'", 2));
        assert!(is_headline("FIRE AT THE COMPRESS.", 2));
    }
}
