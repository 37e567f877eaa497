//! Whatever becomes of the files between two runs or while one reads, the index equals one made from scratch.
//!
//! The property makes random sequences of changes with runs in between, some of them ended like by a kill. Equal means:
//! the same fate of every record, the same articles with their names, the same answers with their scores, the same list of
//! names, the same fingerprint. A longer run: `MORGUE_SEQUENCES=1000 cargo test --release --test it changing_corpus`.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Write as _};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use morgue::article::Mapping;
use morgue::entity::{Gazetteer, Kind};
use morgue::index::{Mode, Reader};
use morgue::ingest::{self, Observer, Options, Progress, Report};
use morgue::query::names::{Names, names};
use morgue::query::{self, Order};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::dice::number_from;
use crate::properties::search;

/// What can be in a file: each file holds some of these, so that there are duplicates.
const STORIES: [(&str, &str); 11] = [
    (
        "Ferry runs aground",
        "The ferry ran aground off Cobh on Monday.",
    ),
    (
        "Strike ends",
        "Dockers went back to work. The strike had lasted three weeks.",
    ),
    ("Port silent", "The port was silent as the strike went on."),
    ("Rain again", "It rained again in the port."),
    ("", ""),
    (
        "Ferry found",
        "The ferry that ran aground was raised. The strike was over.",
    ),
    (
        "Talks begin",
        "President Gustavo Petro met Angela Merkel in Berlin on Monday. Petro smiled.",
    ),
    (
        "Letter",
        "The letter was signed by G. Petro and sent to Berlin.",
    ),
    (
        "Concert",
        "Giovanni Petro sang in Naples. Angela Merkel was there.",
    ),
    (
        "Road blocked",
        "Farmers blocked the road. President Petro said he would talk to them.",
    ),
    (
        "Listener",
        "Angela Merkel said in Berlin on Monday that Petro listened well.",
    ),
];

/// Paths below the corpus. What ends in `.txt` holds one story, in `.zip` one a member, everything else one a line.
fn file_names() -> Vec<Vec<u8>> {
    let long = |length: usize, end: &[u8]| [&vec![b'l'; length - end.len()][..], end].concat();
    let deep = [long(200, b""), long(201, b""), long(202, b"")].join(&b'/');
    let mut names: Vec<Vec<u8>> = [
        &b"a.jsonl"[..],
        b"A.jsonl",
        b"b/c.jsonl",
        b"b.jsonl",
        b"d.txt",
        b"d.txt/inside.txt",
        b"e/f/g.txt",
        b"line\nbreak \x1b[2J.txt",
        b"caf\xe9.txt",
        b"caf\xe8.txt",
        b"h.zip",
        // Called like a member of the one above.
        b"h.zip!0.txt",
        b"i.jsonl.gz",
        b"linked/k.jsonl",
        b"linked/l.txt",
    ]
    .map(<[u8]>::to_vec)
    .into();
    names.push(long(255, b".txt"));
    names.push([&deep[..], b"/m.txt"].concat());
    names
}

/// Something that happens to the files, or a run.
#[derive(Clone, Debug)]
enum Change {
    /// Writes a file anew.
    Write(Name, Vec<usize>),
    /// The same, and then sets its time to what it was.
    WriteUnseen(Name, Vec<usize>),
    Delete(Name),
    Move(Name, Name),
    Copy(Name, Name),
    /// Sets the time of a file, by so many seconds from now.
    Touch(Name, i64),
    /// Cuts a file off half way.
    Cut(Name),
    /// Puts a folder with one story in the place of a file.
    Folder(Name, usize),
    /// Leaves out what is called like this, or nothing.
    Ignore(Option<&'static str>),
    /// The disk that `linked` leads to goes away or comes back.
    Unplug(bool),
    /// Brings the index up to date, perhaps ended after some files.
    Index(Option<u64>),
}

#[derive(Clone, PartialEq)]
struct Name(Vec<u8>);

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}

