//! A newsroom calls its clippings archive the *morgue*. This crate is that archive as one program:
//! it walks a folder of articles, normalises each into fields, finds the people, places and
//! organisations it names, and writes an index that is searched by person, place or phrase.
//!
//! This page is the tour. The modules below are the stages of the pipeline, in reading order; each
//! imports only what stands above it, and a test holds that rule.
//!
//! ```text
//!           archive files                                            words typed by a reader
//!                │                                                              │
//!     ┌──────────▼─────────┐ Record ┌─────────┐ Article ┌────────┐    ┌─────────▼────────┐
//!     │ corpus find and cut├───────►│ article ├────────►│ entity │    │ query  parse     │
//!     └────────────────────┘        └─────────┘  texts  └───┬────┘    │        compile   │
//!                │                                          │mentions │        search    │
//!                └───── ingest drives these four ───┐       │         │        snippet   │
//!                                               ┌───▼───────▼──┐      │                  │
//!                                               │ index schema │◄─────┤                  │
//!                                               │    analyzer  │      └─────────┬────────┘
//!                                               │    manifest  │                │ hits
//!                                               └──────────────┘           ┌────▼────┐
//!                                                                          │   cli   │
//!                                                                          └─────────┘
//! ```
//!
//! Two pages hold it together: [`ingest`] is the write path, [`query::search()`] the read path.
//!
//! # Words
//!
//! | word | what it means here |
//! |---|---|
//! | corpus | the folder of files that is read |
//! | record | one item in a file, as the archive holds it: a page, a line of JSON, a row |
//! | article | a record, understood: headline, byline, date, body ... |
//! | part | a text of an article: title, summary (the standfirst), body, dateline |
//! | furniture | text in a record that is not the story: menus, teasers, captions, pleas |
//! | byline, dateline | who wrote it; where it was filed from |
//! | wire | the agency a story came from |
//! | mention | a name where it stands; its full name is the longest that the article gives it |
//! | join | a name, or a surname alone, that is found for a person across articles, with its reason |
//! | gazetteer | the built-in table of places, country > region > town |
//! | names file | what the keepers of an archive say about who is who; libraries call it an authority file |
//! | canonical name, variant | the name that is printed; another that counts as it |
//! | vouched | of a name: in the names file. All others are found, by the tagger |
//! | company | the names that stand beside a name, in the same articles |
//! | term, posting | a folded word or name in the index; one place where it stands |
//! | position | the number of a word in an article, counted through all parts |
//! | form | another ending of a word: strike, strikes, striking |
//! | mark, snippet | a span that matched; a short passage around marks |
//! | reading | what a query was understood to mean, said with every answer |
//! | manifest | what the index was made from: files, stamps, the fate of each record |
//!
//! # What is always true
//!
//! 1. One damaged record never stops a run and never vanishes: the summary of every run adds up
//!    ([`ingest::Report`]).
//! 2. Reading a record is a pure function of its bytes and its path (for an issue, of its pages
//!    too): no clock, no network, no global. The same corpus gives the same answers in the same order; ties break by [`ArticleId`](article::ArticleId).
//! 3. Text is stored once, normalised once ([`text::normalize`]), and every span refers to that
//!    text. Spans are bytes inside and characters at the edge. A hit names the file and record it
//!    came from.
//! 4. There is one tokenizer ([`text::token`]): what is one word to the index is one word to the
//!    tagger and to the query.
//! 5. The query parser accepts every string and says how it read it; with an error, nothing is
//!    searched ([`query::parse`]).
//! 6. What is marked is what matched: snippets are cut from the spans of the query.
//! 7. Files, records and names in the archive are untrusted: control and bidi characters never
//!    reach a terminal ([`text::visible`]).
//! 8. Index and manifest change in one step; whatever is killed continues ([`index`]).
//!
//! # What is deliberately absent
//!
//! - [`entity`] knows no articles: it sees `&str`.
//! - [`corpus`] does not know what a record says, [`article`] not that it will be indexed.
//! - Only [`index`] and [`query`] know tantivy, and only [`index::schema`] names its fields.
//! - Only [`cli`] prints, exits or reads the environment. A panic that is caught prints nothing ([`panics`]).
//! - Nothing opens a network connection.
//!
//! Why things are as they are, with what else was tried: [`_decisions`].

pub mod article;
pub mod cli;
pub mod corpus;
pub mod entity;
pub mod error;
pub mod index;
pub mod ingest;
pub mod panics;
pub mod query;
pub mod regular_file;
pub mod text;

#[doc = include_str!("decisions.md")]
pub mod _decisions {}

pub use error::{Error, Result};
