//! A folder of its own for each test, and the program run in it.
//!
//! The program sees no environment but what is set here: width, time zone and locale are fixed.
//! `corpus` and `index` in the folder are what the program reads and writes by default.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

/// The sample archive.
pub(crate) const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

/// A program that takes longer hangs.
const DEADLINE: Duration = Duration::from_secs(60);

/// Files are given this age, so that a second run may trust their times.
const AGE: Duration = Duration::from_secs(3600);

/// A temporary folder; it goes when this is dropped.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    /// With an empty `corpus`.
    pub(crate) fn new() -> Sandbox {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("corpus")).unwrap();
        Sandbox { folder }
    }

    /// With these files in `corpus`.
    pub(crate) fn with(files: &[(&str, &str)]) -> Sandbox {
        let sandbox = Sandbox::new();
        for (name, text) in files {
            sandbox.write(format!("corpus/{name}"), text);
        }
        sandbox
    }

    /// With these files in `corpus`, indexed.
    pub(crate) fn indexed(files: &[(&str, &str)]) -> Sandbox {
        let sandbox = Sandbox::with(files);
        sandbox.index();
        sandbox
    }

    /// With these articles, one a line, in `corpus/a.jsonl`, indexed.
    pub(crate) fn of_articles(articles: &[Value]) -> Sandbox {
        Sandbox::indexed(&[("a.jsonl", &lines(articles))])
    }

    /// With a copy of the sample archive as `corpus`.
    pub(crate) fn with_sample() -> Sandbox {
        let sandbox = Sandbox::new();
        copy(Path::new(SAMPLE), &sandbox.path("corpus"));
        sandbox
    }

    /// A path below the folder.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file below the folder, with the folders above it, and gives it some age.
    pub(crate) fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        let file = File::options().append(true).open(&path).unwrap();
        file.set_modified(SystemTime::now() - AGE).unwrap();
    }

    /// The program with these arguments, not yet started.
    pub(crate) fn command(&self, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Command {
        self.program(Path::new(env!("CARGO_BIN_EXE_morgue")), arguments)
    }

    fn program(&self, program: &Path, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs([("COLUMNS", "80"), ("LC_ALL", "C"), ("TZ", "UTC")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Output {
        finish(self.command(arguments))
    }

    /// Runs the program with these variables set, too.
    pub(crate) fn run_in(
        &self,
        environment: &[(&str, &str)],
        arguments: impl IntoIterator<Item: AsRef<OsStr>>,
    ) -> Output {
        let mut command = self.command(arguments);
        command.envs(environment.iter().copied());
        finish(command)
    }

    /// Runs the program as somebody who may not do everything, whoever runs the tests.
    #[cfg(unix)]
    pub(crate) fn run_as_nobody(&self, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Output {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        use std::os::unix::process::CommandExt;

        let is_root = fs::metadata(self.folder.path()).unwrap().uid() == 0;
        if !is_root {
            return self.run(arguments);
        }
        let everybody = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.folder.path(), everybody).unwrap();
        // The way to the program may be closed to others.
        let program = self.path("morgue");
        if !program.exists() {
            fs::copy(env!("CARGO_BIN_EXE_morgue"), &program).unwrap();
        }
        let mut command = self.program(&program, arguments);
        command.uid(65534).gid(65534);
        finish(command)
    }

    /// Makes the index equal to `corpus`; gives the summary, whose sum is checked.
    pub(crate) fn index(&self) -> Value {
        self.index_with::<&str>([])
    }

    /// The same, with more arguments.
    pub(crate) fn index_with<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Value {
        let output = self.run(with(["index", "--json"], arguments));
        assert_eq!(output.code, 0, "{output}");
        let summary = output.lines().pop().unwrap();
        assert_adds_up(&summary);
        summary
    }

    /// Runs a query with `--json`; gives the hits.
    pub(crate) fn hits<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Vec<Value> {
        let output = self.run(with(["query", "--json"], arguments));
        assert!(output.code <= 1, "{output}");
        assert_eq!(output.code == 1, output.stdout.is_empty(), "{output}");
        output.lines()
    }

    /// The files of the hits, with `#record` where that is not 0, in the order of the answer.
    pub(crate) fn found<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Vec<String> {
        self.hits(with(["--all"], arguments))
            .iter()
            .map(place_of)
            .collect()
    }

    /// The headlines of the hits, in the order of the answer.
    pub(crate) fn titles<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Vec<String> {
        let hits = self.hits(with(["--all"], arguments));
        hits.iter().map(|hit| text(&hit["title"])).collect()
    }

    /// Every file below a folder with its bytes, by path.
    pub(crate) fn snapshot(&self, name: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut left = vec![self.path(name)];
        while let Some(folder) = left.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    let bytes = fs::read(&path).unwrap();
                    found.push((path, bytes));
                }
            }
        }
        found.sort();
        found
    }

    /// The one file below the index folder whose name ends like this.
    pub(crate) fn index_file(&self, ending: &str) -> PathBuf {
        let found = self.snapshot("index").into_iter().map(|(path, _)| path);
        let mut fitting = found.filter(|path| path.to_str().unwrap().ends_with(ending));
        fitting.next().unwrap()
    }
}

