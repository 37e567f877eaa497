//! Puts articles in and takes them out. One writer at a time.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use tantivy::store::Compressor;
use tantivy::{IndexSettings, IndexWriter};

use super::analyzer::tokenizers;
use super::directory::{Purpose, SealedDirectory};
use super::document::Encoded;
use super::manifest::Manifest;
use super::merges::{LARGE_BYTES, Merges};
use super::pressed::{Press, SAMPLE_BYTES};
use super::queue::{Queue, Queued};
use super::schema::{Fields, schema};
use super::{
    Commit, Current, LOCK, Reader, engine_error, generation_folder, generation_number, sync_folder,
};
use crate::article::ArticleId;
use crate::error::{Error, Result};

/// What becomes of the articles that are in the index already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They stay until their records change.
    Update,
    /// A new index is made beside the old one, which serves until the new one is complete.
    Rebuild,
}

/// The write side of an index folder. Holds its lock; dropping it without a commit loses nothing
/// that was committed, and waits for the threads that still write.
pub struct Writer {
    folder: PathBuf,
    /// The folder of the generation that is written.
    generation: PathBuf,
    current: Current,
    is_published: bool,
    directory: SealedDirectory,
    index: tantivy::Index,
    /// Opened by the first change: a run that finds nothing new starts no threads.
    engine: Option<IndexWriter<Queued>>,
    /// Articles that wait for a dictionary to be made from them.
    waiting: Vec<Encoded>,
    /// What is to be stored of them, in bytes.
    waiting_bytes: usize,
    press: Press,
    queue: Queue,
    effort: Effort,
    fields: Fields,
    last: Commit,
    _lock: Lock,
}

/// What the writer may use.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Threads of the whole run, at least 1. With one, nothing goes on beside the writer.
    pub threads: usize,
    /// Bytes held before a segment is written.
    pub memory_bytes: usize,
}

impl Effort {
    /// Threads that write. Of the work of a run they have about a third.
    fn writing_threads(self) -> usize {
        (self.threads / 3).clamp(1, 8)
    }

    /// Bytes of documents that may wait for the writer.
    fn queue_bytes(self) -> usize {
        match self.threads {
            0 | 1 => 0,
            _ => 32 << 20,
        }
    }
}

/// Stored articles lie in blocks of this many bytes, of which one is read for an article.
const BLOCK_BYTES: usize = 8 << 10;

impl Writer {
    /// Opens the index in `folder` for writing, making folder and index where there are none.
    ///
    /// # Errors
    /// [`Error::Locked`] when another writer is at work; [`Error::IndexVersion`] when the index
    /// was made by other rules and `mode` is not [`Mode::Rebuild`]; [`Error::Io`].
    pub fn open(folder: &Path, mode: Mode, effort: Effort) -> Result<Writer> {
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let lock = Lock::take(folder)?;
        let found = match Current::read(folder) {
            Err(Error::Damaged { .. }) if mode == Mode::Rebuild => None,
            found => found?,
        };
        let generations = generations(folder)?;
        let is_first = found.is_none();
        let (current, is_published) = match found {
            Some(current) if mode == Mode::Update => {
                // A damaged index must not be added to.
                Reader::open(folder)?;
                (current, true)
            }
            _ => {
                let newest = generations.iter().copied().max().unwrap_or(0);
                (Current::of(newest + 1), false)
            }
        };
        // What a killed rebuild left behind.
        let kept = found_generation(folder);
        for generation in generations {
            if Some(generation) != kept {
                remove_generation(folder, generation)?;
            }
        }

        let generation = generation_folder(folder, current.generation);
        fs::create_dir_all(&generation).map_err(Error::io("create", &generation))?;
        let (schema, fields) = schema();
        let directory = SealedDirectory::open(&generation, Purpose::Writing)
            .map_err(|error| engine_error(folder)(error.into()))?;
        let index = tantivy::Index::builder()
            .schema(schema)
            .tokenizers(tokenizers())
            .settings(settings())
            .open_or_create(directory.clone())
            .map_err(write_error(folder, &directory))?;
        let last = last_commit(&index, folder)?;
        let press = Press::open(folder, &generation, last.dictionaries)?;
        let opened = Writer {
            folder: folder.to_path_buf(),
            generation,
            current,
            is_published,
            directory,
            index,
            engine: None,
            waiting: Vec::new(),
            waiting_bytes: 0,
            press,
            queue: Queue::new(effort.queue_bytes()),
            effort,
            fields,
            last,
            _lock: lock,
        };
        if is_first {
            // Nothing to protect: what is committed on the way can be searched at once.
            return opened.published();
        }
        Ok(opened)
    }

