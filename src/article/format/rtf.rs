//! Rich Text Format, as word processors, agencies and old press databases write it.
//!
//! A small machine over the bytes: groups, control words, text in the code page of its font. It keeps
//! no tree and does not recurse, so that depth costs nothing. Text goes to where its group says: the
//! body, a note, a property of the document, or nowhere.

mod code_page;

use super::properties::{self, Properties};
use super::{Reading, Rejection};
use code_page::CodePage;
use rustc_hash::FxHashMap;

/// Most groups open at once. Word writes about 20, converters of tables 200.
const MAX_DEPTH: usize = 10_000;

/// Groups that hold no text of the story. Sorted. Those that begin with `\*` and are not known here
/// are passed over too, as the format asks.
const SILENT: &[&str] = &[
    "annotation",
    "atnauthor",
    "atnid",
    "bkmkend",
    "bkmkstart",
    "colortbl",
    "datafield",
    "fldinst",
    "fontemb",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "listtable",
    "listtext",
    "mmath",
    "objdata",
    "pict",
    "pntext",
    "revtbl",
    "rxe",
    "stylesheet",
    "tc",
    "tcn",
    "txe",
    "xe",
];

/// Control words that stand for a character. Sorted.
const CHARACTERS: &[(&str, char)] = &[
    ("bullet", '•'),
    ("cell", '\t'),
    ("column", '\n'),
    ("emdash", '—'),
    ("emspace", ' '),
    ("endash", '–'),
    ("enspace", ' '),
    ("ldblquote", '“'),
    ("line", '\n'),
    ("lquote", '‘'),
    ("nestcell", '\t'),
    ("nestrow", '\n'),
    ("page", '\n'),
    ("par", '\n'),
    ("qmspace", ' '),
    ("rdblquote", '”'),
    ("row", '\n'),
    ("rquote", '’'),
    ("sect", '\n'),
    ("tab", '\t'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

/// Reads an RTF file. One that breaks off is read as far as it goes.
pub(super) fn read(bytes: &[u8]) -> Reading {
    let mut machine = Machine::default();
    machine.run(bytes)?;
    let is_cut = machine.stack.len() > 1;
    let mut text = machine.body;
    if is_cut && text.trim().is_empty() {
        return Err(Rejection::failed(
            "not valid RTF",
            "the document ends in the middle",
        ));
    }
    if !machine.notes.trim().is_empty() {
        text.push('\n');
        text.push_str(&machine.notes);
    }
    let said = |text: String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let properties = Properties {
        title: said(machine.title),
        author: said(machine.author),
        written: machine.made.text(),
        ..Properties::default()
    };
    properties::read(&text, properties)
}

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Target {
    #[default]
    Body,
    Note,
    Title,
    Author,
    /// The font table: only its control words count.
    Fonts,
    /// `\info` itself and its dates: only control words count.
    Info,
    Made,
    Nowhere,
}

/// What a group inherits and its end takes back.
#[derive(Clone, Copy, Debug)]
struct Group {
    target: Target,
    /// How many characters stand after a `\u` for readers that do not know it.
    fallback_chars: usize,
    font: Option<i32>,
    /// Hidden, or deleted in a revision.
    is_hidden: bool,
    is_deleted: bool,
}

impl Default for Group {
    fn default() -> Group {
        Group {
            target: Target::Body,
            fallback_chars: 1,
            font: None,
            is_hidden: false,
            is_deleted: false,
        }
    }
}

/// `\creatim` of the document.
#[derive(Default)]
struct Made {
    year: i32,
    month: i32,
    day: i32,
}

impl Made {
    fn text(&self) -> Option<String> {
        let is_date = (1980..2100).contains(&self.year) && self.month > 0 && self.day > 0;
        is_date.then(|| format!("{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }
}

struct Machine {
    /// The groups that are open; the last is the one that text goes to. Never empty.
    stack: Vec<Group>,
    body: String,
    notes: String,
    title: String,
    author: String,
    made: Made,
    default_page: CodePage,
    default_font: Option<i32>,
    fonts: FxHashMap<i32, CodePage>,
    /// The font that the table is describing.
    described: Option<i32>,
    /// Bytes of text whose code page is that of the current font: a character may need two.
    pending: Vec<u8>,
    /// First half of a character outside the basic plane.
    surrogate: Option<u16>,
    /// Characters still to be passed over after a `\u`.
    passing: usize,
    /// Whether the group has just opened: its first control word may name a destination.
    is_fresh: bool,
    is_ignorable: bool,
}

impl Default for Machine {
    fn default() -> Machine {
        Machine {
            stack: vec![Group::default()],
            body: String::new(),
            notes: String::new(),
            title: String::new(),
            author: String::new(),
            made: Made::default(),
            default_page: CodePage::default(),
            default_font: None,
            fonts: FxHashMap::default(),
            described: None,
            pending: Vec::new(),
            surrogate: None,
            passing: 0,
            is_fresh: false,
            is_ignorable: false,
        }
    }
}

impl Machine {
    fn run(&mut self, bytes: &[u8]) -> Result<(), Rejection> {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' => self.open()?,
                b'}' => {
                    self.close();
                    // What stands behind the document is no part of it.
                    if self.stack.len() == 1 {
                        break;
                    }
                }
                b'\\' => at = self.control(bytes, at),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
        Ok(())
    }

    fn group(&mut self) -> &mut Group {
        self.stack
            .last_mut()
            .expect("the first group is never closed")
    }

    fn open(&mut self) -> Result<(), Rejection> {
        if self.stack.len() > MAX_DEPTH {
            let detail = format!("more than {MAX_DEPTH} groups in each other");
            return Err(Rejection::failed("RTF too complex", detail));
        }
        self.flush();
        self.passing = 0;
        let group = *self.group();
        self.stack.push(group);
        self.is_fresh = true;
        self.is_ignorable = false;
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        self.passing = 0;
        self.is_fresh = false;
        let closed = *self.group();
        if self.stack.len() > 1 {
            self.stack.pop();
        }
        if closed.target == Target::Note && self.group().target != Target::Note {
            self.notes.push('\n');
        }
    }

    /// Reads what follows a backslash and returns where it ends.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(&first) = bytes.get(at) else {
            return at;
        };
        if !first.is_ascii_alphabetic() {
            return self.symbol(first, bytes, at + 1);
        }
        let rest = &bytes[at..];
        let name_len = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let name = std::str::from_utf8(&rest[..name_len]).expect("letters of ASCII");
        let mut end = name_len;
        let is_negative = rest.get(end) == Some(&b'-');
        let digits_from = end + usize::from(is_negative);
        let digits = rest[digits_from.min(rest.len())..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .take(10)
            .count();
        let mut number = None;
        if digits > 0 {
            end = digits_from + digits;
            let text = std::str::from_utf8(&rest[digits_from..end]).expect("digits of ASCII");
            let value = text.parse::<i64>().unwrap_or_default();
            let value = if is_negative { -value } else { value };
            number = i32::try_from(value).ok();
        }
        if rest.get(end) == Some(&b' ') {
            end += 1;
        }
        let end = at + end;
        if name == "bin" {
            let len = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            return end.saturating_add(len).min(bytes.len());
        }
        self.word(name, number);
        end
    }

    fn symbol(&mut self, symbol: u8, bytes: &[u8], at: usize) -> usize {
        match symbol {
            b'\'' => {
                let hex = |at: usize| (*bytes.get(at)? as char).to_digit(16);
                if let (Some(high), Some(low)) = (hex(at), hex(at + 1)) {
                    self.byte((high * 16 + low) as u8);
                    return at + 2;
                }
            }
            b'*' => {
                self.is_ignorable = true;
                return at;
            }
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.character(' '),
            b'_' => self.character('-'),
            b'\n' | b'\r' => self.character('\n'),
            b'\t' => self.character('\t'),
            // An optional hyphen shows only at a line end; the rest is for indexes.
            _ => {}
        }
        self.is_fresh = false;
        at
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        let is_first = std::mem::take(&mut self.is_fresh);
        let is_ignorable = std::mem::take(&mut self.is_ignorable);
        let names_group = is_first || is_ignorable;
        if let Some(target) = self.destination(name, is_ignorable).filter(|_| names_group) {
            self.flush();
            self.group().target = target;
            return;
        }
        if name == "u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        // For readers of `\u`, a control word in its fallback counts as one character.
        if self.passing > 0 && CHARACTERS.binary_search_by_key(&name, |row| row.0).is_ok() {
            self.passing -= 1;
            return;
        }
        if let Ok(row) = CHARACTERS.binary_search_by_key(&name, |row| row.0) {
            self.character(CHARACTERS[row].1);
            return;
        }
        self.property(name, number);
    }

    /// Where the group goes whose first control word this is; `None` when that names no destination.
    fn destination(&self, name: &str, is_ignorable: bool) -> Option<Target> {
        let outer = self.stack.last().map_or(Target::Body, |group| group.target);
        if outer == Target::Nowhere {
            return None;
        }
        let target = match name {
            "fonttbl" => Target::Fonts,
            "info" => Target::Info,
            "title" if outer == Target::Info => Target::Title,
            "author" if outer == Target::Info => Target::Author,
            "creatim" if outer == Target::Info => Target::Made,
            "footnote" => Target::Note,
            "shptxt" | "result" | "shppict" | "ud" => return None,
            "rtf" => return None,
            // Text around a picture or a box: its own groups say more.
            "shp" | "shpinst" | "nonshppict" if !is_ignorable => return None,
            "shpinst" => return None,
            "falt" | "panose" | "fname" if outer == Target::Fonts => Target::Nowhere,
            _ if outer == Target::Info && is_text_of_info(name) => Target::Nowhere,
            _ if SILENT.binary_search(&name).is_ok() || is_ignorable => Target::Nowhere,
            _ => return None,
        };
        Some(target)
    }

    fn property(&mut self, name: &str, number: Option<i32>) {
        let is_on = number != Some(0);
        let target = self.group().target;
        match (name, number) {
            ("ansicpg", Some(page)) => self.default_page = CodePage::numbered(page),
            ("mac", _) => self.default_page = CodePage::numbered(10_000),
            ("pc", _) => self.default_page = CodePage::numbered(437),
            ("pca", _) => self.default_page = CodePage::numbered(850),
            ("deff", font) => self.default_font = font,
            ("f", font) if target == Target::Fonts => self.described = font,
            ("fcharset", Some(charset)) if target == Target::Fonts => {
                if let (Some(font), Some(page)) = (self.described, CodePage::of_charset(charset)) {
                    self.fonts.insert(font, page);
                }
            }
            ("cpg", Some(page)) if target == Target::Fonts => {
                if let Some(font) = self.described {
                    self.fonts.insert(font, CodePage::numbered(page));
                }
            }
            ("f", font) => {
                self.flush();
                self.group().font = font;
            }
            ("uc", Some(count)) => self.group().fallback_chars = count.clamp(0, 16) as usize,
            ("v", _) => {
                self.flush();
                self.group().is_hidden = is_on;
            }
            ("deleted", _) => {
                self.flush();
                self.group().is_deleted = is_on;
            }
            ("plain", _) => {
                self.flush();
                let font = self.default_font;
                let group = self.group();
                group.is_hidden = false;
                group.is_deleted = false;
                group.font = font;
            }
            ("yr", Some(year)) if target == Target::Made => self.made.year = year,
            ("mo", Some(month)) if target == Target::Made => self.made.month = month,
            ("dy", Some(day)) if target == Target::Made => self.made.day = day,
            _ => {}
        }
    }

    /// One byte of text.
    fn byte(&mut self, byte: u8) {
        self.is_fresh = false;
        if self.passing > 0 {
            self.passing -= 1;
            return;
        }
        self.surrogate = None;
        self.pending.push(byte);
    }

    /// `\u`: a UTF-16 unit, negative above 32767.
    fn unicode(&mut self, number: i32) {
        self.flush();
        self.passing = self.group().fallback_chars;
        let Ok(unit) = u16::try_from(number & 0xffff) else {
            return;
        };
        let character = match (self.surrogate.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.surrogate = Some(unit);
                return;
            }
            (Some(high), 0xdc00..=0xdfff) => char::decode_utf16([high, unit]).next(),
            _ => char::decode_utf16([unit]).next(),
        };
        // Symbol fonts lie in the area of private use and show nothing elsewhere.
        let private = |c: &char| matches!(c, '\u{e000}'..='\u{f8ff}');
        if let Some(character) = character.and_then(Result::ok).filter(|c| !private(c)) {
            self.push(|out| out.push(character));
        }
    }

    fn character(&mut self, character: char) {
        self.flush();
        self.surrogate = None;
        self.push(|out| out.push(character));
    }

    /// Decodes the bytes that have come together.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let font = self.group().font.or(self.default_font);
        let page = font.and_then(|font| self.fonts.get(&font)).copied();
        let text = page.unwrap_or(self.default_page).decode(&bytes);
        self.push(|out| out.push_str(&text));
    }

    fn push(&mut self, add: impl FnOnce(&mut String)) {
        let group = *self.group();
        if group.is_hidden || group.is_deleted {
            return;
        }
        match group.target {
            Target::Body => add(&mut self.body),
            Target::Note => add(&mut self.notes),
            Target::Title => add(&mut self.title),
            Target::Author => add(&mut self.author),
            Target::Fonts | Target::Info | Target::Made | Target::Nowhere => {}
        }
    }
}

/// The groups of `\info` that are texts of other kinds.
fn is_text_of_info(name: &str) -> bool {
    !matches!(name, "yr" | "mo" | "dy" | "hr" | "min" | "sec")
}

#[cfg(test)]
mod tests;
