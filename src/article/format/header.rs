//! What stands above the story in a text file: front matter, or a block of labelled lines.

use super::plain::{HEADLINE_WORDS, header_line};
use crate::article::Draft;
use crate::article::fields::{Field, Fields, field_of};
use crate::article::published::Published;

/// Whether a text begins with a block of two labels or more, or with front matter.
pub(super) fn has_header(text: &str) -> bool {
    let text = text.trim_start();
    if front_matter(text).is_some() {
        return true;
    }
    let (draft, rest) = header_block(text);
    let known = [
        draft.title.is_some(),
        !draft.dates.is_empty(),
        !draft.byline.is_empty(),
        draft.source.is_some(),
        draft.section.is_some(),
        draft.page.is_some(),
        draft.url.is_some(),
        draft.lang.is_some(),
    ];
    rest.len() < text.len() && known.iter().filter(|is_known| **is_known).count() > 1
}

/// Whether a label names a part of an article.
pub(super) fn is_known_label(label: &str) -> bool {
    label.split_whitespace().count() <= 3 && field_of(label).is_some()
}

/// YAML between `---` lines at the top, or TOML between `+++`, as static sites write it. Only what news needs: `key: value`,
/// quoted values, lists in brackets or in lines.
/// Also gives the lines that mean nothing.
pub(super) fn front_matter(text: &str) -> Option<(Fields, Vec<String>, &str)> {
    let (fence, sign) = if text.starts_with("+++\n") {
        ("+++", '=')
    } else {
        ("---", ':')
    };
    let inside = text.strip_prefix(fence)?.strip_prefix('\n')?;
    let end = inside.find(&format!("\n{fence}"))?;
    let block = &inside[..end];
    let rest = inside[end + 4..].trim_start_matches(['-', '+']);
    let mut fields = Fields::default();
    let mut current: Option<(Field, usize, Vec<String>)> = None;
    let mut any = false;
    let mut unused: Vec<String> = Vec::new();
    for line in block.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            match &mut current {
                Some((_, _, texts)) => texts.push(unquoted(item)),
                None => unused.push(line.trim().to_owned()),
            }
            continue;
        }
        // A folded value goes on in indented lines.
        if line.starts_with([' ', '\t']) {
            if let Some((_, _, texts)) = &mut current {
                let more = unquoted(line);
                match texts.last_mut().filter(|text| !text.is_empty()) {
                    Some(text) => *text = format!("{text} {more}"),
                    None => texts.push(more),
                }
            } else {
                unused.push(line.trim().to_owned());
            }
            continue;
        }
        if let Some((field, rank, texts)) = current.take() {
            fields.add(field, rank, texts);
        }
        let Some((key, value)) = line.split_once(sign) else {
            unused.push(line.to_owned());
            continue;
        };
        any = true;
        if let Some((field, rank)) = field_of(key) {
            let value = value.trim().trim_start_matches(['>', '|']);
            let texts = match value
                .strip_prefix('[')
                .and_then(|list| list.strip_suffix(']'))
            {
                Some(list) => list.split(',').map(unquoted).collect(),
                None if value.is_empty() => Vec::new(),
                None => vec![unquoted(value)],
            };
            current = Some((field, rank, texts));
        } else {
            unused.push(line.to_owned());
        }
    }
    unused.retain(|line| line.contains(char::is_alphanumeric));
    if let Some((field, rank, texts)) = current {
        fields.add(field, rank, texts);
    }
    any.then_some((fields, unused, rest))
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            return inner.to_owned();
        }
    }
    value.to_owned()
}

/// Labels that only a header has, beside the names of [`field_of`], as mail and press databases
/// write them.
const HEADER_ONLY: &[(&str, Field)] = &[
    ("from", Field::Byline),
    ("by", Field::Byline),
    ("words by", Field::Byline),
    ("published in", Field::Source),
];