fn change() -> impl Strategy<Value = Change> {
    let name = || select(file_names()).prop_map(Name);
    let stories = || vec(0..STORIES.len(), 0..4);
    prop_oneof![
        6 => (name(), stories()).prop_map(|(name, list)| Change::Write(name, list)),
        2 => (name(), stories()).prop_map(|(name, list)| Change::WriteUnseen(name, list)),
        1 => name().prop_map(Change::Delete),
        2 => (name(), name()).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (name(), name()).prop_map(|(from, to)| Change::Copy(from, to)),
        1 => (name(), select(vec![-100_000_i64, 0, 100_000])).prop_map(|(name, seconds)| Change::Touch(name, seconds)),
        1 => name().prop_map(Change::Cut),
        1 => (name(), 0..STORIES.len()).prop_map(|(name, story)| Change::Folder(name, story)),
        1 => select(vec![None, Some("b*"), Some("*.txt\n!d.txt\n!z.txt")]).prop_map(Change::Ignore),
        1 => any::<bool>().prop_map(Change::Unplug),
        4 => Just(Change::Index(None)),
        3 => (1..6_u64).prop_map(|files| Change::Index(Some(files))),
    ]
}

/// An archive that changes, part of it on a disk of its own.
struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    fn new() -> Archive {
        let archive = Archive {
            folder: tempfile::tempdir().unwrap(),
        };
        for name in ["corpus", "disk"] {
            fs::create_dir(archive.below(name)).unwrap();
        }
        symlink("../disk", archive.corpus().join("linked")).unwrap();
        // It stays, so that the corpus is never empty.
        archive.write(&Name(b"z.txt".to_vec()), &[3]);
        archive
    }

    fn below(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn corpus(&self) -> PathBuf {
        self.below("corpus")
    }

    fn path(&self, name: &Name) -> PathBuf {
        self.corpus().join(OsStr::from_bytes(&name.0))
    }

    fn make(&self, change: &Change) {
        match change {
            Change::Write(name, list) => self.write(name, list),
            Change::WriteUnseen(name, list) => {
                let before = fs::metadata(self.path(name));
                self.write(name, list);
                if let (Ok(before), Ok(file)) = (before, self.open(name)) {
                    file.set_modified(before.modified().unwrap()).unwrap();
                }
            }
            Change::Delete(name) => clear(&self.path(name)),
            Change::Move(from, to) if from != to => {
                if self.path(from).is_file() && self.make_room(to) {
                    let _ = fs::rename(self.path(from), self.path(to));
                }
            }
            Change::Copy(from, to) if from != to => {
                let bytes = fs::read(self.path(from));
                if let Ok(bytes) = bytes
                    && self.make_room(to)
                {
                    fs::write(self.path(to), bytes).unwrap();
                }
            }
            Change::Move(..) | Change::Copy(..) => {}
            Change::Touch(name, seconds) => {
                if let Ok(file) = self.open(name) {
                    let by = Duration::from_secs(seconds.unsigned_abs());
                    let now = SystemTime::now();
                    let time = if *seconds < 0 { now - by } else { now + by };
                    file.set_modified(time).unwrap();
                }
            }
            Change::Cut(name) => {
                if let Ok(file) = self.open(name) {
                    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
                }
            }
            Change::Folder(name, story) => {
                let inside = Name([&name.0[..], b"/x.txt"].concat());
                self.write(&inside, &[*story]);
            }
            Change::Ignore(None) => clear(&self.corpus().join(".morgueignore")),
            Change::Ignore(Some(lines)) => {
                fs::write(self.corpus().join(".morgueignore"), lines).unwrap();
            }
            Change::Unplug(true) => {
                let _ = fs::rename(self.below("disk"), self.below("unplugged"));
            }
            Change::Unplug(false) => {
                let _ = fs::rename(self.below("unplugged"), self.below("disk"));
            }
            Change::Index(end_after) => {
                self.index("grown", &mut Killer(*end_after));
            }
        }
    }

    fn open(&self, name: &Name) -> std::io::Result<fs::File> {
        fs::File::options().append(true).open(self.path(name))
    }

    /// Writes a file an hour old, so that the next run may trust its times.
    fn write(&self, name: &Name, list: &[usize]) {
        if !self.make_room(name) {
            return;
        }
        fs::write(self.path(name), content(&name.0, list)).unwrap();
        let hour_ago = SystemTime::now() - Duration::from_secs(3600);
        self.open(name).unwrap().set_modified(hour_ago).unwrap();
    }

    /// Takes away what stands in the way of a file of this name. Whether one can be there now.
    fn make_room(&self, name: &Name) -> bool {
        let path = self.path(name);
        let above: Vec<&Path> = path.ancestors().skip(1).collect();
        for folder in above.into_iter().rev() {
            if folder.is_file() {
                fs::remove_file(folder).unwrap();
            }
            // Below the folder of an unplugged disk nothing can be.
            if !folder.is_dir() && fs::create_dir(folder).is_err() {
                return false;
            }
        }
        clear(&path);
        true
    }

    fn index(&self, index: &str, observer: &mut dyn Observer) -> Option<Report> {
        index_corpus(&self.corpus(), &self.below(index), Mode::Update, observer)
    }

    /// Brings the index up to date and compares it with one made from scratch.
    fn check(&self) -> Result<(), TestCaseError> {
        let report = self.index("grown", &mut Killer(None)).unwrap();
        let expected = self.index("scratch", &mut Killer(None)).unwrap();
        let counts = |report: &Report| {
            let Report {
                files,
                seen,
                duplicate,
                skipped,
                failed,
                articles,
                ..
            } = report.clone();
            (files, seen, duplicate, skipped, failed, articles)
        };
        prop_assert_eq!(counts(&report), counts(&expected));
        prop_assert_eq!(held(&self.below("grown")), held(&self.below("scratch")));
        let again = self.index("grown", &mut Killer(None)).unwrap();
        prop_assert_eq!(again.unchanged, expected.articles);
        fs::remove_dir_all(self.below("scratch")).unwrap();
        Ok(())
    }
}

