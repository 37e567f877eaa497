//! The engine's own side: the same words in its own queries, and an index of stems.

use anyhow::{Context, Result, bail};
use frostem::{Algorithm, Stemmer};
use morgue::index::Reader;
use morgue::index::analyzer::Terms;
use morgue::index::document::part_text;
use morgue::index::schema::Fields;
use morgue::query::{Query, TextField};
use tantivy::collector::TopDocs;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::query::{BooleanQuery, PhraseQuery, Query as EngineQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

/// A query of the engine.
pub(crate) struct Stock(Box<dyn EngineQuery>);

impl Stock {
    /// The words of a question, joined as the engine can.
    pub(crate) fn of(query: &Query, fields: &Fields) -> Result<Stock> {
        Ok(Stock(engine(query, fields.text)?))
    }

    /// How many of the best are found, at most `hits`.
    pub(crate) fn ask(&self, searcher: &Searcher, hits: usize) -> Result<usize> {
        let best = TopDocs::with_limit(hits).order_by_score();
        Ok(searcher.search(&*self.0, &best)?.len())
    }
}

fn engine(query: &Query, text: Field) -> Result<Box<dyn EngineQuery>> {
    Ok(match query {
        Query::Word { word, .. } => words_in_order(word, text),
        Query::Phrase { text: words, .. } => words_in_order(words, text),
        Query::Name { name, .. } => words_in_order(name, text),
        Query::Near { left, right, .. } => Box::new(BooleanQuery::intersection(vec![
            engine(left, text)?,
            engine(right, text)?,
        ])),
        Query::Or(clauses) => {
            let clauses = clauses.iter().map(|clause| engine(clause, text));
            Box::new(BooleanQuery::union(clauses.collect::<Result<_>>()?))
        }
        other => bail!("the engine has no query for `{other}`"),
    })
}

fn words_in_order(words: &str, text: Field) -> Box<dyn EngineQuery> {
    let own = Terms::of(words).filter(|term| !term.is_variant);
    let mut terms: Vec<Term> = own
        .map(|term| Term::from_field_text(text, &term.text))
        .collect();
    match terms.len() {
        1 => Box::new(TermQuery::new(
            terms.remove(0),
            IndexRecordOption::WithFreqs,
        )),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// The same articles in as many segments, each word as its stem: what the engine's own `en_stem` makes.
pub(crate) struct Stems {
    pub(crate) searcher: Searcher,
    field: Field,
    stemmer: Stemmer,
}

/// Memory of the writer: all of a segment fits in.
const WRITER_BYTES: usize = 1 << 30;

impl Stems {
    /// Reads every article once.
    pub(crate) fn of(reader: &Reader) -> Result<Stems> {
        let stemmer = Stemmer::new(Algorithm::English);
        let mut schema = Schema::builder();
        let positions =
            TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(positions);
        let field = schema.add_text_field("stems", options);
        // A document must have something beside, or the engine takes it for a text field alone.
        schema.add_text_field("id", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        for (ordinal, segment) in (0..).zip(reader.searcher.segment_readers()) {
            for doc in segment.doc_ids_alive() {
                let stored = reader.article(DocAddress::new(ordinal, doc))?;
                let mut document = TantivyDocument::default();
                document.add_pre_tokenized_text(field, stemmed(&stored, &stemmer));
                writer.add_document(document)?;
            }
            writer.commit()?;
        }
        let opened = index.reader_builder();
        let opened = opened.reload_policy(ReloadPolicy::Manual).try_into()?;
        let opened: tantivy::IndexReader = opened;
        Ok(Stems {
            searcher: opened.searcher(),
            field,
            stemmer,
        })
    }

    /// One word, as its stem.
    pub(crate) fn query(&self, query: &Query) -> Result<Stock> {
        let Query::Word {
            field: TextField::Text,
            word,
            ..
        } = query
        else {
            bail!("`{query}` is no single word");
        };
        let term = Terms::of(word).next().context("a word has a term")?;
        let stem = self.stemmer.stem(&term.text);
        let term = Term::from_field_text(self.field, &stem);
        Ok(Stock(Box::new(TermQuery::new(
            term,
            IndexRecordOption::WithFreqs,
        ))))
    }
}

fn stemmed(stored: &morgue::index::Stored, stemmer: &Stemmer) -> PreTokenizedString {
    use morgue::entity::Part;

    let mut tokens = Vec::new();
    for part in [Part::Title, Part::Summary, Part::Body] {
        let terms = Terms::of(part_text(&stored.article, part));
        for term in terms.filter(|term| !term.is_variant) {
            tokens.push(Token {
                position: tokens.len(),
                text: stemmer.stem(&term.text).into_owned(),
                ..Token::default()
            });
        }
    }
    PreTokenizedString {
        text: String::new(),
        tokens,
    }
}