    /// The manifest of the last commit; empty for a new index.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn manifest(&self) -> Result<Manifest> {
        if self.last.number == 0 {
            return Ok(Manifest::default());
        }
        Manifest::read(&self.folder, &self.generation.join(&self.last.manifest))
    }

    /// Whether nothing has been committed yet.
    pub fn is_new(&self) -> bool {
        self.last.number == 0
    }

    /// Adds an article; waits while too much waits to be written. An older version must be removed first.
    ///
    /// # Errors
    /// [`Error::Engine`] when the indexing thread died, on a full disk for example.
    pub fn put(&mut self, article: Encoded) -> Result<()> {
        if !self.press.may_improve() {
            return self.add(article);
        }
        self.waiting_bytes += article.packed.len();
        self.waiting.push(article);
        match self.waiting_bytes < SAMPLE_BYTES {
            true => Ok(()),
            false => self.add_waiting(),
        }
    }

    /// Makes a dictionary from the articles that wait for one, and adds them.
    fn add_waiting(&mut self) -> Result<()> {
        self.waiting_bytes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let packed = waiting.iter().map(|article| article.packed.as_slice());
        self.press.improve(packed)?;
        waiting
            .into_iter()
            .try_for_each(|article| self.add(article))
    }

    fn add(&mut self, article: Encoded) -> Result<()> {
        let bytes = article.bytes();
        let mut document = article.document;
        let pressed = self.press.press(&article.packed)?;
        document.add_bytes(self.fields.stored, &pressed);
        self.queue.add(document, bytes);
        self.hand_over_when_full()
    }

    fn hand_over_when_full(&mut self) -> Result<()> {
        match self.queue.is_full() {
            true => self.hand_over(),
            false => Ok(()),
        }
    }

    /// Gives the engine what was changed so far.
    fn hand_over(&mut self) -> Result<()> {
        let batch = self.queue.batch();
        let done = self.engine()?.run(batch);
        done.map_err(write_error(&self.folder, &self.directory))?;
        self.queue.wait();
        Ok(())
    }

    /// Takes an article out; nothing happens when it is not in.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn remove(&mut self, id: ArticleId) -> Result<()> {
        let mut waiting = self.waiting.iter();
        if waiting.any(|article| article.id == id) {
            self.add_waiting()?;
        }
        let term = tantivy::Term::from_field_u64(self.fields.id, id.0);
        self.queue.remove(term);
        self.hand_over_when_full()
    }

    fn engine(&mut self) -> Result<&mut IndexWriter<Queued>> {
        let engine = match self.engine.take() {
            Some(engine) => engine,
            None => {
                let engine = self
                    .index
                    .writer_with_num_threads(
                        self.effort.writing_threads(),
                        self.effort.memory_bytes,
                    )
                    .map_err(write_error(&self.folder, &self.directory))?;
                let merges = Merges::new(self.generation.clone(), LARGE_BYTES);
                engine.set_merge_policy(Box::new(merges));
                // What a run left behind that was killed or met a full disk makes room first.
                let tidied = engine.garbage_collect_files().wait();
                tidied.map_err(write_error(&self.folder, &self.directory))?;
                engine
            }
        };
        Ok(self.engine.insert(engine))
    }

    /// Makes everything since the last commit visible and durable, in one step, together with the
    /// manifest that describes it.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Engine`]. Then the index is as it was after the commit before.
    ///
    /// # Panics
    /// Never: a commit is a name and a number, which can always be serialized.
    pub fn commit(&mut self, manifest: &Manifest) -> Result<()> {
        self.add_waiting()?;
        self.hand_over()?;
        let number = self.last.number + 1;
        let next = Commit {
            dictionaries: self.press.dictionaries(),
            manifest: format!("manifest-{number}"),
            number,
            fingerprint: format!("{:016x}", manifest.fingerprint()),
        };
        manifest.write(&self.generation.join(&next.manifest))?;
        let payload = serde_json::to_string(&next).expect("a commit can be written");
        let failed = write_error(&self.folder, &self.directory);
        let commit = |engine: &mut IndexWriter<Queued>| {
            let mut prepared = engine.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit()
        };
        commit(self.engine()?).map_err(failed)?;
        let before = std::mem::replace(&mut self.last, next);
        if before.number > 0 {
            // Only tidying: a manifest that stays behind is never read.
            let _ = fs::remove_file(self.generation.join(before.manifest));
        }
        Ok(())
    }

    /// Ends the run after the last commit: waits for merges, lets a rebuilt index take the place of
    /// the old one.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Engine`].
    pub fn finish(self) -> Result<()> {
        let mut done = if self.is_published {
            self
        } else {
            self.published()?
        };
        let current = done.current.generation;
        for generation in generations(&done.folder)? {
            if generation != current {
                remove_generation(&done.folder, generation)?;
            }
        }
        match done.engine.take() {
            Some(engine) => engine
                .wait_merging_threads()
                .map_err(write_error(&done.folder, &done.directory)),
            None => Ok(()),
        }
    }

    fn published(mut self) -> Result<Writer> {
        self.current.publish(&self.folder)?;
        self.is_published = true;
        Ok(self)
    }
}