fn clear(path: &Path) {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_dir() => fs::remove_dir_all(path).unwrap(),
        Ok(_) => fs::remove_file(path).unwrap(),
        Err(_) => {}
    }
}

fn content(name: &[u8], list: &[usize]) -> Vec<u8> {
    let text = |story: usize| format!("{}\n\n{}\n", STORIES[story].0, STORIES[story].1);
    if name.ends_with(b".zip") {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (number, &story) in list.iter().enumerate() {
            let member = format!("{number}.txt");
            let options = SimpleFileOptions::default();
            writer.start_file(member, options).unwrap();
            writer.write_all(text(story).as_bytes()).unwrap();
        }
        return writer.finish().unwrap().into_inner();
    }
    if name.ends_with(b".txt") {
        return list
            .first()
            .map(|&story| text(story).into())
            .unwrap_or_default();
    }
    let line = |&story: &usize| match STORIES[story] {
        ("", _) => "{\"title\": \"cut\n".to_owned(),
        (title, text) => serde_json::json!({"title": title, "text": text}).to_string() + "\n",
    };
    let lines: String = list.iter().map(line).collect();
    if name.ends_with(b".gz") {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(lines.as_bytes()).unwrap();
        return encoder.finish().unwrap();
    }
    lines.into_bytes()
}

/// Ends the run like a kill after some files, by unwinding through it.
struct Killer(Option<u64>);

impl Observer for Killer {
    fn progress(&mut self, progress: Progress) {
        if self.0.is_some_and(|files| progress.files >= files) {
            std::panic::resume_unwind(Box::new("killed"));
        }
    }
}

/// As little at a time as can be: a commit after each file, nothing read ahead.
pub(crate) fn step_by_step(corpus: &Path, index: &Path, mode: Mode) -> Options {
    Options {
        corpus: vec![corpus.to_path_buf()],
        mapping: Mapping::default(),
        index: index.to_path_buf(),
        mode,
        is_dry_run: false,
        threads: 1,
        // The least the engine accepts.
        memory_bytes: 16 << 20,
        commit_after: Duration::ZERO,
    }
}

/// Runs, once no other has the lock.
pub(crate) fn run(options: &Options, observer: &mut dyn Observer) -> morgue::Result<Report> {
    loop {
        match ingest::run(options, observer) {
            // Another test starts a program: until it runs, it holds copies of all open files, and a
            // lock is given up with its last copy only.
            Err(morgue::Error::Locked { .. }) => std::thread::sleep(Duration::from_millis(5)),
            ended => return ended.map(|(report, _)| report),
        }
    }
}

/// `None` for a run that was ended.
fn index_corpus(
    corpus: &Path,
    index: &Path,
    mode: Mode,
    observer: &mut dyn Observer,
) -> Option<Report> {
    let options = step_by_step(corpus, index, mode);
    let report = catch_unwind(AssertUnwindSafe(|| run(&options, observer))).ok()?;
    let report = report.unwrap_or_else(|error| panic!("{error:#}"));
    assert_eq!(report.seen, report.sum());
    assert_eq!(report.articles, Reader::open(index).unwrap().articles());
    Some(report)
}

