//! Stored articles, each pressed by itself with the help of a dictionary that the archive gave.
//!
//! Articles of one archive repeat one another. Who presses them in blocks of many finds that, but whoever reads one article
//! unpacks its neighbours, which was 45 % of a question by a new process. A dictionary, trained on the first articles of a run, finds as much, and each article is
//! unpacked alone. Of the text of 3,000 news stories that the dictionary had not seen: 0.55 without one, 0.40 with one of 112 KB, and
//! 0.40 in blocks of 64 KB, at a third of the speed.
//!
//! Dictionaries lie beside the manifests, `dictionary-1`, `dictionary-2`; the commit says how many count. A stored value is the
//! number of its dictionary, 0 for none, and a frame of zstd.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

use super::seal::{with_sum, without_sum};
use super::write_synced;
use crate::error::{Error, Result};

/// Packed articles that a dictionary is made from, in bytes. Training takes a quarter of a second for that; with twice as
/// much a dictionary saves another hundredth.
pub(super) const SAMPLE_BYTES: usize = SHARE_OF_SAMPLE * MOST_BYTES;

/// Of one article at most so much: a long one says no more of the others.
const SAMPLE_OF_ONE: usize = 64 << 10;

/// A larger dictionary than this wins little: 192 KB 0.39 where 112 KB are 0.40.
const MOST_BYTES: usize = 112 << 10;

/// A dictionary takes at most this part of what it is made from, so that it never costs more than it saves.
const SHARE_OF_SAMPLE: usize = 16;

/// A smaller one is not worth a file.
const LEAST_BYTES: usize = 4 << 10;

/// Of zstd. Level 9 saves another fifteenth for six times the work.
const LEVEL: i32 = 3;

/// Articles to learn from, one behind the other.
#[derive(Default)]
struct Sample {
    bytes: Vec<u8>,
    sizes: Vec<usize>,
}

impl Sample {
    fn of<'p>(packed: impl Iterator<Item = &'p [u8]>) -> Sample {
        let mut sample = Sample::default();
        for article in packed {
            let article = &article[..article.len().min(SAMPLE_OF_ONE)];
            sample.bytes.extend_from_slice(article);
            sample.sizes.push(article.len());
        }
        sample
    }
}

/// What many articles of an archive have in common.
struct Dictionary(Vec<u8>);

impl Dictionary {
    /// Made from a sample; `None` when that is too small.
    fn train(sample: &Sample) -> Option<Dictionary> {
        let bytes = (sample.bytes.len() / SHARE_OF_SAMPLE).min(MOST_BYTES);
        if bytes < LEAST_BYTES {
            return None;
        }
        // It fails where there is nothing to learn, as from one article repeated.
        let trained = zstd::dict::from_continuous(&sample.bytes, &sample.sizes, bytes);
        trained.ok().map(Dictionary)
    }

    fn read(index: &Path, file: &Path) -> Result<Dictionary> {
        let bytes = fs::read(file).and_then(|bytes| without_sum(bytes, file));
        bytes.map(Dictionary).map_err(|error| Error::Damaged {
            path: index.to_path_buf(),
            detail: format!("cannot read a dictionary of stored articles: {error}"),
        })
    }

    /// On disk before this returns.
    fn write(&self, file: &Path) -> io::Result<()> {
        write_synced(file, &with_sum(&self.0))
    }
}

fn file(generation: &Path, number: u8) -> PathBuf {
    generation.join(format!("dictionary-{number}"))
}

/// The write side: presses with the newest dictionary.
pub(super) struct Press {
    generation: PathBuf,
    /// Number of the newest dictionary; 0 for none.
    number: u8,
    /// Its size.
    bytes: usize,
    /// Whether a full sample was tried in this run.
    is_tried: bool,
    compressor: Compressor<'static>,
}

impl Press {
    /// Goes on with the dictionaries of a commit.
    pub(super) fn open(index: &Path, generation: &Path, dictionaries: u8) -> Result<Press> {
        let newest = match dictionaries {
            0 => Vec::new(),
            number => Dictionary::read(index, &file(generation, number))?.0,
        };
        Ok(Press {
            generation: generation.to_path_buf(),
            number: dictionaries,
            bytes: newest.len(),
            is_tried: false,
            compressor: compressor(&newest).map_err(Error::io("prepare", generation))?,
        })
    }

