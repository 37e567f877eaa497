//! What becomes of records whose file cannot be read to its end.

use super::*;

struct Deaf;
impl Observer for Deaf {}

const INDEXED: Fate = Fate::Indexed {
    fingerprint: 7,
    content: 7,
};

fn entry(name: &FileName, fates: &[Fate]) -> FileEntry {
    let mut entry = FileEntry {
        stamp: Some(stamp()),
        mapping: 0,
        members: Vec::new(),
        records: Vec::new(),
    };
    for (number, fate) in fates.iter().enumerate() {
        entry.push(&origin(name, u32::try_from(number).unwrap()), fate.clone());
    }
    entry
}

fn stamp() -> Stamp {
    Stamp {
        len: 9,
        modified_ns: 0,
        changed_ns: None,
        inode: None,
        settled: true,
    }
}

fn fate(fingerprint: u64) -> Fate {
    Fate::Indexed {
        fingerprint,
        content: fingerprint,
    }
}

#[test]
fn what_stands_behind_an_unreadable_place_stays() {
    let (mapping, name) = (Mapping::default(), FileName::from("a.jsonl"));
    let before = [
        fate(1),
        fate(2),
        Fate::Duplicate { fingerprint: 1 },
        fate(3),
        INDEXED,
    ];
    let files = [(name.clone(), entry(&name, &before))];
    let old = Manifest {
        files: files.into_iter().collect(),
    };
    let mut settled = Settlement::new(None, old, &mapping);
    // Another file, before this one, has the last article by now.
    settled.taken.insert(7);
    settled.open(name.clone(), Some(stamp())).unwrap();
    let broken = Rejection::failed("not valid JSON", "");
    settled
        .record(origin(&name, 0), Err(broken.clone()), &mut Deaf)
        .unwrap();
    let unreadable = Rejection::failed("cannot be read", "");
    assert!(unreadable.is_unreachable() && !broken.is_unreachable());
    settled
        .record(origin(&name, 1), Err(unreadable), &mut Deaf)
        .unwrap();
    settled.close().unwrap();
    let (_, entry) = settled.new.pop().unwrap();
    assert_eq!(entry.stamp, None, "it is looked at again");
    let fates: Vec<(u32, Fate)> = entry
        .origins()
        .map(|(at, fate)| (at.record, fate.clone()))
        .collect();
    assert_eq!(
        fates,
        [
            (0, Fate::Rejected(broken.into())),
            (1, fate(2)),
            (2, Fate::Duplicate { fingerprint: 1 }),
            (3, fate(3)),
            (4, Fate::Duplicate { fingerprint: 7 }),
        ]
    );
    let (report, _) = settled.finish().unwrap();
    assert_eq!((report.kept, report.removed, report.articles), (2, 1, 2));
    assert_eq!((report.seen, report.sum()), (2, 2));
}