impl Drop for Writer {
    /// A run that was broken off leaves no thread behind: what merges go on would write beside the next writer.
    fn drop(&mut self) {
        if let Some(engine) = self.engine.take() {
            // What it says of a run that failed was said before.
            let _ = engine.wait_merging_threads();
        }
    }
}

/// Wraps an error of the engine; when a file could not be written, says which and why.
fn write_error(
    folder: &Path,
    directory: &SealedDirectory,
) -> impl FnOnce(tantivy::TantivyError) -> Error + use<> {
    let (folder, directory) = (folder.to_path_buf(), directory.clone());
    move |error| match directory.failure() {
        Some((path, source)) => Error::io("write", &path)(source),
        None => engine_error(&folder)(error),
    }
}

fn settings() -> IndexSettings {
    IndexSettings {
        // Each article is pressed before.
        docstore_compression: Compressor::None,
        docstore_blocksize: BLOCK_BYTES,
        // The threads of a run are counted.
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// The lock of the one writer, which says who has it.
struct Lock(File);

impl Lock {
    fn take(folder: &Path) -> Result<Lock> {
        let path = folder.join(LOCK);
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(Error::io("write", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Locked {
                    path: folder.to_path_buf(),
                    holder: holder(&path),
                });
            }
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path)(error)),
        }
        let now = jiff::Timestamp::now().round(jiff::Unit::Second);
        let since = now.map_or_else(|_| String::new(), |now| format!(", since {now}"));
        // It tells those who come, and is no part of the lock: on a full disk it may fail.
        let _ = file
            .set_len(0)
            .and_then(|()| write!(file, "process {}{since}", std::process::id()));
        Ok(Lock(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Who is killed leaves his name, and the next one writes over it.
        let _ = self.0.set_len(0);
    }
}

/// What the holder of a lock wrote into it.
fn holder(path: &Path) -> Option<String> {
    let holder = fs::read_to_string(path).ok()?;
    Some(holder).filter(|holder| !holder.is_empty())
}

/// The generation that `morgue.json` names, readable or not.
fn found_generation(folder: &Path) -> Option<u32> {
    Current::read(folder)
        .ok()?
        .map(|current| current.generation)
}

fn generations(folder: &Path) -> Result<Vec<u32>> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    Ok(entries
        .filter_map(|entry| generation_number(entry.ok()?.file_name().to_str()?))
        .collect())
}

fn remove_generation(folder: &Path, generation: u32) -> Result<()> {
    let path = generation_folder(folder, generation);
    fs::remove_dir_all(&path).map_err(Error::io("remove", &path))?;
    sync_folder(folder);
    Ok(())
}

/// What the last commit of an opened index says; the default for one that has none.
pub(super) fn last_commit(index: &tantivy::Index, folder: &Path) -> Result<Commit> {
    let metas = index.load_metas().map_err(engine_error(folder))?;
    let Some(payload) = metas.payload else {
        return Ok(Commit::default());
    };
    serde_json::from_str(&payload).map_err(|error| Error::Damaged {
        path: folder.to_path_buf(),
        detail: format!("cannot understand the last commit: {error}"),
    })
}
