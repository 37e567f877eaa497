//! The names file: what the keepers of an archive say about who is who.
//!
//! Libraries call it an authority file. It is a table that a spreadsheet opens and that `git diff` shows
//! line by line, [`FILE_NAME`] in the index folder unless another is named:
//!
//! ```text
//! canonical      kind    variants                   not-variants    note           id
//! Gustavo Petro  person  G. Petro; Petro Urrego     Nicolás Petro                  Q302986
//! Henry Ford     person  org: Ford
//! Bombay         place   Mumbai                                     house style    geonames:1275339
//! -              person  West Bank; Getty Images
//! ```
//!
//! - Each row is one person, place or organisation. The *canonical* name is the one that is printed.
//! - A *variant* counts as the canonical name: asking for either finds both. It is compared with the full name
//!   that an article gives a mention, folded ([`fold::key`]), and never joins by halves: `Petro` joins
//!   only where an article has no fuller name for him.
//! - `org: Ford` is a variant that was taken for another kind than its row's.
//! - A *not-variant* never counts as the canonical name, whatever guess says so.
//! - The canonical `-` is a ban: its variants are no names at all.
//! - A place with an id that the gazetteer knows lies where that place lies.
//! - Names in a cell stand between semicolons. Columns are known by their names, in any order; other
//!   columns mean nothing here. Lines that begin with `#` are comments.
//!
//! What contradicts itself is refused with both lines: a name that counts as two, a name that both counts
//! and does not. So there are no chains to follow and no circles.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use rustc_hash::FxHashMap;
use twox_hash::XxHash3_64;

use super::sheet::{Column, Fault, Sheet};
use crate::entity::{Gazetteer, Kind, PlaceId};
use crate::error::{Error, Result};
use crate::regular_file;
use crate::text::fold;

/// The names file of an archive, in its index folder.
pub const FILE_NAME: &str = "names.tsv";

/// Stands in place of the canonical name of what is no name.
pub(super) const BAN: &str = "-";

/// A names file may have this many bytes: two hundred thousand rows. To understand it takes some 25 times its size, and 70
/// times when its rows are as short as can be, which must stay near 1 GB.
const MOST_BYTES: u64 = 16 << 20;

/// One person, place or organisation of the names file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of what.
    pub kind: Kind,
    /// The name that is printed.
    pub canonical: String,
    /// Every name that counts as it, folded, with the kind it is found as; the canonical first.
    keys: Vec<(Kind, String)>,
    /// Names that never count as it, folded.
    split: Vec<(Kind, String)>,
    /// What it is called elsewhere: `geonames:3688689`, `Q2844`.
    pub id: Option<String>,
    /// Where it lies; `None` unless it is a place whose id the gazetteer knows.
    pub place: Option<PlaceId>,
    /// Its row in the sheet.
    pub(super) row: usize,
}

impl Entry {
    /// Every name that counts as this one, folded, with the kind it is found as; the canonical first.
    pub fn keys(&self) -> impl Iterator<Item = (Kind, &str)> {
        self.keys.iter().map(|(kind, key)| (*kind, key.as_str()))
    }
}

/// Number of an entry in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u32);

/// What the names file says of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Unlisted,
    /// It is a name of this entry.
    Listed(EntryId),
    /// It is no name.
    Banned,
}

/// What the keepers of the archive say, ready for look-up. The default says nothing.
#[derive(Clone, Debug, Default)]
pub struct NamesFile {
    entries: Vec<Entry>,
    /// By folded name, a map for each kind.
    verdicts: [FxHashMap<String, Verdict>; 3],
    hash: Option<String>,
}

impl NamesFile {
    /// Reads a names file. Costs a pass over it, and one over the gazetteer when a place has an id.
    ///
    /// # Errors
    /// [`Error::Names`] when it cannot be understood or contradicts itself; [`Error::Io`], also when there
    /// is no such file.
    pub fn read(path: &Path, gazetteer: &Gazetteer) -> Result<NamesFile> {
        NamesFile::of(&bytes(path)?, gazetteer).map_err(at(path))
    }