/// Everything that an index holds and answers, a line each.
pub(crate) fn held(folder: &Path) -> Vec<String> {
    let reader = Reader::open(folder).unwrap();
    let gazetteer = Gazetteer::builtin();
    let known = Names::default();
    let manifest = reader.manifest().unwrap();
    let mut held = vec![
        format!("{} articles", reader.articles()),
        reader.fingerprint().to_owned(),
        format!("{:016x}", manifest.fingerprint()),
    ];
    for (name, entry) in &manifest.files {
        let fates: Vec<String> = entry
            .origins()
            .map(|(origin, fate)| {
                format!(
                    "{}#{} {fate:?}",
                    origin.file.as_bytes().escape_ascii(),
                    origin.record
                )
            })
            .collect();
        held.push(format!(
            "{}: {}",
            name.as_bytes().escape_ascii(),
            fates.join(", ")
        ));
    }
    for typed in [
        "*",
        "strike",
        "port OR ferry",
        "\"ran aground\"",
        "title:ferry OR rain",
        "person:\"Gustavo Petro\"",
        "person:\"Giovanni Petro\" OR person:Petro",
        "place:Berlin -letter",
    ] {
        let asked = search(typed, Order::Relevance);
        let results = query::search(&asked, &reader, &gazetteer, &known).unwrap();
        for expansion in &results.expansions {
            held.push(format!("{typed} is {expansion:?}"));
        }
        for hit in results.hits(false) {
            let hit = hit.unwrap();
            held.push(format!("{typed}: {} {:?}", hit.score, hit.stored));
        }
    }
    let listed = names(&reader, &known, &Kind::ALL, None).unwrap();
    held.extend(listed.iter().map(|name| format!("{name:?}")));
    held
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: number_from("MORGUE_SEQUENCES").map_or(24, |cases| cases as u32),
        // Nothing is written into the tree; a failure prints its smallest case.
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_index_that_grew_equals_one_from_scratch(changes in vec(change(), 1..24)) {
        let archive = Archive::new();
        for change in &changes {
            archive.make(change);
        }
        archive.make(&Change::Unplug(false));
        archive.check()?;
    }
}

/// Found by the property above in a longer run.
#[test]
fn a_duplicate_that_is_called_like_a_new_member_is_told_of_as_that() {
    let archive = Archive::new();
    let name = |name: &str| Name(name.into());
    for change in [
        Change::Write(name("a.jsonl"), vec![8]),
        Change::Write(name("h.zip!0.txt"), vec![8]),
        Change::Index(None),
        Change::Write(name("h.zip"), vec![0]),
    ] {
        archive.make(&change);
    }
    archive.check().unwrap();
}

/// Does something when so many files are settled, once.
struct After<F> {
    files: u64,
    act: Option<F>,
}

impl<F: FnOnce()> Observer for After<F> {
    fn progress(&mut self, progress: Progress) {
        if progress.files >= self.files
            && let Some(act) = self.act.take()
        {
            act();
        }
    }
}

/// Files `0.jsonl` to `5.jsonl`, one story each, and `z.txt`.
fn six_files() -> Archive {
    let archive = Archive::new();
    for (number, story) in [0, 1, 2, 5, 6, 7].into_iter().enumerate() {
        archive.write(&numbered(number), &[story]);
    }
    archive
}

fn numbered(number: usize) -> Name {
    Name(format!("{number}.jsonl").into_bytes())
}

type InArchive = fn(&Archive);

