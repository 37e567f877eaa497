//! Builds everything in `src/entity/data`, and scores what is built in.
//!
//!     cargo run --release --example train_names -- DATA_DIR            # build and train
//!     cargo run --release --example train_names -- DATA_DIR --places   # only places and lexicons
//!     cargo run --release --example train_names -- DATA_DIR --weights  # only the weights
//!     cargo run --release --example train_names -- DATA_DIR --score    # score the built-in tagger
//!     cargo run --release --example train_names -- DATA_DIR --weights --tune   # hold texts out, score on them, write nothing
//!     cargo run --release --example train_names -- DATA_DIR --show FILE...   # names in a text, headline on its first line
//!
//! `--marked DIR` behind `--score` or `--tune` scores the marked texts (`*.txt`) of a folder too.
//! `src/entity/data/SOURCES.md` says what DATA_DIR holds and where it comes from. The same input gives
//! the same bytes. Run from the top folder.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for developers: it reports on stdout and may stop where it stands"
)]
#![allow(missing_docs, unreachable_pub, reason = "an example has no users")]

mod copies;
mod corpus;
mod crf;
mod lexicons;
mod model;
mod perceptron;
mod places;
mod prepared;
mod score;
mod swap;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use copies::Copy;
use corpus::Document;
use model::Model;
use morgue::entity::lexicon::Lexicon;
use morgue::entity::weights::Weights;
use morgue::entity::{Recognizer, word};

const OUT: &str = "src/entity/data";

/// Our own lists and sentences.
const OWN: &str = "src/entity/train";

/// Rounds over the training texts, and how many shuffles are averaged.
const ROUNDS: usize = 8;
const SHUFFLES: u64 = 3;

/// How much the conditional random field says beside the perceptron: together they are better by 0.3 to 0.5
/// than either.
const FIELD_SHARE: f32 = 0.5;

/// How often each of our own texts is read about other people and towns.
const SWAPS: usize = 2;

/// One text in so many is read once more as a machine reads a worn page.
const WORN_EVERY: u32 = 2;

/// Every so many sentences are added as headlines: with every tenth, held-out F1 rises from 61.0 to 74.1
/// in title case and from 58.1 to 66.9 in capitals, and stays 86.3 in plain text.
const HEADLINE_EVERY: usize = 10;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let data = PathBuf::from(
        arguments
            .next()
            .context("usage: train_names DATA_DIR [--score | --places]")?,
    );
    let rest: Vec<String> = arguments.collect();
    let has = |flag: &str| rest.iter().any(|argument| argument == flag);
    if let Some(at) = rest.iter().position(|argument| argument == "--show") {
        return score::show(&rest[at + 1..]);
    }
    let marked = rest.iter().position(|argument| argument == "--marked");
    let marked = marked.and_then(|at| rest.get(at + 1)).map(Path::new);
    if has("--score") {
        return score::report(&Recognizer::builtin(), &data, marked, has("--errors"));
    }
    if !has("--weights") {
        let places = places::build(&data, Path::new(OWN))?;
        let lexicons = lexicons::build(&data, Path::new(OWN), &places.listed)?;
        for (name, bytes) in [
            ("places.bin", &places.rows),
            ("place_names.bin", &places.names),
            ("aliases.fst", &places.aliases),
            ("alias_rows.bin", &places.alias_rows),
            ("demonyms.fst", &places.demonyms),
            ("clusters.fst", &lexicons.clusters),
            ("clusters.bin", &lexicons.cluster_table),
            ("phrases.fst", &lexicons.phrases),
        ] {
            write(name, bytes)?;
        }
    }
    if has("--places") {
        return Ok(());
    }
    let read = |name: &str| -> Result<&'static [u8]> {
        Ok(std::fs::read(Path::new(OUT).join(name))?.leak())
    };
    let lexicon: &'static Lexicon = Box::leak(Box::new(Lexicon::from_parts(
        read("clusters.fst")?,
        read("clusters.bin")?,
        read("phrases.fst")?,
    )?));
    train(&data, lexicon, marked, has("--tune"))
}