    /// How many dictionaries there are.
    pub(super) fn dictionaries(&self) -> u8 {
        self.number
    }

    /// Whether a dictionary from a full sample could be twice as large. So there are few, however an archive grows.
    pub(super) fn may_improve(&self) -> bool {
        !self.is_tried && 2 * self.bytes <= MOST_BYTES
    }

    /// Makes a dictionary from packed articles and goes on with it, if it is that much larger. On disk before this returns.
    pub(super) fn improve<'p>(&mut self, packed: impl Iterator<Item = &'p [u8]>) -> Result<()> {
        let sample = Sample::of(packed);
        self.is_tried = sample.bytes.len() >= SAMPLE_BYTES;
        let Some(dictionary) = Dictionary::train(&sample) else {
            return Ok(());
        };
        if dictionary.0.len() < 2 * self.bytes {
            return Ok(());
        }
        let number = self.number + 1;
        let file = file(&self.generation, number);
        dictionary.write(&file).map_err(Error::io("write", &file))?;
        let compressor = compressor(&dictionary.0);
        self.compressor = compressor.map_err(Error::io("prepare", &file))?;
        (self.number, self.bytes) = (number, dictionary.0.len());
        Ok(())
    }

    /// The value to store.
    pub(super) fn press(&mut self, packed: &[u8]) -> Result<Vec<u8>> {
        let mut pressed = vec![self.number];
        let frame = self.compressor.compress(packed);
        pressed.extend(frame.map_err(Error::io("press an article for", &self.generation))?);
        Ok(pressed)
    }
}

fn compressor(dictionary: &[u8]) -> io::Result<Compressor<'static>> {
    let mut compressor = Compressor::with_dictionary(LEVEL, dictionary)?;
    // Ours is told by the first byte.
    compressor.set_parameter(CParameter::DictIdFlag(false))?;
    Ok(compressor)
}

/// The read side: unpresses what any dictionary of a commit pressed.
pub(super) struct Unpress {
    /// By the number of the dictionary; 0 is for none.
    of_dictionaries: Mutex<Vec<OfDictionary>>,
}

/// What unpresses the articles of one dictionary.
struct OfDictionary {
    /// Let go once it was made ready.
    dictionary: Dictionary,
    ready: Option<Decompressor<'static>>,
}

impl OfDictionary {
    fn new(dictionary: Dictionary) -> OfDictionary {
        OfDictionary {
            dictionary,
            ready: None,
        }
    }

    fn decompressor(&mut self) -> io::Result<&mut Decompressor<'static>> {
        Ok(match &mut self.ready {
            Some(ready) => ready,
            none => {
                let ready = Decompressor::with_dictionary(&self.dictionary.0)?;
                self.dictionary.0 = Vec::new();
                none.insert(ready)
            }
        })
    }
}

impl Unpress {
    /// Reads the dictionaries of a commit, which may be gone when the index is rebuilt meanwhile.
    pub(super) fn open(index: &Path, generation: &Path, dictionaries: u8) -> Result<Unpress> {
        let numbers = 1..=dictionaries;
        let read = numbers.map(|number| Dictionary::read(index, &file(generation, number)));
        let all = std::iter::once(Ok(Dictionary(Vec::new()))).chain(read);
        let all: Result<_> = all.map(|one| one.map(OfDictionary::new)).collect();
        Ok(Unpress {
            of_dictionaries: Mutex::new(all?),
        })
    }