/// What a run over six files meets when something happens between walking and reading.
const BETWEEN: &[(&str, InArchive)] = &[
    ("written anew", |archive| {
        archive.write(&numbered(4), &[8, 9])
    }),
    ("written anew, of the same length and age", |archive| {
        let path = archive.path(&numbered(4));
        let (text, time) = (
            fs::read_to_string(&path).unwrap(),
            fs::metadata(&path).unwrap().modified().unwrap(),
        );
        fs::write(&path, text.replace("Berlin", "Lisbon")).unwrap();
        archive
            .open(&numbered(4))
            .unwrap()
            .set_modified(time)
            .unwrap();
    }),
    ("another file of the same length and age", |archive| {
        let path = archive.path(&numbered(4));
        let (text, time) = (
            fs::read_to_string(&path).unwrap(),
            fs::metadata(&path).unwrap().modified().unwrap(),
        );
        let new = archive.below("new");
        fs::write(&new, text.replace("Berlin", "Lisbon")).unwrap();
        fs::File::options()
            .append(true)
            .open(&new)
            .unwrap()
            .set_modified(time)
            .unwrap();
        fs::rename(new, path).unwrap();
    }),
    ("cut", |archive| archive.make(&Change::Cut(numbered(4)))),
    ("deleted", |archive| clear(&archive.path(&numbered(4)))),
    ("moved to where the run was", |archive| {
        archive.make(&Change::Move(numbered(4), Name(b"00.jsonl".to_vec())));
    }),
    ("moved to where the run will not come", |archive| {
        archive.make(&Change::Move(numbered(4), Name(b"6.jsonl".to_vec())));
    }),
    ("moved over a file that was read", |archive| {
        archive.make(&Change::Move(numbered(4), numbered(0)))
    }),
    ("moved over one that will be", |archive| {
        archive.make(&Change::Move(numbered(4), numbered(5)))
    }),
    ("now a pipe that nobody writes into", |archive| {
        let path = archive.path(&numbered(4));
        clear(&path);
        let made = std::process::Command::new("mkfifo")
            .arg(path)
            .status()
            .unwrap();
        assert!(made.success());
    }),
    ("now a folder", |archive| {
        archive.make(&Change::Folder(numbered(4), 8))
    }),
    ("now a repetition of one that was read", |archive| {
        archive.write(&numbered(4), &[0])
    }),
    ("what was read is a repetition of it", |archive| {
        archive.write(&numbered(0), &[6])
    }),
];

#[test]
fn a_file_is_replaced_between_walking_and_reading() {
    for (what, act) in BETWEEN {
        for is_first in [true, false] {
            let archive = six_files();
            if !is_first {
                archive.index("grown", &mut Killer(None));
                // All must be read again.
                for number in 0..6 {
                    archive.make(&Change::Touch(numbered(number), -7200));
                }
            }
            let act = || act(&archive);
            let mut observer = After {
                files: 2,
                act: Some(act),
            };
            archive.index("grown", &mut observer).unwrap();
            assert!(observer.act.is_none(), "{what}: nothing happened");
            let checked = archive.check();
            assert!(checked.is_ok(), "{what}, first run {is_first}: {checked:?}");
        }
    }
}

/// Lines in a file that is changed while they are read: more than are read at once.
const LINES: usize = 4000;

fn many_lines(word: &str) -> String {
    let line =
        |number| format!("{{\"title\":\"Story {number}\",\"text\":\"A {word} of {number}.\"}}\n");
    (0..LINES).map(line).collect()
}

type ToFile = fn(&Path);

/// What happens to a file while its lines are read.
const WHILE: &[(&str, ToFile)] = &[
    ("written anew in its place", |path| {
        fs::write(path, many_lines("gale")).unwrap()
    }),
    ("another file", |path| {
        let new = path.with_extension("new");
        fs::write(&new, many_lines("gale")).unwrap();
        fs::rename(new, path).unwrap();
    }),
    ("cut", |path| {
        let file = fs::File::options().append(true).open(path).unwrap();
        file.set_len(100_000).unwrap();
    }),
    ("grown", |path| {
        let mut file = fs::File::options().append(true).open(path).unwrap();
        file.write_all(b"{\"title\":\"Last\",\"text\":\"One more.\"}\n")
            .unwrap();
    }),
    ("deleted", |path| fs::remove_file(path).unwrap()),
];

/// Does something when so many records are settled, once.
struct AfterRecords<F>(Option<F>);

impl<F: FnOnce()> Observer for AfterRecords<F> {
    fn progress(&mut self, progress: Progress) {
        if progress.records > 100
            && let Some(act) = self.0.take()
        {
            act();
        }
    }
}

#[test]
fn a_file_is_replaced_while_it_is_read() {
    for (what, act) in WHILE {
        let archive = Archive::new();
        let path = archive.path(&Name(b"many.jsonl".to_vec()));
        fs::write(&path, many_lines("calm")).unwrap();
        let hour_ago = SystemTime::now() - Duration::from_secs(3600);
        let file = fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(hour_ago).unwrap();
        let mut records = 0;
        let mut observer = AfterRecords(Some(|| {
            records = 1;
            act(&path);
            // As a copy that keeps times.
            if let Ok(file) = fs::File::options().append(true).open(&path) {
                file.set_modified(hour_ago).unwrap();
            }
        }));
        archive.index("grown", &mut observer).unwrap();
        assert_eq!(records, 1, "{what}: nothing happened");
        let checked = archive.check();
        assert!(checked.is_ok(), "{what}: {checked:?}");
    }
}
