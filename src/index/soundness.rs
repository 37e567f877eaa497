//! Whether an index is sound, looked at from three sides:
//!
//! 1. *Files*: every block of every file is as it was written, by the sums that it carries.
//! 2. *Books*: the index holds the articles that the manifest lists, each once and with the content it had.
//! 3. *Lists*: every article is laid out anew from what is stored, and what the lists and columns say of it is the same. So what can be
//!    found is what stands in the articles: no word too many, none too few, none in another place.
//!
//! For the third no article is looked up anywhere. Everything that a list says of an article is hashed into one number, the
//! sum of the article; so is everything that its stored text would have written. Two equal sums are two equal lists, but for one case
//! in 2^64.

use std::collections::hash_map::Entry;
use std::ops::ControlFlow;
use std::path::Path;

use rustc_hash::FxHashMap;
use tantivy::postings::Postings;
use tantivy::schema::{Field, FieldType, IndexRecordOption, TantivyDocument, Value};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocSet, SegmentReader, TERMINATED};
use twox_hash::XxHash3_64;

use super::analyzer::tokenizers;
use super::directory::{Purpose, SealedDirectory};
use super::manifest::{Fate, FileEntry, Manifest};
use super::replay::REPLAY;
use super::schema::{FROM_DAY, ID, TO_DAY, schema};
use super::{Current, Encoder, Reader, Stored, engine_error, generation_folder};
use crate::article::ArticleId;
use crate::corpus::Origin;
use crate::error::{Error, Result};

/// What does not hold together in the index, a sentence each; none for a sound one. Costs the reading of the whole index, and the time of laying out
/// all articles; memory for some numbers an article.
///
/// # Errors
/// [`Error::NoIndex`], [`Error::IndexVersion`], [`Error::Io`], [`Error::Engine`]. Damage is what is looked for, and no error.
pub fn faults(folder: &Path) -> Result<Vec<String>> {
    let looked = damaged_files(folder).and_then(|found| match found.is_empty() {
        true => faults_of(&Reader::open(folder)?),
        false => Ok(found),
    });
    match looked {
        Err(Error::Damaged { detail, .. }) => Ok(vec![detail]),
        looked => looked,
    }
}

/// Files that are not as they were written.
fn damaged_files(folder: &Path) -> Result<Vec<String>> {
    let current = Current::read(folder)?.ok_or_else(|| Error::NoIndex {
        path: folder.to_path_buf(),
    })?;
    current.check(folder)?;
    let generation = generation_folder(folder, current.generation);
    let directory = SealedDirectory::open(&generation, Purpose::Asking)
        .map_err(|error| engine_error(folder)(error.into()))?;
    let index = tantivy::Index::open(directory.clone()).map_err(engine_error(folder))?;
    let metas = index.load_metas().map_err(engine_error(folder))?;
    let mut files = Vec::from_iter(metas.list_segment_files());
    // The list has files that a segment may have. One that it must have is missed when it is opened.
    files.retain(|file| generation.join(file).exists());
    files.sort();
    let mut found = Vec::new();
    for file in files {
        match directory.sealed(&file) {
            Ok(sealed) => found.extend(sealed.verify().err().map(|error| error.to_string())),
            Err(error) => found.push(error.to_string()),
        }
    }
    Ok(found)
}

