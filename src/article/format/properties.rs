//! What a document says of itself beside its text, and what that is worth.
//!
//! Word processors fill in a title nobody chose, the account of whoever typed, the day of the first
//! draft. All of it comes after what the text says: it fills gaps and overrules nothing.

use super::{Reading, plain};
use crate::article::Draft;

/// The properties of a document, as printed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Properties {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    /// When it was made.
    pub(super) written: Option<String>,
    pub(super) lang: Option<String>,
    /// The first paragraph, when its style says that it is the title.
    pub(super) heading: Option<String>,
}

/// Reads the text of a document, one paragraph a line.
///
/// # Errors
/// As [`plain::read_text`].
pub(super) fn read(text: &str, properties: Properties) -> Reading {
    let mut drafts = plain::read_text(text)?;
    // A collection has the properties of whoever collected.
    if let [Ok(draft)] = drafts.as_mut_slice() {
        fill(draft, properties);
    }
    Ok(drafts)
}

fn fill(draft: &mut Draft, properties: Properties) {
    if draft.title.is_none() {
        let heading = properties.heading;
        if heading.is_some() && draft.paragraphs.first() == heading.as_ref() {
            draft.paragraphs.remove(0);
            draft.title = heading;
        } else if !draft.paragraphs.is_empty() {
            draft.title = properties.title.filter(|title| is_chosen(title));
        }
    }
    if draft.byline.is_empty() {
        draft
            .byline
            .extend(properties.author.filter(|name| is_person(name)));
    }
    draft.written = draft.written.take().or(properties.written);
    draft.lang = draft.lang.take().or(properties.lang);
}

/// Whether a title was written by somebody: not the name of a file, not what the program calls it.
fn is_chosen(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let is_file_name = !lower.contains(' ') || lower.starts_with("microsoft word -");
    let is_default = ["untitled", "document", "no title", "print "]
        .iter()
        .any(|default| lower.starts_with(default));
    !is_file_name && !is_default
}

/// Whether the author is a person's name: not an account, not a program.
fn is_person(name: &str) -> bool {
    const PROGRAMS: &[&str] = &[
        "admin",
        "adobe",
        "apache",
        "libreoffice",
        "microsoft",
        "office",
        "openoffice",
        "owner",
        "python",
        "user",
        "utilisateur",
        "windows",
        "word",
    ];
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let is_name = (2..=5).contains(&words.len()) && !name.contains(['@', '/', '\\', '_']);
    is_name && !words.iter().any(|word| PROGRAMS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, properties: Properties) -> Draft {
        read(text, properties).unwrap().remove(0).unwrap()
    }

    #[test]
    fn the_text_comes_first() {
        let properties = || Properties {
            title: Some("Ferry report final".to_owned()),
            author: Some("Jane Doe".to_owned()),
            ..Properties::default()
        };
        let draft = one("Ferry sinks\n\nThe ferry sank on Monday.", properties());
        assert_eq!(draft.title.as_deref(), Some("Ferry sinks"));
        assert_eq!(draft.byline, ["Jane Doe"]);
        let draft = one("The ferry sank on Monday off the pier.", properties());
        assert_eq!(draft.title.as_deref(), Some("Ferry report final"));
        let heading = "The ferry sank on Monday off the pier, and this is its headline. Nobody was hurt. So far.";
        let styled = Properties {
            heading: Some(heading.to_owned()),
            ..properties()
        };
        let draft = one(&format!("{heading}\n\nThe story."), styled);
        assert_eq!(draft.title.as_deref(), Some(heading));
    }

    #[test]
    fn what_programs_fill_in_is_nothing() {
        for (title, chosen) in [
            ("Microsoft Word - ferry.doc", false),
            ("ferry_final2.docx", false),
            ("Untitled document", false),
            ("Ferry sinks off pier", true),
        ] {
            assert_eq!(is_chosen(title), chosen, "{title}");
        }
        for (name, person) in [
            ("Jane Doe", true),
            ("Windows User", false),
            ("jdoe", false),
            ("python-docx", false),
        ] {
            assert_eq!(is_person(name), person, "{name}");
        }
    }
}