    /// The packed article of a stored value.
    pub(super) fn unpress(&self, value: &[u8]) -> io::Result<Vec<u8>> {
        let garbled = || io::Error::from(io::ErrorKind::InvalidData);
        let (&number, frame) = value.split_first().ok_or_else(garbled)?;
        let lock = self.of_dictionaries.lock();
        let mut all = lock.unwrap_or_else(PoisonError::into_inner);
        let one = all.get_mut(usize::from(number)).ok_or_else(garbled)?;
        // The frame says how large it is.
        one.decompressor()?.decompress(frame, usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Articles that have phrases in common, and each a number of its own.
    fn articles(numbers: std::ops::Range<usize>) -> Vec<Vec<u8>> {
        let phrases = [
            "The harbour master said on Monday that the ferry",
            " would not sail before the end of the week.\n\n",
            "Dockers of the port, who have struck since March,",
            " were to meet the company again, its chairman said.\n\n",
        ];
        let article = |number: usize| {
            let mut text = format!("Report {number} of {}\n\n", number * 7919 % 1009);
            for turn in 0..8 {
                text.push_str(phrases[(number + turn * turn) % phrases.len()]);
                text.push_str(&(number * (turn + 3) * 31).to_string());
            }
            text.into_bytes()
        };
        numbers.map(article).collect()
    }

    fn slices(articles: &[Vec<u8>]) -> impl Iterator<Item = &[u8]> {
        articles.iter().map(Vec::as_slice)
    }

    #[test]
    fn what_was_pressed_comes_back_whatever_dictionary_there_was() {
        let folder = tempfile::tempdir().unwrap();
        let mut press = Press::open(folder.path(), folder.path(), 0).unwrap();
        let all = articles(0..3_000);
        let mut pressed = Vec::new();
        let mut numbers = Vec::new();
        // A few, which give no dictionary; then ever more, as when an archive grows.
        for lot in [0..10, 10..200, 200..400, 400..3_000] {
            press.improve(slices(&all[lot.clone()])).unwrap();
            numbers.push(press.dictionaries());
            let lot = slices(&all[lot]);
            pressed.extend(lot.map(|article| press.press(article).unwrap()));
        }
        // The third lot is no larger than the second: its dictionary would win nothing.
        assert_eq!(numbers, [0, 1, 1, 2]);
        let unpress = Unpress::open(folder.path(), folder.path(), press.dictionaries()).unwrap();
        for (article, value) in all.iter().zip(&pressed) {
            assert_eq!(&unpress.unpress(value).unwrap(), article);
        }
        // A press that goes on where another stopped uses what there is.
        let mut next = Press::open(folder.path(), folder.path(), press.dictionaries()).unwrap();
        assert_eq!(next.press(&all[2_999]).unwrap(), pressed[2_999]);
        let bare = &pressed[0];
        let with_dictionary = next.press(&all[0]).unwrap();
        assert!(with_dictionary.len() * 3 < bare.len() * 2);
    }

    #[test]
    fn there_are_few_dictionaries_however_an_archive_grows() {
        let folder = tempfile::tempdir().unwrap();
        let mut press = Press::open(folder.path(), folder.path(), 0).unwrap();
        let all = articles(0..6_000);
        let mut lots = (100..all.len()).step_by(100);
        while press.may_improve() {
            let lot = lots.next().expect("a sample is full before");
            press.improve(slices(&all[..lot])).unwrap();
        }
        assert!(
            (2..=6).contains(&press.dictionaries()),
            "{}",
            press.dictionaries()
        );
    }

    #[test]
    fn a_damaged_dictionary_is_damage() {
        let folder = tempfile::tempdir().unwrap();
        let mut press = Press::open(folder.path(), folder.path(), 0).unwrap();
        press.improve(slices(&articles(0..500))).unwrap();
        let file = file(folder.path(), 1);
        let whole = fs::read(&file).unwrap();
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 4;
        for harmed in [&flipped[..], &whole[1..], &whole[..7], b""] {
            fs::write(&file, harmed).unwrap();
            let opened = Unpress::open(folder.path(), folder.path(), 1);
            assert!(matches!(opened, Err(Error::Damaged { .. })));
        }
        fs::remove_file(&file).unwrap();
        assert!(Press::open(folder.path(), folder.path(), 1).is_err());
    }

    #[test]
    fn a_value_that_nobody_pressed_is_garbled() {
        let folder = tempfile::tempdir().unwrap();
        let unpress = Unpress::open(folder.path(), folder.path(), 0).unwrap();
        for value in [&b""[..], &[1, 2, 3], &[0, 0x28, 0xb5, 0x2f, 0xfd, 0xff]] {
            assert!(unpress.unpress(value).is_err(), "{value:?}");
        }
    }
}
