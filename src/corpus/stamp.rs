//! Whether a file may have changed since it was read.
//!
//! A run over an archive that was indexed yesterday should read only what is new. Nothing but
//! reading a file proves that it is the same; a [`Stamp`] is the cheap evidence, and it errs
//! towards reading again.

use std::fs::Metadata;
use std::hash::Hasher;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

/// A file changed this shortly before it was looked at may change again without its times showing
/// it: FAT counts modification times in steps of two seconds, others in steps of a clock tick.
const RACE: Duration = Duration::from_secs(2);

/// What the file system says about a file, and whether that can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub len: u64,
    /// Last change of the content, nanoseconds since 1970; negative before.
    pub modified_ns: i64,
    /// Unix: last change of content, name or rights. A tool can set the modification time back, but
    /// not this one.
    pub changed_ns: Option<i64>,
    /// Unix: number of the file in its file system; another after a save that writes a new file.
    pub inode: Option<u64>,
    /// Whether the content was at rest when the stamp was taken: not modified in the two seconds
    /// before, nor (a wrong clock) after.
    pub settled: bool,
}

impl Stamp {
    /// The stamp of a file that is about to be read. `now` is the time of looking at it, not of
    /// finishing: what is written while the file is read must show.
    pub fn new(metadata: &Metadata, now: SystemTime) -> Stamp {
        let modified = metadata.modified().unwrap_or(now);
        let settled = now.duration_since(modified).is_ok_and(|age| age >= RACE);
        let (changed_ns, inode) = unix_parts(metadata);
        Stamp {
            len: metadata.len(),
            modified_ns: nanoseconds(modified),
            changed_ns,
            inode,
            settled,
        }
    }

    /// The stamp of a file with parts beside it: another when any of them changes.
    pub fn covering(self, parts: &[Stamp]) -> Stamp {
        let mut hash = XxHash3_64::new();
        let mut whole = self;
        for stamp in std::iter::once(&self).chain(parts) {
            for number in [
                stamp.len,
                stamp.modified_ns.cast_unsigned(),
                stamp.changed_ns.unwrap_or_default().cast_unsigned(),
                stamp.inode.unwrap_or_default(),
            ] {
                hash.write(&number.to_le_bytes());
            }
            whole.settled &= stamp.settled;
        }
        whole.len += parts.iter().map(|stamp| stamp.len).sum::<u64>();
        whole.inode = Some(hash.finish());
        whole
    }

    /// Whether the file is surely the one that `earlier` was taken of. When in doubt it is not.
    pub fn is_unchanged_since(&self, earlier: &Stamp) -> bool {
        let same_file = self.len == earlier.len
            && self.modified_ns == earlier.modified_ns
            && self.changed_ns == earlier.changed_ns
            && self.inode == earlier.inode;
        earlier.settled && same_file
    }
}

#[cfg(unix)]
fn unix_parts(metadata: &Metadata) -> (Option<i64>, Option<u64>) {
    use std::os::unix::fs::MetadataExt;
    let changed_ns = metadata
        .ctime()
        .saturating_mul(1_000_000_000)
        .saturating_add(metadata.ctime_nsec());
    (Some(changed_ns), Some(metadata.ino()))
}

#[cfg(not(unix))]
fn unix_parts(_: &Metadata) -> (Option<i64>, Option<u64>) {
    (None, None)
}

fn nanoseconds(time: SystemTime) -> i64 {
    let clamp = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => clamp(after),
        Err(before) => -clamp(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_a_settled_file_with_the_same_stamp_is_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        let metadata = fs::metadata(&path).unwrap();
        let just_now = Stamp::new(&metadata, SystemTime::now());
        assert!(!just_now.is_unchanged_since(&just_now), "racily clean");

        let later = SystemTime::now() + Duration::from_secs(3);
        let settled = Stamp::new(&metadata, later);
        assert!(settled.is_unchanged_since(&settled));
        assert!(just_now.is_unchanged_since(&settled));

        fs::write(&path, "four").unwrap();
        let changed = Stamp::new(&fs::metadata(&path).unwrap(), later);
        assert!(!changed.is_unchanged_since(&settled));
    }

    #[test]
    fn a_part_that_changes_changes_the_whole() {
        let stamp = |len, modified_ns| Stamp {
            len,
            modified_ns,
            changed_ns: None,
            inode: None,
            settled: true,
        };
        let issue = stamp(10, 5);
        let before = issue.covering(&[stamp(100, 7), stamp(100, 8)]);
        assert_eq!(before.len, 210);
        assert!(before.is_unchanged_since(&issue.covering(&[stamp(100, 7), stamp(100, 8)])));
        // Set back to an earlier time, and of the same size.
        let after = issue.covering(&[stamp(100, 6), stamp(100, 8)]);
        assert!(!after.is_unchanged_since(&before));
        assert!(!issue.is_unchanged_since(&before));
    }

    #[test]
    fn a_file_from_the_future_is_never_settled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        let past = SystemTime::now() - Duration::from_secs(3600);
        let stamp = Stamp::new(&fs::metadata(&path).unwrap(), past);
        assert!(!stamp.settled);
    }
}
