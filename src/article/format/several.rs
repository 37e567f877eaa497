//! Several stories in one text file, where the file marks them.
//!
//! Wires end a story with `###` or `-30-`, archives put rules or page breaks between blocks that each
//! have a header, or just begin each with the same label. A mark alone proves nothing (books have
//! rules, releases end in `###` and go on about the company): every part must open as a story does.

use super::{header, plain};

/// The stories of a text, when it clearly holds several; otherwise all of it.
pub(super) fn stories(text: &str) -> Vec<String> {
    let has_header = |part: &String| header::has_header(part);
    for (is_mark, opens) in [
        (
            is_end_mark as fn(&str) -> bool,
            (&|part: &String| header::has_header(part) || plain::opens_as_story(part))
                as &dyn Fn(&String) -> bool,
        ),
        (is_rule, &has_header),
        (is_page_break, &has_header),
    ] {
        let parts = parts(text, is_mark);
        if parts.len() > 1 && parts.iter().all(opens) {
            return parts;
        }
    }
    let parts = by_first_label(text);
    if parts.len() > 1 && parts.iter().all(has_header) {
        return parts;
    }
    vec![text.to_owned()]
}

/// What stands between lines that are marks; blank parts are none.
fn parts(text: &str, is_mark: fn(&str) -> bool) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in text.lines() {
        // A page break may begin the first line of a page.
        let (mark, rest) = match line.strip_prefix('\u{c}') {
            Some(rest) => ("\u{c}", rest),
            None => (line.trim(), ""),
        };
        if !mark.is_empty() && is_mark(mark) {
            parts.push(String::new());
            push(&mut parts, rest);
        } else {
            push(&mut parts, line);
        }
    }
    parts.retain(|part| part.contains(char::is_alphanumeric));
    parts
}

fn push(parts: &mut [String], line: &str) {
    if let Some(part) = parts.last_mut() {
        part.push_str(line);
        part.push('\n');
    }
}

/// `###`, `# # #`, `-30-`, `--- 30 ---`.
fn is_end_mark(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    bare == "###" || bare.trim_matches('-') == "30" && bare.starts_with('-') && bare.ends_with('-')
}

/// `=====`, `-----`, `_____`, `*****`: five or more of one sign.
fn is_rule(line: &str) -> bool {
    let sign = line
        .chars()
        .next()
        .filter(|c| matches!(c, '=' | '-' | '_' | '*' | '#' | '~'));
    line.len() >= 5 && sign.is_some_and(|sign| line.chars().all(|c| c == sign))
}

fn is_page_break(line: &str) -> bool {
    line == "\u{c}"
}

/// The text before each line, behind a blank one, that begins with the label the text begins with:
/// `Title: ...`.
fn by_first_label(text: &str) -> Vec<String> {
    let text = text.trim_start();
    let first = text.lines().next().unwrap_or_default();
    let Some((label, _)) = first
        .split_once(':')
        .filter(|(label, _)| header::is_known_label(label))
    else {
        return Vec::new();
    };
    let begins = |line: &str| {
        line.strip_prefix(label)
            .is_some_and(|rest| rest.starts_with(':'))
    };
    let mut parts = Vec::new();
    let mut is_behind_blank = true;
    for line in text.lines() {
        if is_behind_blank && begins(line) {
            parts.push(String::new());
        }
        push(&mut parts, line);
        is_behind_blank = !line.contains(char::is_alphanumeric);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_stories() {
        for (text, count) in [
            (
                "Ferry sinks\n\nCORK (AP) -- A ferry sank.\n\n###\n\nPort opens\n\nBy Jane Doe\n\nIt opened.\n\n-30-\n",
                2,
            ),
            (
                "Ferry sinks\n\nCORK (AP) -- A ferry sank.\n\n###\n\nAbout Cork Ferries\n\nCork Ferries is a company.\n",
                1,
            ),
            (
                "Title: A\nDate: 1999\n\nText.\n=====\nTitle: B\nDate: 1999\n\nMore.\n",
                2,
            ),
            (
                "A story\n=====\n\nIt has a rule.\n=====\n\nAnd one more.",
                1,
            ),
            (
                "Title: A\nDate: 1999\n\nText.\n\u{c}Title: B\nDate: 1999\n\nMore.\n",
                2,
            ),
            ("Page one of a text.\n\u{c}Page two of it.", 1),
            (
                "Title: A\nDate: 1999\n\nText.\n\nTitle: B\nDate: 1999\n\nMore.\n",
                2,
            ),
            ("Title: A\nDate: 1999\n\nText.\n\nTitle: a word.\n", 1),
            ("Correction: It was ten.\n\nCorrection: It was two.\n", 1),
        ] {
            assert_eq!(stories(text).len(), count, "{text}");
        }
    }
}
