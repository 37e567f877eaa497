//! The zip around the parts of an office document.
//!
//! Only the few parts that are asked for are ever decompressed, and each only as far as text of a
//! document goes.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Rejection;
use crate::article::xml::{self, Element};

/// Largest part that is read. The text of the Bible is 5 MB; with markup around each word, 60.
const PART_BYTES: u64 = 64 << 20;

/// Most parts. Books with a picture on each page have about a thousand.
const MAX_PARTS: usize = 65_536;

/// An office document, opened.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Package<'b> {
    /// Opens the zip.
    ///
    /// # Errors
    /// Failed: `damaged document` when its directory cannot be read.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Package<'b>, Rejection> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Rejection::failed("damaged document", error))?;
        if zip.len() > MAX_PARTS {
            let detail = format!("{} parts, at most {MAX_PARTS} are read", zip.len());
            return Err(Rejection::failed("damaged document", detail));
        }
        Ok(Package { zip })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The XML of a part; `None` when there is no such part.
    ///
    /// # Errors
    /// Failed: `damaged document`, `password-protected document`, `decompression bomb`, and as
    /// [`xml::document`].
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Element>, Rejection> {
        let Some(index) = self.zip.index_for_name(name) else {
            return Ok(None);
        };
        let damaged = |error: &dyn std::fmt::Display| {
            Rejection::failed("damaged document", format!("{name}: {error}"))
        };
        let part = match self.zip.by_index(index) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(
                zip::result::ZipError::PASSWORD_REQUIRED,
            )) => return Err(Rejection::failed("password-protected document", name)),
            Err(error) => return Err(damaged(&error)),
        };
        let mut bytes = Vec::new();
        part.take(PART_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > PART_BYTES {
            let detail = format!("{name} is larger than {} MB", PART_BYTES >> 20);
            return Err(Rejection::failed("decompression bomb", detail));
        }
        xml::document(&bytes, None).map(Some)
    }
}

/// The text of the first element of this name, as one line.
pub(super) fn text_of(root: &Element, name: &str) -> Option<String> {
    let text = root.find(name)?.text();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Paragraphs as they are found, and the notes that follow them.
#[derive(Default)]
pub(super) struct Story {
    pub(super) paragraphs: Vec<String>,
    pub(super) notes: Vec<String>,
    /// The first paragraph that says something, when its style makes it the title.
    pub(super) heading: Option<String>,
}

impl Story {
    /// Adds a paragraph. Empty ones stay: they separate.
    pub(super) fn push(&mut self, paragraph: String, is_heading: bool) {
        let is_first = self
            .paragraphs
            .iter()
            .all(|before| before.trim().is_empty());
        if is_heading && is_first && !paragraph.trim().is_empty() {
            let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
            self.heading = Some(line);
        }
        self.paragraphs.push(paragraph);
    }

    /// Adds a row of a table: one line, unless cells hold paragraphs of their own, as in tables that
    /// only arrange a page.
    pub(super) fn push_row(&mut self, cells: Vec<Story>) {
        let is_line = cells.iter().all(|cell| {
            let mut said = cell
                .paragraphs
                .iter()
                .filter(|text| !text.trim().is_empty());
            said.next();
            said.next().is_none()
        });
        let mut line = Vec::new();
        for cell in cells {
            self.notes.extend(cell.notes);
            if is_line {
                line.push(
                    cell.paragraphs
                        .concat()
                        .replace('\n', " ")
                        .trim()
                        .to_owned(),
                );
            } else {
                self.paragraphs.extend(cell.paragraphs);
            }
        }
        if is_line {
            self.paragraphs.push(line.join("\t").trim().to_owned());
        }
    }

    /// One paragraph a line, notes last.
    pub(super) fn text(&self) -> String {
        let mut text = self.paragraphs.join("\n");
        for note in &self.notes {
            text.push('\n');
            text.push_str(note);
        }
        text
    }
}

/// Line ends and tabs of the XML are spaces: the document has elements for its own.
pub(super) fn push_words(text: &str, out: &mut String) {
    out.extend(text.chars().map(|c| match c {
        '\n' | '\r' | '\t' => ' ',
        c => c,
    }));
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A zip of these parts.
    pub(in crate::article::format) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_read_as_far_as_text_goes() {
        let bomb = format!("<a>{}</a>", " ".repeat(PART_BYTES as usize));
        let bytes = zip(&[("bomb.xml", &bomb), ("good.xml", "<a>b</a>")]);
        let mut package = Package::open(&bytes).unwrap();
        let refused = package.xml("bomb.xml").unwrap_err();
        assert_eq!(refused.reason, "decompression bomb");
        assert_eq!(package.xml("good.xml").unwrap().unwrap().text(), "b");
        assert!(package.xml("none.xml").unwrap().is_none());
    }

    #[test]
    fn a_cut_or_changed_zip_is_an_error() {
        let whole = zip(&[(
            "word/document.xml",
            "<document><p><t>Text</t></p></document>",
        )]);
        for end in (0..whole.len()).step_by(7) {
            assert!(Package::open(&whole[..end]).is_err(), "{end}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            if let Ok(mut package) = Package::open(&changed) {
                let _ = package.xml("word/document.xml");
            }
        }
    }
}