fn faults_of(reader: &Reader) -> Result<Vec<String>> {
    let manifest = match reader.manifest() {
        Err(Error::Damaged { detail, .. }) => return Ok(vec![detail]),
        manifest => manifest?,
    };
    let mut books = Books::of(&manifest);
    let lists = Lists::new();
    for (number, segment) in (0..).zip(reader.searcher.segment_readers()) {
        let sums = lists
            .sums(segment)
            .map_err(|error| reader.engine_error(error))?;
        let ids = segment.fast_fields().u64(ID);
        let ids = ids.map_err(|error| reader.engine_error(error))?;
        // Whether it breaks off is up to what it calls, which does not.
        let _ = reader.each_article_of(number, |article, stored| {
            let id = ids.first(article).map(ArticleId);
            match stored {
                Ok(stored) => books.check(&stored, id, sums[article as usize], &lists),
                Err(_) => books.unreadable += 1,
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(books.faults())
}

/// What the manifest lists, and what was found of it.
#[derive(Default)]
struct Books {
    /// Articles that were not found yet: where each stands, and the hash of its content.
    left: FxHashMap<ArticleId, (Origin, u64)>,
    unreadable: u64,
    unlisted: Several,
    changed: Several,
    disagreeing: Several,
}

impl Books {
    fn of(manifest: &Manifest) -> Books {
        let mut books = Books::default();
        for (origin, fate) in manifest.files.values().flat_map(FileEntry::origins) {
            if let Fate::Indexed { content, .. } = *fate {
                books.left.insert(ArticleId::of(&origin), (origin, content));
            }
        }
        books
    }

    fn check(&mut self, stored: &Stored, id: Option<ArticleId>, sum: Sum, lists: &Lists) {
        let origin = &stored.article.origin;
        let encoded = lists.encoder.encode(stored);
        match self.left.entry(stored.article.id) {
            Entry::Vacant(_) => self.unlisted.push(origin),
            Entry::Occupied(listed) => {
                let (_, content) = listed.remove();
                if content != encoded.content {
                    self.changed.push(origin);
                }
            }
        }
        if id != Some(stored.article.id) || lists.sum_of(&encoded.document) != sum {
            self.disagreeing.push(origin);
        }
    }

    fn faults(self) -> Vec<String> {
        let mut left: Vec<Origin> = self.left.into_values().map(|(origin, _)| origin).collect();
        left.sort_by(|a, b| (&*a.file, a.record).cmp(&(&*b.file, b.record)));
        let mut missing = Several::default();
        left.iter().for_each(|origin| missing.push(origin));
        let unreadable = Several {
            count: self.unreadable,
            first: None,
        };
        let told = [
            (unreadable, "cannot be read"),
            (missing, "of the manifest missing"),
            (self.unlisted, "not in the manifest, or there twice"),
            (self.changed, "not what the manifest says they are"),
            (self.disagreeing, "not found by what stands in them"),
        ];
        let found = told.into_iter().filter(|(articles, _)| articles.count > 0);
        found.map(|(articles, what)| articles.told(what)).collect()
    }
}

/// Articles with the same fault: how many, and one of them.
#[derive(Default)]
struct Several {
    count: u64,
    first: Option<String>,
}

impl Several {
    fn push(&mut self, origin: &Origin) {
        self.count += 1;
        self.first
            .get_or_insert_with(|| format!("{} record {}", origin.file, origin.record));
    }

    fn told(&self, what: &str) -> String {
        let articles = match self.count {
            1 => "1 article".to_owned(),
            count => format!("{count} articles"),
        };
        match &self.first {
            Some(first) => format!("{articles} {what}, {first} among them"),
            None => format!("{articles} {what}"),
        }
    }
}

/// What the lists of the index say of articles, each thing as a number.
struct Lists {
    encoder: Encoder,
    texts: FxHashMap<Field, TextField>,
    days: FxHashMap<Field, &'static str>,
}

/// A field of text.
struct TextField {
    name: String,
    /// How values are cut into terms, and what is kept of them; `None` when the field is a column and no more.
    listed: Option<(TextAnalyzer, Record)>,
    is_column: bool,
}

/// What a list keeps of a term in an article.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Record {
    /// Where it stands. Of fields with several values the engine decides where they stand, so there the next is looked at.
    Places,
    /// How often.
    Frequency,
    /// That it does.
    Presence,
}

impl Record {
    fn asked(self) -> IndexRecordOption {
        match self {
            Record::Places => IndexRecordOption::WithFreqsAndPositions,
            Record::Frequency => IndexRecordOption::WithFreqs,
            Record::Presence => IndexRecordOption::Basic,
        }
    }
}

impl Lists {
    fn new() -> Lists {
        let tokenizers = tokenizers();
        let (schema, fields) = schema();
        let mut texts = FxHashMap::default();
        for (field, entry) in schema.fields() {
            let FieldType::Str(options) = entry.field_type() else {
                continue;
            };
            let listed = options.get_indexing_options().map(|indexing| {
                let tokenizer = indexing.tokenizer();
                let kept = indexing.index_option();
                let record = match kept {
                    _ if tokenizer == REPLAY && kept.has_positions() => Record::Places,
                    _ if kept.has_freq() => Record::Frequency,
                    _ => Record::Presence,
                };
                let analyzer = tokenizers.get(tokenizer);
                (analyzer.expect("the schema names known tokenizers"), record)
            });
            let text = TextField {
                name: entry.name().to_owned(),
                listed,
                is_column: options.is_fast(),
            };
            texts.insert(field, text);
        }
        Lists {
            encoder: Encoder::new(),
            texts,
            days: FxHashMap::from_iter([(fields.from_day, FROM_DAY), (fields.to_day, TO_DAY)]),
        }
    }

    /// What a document writes, as the sum of its article.
    fn sum_of(&self, document: &TantivyDocument) -> Sum {
        let mut sum = Sum(0);
        let mut often: FxHashMap<u64, u32> = FxHashMap::default();
        for (field, value) in document.field_values() {
            if let (Some(name), Some(day)) = (self.days.get(&field), value.as_i64()) {
                sum.add(hash(name, b"", day as u64));
            }
            let (Some(text), Some(value)) = (self.texts.get(&field), value.as_str()) else {
                continue;
            };
            if text.is_column {
                sum.add(value_hash(&text.name, value.as_bytes()));
            }
            let Some((analyzer, record)) = &text.listed else {
                continue;
            };
            analyzer.clone().token_stream(value).process(&mut |token| {
                let term = hash(&text.name, token.text.as_bytes(), TERM);
                match record {
                    Record::Places => sum.add(beside(term, token.position as u32)),
                    Record::Frequency => *often.entry(term).or_default() += 1,
                    Record::Presence => *often.entry(term).or_default() = 1,
                }
            });
        }
        for (term, count) in often {
            sum.add(beside(term, count));
        }
        sum
    }

    /// What a segment says, as the sums of its articles.
    fn sums(&self, segment: &SegmentReader) -> tantivy::Result<Vec<Sum>> {
        let mut sums = vec![Sum(0); segment.max_doc() as usize];
        for (&field, text) in &self.texts {
            if let Some((_, record)) = text.listed {
                add_list(segment, field, text, record, &mut sums)?;
            }
            if text.is_column {
                add_column(segment, &text.name, &mut sums)?;
            }
        }
        for name in self.days.values() {
            let Ok(days) = segment.fast_fields().i64(name) else {
                continue;
            };
            for (article, sum) in (0..).zip(&mut sums) {
                for day in days.values_for_doc(article) {
                    sum.add(hash(name, b"", day as u64));
                }
            }
        }
        Ok(sums)
    }
}

fn add_list(
    segment: &SegmentReader,
    field: Field,
    text: &TextField,
    record: Record,
    sums: &mut [Sum],
) -> tantivy::Result<()> {
    let inverted = segment.inverted_index(field)?;
    let mut terms = inverted.terms().stream()?;
    let mut places = Vec::new();
    while terms.advance() {
        let term = hash(&text.name, terms.key(), TERM);
        let mut postings = inverted.read_postings_from_terminfo(terms.value(), record.asked())?;
        while postings.doc() != TERMINATED {
            let sum = &mut sums[postings.doc() as usize];
            match record {
                Record::Places => {
                    postings.positions(&mut places);
                    for &place in &places {
                        sum.add(beside(term, place));
                    }
                }
                Record::Frequency => sum.add(beside(term, postings.term_freq())),
                Record::Presence => sum.add(beside(term, 1)),
            }
            postings.advance();
        }
    }
    Ok(())
}

fn add_column(segment: &SegmentReader, name: &str, sums: &mut [Sum]) -> tantivy::Result<()> {
    let Some(column) = segment.fast_fields().str(name)? else {
        return Ok(());
    };
    let mut values = Vec::new();
    let mut dictionary = column.dictionary().stream()?;
    while dictionary.advance() {
        values.push(value_hash(name, dictionary.key()));
    }
    for (article, sum) in (0..).zip(sums) {
        for value in column.term_ords(article) {
            sum.add(values[value as usize]);
        }
    }
    Ok(())
}

/// Everything that is said of an article. The order does not matter.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sum(u64);

impl Sum {
    fn add(&mut self, said: u64) {
        self.0 = self.0.wrapping_add(said);
    }
}

/// Tells a term of a field from a value of its column.
const TERM: u64 = 0;
const VALUE: u64 = 1;

fn hash(field: &str, text: &[u8], number: u64) -> u64 {
    let number = number.to_le_bytes();
    XxHash3_64::oneshot(&[field.as_bytes(), &[0], text, &number].concat())
}

fn value_hash(field: &str, value: &[u8]) -> u64 {
    hash(field, value, VALUE)
}

/// A term and the place where it stands, or how often it does.
fn beside(term: u64, number: u32) -> u64 {
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&term.to_le_bytes());
    bytes[8..].copy_from_slice(&number.to_le_bytes());
    XxHash3_64::oneshot(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Mapping};
    use crate::corpus::{Content, Record};
    use crate::entity::{Recognizer, Scratch, Story};
    use crate::index::manifest::RecordEntry;
    use crate::index::{Effort, Encoded, Mode, Writer};

    const EFFORT: Effort = Effort {
        threads: 1,
        memory_bytes: 20_000_000,
    };

    /// An article that has something in every field.
    fn story(record: u32) -> Stored {
        let json = serde_json::json!({
            "title": "Dockers of Cobh go back", "summary": "A strike is over.", "authors": ["Jane Doe"],
            "date": "1923-03-05", "source": "Daily Echo", "section": "Labour", "page": "A1",
            "text": format!("Dockers of Cobh went back in London, England, said Tom Kelly of the General Workers' Union. He is {record}.")
        });
        let record = Record {
            origin: Origin {
                file: "a/b.jsonl".into(),
                record,
            },
            content: Content::Json(json.to_string()),
        };
        let mut read = Article::read(&record, &Mapping::default());
        let mut article = read.remove(0).1.unwrap();
        article.edition = Some("Late".into());
        article.wire = Some("Reuters".into());
        article.lang = Some("en".into());
        article.dateline = Some("LONDON".into());
        let story = Story {
            title: &article.title,
            summary: "",
            body: &article.body,
            dateline: "LONDON",
            lang: None,
            source: None,
        };
        let findings = Recognizer::builtin().read(&story, &mut Scratch::default());
        Stored { article, findings }
    }

    fn listed(article: &Encoded) -> RecordEntry {
        RecordEntry {
            member: 0,
            record: 0,
            fate: Fate::Indexed {
                fingerprint: article.fingerprint,
                content: article.content,
            },
        }
    }

    /// The faults of an index of these articles under a manifest of those records.
    fn found(articles: Vec<Encoded>, records: Vec<RecordEntry>) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path(), Mode::Update, EFFORT).unwrap();
        for article in articles {
            writer.put(article).unwrap();
        }
        let entry = FileEntry {
            stamp: None,
            mapping: 0,
            members: vec!["a/b.jsonl".into()],
            records,
        };
        let files = [("a/b.jsonl".into(), entry)].into();
        writer.commit(&Manifest { files }).unwrap();
        writer.finish().unwrap();
        faults(folder.path()).unwrap()
    }

    #[test]
    fn articles_and_manifest_must_agree() {
        let encoder = Encoder::new();
        let encoded = |record| encoder.encode(&story(record));
        let first = listed(&encoded(0));
        assert!(found(vec![encoded(0)], vec![first.clone()]).is_empty());
        assert_eq!(
            found(vec![], vec![first.clone()]),
            ["1 article of the manifest missing, a/b.jsonl record 0 among them"]
        );
        assert_eq!(
            found(vec![encoded(0), encoded(1)], vec![first.clone()]),
            ["1 article not in the manifest, or there twice, a/b.jsonl record 1 among them"]
        );
        assert_eq!(
            found(vec![encoded(0), encoded(0)], vec![first]),
            ["1 article not in the manifest, or there twice, a/b.jsonl record 0 among them"]
        );
        assert_eq!(
            found(vec![encoded(0)], vec![listed(&encoded(7))]),
            ["1 article not what the manifest says they are, a/b.jsonl record 0 among them"]
        );
    }

    #[test]
    fn what_no_list_says_is_missed() {
        let (schema, fields) = schema();
        let encoder = Encoder::new();
        let whole = encoder.encode(&story(0));
        let mut left_out = 0;
        for (field, entry) in schema.fields() {
            if field == fields.stored {
                continue;
            }
            let mut lacking = encoder.encode(&story(0));
            let mut document = TantivyDocument::new();
            for (of, value) in lacking.document.field_values() {
                if of != field {
                    document.add_field_value(of, value);
                }
            }
            assert!(document.len() < lacking.document.len(), "{}", entry.name());
            lacking.document = document;
            assert_eq!(
                found(vec![lacking], vec![listed(&whole)]),
                ["1 article not found by what stands in them, a/b.jsonl record 0 among them"],
                "{}",
                entry.name()
            );
            left_out += 1;
        }
        assert_eq!(left_out, schema.num_fields() - 1);
    }

    #[test]
    fn a_word_in_another_place_is_seen() {
        let encoder = Encoder::new();
        let fields = schema().1;
        let records = vec![listed(&encoder.encode(&story(0)))];
        let mut moved = encoder.encode(&story(0));
        let other = encoder.encode(&story(0));
        let mut document = TantivyDocument::new();
        for (of, value) in other.document.field_values() {
            match value.as_str() {
                Some(text) if of == fields.text => {
                    // Two words change places; each is there as often as before.
                    let text = text
                        .replacen("dockers", "\u{0}", 1)
                        .replacen("cobh", "dockers", 1);
                    document.add_text(of, text.replacen('\u{0}', "cobh", 1));
                }
                _ => document.add_field_value(of, value),
            }
        }
        moved.document = document;
        assert_eq!(found(vec![moved], records).len(), 1);
    }
}
