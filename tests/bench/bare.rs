//! The other side: the engine with nothing around it.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use tantivy::schema::{
    DateOptions, FAST, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{DateTime, Index, IndexWriter, TantivyDocument};

/// An article as the bench reads it.
#[derive(Deserialize)]
pub struct Article<'a> {
    #[serde(borrow, default)]
    pub title: Cow<'a, str>,
    #[serde(borrow, default)]
    pub body: Cow<'a, str>,
    #[serde(borrow, default)]
    date: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    source: Option<Cow<'a, str>>,
}

/// Reads a file of one article a line.
pub fn each(path: &Path, mut read: impl FnMut(Article<'_>) -> Result<()>) -> Result<()> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let mut file = BufReader::with_capacity(1 << 20, file);
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line)? > 0 {
        read(serde_json::from_slice(&line)?)?;
        line.clear();
    }
    Ok(())
}

/// Indexes the articles as tantivy does by itself.
pub fn index(articles: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let stemmed = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(stemmed) | STORED;
    let whole = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(IndexRecordOption::Basic);
    let whole = TextOptions::default()
        .set_indexing_options(whole)
        .set_fast("raw")
        | STORED;
    let mut schema = Schema::builder();
    let id = schema.add_u64_field("id", INDEXED | FAST | STORED);
    let title = schema.add_text_field("title", text.clone());
    let body = schema.add_text_field("body", text);
    let date = schema.add_date_field("date", DateOptions::from(INDEXED | STORED).set_fast());
    let source = schema.add_text_field("source", whole);
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 300_000_000)?;
    let mut number = 0;
    each(articles, |article| {
        let mut document = TantivyDocument::default();
        document.add_u64(id, number);
        number += 1;
        document.add_text(title, &article.title);
        document.add_text(body, &article.body);
        let day = article.date.as_deref().and_then(|date| date.get(..10));
        if let Some(Ok(day)) = day.map(str::parse::<jiff::civil::Date>) {
            let midnight = day.to_zoned(jiff::tz::TimeZone::UTC)?;
            let seconds = midnight.timestamp().as_second();
            document.add_date(date, DateTime::from_timestamp_secs(seconds));
        }
        if let Some(name) = &article.source {
            document.add_text(source, name);
        }
        writer.add_document(document)?;
        Ok(())
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// Finds every file and asks for its size and time: what a run that finds nothing new cannot do without.
pub fn walk(folder: &Path) -> Result<()> {
    let mut bytes = 0;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        bytes += entry?.metadata()?.len();
    }
    println!("{bytes}");
    Ok(())
}