    /// Reads the names file of the index in `folder`, which may have none.
    ///
    /// # Errors
    /// As [`read`](NamesFile::read).
    pub fn of_index(folder: &Path, gazetteer: &Gazetteer) -> Result<NamesFile> {
        match NamesFile::read(&folder.join(FILE_NAME), gazetteer) {
            Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                Ok(NamesFile::default())
            }
            read => read,
        }
    }

    pub(super) fn of(bytes: &[u8], gazetteer: &Gazetteer) -> std::result::Result<NamesFile, Fault> {
        let mut file = NamesFile::understood(&Sheet::read(bytes)?, gazetteer)?;
        file.hash = Some(format!("{:016x}", XxHash3_64::oneshot(bytes)));
        Ok(file)
    }

    /// What the rows of a sheet say.
    pub(super) fn understood(
        sheet: &Sheet,
        gazetteer: &Gazetteer,
    ) -> std::result::Result<NamesFile, Fault> {
        let mut file = NamesFile::default();
        let mut claims = Claims::default();
        for row in sheet.rows() {
            file.take(sheet, row, &mut claims)?;
        }
        file.find_places(gazetteer);
        Ok(file)
    }

    fn take(
        &mut self,
        sheet: &Sheet,
        row: usize,
        claims: &mut Claims,
    ) -> std::result::Result<(), Fault> {
        let line = sheet.line(row);
        let fault = |message: String| Fault::new(line, message);
        if sheet.is_too_wide(row) {
            let message =
                "there are more cells in this line than columns; is there a tab in a name?";
            return Err(fault(message.into()));
        }
        let canonical = sheet.value(row, Column::Canonical);
        let kind = match sheet.value(row, Column::Kind) {
            kind if kind.is_empty() => {
                return Err(fault(format!(
                    "`{canonical}` has no kind: person, place or org"
                )));
            }
            word => kind_named(&word)
                .ok_or_else(|| fault(format!("`{word}` is no kind: write person, place or org")))?,
        };
        let listed = |column| -> std::result::Result<Vec<(Kind, String, String)>, Fault> {
            let names = sheet.list(row, column).into_iter();
            names
                .map(|name| {
                    let (kind, bare) = of_kind(&name, kind);
                    match fold::key(bare) {
                        key if key.is_empty() => {
                            Err(fault(format!("there is no letter or digit in `{name}`")))
                        }
                        key => Ok((kind, bare.to_owned(), key)),
                    }
                })
                .collect()
        };
        let variants = listed(Column::Variants)?;
        let split = listed(Column::NotVariants)?;

        if canonical == BAN {
            if !split.is_empty() {
                return Err(fault("a ban has no not-variants".into()));
            }
            for (kind, name, key) in variants {
                let claim = Claim {
                    line,
                    name,
                    role: Role::Banned,
                };
                claims.add(kind, &key, claim)?;
                self.verdicts[kind as usize].insert(key, Verdict::Banned);
            }
            return Ok(());
        }
        let key = fold::key(&canonical);
        if key.is_empty() {
            return Err(fault(match canonical.is_empty() {
                true => "this line has no canonical name".into(),
                false => format!("there is no letter or digit in `{canonical}`"),
            }));
        }
        let id =
            EntryId(u32::try_from(self.entries.len()).expect("a file has fewer names than bytes"));
        let mut keys = Vec::with_capacity(1 + variants.len());
        let own = Claim {
            line,
            name: canonical.clone(),
            role: Role::Canonical,
        };
        claims.add(kind, &key, own)?;
        keys.push((kind, key));
        for (kind, name, key) in variants {
            if keys.iter().any(|(k, known)| *k == kind && *known == key) {
                continue;
            }
            let role = Role::Variant(canonical.clone());
            claims.add(kind, &key, Claim { line, name, role })?;
            keys.push((kind, key));
        }
        for (kind, name, key) in &split {
            if keys.iter().any(|(k, known)| k == kind && known == key) {
                return Err(fault(format!(
                    "`{name}` counts as `{canonical}` and is one of its not-variants"
                )));
            }
        }
        for (kind, key) in &keys {
            self.verdicts[*kind as usize].insert(key.clone(), Verdict::Listed(id));
        }
        self.entries.push(Entry {
            kind,
            canonical,
            keys,
            split: split
                .into_iter()
                .map(|(kind, _, key)| (kind, key))
                .collect(),
            id: Some(sheet.value(row, Column::Id)).filter(|id| !id.is_empty()),
            place: None,
            row,
        });
        Ok(())
    }

    fn find_places(&mut self, gazetteer: &Gazetteer) {
        let mut wanted: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (number, entry) in self.entries.iter().enumerate() {
            if let Some(id) = entry.id.as_ref().filter(|_| entry.kind == Kind::Place) {
                wanted.entry(id.clone()).or_default().push(number);
            }
        }
        if wanted.is_empty() {
            return;
        }
        let rows = u32::try_from(gazetteer.len()).unwrap_or(u32::MAX);
        for row in (0..rows).map(PlaceId) {
            for &number in wanted.get(&gazetteer.place(row).id).into_iter().flatten() {
                self.entries[number].place = Some(row);
            }
        }
    }

    /// Hash of the file, in hex; `None` when there is none.
    pub fn hash(&self) -> Option<&str> {
        self.hash.as_deref()
    }

    /// Whether nothing is said of any name.
    pub fn is_empty(&self) -> bool {
        self.verdicts.iter().all(FxHashMap::is_empty)
    }

    /// What is said of a name, by its kind and [`fold::key`].
    pub fn verdict(&self, kind: Kind, key: &str) -> Verdict {
        let found = self.verdicts[kind as usize].get(key);
        found.copied().unwrap_or(Verdict::Unlisted)
    }

    /// The entry with this number.
    ///
    /// # Panics
    /// When the number is of another file.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// All entries, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        (0..).map(EntryId).zip(&self.entries)
    }

    /// The entry of this kind that bears the folded name, as its canonical or as a variant.
    pub fn bearing(&self, kind: Kind, key: &str) -> Option<EntryId> {
        match self.verdict(kind, key) {
            Verdict::Listed(id) if self.entry(id).kind == kind => Some(id),
            _ => None,
        }
    }

    /// The kinds of which a name can count as one of `kind`: itself, and others when an entry says so.
    pub fn kinds_counted_as(&self, kind: Kind) -> Vec<Kind> {
        let of_kind = self.entries.iter().filter(|entry| entry.kind == kind);
        let mut kinds: Vec<Kind> = of_kind
            .flat_map(Entry::keys)
            .map(|(kind, _)| kind)
            .collect();
        kinds.push(kind);
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The folded names of a kind for which something else holds than for the names that articles give:
    /// banned, of another kind, or lying elsewhere than the tagger saw them.
    pub(super) fn overruled(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let verdicts = self.verdicts[kind as usize].iter();
        let overruled = verdicts.filter(move |(_, verdict)| match verdict {
            Verdict::Unlisted => false,
            Verdict::Banned => true,
            Verdict::Listed(id) => {
                let entry = self.entry(*id);
                entry.kind != kind || entry.place.is_some()
            }
        });
        overruled.map(|(key, _)| key.as_str())
    }

    /// Whether a name, or the entry it belongs to, never counts as this entry.
    pub fn is_split(&self, id: EntryId, kind: Kind, key: &str) -> bool {
        let split = &self.entry(id).split;
        if split.is_empty() {
            return false;
        }
        let holds = |kind: Kind, key: &str| split.iter().any(|(k, name)| *k == kind && name == key);
        match self.verdict(kind, key) {
            Verdict::Listed(other) => self.entry(other).keys().any(|(kind, key)| holds(kind, key)),
            _ => holds(kind, key),
        }
    }

    /// Whether two names of a kind are said to be two, whatever else speaks for joining them: one is split
    /// from the other, or each has an entry of its own, or one is banned.
    pub fn holds_apart(&self, kind: Kind, a: &str, b: &str) -> bool {
        self.holds_kinds_apart((kind, a), (kind, b))
    }

    /// [`holds_apart`](Self::holds_apart) for names that were found as two kinds.
    pub(super) fn holds_kinds_apart(&self, a: (Kind, &str), b: (Kind, &str)) -> bool {
        match (self.verdict(a.0, a.1), self.verdict(b.0, b.1)) {
            (Verdict::Banned, _) | (_, Verdict::Banned) => true,
            (Verdict::Listed(a), Verdict::Listed(b)) => a != b,
            (Verdict::Listed(id), Verdict::Unlisted) => self.is_split(id, b.0, b.1),
            (Verdict::Unlisted, Verdict::Listed(id)) => self.is_split(id, a.0, a.1),
            (Verdict::Unlisted, Verdict::Unlisted) => false,
        }
    }
}