/// What a run of the program gave.
#[must_use]
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
    folder: PathBuf,
}

impl Output {
    /// The JSON objects on stdout.
    pub(crate) fn lines(&self) -> Vec<Value> {
        parsed(&self.stdout)
    }

    /// The JSON objects on stderr.
    pub(crate) fn told(&self) -> Vec<Value> {
        parsed(&self.stderr)
    }

    /// The one JSON object on stderr that is an error.
    pub(crate) fn error(&self) -> Value {
        let mut errors = self.told();
        errors.retain(|line| line["level"] == "error");
        assert_eq!(errors.len(), 1, "{self}");
        errors.remove(0)
    }
}

/// What a reader sees, without what differs from run to run.
impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.to_string_lossy();
        let steady = |text: &str| text.replace(&*folder, "[sandbox]");
        write!(f, "{}", steady(&self.stdout))?;
        if !self.stderr.is_empty() {
            write!(f, "----- stderr\n{}", steady(&self.stderr))?;
        }
        write!(f, "----- exit {}", self.code)
    }
}

fn parsed(text: &str) -> Vec<Value> {
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    let line = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(line).collect()
}

/// Runs a command to its end, which must come.
pub(crate) fn finish(mut command: Command) -> Output {
    let folder = command.get_current_dir().unwrap().to_path_buf();
    let mut child = started(&mut command);
    let stdout = gathered(child.stdout.take().unwrap());
    let stderr = gathered(child.stderr.take().unwrap());
    let status = ended(&mut child);
    Output {
        stdout: String::from_utf8(stdout.join().unwrap()).unwrap(),
        stderr: String::from_utf8(stderr.join().unwrap()).unwrap(),
        code: status.unwrap_or(-1),
        folder,
    }
}

/// Starts a program. One that was just copied may be held open for writing for a moment: by another program that a test
/// started meanwhile, which has copies of all open files until it runs.
fn started(command: &mut Command) -> Child {
    loop {
        match command.spawn() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(Duration::from_millis(5));
            }
            spawned => return spawned.unwrap(),
        }
    }
}

fn gathered(mut stream: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

/// The exit code; `None` when a signal ended it.
fn ended(child: &mut Child) -> Option<i32> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if started.elapsed() > DEADLINE {
            child.kill().unwrap();
            panic!("the program hangs");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// `seen` is the sum of all that becomes of a record.
pub(crate) fn assert_adds_up(summary: &Value) {
    let sum = |key: &str| -> u64 {
        let reasons = summary[key].as_object().unwrap();
        reasons.values().map(|count| count.as_u64().unwrap()).sum()
    };
    let single: u64 = ["added", "updated", "unchanged", "duplicate"]
        .iter()
        .map(|key| summary[key].as_u64().unwrap())
        .sum();
    assert_eq!(
        summary["seen"],
        single + sum("skipped") + sum("failed"),
        "{summary}"
    );
}

/// JSON Lines.
pub(crate) fn lines(articles: &[Value]) -> String {
    articles
        .iter()
        .map(|article| format!("{article}\n"))
        .collect()
}

/// Where an article of a JSON answer stands: `a.jsonl#3`.
pub(crate) fn place_of(article: &Value) -> String {
    match article["record"].as_u64().unwrap() {
        0 => text(&article["file"]),
        record => format!("{}#{record}", text(&article["file"])),
    }
}

/// A JSON string.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The keys of a JSON object, in order.
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// Arguments, then more arguments.
pub(crate) fn with<const N: usize, A: AsRef<OsStr>>(
    first: [&str; N],
    then: impl IntoIterator<Item = A>,
) -> Vec<OsString> {
    let first = first.into_iter().map(OsString::from);
    first
        .chain(
            then.into_iter()
                .map(|argument| argument.as_ref().to_owned()),
        )
        .collect()
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
