//! The fields on disk. The only file that names them.
//!
//! ```text
//! one position space          text  title  lead  printed  names  marks
//! looked up by value          id  path  page  lang  place_path  name_key
//! looked up word by word      byline  dateline  source  section  edition  wire
//! numbers, for ranges, order  id  from_day  to_day
//! columns, for counting       person  place  org  source  section  lang
//! given back                  stored
//! ```
//!
//! *One position space*: headline, standfirst and body have one running word position, and the
//! six fields that share it say what stands at a position: which word (`text`; `title` and `lead`
//! repeat the words of those parts, so that they can be weighted and searched alone), how it is printed
//! (`printed`), which name begins (`names`), what ends (`marks`). Between two parts one position is left empty, so that no
//! phrase runs from a headline into the body.

use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use super::analyzer::VALUE_WORDS;
use super::replay::REPLAY;

/// Handles of every field, in the order of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Every word of headline, standfirst and body.
    pub text: Field,
    /// The words of the headline, with how often; `text` knows where.
    pub title: Field,
    /// The words of the standfirst and the first paragraph, likewise.
    pub lead: Field,
    /// The words that print otherwise than they fold, at their positions in `text`. See [`super::printed`].
    pub printed: Field,
    /// Names, at the position of their first word. See [`super::name_term`].
    pub names: Field,
    /// What ends at a position. See [`super::layout::Mark`].
    pub marks: Field,
    /// Article id.
    pub id: Field,
    /// Path of the file and of each folder above it.
    pub path: Field,
    /// Page as printed, folded.
    pub page: Field,
    /// ISO 639-1 code.
    pub lang: Field,
    /// Places mentioned, filed from or implied, and everything they lie in: folded paths.
    pub place_path: Field,
    /// Which full names hold a word. See [`super::name_term::name_keys`].
    pub name_key: Field,
    /// Credited writers.
    pub byline: Field,
    /// Place filed from.
    pub dateline: Field,
    /// Publication; also a column.
    pub source: Field,
    /// Section; also a column.
    pub section: Field,
    /// Edition as printed.
    pub edition: Field,
    /// Agency.
    pub wire: Field,
    /// First day the article can be of, `yyyymmdd`; absent when the date is unknown.
    pub from_day: Field,
    /// Last day the article can be of.
    pub to_day: Field,
    /// Column of the persons an article names.
    pub person: Field,
    /// Column of the places.
    pub place: Field,
    /// Column of the organisations.
    pub org: Field,
    /// The article and its names, as [`super::document`] writes them.
    pub stored: Field,
}

/// Names of the columns that sorting and counting use.
pub const ID: &str = "id";
/// Name of the column of [`Fields::from_day`].
pub const FROM_DAY: &str = "from_day";
/// Name of the column of [`Fields::to_day`].
pub const TO_DAY: &str = "to_day";

/// The schema with its handles. The same at every call.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        text: words(
            &mut builder,
            "text",
            IndexRecordOption::WithFreqsAndPositions,
        ),
        title: words(&mut builder, "title", IndexRecordOption::WithFreqs),
        lead: words(&mut builder, "lead", IndexRecordOption::WithFreqs),
        printed: listed(&mut builder, "printed", REPLAY),
        names: listed(&mut builder, "names", REPLAY),
        marks: listed(&mut builder, "marks", REPLAY),
        id: builder.add_u64_field(
            ID,
            NumericOptions::default() | INDEXED | tantivy::schema::FAST,
        ),
        path: value(&mut builder, "path"),
        page: value(&mut builder, "page"),
        lang: column(&mut builder, "lang", "raw"),
        place_path: value(&mut builder, "place_path"),
        name_key: value(&mut builder, "name_key"),
        byline: listed(&mut builder, "byline", VALUE_WORDS),
        dateline: listed(&mut builder, "dateline", VALUE_WORDS),
        source: column(&mut builder, "source", VALUE_WORDS),
        section: column(&mut builder, "section", VALUE_WORDS),
        edition: listed(&mut builder, "edition", VALUE_WORDS),
        wire: listed(&mut builder, "wire", VALUE_WORDS),
        from_day: builder.add_i64_field(FROM_DAY, tantivy::schema::FAST),
        to_day: builder.add_i64_field(TO_DAY, tantivy::schema::FAST),
        person: builder.add_text_field("person", TextOptions::default().set_fast("raw")),
        place: builder.add_text_field("place", TextOptions::default().set_fast("raw")),
        org: builder.add_text_field("org", TextOptions::default().set_fast("raw")),
        stored: builder.add_bytes_field("stored", STORED),
    };
    (builder.build(), fields)
}

/// Words of the article and, for ranking, how many there are.
fn words(builder: &mut SchemaBuilder, name: &str, record: IndexRecordOption) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(REPLAY)
        .set_index_option(record);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

/// Terms with their positions; how many there are says nothing about relevance.
fn listed(builder: &mut SchemaBuilder, name: &str, tokenizer: &str) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

/// A value that matches as a whole or not at all.
fn value(builder: &mut SchemaBuilder, name: &str) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

/// Searched through `tokenizer` and kept as a column of whole values.
fn column(builder: &mut SchemaBuilder, name: &str, tokenizer: &str) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default()
        .set_indexing_options(indexing)
        .set_fast("raw");
    builder.add_text_field(name, options)
}