/// The block of `Label: value` lines at the top, or after a headline; two labels that mean something
/// make a block. Gives the draft and the rest of the text.
pub(super) fn header_block(text: &str) -> (Draft, &str) {
    let mut fields = Fields::default();
    let mut known = 0;
    let mut headline: Option<&str> = None;
    let mut rest = text.trim_start_matches(['\n', ' ']);
    let mut last: Option<(Field, usize)> = None;
    // Whether the block writes its labels in lower case.
    let mut is_lower = false;
    let mut values: Vec<(Field, usize, String)> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let mut unused: Vec<String> = Vec::new();
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let trimmed = line.trim();
        if trimmed.is_empty() {
            break;
        }
        let label = labelled(trimmed).filter(|(label, _)| {
            // `mayor: John Quillan` below other words is a line of a text.
            let is_first = headline.is_none() && values.is_empty();
            is_first || is_lower || !label.starts_with(char::is_lowercase)
        });
        if let Some((label, value)) = label {
            is_lower |= values.is_empty() && label.starts_with(char::is_lowercase);
            let meaning = HEADER_ONLY
                .iter()
                .find(|(name, _)| *name == label.to_lowercase())
                .map(|(_, field)| (*field, 0))
                .or_else(|| field_of(label));
            match meaning {
                Some((Field::Body, _)) => {
                    values.push((Field::Body, 0, value.to_owned()));
                    names.push(label);
                    rest = after;
                    known += 1;
                    break;
                }
                Some((field, rank)) => {
                    known += 1;
                    values.push((field, rank, value.to_owned()));
                    names.push(label);
                    last = Some((field, rank));
                }
                None if is_header_word(label) || known > 0 && !is_sentence(value) => {
                    last = None;
                    unused.push(trimmed.to_owned());
                }
                None => break,
            }
        } else if line.starts_with([' ', '\t']) && known > 0 {
            // A folded line goes on with the one above.
            let above = match (last, values.last_mut()) {
                (Some(_), Some((_, _, value))) => Some(value),
                _ => unused.last_mut(),
            };
            if let Some(value) = above {
                value.push(' ');
                value.push_str(trimmed);
            }
        } else if known == 0 && headline.is_none() && values.is_empty() {
            headline = Some(trimmed);
        } else {
            break;
        }
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    // One label may open a sentence: `Correction: An article on Thursday ...`.
    let has_strong = values
        .iter()
        .any(|(field, _, _)| matches!(field, Field::Title | Field::Byline | Field::Date));
    let is_block = known >= 2 || known == 1 && has_strong && headline.is_none();
    if !is_block || headline.is_some_and(|line| line.split_whitespace().count() > HEADLINE_WORDS) {
        return (Draft::default(), text);
    }
    let is_titled = values.iter().any(|(field, _, _)| *field == Field::Title);
    let has_body = values
        .iter()
        .any(|(field, _, value)| *field == Field::Body && !value.trim().is_empty());
    let is_list = !is_titled || !unused.is_empty();
    if !has_body && is_list && headline.is_none() && rest.trim().is_empty() {
        let draft = Draft {
            paragraphs: text.lines().map(str::to_owned).collect(),
            ..Draft::default()
        };
        return (draft, "");
    }
    unused.extend(overruled(&names, &values));
    for (field, rank, value) in values {
        if field != Field::Body || !value.trim().is_empty() {
            fields.add(field, rank, vec![value]);
        }
    }
    let mut draft = fields.into_draft();
    if draft.title.is_none() {
        draft.title = headline.map(str::to_owned);
    } else if let Some(line) = headline {
        draft.paragraphs.insert(0, line.to_owned());
    }
    draft.removed.extend(unused.into_iter().map(header_line));
    (draft, rest)
}

/// The values that others push aside: of several headlines one is taken, and a date must be one.
fn overruled(names: &[&str], values: &[(Field, usize, String)]) -> Vec<String> {
    let is_taken = |at: usize, (field, rank, value): &(Field, usize, String)| match field {
        Field::Body | Field::Caption => true,
        Field::Date => Published::parse(value, None).is_some(),
        _ => values.iter().enumerate().all(|(other, (name, order, _))| {
            name != field || other == at || (order, other) > (rank, at)
        }),
    };
    values
        .iter()
        .enumerate()
        .filter(|(at, value)| !value.2.is_empty() && !is_taken(*at, value))
        .map(|(at, (_, _, value))| format!("{}: {value}", names[at]))
        .collect()
}

/// Prose behind a label.
fn is_sentence(value: &str) -> bool {
    value.split_whitespace().count() > 12 && value.ends_with(['.', '!', '?', '"', '”'])
}

/// `Label: value` with a label of a few words. Times and addresses are none.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let (label, value) = line.split_once([':', '：'])?;
    let label = label.trim().trim_matches(['*', '#', '[', '•', ' ']);
    let words = label.split_whitespace().count();
    let is_label = (1..=3).contains(&words)
        && label.chars().count() <= 30
        && label
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '_' | '.') || is_sign(c));
    let is_address = value.starts_with("//");
    (is_label && !is_address).then(|| (label, value.trim_matches(['*', ' '])))
}

fn is_sign(character: char) -> bool {
    // Vowel signs of scripts that write them apart.
    !character.is_ascii() && !character.is_whitespace()
}

/// Labels of mail and news that begin a header but say nothing that is kept.
fn is_header_word(label: &str) -> bool {
    matches!(
        label.to_lowercase().as_str(),
        "path"
            | "xref"
            | "newsgroups"
            | "message-id"
            | "references"
            | "organization"
            | "lines"
            | "sender"
            | "reply-to"
            | "received"
            | "return-path"
            | "to"
            | "cc"
            | "distribution"
            | "id"
            | "words"
            | "length"
            | "load-date"
            | "edition"
            | "keywords"
            | "approved"
            | "mime-version"
            | "content-type"
            | "copyright"
    )
}