/// The bytes of a names file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let is_link = || fs::symlink_metadata(path).is_ok();
    let read = regular_file::read(path, MOST_BYTES).map_err(|error| match error.kind() {
        // Not the same as no names file: who is who would be forgotten without a word.
        ErrorKind::NotFound if is_link() => io::Error::other("the link leads nowhere"),
        _ => error,
    });
    read.map_err(Error::io("read", path))
}

/// Says in which file a fault is.
pub(super) fn at(path: &Path) -> impl FnOnce(Fault) -> Error {
    let path = path.to_path_buf();
    move |Fault { line, message }| Error::Names {
        path,
        line,
        message,
    }
}

/// A kind as people write it.
pub(super) fn kind_named(word: &str) -> Option<Kind> {
    Some(match word.to_lowercase().as_str() {
        "person" | "persons" | "people" => Kind::Person,
        "place" | "places" | "location" => Kind::Place,
        "org" | "orgs" | "organisation" | "organization" | "company" => Kind::Org,
        _ => return None,
    })
}

/// A name with the kind that is written before it: `org: Ford`; else the one of its row.
pub(super) fn of_kind(name: &str, kind: Kind) -> (Kind, &str) {
    let written = name.split_once(':');
    match written.and_then(|(word, bare)| Some((kind_named(word.trim())?, bare.trim()))) {
        Some(found) => found,
        None => (kind, name),
    }
}

