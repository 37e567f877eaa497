//! No reader panics, whatever happens to its bytes.
//!
//! A small sample of everything that is read is cut off, changed and spliced with the others, a few thousand times, and read through
//! the public API. The fuzz targets in `tests/fuzz` do the same without end.

use crate::dice::Dice;
use crate::readers::{self, MAPPINGS, NAMES_FILES, QUERIES, RECORDS, owned};

/// Changes of each sample. Some seconds in all.
const CHANGES: usize = 60;

/// A sample after an accident.
fn changed(sample: &[u8], samples: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, [0, 0xff, b'<', b'"', b'\n', b'{'][dice.below(6)]),
            2 => {
                let other = &samples[dice.below(samples.len())];
                bytes.splice(at..at, other[dice.below(other.len())..].iter().copied());
            }
            3 => {
                let end = at + dice.below(bytes.len() - at);
                bytes.drain(at..end);
            }
            4 => {
                let end = at + dice.below((bytes.len() - at).min(64));
                let piece = bytes[at..end].repeat(dice.below(9));
                bytes.splice(at..at, piece);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// Reads each sample, which is understood, and what accidents make of it.
fn read_all(samples: Vec<Vec<u8>>, read: fn(&[u8]) -> usize) {
    let mut dice = Dice(0x1923_0303);
    let strange = samples.iter().filter(|sample| read(sample) == 0);
    let strange: Vec<_> = strange
        .map(|sample| sample.escape_ascii().to_string())
        .collect();
    assert!(strange.is_empty(), "{strange:#?}");
    for sample in &samples {
        for _ in 0..CHANGES {
            read(&changed(sample, &samples, &mut dice));
        }
    }
}

#[test]
fn every_format_after_an_accident() {
    read_all(owned(RECORDS), readers::document);
}

#[test]
fn every_container_after_an_accident() {
    read_all(readers::files(), readers::file);
}

#[test]
fn every_query_after_an_accident() {
    read_all(owned(QUERIES), readers::query);
}

#[test]
fn every_names_file_after_an_accident() {
    read_all(owned(NAMES_FILES), readers::names_file);
}

#[test]
fn every_mapping_after_an_accident() {
    read_all(owned(MAPPINGS), readers::mapping);
}

#[test]
fn every_manifest_after_an_accident() {
    read_all(readers::manifests(), readers::manifest);
}

#[test]
fn every_stored_article_after_an_accident() {
    read_all(readers::stored_articles(), readers::stored);
}