fn write(name: &str, bytes: &[u8]) -> Result<()> {
    println!("{name:18} {:>9} bytes", bytes.len());
    std::fs::write(Path::new(OUT).join(name), bytes).with_context(|| name.to_owned())
}

/// Texts kept out of training while tuning.
#[derive(Default)]
pub struct HeldOut {
    /// One worldwide article in eight, by its id.
    pub worldwide: Vec<Document>,
    /// Every fifth of our own texts.
    pub own: Vec<Document>,
}

/// The texts to train on, with their copies.
fn training_texts(data: &Path, tuning: bool) -> Result<(Vec<Document>, HeldOut)> {
    let mut held_out = HeldOut::default();
    let mut documents = corpus::read_jsonl(&data.join("train/worldwide/train.jsonl"))?;
    let mut own = corpus::read_marked_folder(&Path::new(OWN).join("sentences"))?;
    if tuning {
        let is_held_out = |text: &Document| word::hash(&text.id).is_multiple_of(8);
        (held_out.worldwide, documents) = documents.into_iter().partition(is_held_out);
        let mut numbers = 1..;
        let is_fifth = |_: &Document| numbers.next().is_some_and(|n: usize| n.is_multiple_of(5));
        (held_out.own, own) = own.into_iter().partition(is_fifth);
    }
    for document in &mut documents {
        copies::add_headlines(document, HEADLINE_EVERY);
    }
    for set in [
        "train/politics/train.tsv",
        "train/politics/dev.tsv",
        "dev/uner-ewt/dev.tsv",
        "train/wikigold/all.tsv",
    ] {
        documents.extend(corpus::read_tsv(&data.join(set))?);
    }
    let phrases = std::fs::read(Path::new(OUT).join("phrases.fst"))?;
    let pools = swap::Pools::read(data, Path::new(OWN), &phrases)?;
    let mut swapped = Vec::new();
    for round in 0..SWAPS {
        swapped.extend(own.iter().map(|document| pools.swapped(document, round)));
    }
    documents.extend(own);
    let worn: Vec<Document> = documents
        .iter()
        .filter(|document| (word::hash(&document.id) >> 10).is_multiple_of(WORN_EVERY))
        .map(|document| copies::whole(document, Copy::Worn))
        .collect();
    documents.extend(worn);
    documents.extend(swapped);
    Ok((documents, held_out))
}

fn train(
    data: &Path,
    lexicon: &'static Lexicon,
    marked: Option<&Path>,
    tuning: bool,
) -> Result<()> {
    let (documents, held_out) = training_texts(data, tuning)?;
    let prepared = prepared::prepare(&documents, lexicon);
    println!(
        "{} documents, {} spans off token borders, {} beyond runs",
        documents.len(),
        prepared.misfits,
        prepared.lost
    );
    let perceptron = mean(|seed| perceptron::train(&prepared, ROUNDS, seed));
    let field = mean(|seed| crf::train(&prepared, ROUNDS, seed));
    let mut model = perceptron;
    model.add(&field, FIELD_SHARE * model.size() / field.size());
    let (transitions, rows) = model::quantised(&model);
    if tuning {
        let weights = Weights::from_parts(&transitions, rows.leak());
        let recognizer = Recognizer::with(lexicon, weights);
        score::held_out(&recognizer, &held_out);
        return score::report(&recognizer, data, marked, false);
    }
    write("transitions.bin", &transitions)?;
    write("rows.bin", &rows)
}

/// The mean of the models of several shuffles.
fn mean(train: impl Fn(u64) -> Model + Sync) -> Model {
    let models: Vec<Model> = std::thread::scope(|scope| {
        let running: Vec<_> = (1..=SHUFFLES)
            .map(|seed| {
                let train = &train;
                scope.spawn(move || train(seed))
            })
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("training does not panic"))
            .collect()
    });
    let mut mean = Model::new();
    for model in &models {
        mean.add(model, 1.0 / SHUFFLES as f32);
    }
    mean
}
