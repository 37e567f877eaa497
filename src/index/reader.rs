//! A snapshot of the index that does not change under you.

use std::fmt::Display;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, DocId, ReloadPolicy, Searcher, SegmentOrdinal, TantivyDocument};

use super::analyzer::tokenizers;
use super::directory::{Purpose, SealedDirectory};
use super::document::Stored;
use super::manifest::Manifest;
use super::packed::unpack;
use super::pressed::Unpress;
use super::sample::Sample;
use super::schema::{Fields, ID, schema};
use super::writer::last_commit;
use super::{Commit, Current, engine_error, generation_folder};
use crate::article::ArticleId;
use crate::error::{Error, Result};

/// The read side of an index folder: one commit, whatever is written meanwhile.
pub struct Reader {
    folder: PathBuf,
    /// Handles of the fields.
    pub fields: Fields,
    /// The engine's view.
    pub searcher: Searcher,
    /// What the commit says of itself.
    pub commit: Commit,
    generation: u32,
    stored: Unpress,
    /// Of each segment, once they were asked for.
    ids: OnceLock<Vec<Column<u64>>>,
    /// Once it was asked for.
    sample: OnceLock<Sample>,
    /// Words of each field, once they were counted. See [`super::statistics`].
    pub(super) words: Mutex<FxHashMap<Field, u64>>,
}

/// How often opening is tried: a writer may remove segments between the list and the files.
const TRIES: usize = 5;

/// Articles are walked in the order of their blocks, so that one is enough.
const BLOCKS_KEPT: usize = 1;

impl Reader {
    /// Opens the index in `folder`. Writes nothing, so the folder may be read-only.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::IndexVersion`], [`Error::Damaged`], [`Error::Io`].
    pub fn open(folder: &Path) -> Result<Reader> {
        let mut tries = TRIES;
        loop {
            tries -= 1;
            match Reader::try_open(folder) {
                Err(Error::Damaged { .. }) if tries > 0 => continue,
                opened => return opened,
            }
        }
    }

    fn try_open(folder: &Path) -> Result<Reader> {
        let current = Current::read(folder)?.ok_or_else(|| Error::NoIndex {
            path: folder.to_path_buf(),
        })?;
        current.check(folder)?;
        let generation = generation_folder(folder, current.generation);
        let directory = SealedDirectory::open(&generation, Purpose::Asking);
        let directory = directory.map_err(|error| Error::Damaged {
            path: folder.to_path_buf(),
            detail: error.to_string(),
        })?;
        let mut index = tantivy::Index::open(directory).map_err(engine_error(folder))?;
        index.set_tokenizers(tokenizers());
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(Error::Damaged {
                path: folder.to_path_buf(),
                detail: "its fields are not those of its format version".into(),
            });
        }
        let commit = last_commit(&index, folder)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(engine_error(folder))?;
        Ok(Reader {
            folder: folder.to_path_buf(),
            fields,
            searcher: reader.searcher(),
            stored: Unpress::open(folder, &generation, commit.dictionaries)?,
            commit,
            generation: current.generation,
            ids: OnceLock::new(),
            sample: OnceLock::new(),
            words: Mutex::default(),
        })
    }

    /// The index folder, for messages.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Number of articles.
    pub fn articles(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The ids of the articles of a segment, given by its number.
    ///
    /// # Errors
    /// When the column cannot be read.
    pub(crate) fn ids(&self, segment: SegmentOrdinal) -> tantivy::Result<&Column<u64>> {
        let at = segment as usize;
        if let Some(ids) = self.ids.get() {
            return Ok(&ids[at]);
        }
        let segments = self.searcher.segment_readers().iter();
        let ids = segments.map(|segment| segment.fast_fields().u64(ID));
        let ids = ids.collect::<tantivy::Result<_>>()?;
        Ok(&self.ids.get_or_init(|| ids)[at])
    }

    /// Some articles that stand for the archive at large. The first to ask pays for reading them.
    ///
    /// # Errors
    /// When a column cannot be read.
    pub(crate) fn sample(&self) -> tantivy::Result<&Sample> {
        if let Some(sample) = self.sample.get() {
            return Ok(sample);
        }
        let sample = Sample::of(self)?;
        Ok(self.sample.get_or_init(|| sample))
    }

    /// What this commit was made from.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn manifest(&self) -> Result<Manifest> {
        if self.commit.number == 0 {
            return Ok(Manifest::default());
        }
        let generation = generation_folder(&self.folder, self.generation);
        Manifest::read(&self.folder, &generation.join(&self.commit.manifest))
    }

    /// Names what is searched: the same for two indexes that hold the same articles.
    pub fn fingerprint(&self) -> &str {
        &self.commit.fingerprint
    }

    /// The article at an address the engine gave, with its names.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the stored article cannot be read.
    pub fn article(&self, address: DocAddress) -> Result<Stored> {
        let document: TantivyDocument = self
            .searcher
            .doc(address)
            .map_err(engine_error(&self.folder))?;
        self.unpacked(&document)
    }

    fn unpacked(&self, document: &TantivyDocument) -> Result<Stored> {
        let damaged = |detail: String| Error::Damaged {
            path: self.folder.clone(),
            detail,
        };
        let bytes = document
            .get_first(self.fields.stored)
            .and_then(|value| value.as_bytes())
            .ok_or_else(|| damaged("an article is missing".into()))?;
        let garbled = |error: &dyn Display| damaged(format!("an article is garbled: {error}"));
        let packed = self
            .stored
            .unpress(bytes)
            .map_err(|error| garbled(&error))?;
        unpack(&packed).map_err(|error| garbled(&error))
    }

    /// Shows every article to `visit`, in the order of the index, until it breaks off. An article
    /// that cannot be read is an error of its own, and the next one follows. Costs the reading of
    /// all that is stored, and the memory of one block.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Engine`] when the articles cannot be got at.
    pub fn each_article(
        &self,
        mut visit: impl FnMut(Result<Stored>) -> ControlFlow<()>,
    ) -> Result<()> {
        for number in 0..self.searcher.segment_readers().len() as u32 {
            let flow = self.each_article_of(number, |_, stored| visit(stored))?;
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The same for one segment, with the number that each article has in it.
    pub(super) fn each_article_of(
        &self,
        segment: u32,
        mut visit: impl FnMut(DocId, Result<Stored>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        let segment = self.searcher.segment_reader(segment);
        let store = segment
            .get_store_reader(BLOCKS_KEPT)
            .map_err(|error| self.engine_error(error.into()))?;
        for article in segment.doc_ids_alive() {
            let stored = store.get(article).map_err(|error| self.engine_error(error));
            let stored = stored.and_then(|document| self.unpacked(&document));
            if visit(article, stored).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The article with this id; `None` when there is none.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Engine`].
    pub fn find(&self, id: ArticleId) -> Result<Option<Stored>> {
        let term = tantivy::Term::from_field_u64(self.fields.id, id.0);
        let query = tantivy::query::TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
        let found = self
            .searcher
            .search(&query, &tantivy::collector::DocSetCollector)
            .map_err(engine_error(&self.folder))?;
        found
            .into_iter()
            .next()
            .map(|address| self.article(address))
            .transpose()
    }

    /// Wraps an error of the engine with the folder it happened in.
    pub fn engine_error(&self, source: tantivy::TantivyError) -> Error {
        engine_error(&self.folder)(source)
    }
}
