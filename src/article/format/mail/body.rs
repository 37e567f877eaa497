//! The plain text of a message: what is story, what is a file or a signature, what is one paragraph.

use crate::article::{Removed, wrapping};

/// Longest signature, in lines. What follows a `-- ` and is longer was no signature.
const MAX_SIGNATURE: usize = 16;

/// The paragraphs of a text, lines joined.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    wrapping::paragraphs(&text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Takes out what is no text: files in letters (uuencode), keys, the signature.
pub(super) fn without_files(text: &str, removed: &mut Vec<Removed>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = file_end(&lines[at..]) {
            // The name says what was there; the letters say nothing.
            removed.push(Removed {
                text: lines[at].to_owned(),
                reason: "uuencoded file".to_owned(),
            });
            at += end;
        } else if let Some(end) = signature_end(&lines[at..]) {
            removed.push(Removed {
                text: lines[at..at + end].join("\n").trim().to_owned(),
                reason: "signature".to_owned(),
            });
            at += end;
        } else {
            kept.push(lines[at]);
            at += 1;
        }
    }
    removed.retain(|piece| piece.text.contains(char::is_alphanumeric));
    kept.join("\n")
}

/// The number of lines of a uuencoded file that begins with the first: `begin 644 name`, lines whose
/// first character counts their bytes, `end`.
fn file_end(lines: &[&str]) -> Option<usize> {
    let mode = lines.first()?.strip_prefix("begin ")?;
    let digits = mode.bytes().take_while(u8::is_ascii_digit).count();
    if !(3..=4).contains(&digits) || !mode[digits..].starts_with(' ') {
        return None;
    }
    let coded = lines[1..].iter().take_while(|line| is_coded(line)).count();
    if coded == 0 {
        return None;
    }
    let has_end = lines
        .get(1 + coded)
        .is_some_and(|line| line.trim() == "end");
    Some(1 + coded + usize::from(has_end))
}

fn is_coded(line: &str) -> bool {
    let bytes = line.trim_end().as_bytes();
    let Some(first) = bytes.first() else {
        // Blank lines stand in files that passed through several hands.
        return false;
    };
    let is_in_range = bytes.iter().all(|byte| (0x20..=0x60).contains(byte));
    let count = usize::from(first.wrapping_sub(b' ') & 0x3f);
    let letters = count.div_ceil(3) * 4;
    is_in_range && bytes.len() <= letters + 2 && bytes.len() + 4 >= letters
}

/// The number of lines of a signature that begins with the first and ends the text, or of the
/// signature of a program around it.
fn signature_end(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?;
    if first.starts_with("-----BEGIN PGP SIGNATURE") {
        let end = lines
            .iter()
            .position(|line| line.starts_with("-----END PGP"));
        return end.map(|end| end + 1);
    }
    if first.starts_with("-----BEGIN PGP SIGNED") {
        let end = lines.iter().take(5).position(|line| line.trim().is_empty());
        return end.map(|end| end + 1);
    }
    let is_mark = matches!(first.trim_end_matches('\r'), "--" | "-- ");
    let said = lines.iter().filter(|line| !line.trim().is_empty()).count();
    (is_mark && said <= MAX_SIGNATURE).then_some(lines.len())
}

/// Joins lines that end in a space, as RFC 3676 writes paragraphs; `deletes` when the space itself
/// was added too.
pub(super) fn flowed(text: &str, deletes: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut goes_on = false;
    let mut depth_before = 0;
    for line in text.lines() {
        let unquoted = line.trim_start_matches('>');
        let depth = line.len() - unquoted.len();
        // A leading space was put before what would look like a mark.
        let content = unquoted.strip_prefix(' ').unwrap_or(unquoted);
        let is_joined = goes_on && depth == depth_before;
        if !is_joined {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&line[..depth]);
            if depth > 0 {
                out.push(' ');
            }
        }
        goes_on = content.ends_with(' ') && content != "-- ";
        depth_before = depth;
        match goes_on && deletes {
            true => out.push_str(&content[..content.len() - 1]),
            false => out.push_str(content),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_signatures_go() {
        let text = "See below.\nbegin 644 ferry.gif\n#0V%T\n`\nend\nThat was it.\n\n-- \nJane Doe | Harbour Echo";
        let mut removed = Vec::new();
        assert_eq!(
            without_files(text, &mut removed),
            "See below.\nThat was it.\n"
        );
        let reasons: Vec<&str> = removed.iter().map(|piece| piece.reason.as_str()).collect();
        assert_eq!(reasons, ["uuencoded file", "signature"]);
        for text in [
            "begin 644 times and end",
            "begin a war\nend it",
            "One\n--\n",
        ] {
            let mut removed = Vec::new();
            let kept = without_files(text, &mut removed);
            assert!(removed.is_empty(), "{kept}");
        }
    }

    #[test]
    fn flowed_lines() {
        for (text, deletes, expected) in [
            ("One \ntwo\nthree", false, "One two\nthree"),
            ("Bogo \ntá", true, "Bogotá"),
            ("> quoted \n> on\nanswer", false, "> quoted on\nanswer"),
            ("Text\n-- \nJane", false, "Text\n-- \nJane"),
        ] {
            assert_eq!(flowed(text, deletes), expected, "{text}");
        }
    }
}