/// What each line says of a name, to find lines that contradict each other.
#[derive(Default)]
struct Claims {
    by_name: [FxHashMap<String, Claim>; 3],
}

struct Claim {
    line: usize,
    /// As written.
    name: String,
    role: Role,
}

enum Role {
    Canonical,
    /// Of this canonical name.
    Variant(String),
    Banned,
}

impl Claims {
    fn add(&mut self, kind: Kind, key: &str, claim: Claim) -> std::result::Result<(), Fault> {
        let known = &mut self.by_name[kind as usize];
        if let Some(first) = known.get(key) {
            return match (&first.role, &claim.role) {
                (Role::Banned, Role::Banned) => Ok(()),
                _ => Err(contradiction(first, &claim)),
            };
        }
        known.insert(key.to_owned(), claim);
        Ok(())
    }
}

/// What two lines say of one name, when not both can be true.
fn contradiction(first: &Claim, second: &Claim) -> Fault {
    let says = |role: &Role| match role {
        Role::Canonical => "is a canonical name".to_owned(),
        Role::Variant(canonical) => format!("counts as `{canonical}`"),
        Role::Banned => "is banned".to_owned(),
    };
    let (name, here, there) = (&second.name, says(&second.role), says(&first.role));
    let message = match first.line == second.line {
        true => format!("`{name}` {here} and {there}"),
        false if here == there => format!(
            "`{name}` {here} here and on line {}; make it one row",
            first.line
        ),
        false => format!("`{name}` {here} here, and {there} on line {}", first.line),
    };
    Fault::new(second.line, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "canonical\tkind\tvariants\tnot-variants\tnote\tid\n";

    fn read(rows: &str) -> std::result::Result<NamesFile, String> {
        let text = format!("{HEAD}{rows}");
        NamesFile::of(text.as_bytes(), &Gazetteer::builtin())
            .map_err(|fault| format!("{}: {}", fault.line, fault.message))
    }

    fn bearer(file: &NamesFile, kind: Kind, key: &str) -> Option<String> {
        let id = file.bearing(kind, key)?;
        Some(file.entry(id).canonical.clone())
    }

    #[test]
    fn names_count_as_the_canonical_one() {
        let file = read(
            "Gustavo Petro\tperson\tG. Petro;PETRO URREGO ; \tNicolás Petro\nHenry Ford\tperson\torg: Ford\n-\tperson\tWest Bank",
        )
        .unwrap();
        for key in ["gustavo petro", "g petro", "petro urrego"] {
            let found = bearer(&file, Kind::Person, key);
            assert_eq!(found.as_deref(), Some("Gustavo Petro"), "{key}");
        }
        assert_eq!(bearer(&file, Kind::Person, "petro"), None);
        assert_eq!(bearer(&file, Kind::Org, "gustavo petro"), None);
        assert!(matches!(
            file.verdict(Kind::Org, "ford"),
            Verdict::Listed(_)
        ));
        assert_eq!(file.verdict(Kind::Person, "ford"), Verdict::Unlisted);
        assert_eq!(file.verdict(Kind::Person, "west bank"), Verdict::Banned);
        assert_eq!(
            file.kinds_counted_as(Kind::Person),
            [Kind::Person, Kind::Org]
        );
        assert_eq!(file.kinds_counted_as(Kind::Org), [Kind::Org]);
    }

    #[test]
    fn names_that_are_held_apart() {
        let file =
            read("A B\tperson\tA\tC; D D\t\t\nD E\tperson\tD D\t\t\t\n-\tperson\tX").unwrap();
        for (a, b, expected) in [
            ("a b", "c", true),
            ("c", "a", true),
            ("a", "f", false),
            ("a", "a b", false),
            ("a", "d e", true),
            ("a", "x", true),
            ("f", "c", false),
        ] {
            assert_eq!(file.holds_apart(Kind::Person, a, b), expected, "{a}, {b}");
        }
        // Split from a variant of an entry is split from the entry.
        let id = file.bearing(Kind::Person, "a b").unwrap();
        assert!(file.is_split(id, Kind::Person, "d e"));
        assert!(!file.is_split(id, Kind::Person, "e"));
    }

    #[test]
    fn places_lie_where_their_id_says() {
        let file = read(
            "Bombay\tplace\tMumbai\t\t\tgeonames:1275339\nAtlantis\tplace\t\t\t\tgeonames:0\n",
        )
        .unwrap();
        let gazetteer = Gazetteer::builtin();
        let places: Vec<Option<String>> = file
            .entries()
            .map(|(_, entry)| Some(gazetteer.place(entry.place?).name.to_owned()))
            .collect();
        assert_eq!(places, [Some("Mumbai".to_owned()), None]);
        let overruled: Vec<&str> = file.overruled(Kind::Place).collect();
        assert_eq!(overruled.len(), 2, "{overruled:?}");
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_both_lines() {
        for (rows, message) in [
            (
                "A\tperson\tB\nC\tperson\tb\n",
                "3: `b` counts as `C` here, and counts as `A` on line 2",
            ),
            (
                "A\tperson\tB\nB\tperson\tA\n",
                "3: `B` is a canonical name here, and counts as `A` on line 2",
            ),
            (
                "A\tperson\tB\nB\tperson\tC\n",
                "3: `B` is a canonical name here, and counts as `A` on line 2",
            ),
            (
                "A\tperson\n\nA\tperson\tB\n",
                "4: `A` is a canonical name here and on line 2; make it one row",
            ),
            (
                "-\tperson\tA\nB\tperson\tA\n",
                "3: `A` counts as `B` here, and is banned on line 2",
            ),
            (
                "A\tperson\tB; C\tc\n",
                "2: `c` counts as `A` and is one of its not-variants",
            ),
            (
                "A\tperson\t\ta\n",
                "2: `a` counts as `A` and is one of its not-variants",
            ),
            (
                "A\tperson\tperson: B\nC\tperson\tB",
                "3: `B` counts as `C` here, and counts as `A` on line 2",
            ),
            ("A\n", "2: `A` has no kind: person, place or org"),
            (
                "A\tship\n",
                "2: `ship` is no kind: write person, place or org",
            ),
            ("\tperson\tB\n", "2: this line has no canonical name"),
            ("!?\tperson\tB\n", "2: there is no letter or digit in `!?`"),
            ("A\tperson\t?; B\n", "2: there is no letter or digit in `?`"),
            ("-\tperson\tA\tB\n", "2: a ban has no not-variants"),
            (
                "A\tperson\ta\tb\tc\td\te\n",
                "2: there are more cells in this line than columns; is there a tab in a name?",
            ),
        ] {
            assert_eq!(read(rows).unwrap_err(), message, "{rows:?}");
        }
    }

    #[test]
    fn what_says_the_same_twice_is_no_contradiction() {
        for rows in [
            "A\tperson\tB; b; a\n",
            "-\tperson\tA; a\n-\tperson\tA\n",
            "A\tperson\nA\torg\n",
            "A\tperson\t\tB; B\nC\tperson\t\tB\n",
        ] {
            assert!(read(rows).is_ok(), "{rows:?}: {:?}", read(rows).err());
        }
    }
}
