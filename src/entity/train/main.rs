//! Builds everything in `src/entity/data`, and scores what is built in.
//!
//!     cargo run --release --example train_names -- DATA_DIR            # build and train
//!     cargo run --release --example train_names -- DATA_DIR --places   # only places and lexicons
//!     cargo run --release --example train_names -- DATA_DIR --score    # score the built-in tagger
//!     cargo run --release --example train_names -- DATA_DIR --tune     # hold texts out, score on them, write nothing
//!     cargo run --release --example train_names -- DATA_DIR --show FILE...   # names in a text, headline on its first line
//!
//! `src/entity/data/SOURCES.md` says what DATA_DIR holds and where it comes from. The same input gives
//! the same bytes. Run from the top folder.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for developers: it reports on stdout and may stop where it stands"
)]
#![allow(missing_docs, unreachable_pub, reason = "an example has no users")]

mod corpus;
mod headlines;
mod lexicons;
mod perceptron;
mod places;
mod score;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use corpus::Document;
use morgue::entity::lexicon::Lexicon;
use morgue::entity::weights::Weights;

const OUT: &str = "src/entity/data";

/// Rounds over the training texts, and how many shuffles are averaged.
const ROUNDS: usize = 8;
const SHUFFLES: u64 = 3;

/// How often a round passes over our own sentences: they are few.
const OWN_COPIES: usize = 3;

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
    if has("--score") {
        return score::report(&data, has("--errors"));
    }
    if !has("--weights") {
        let places = places::build(&data, Path::new("src/entity/train"))?;
        let lexicons = lexicons::build(&data, &places.listed)?;
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
    let lexicon = Lexicon::from_parts(
        read("clusters.fst")?,
        read("clusters.bin")?,
        read("phrases.fst")?,
    )?;
    train(&data, &lexicon, has("--tune"))
}

fn write(name: &str, bytes: &[u8]) -> Result<()> {
    println!("{name:18} {:>9} bytes", bytes.len());
    std::fs::write(Path::new(OUT).join(name), bytes).with_context(|| name.to_owned())
}

/// Held out of training while tuning: one document in eight, by its id.
fn is_held_out(document: &Document) -> bool {
    morgue::entity::word::hash(&document.id).is_multiple_of(8)
}

fn train(data: &Path, lexicon: &Lexicon, tuning: bool) -> Result<()> {
    let mut documents = corpus::read_jsonl(&data.join("train/worldwide/train.jsonl"))?;
    let mut held_out = Vec::new();
    if tuning {
        (held_out, documents) = documents.into_iter().partition(is_held_out);
    }
    for document in &mut documents {
        headlines::add(document, HEADLINE_EVERY, HEADLINE_EVERY);
    }
    for set in [
        "train/politics/train.tsv",
        "train/politics/dev.tsv",
        "dev/uner-ewt/dev.tsv",
        "train/wikigold/all.tsv",
    ] {
        documents.extend(corpus::read_tsv(&data.join(set))?);
    }
    let mut weights = vec![1; documents.len()];
    let own = corpus::read_marked(Path::new("src/entity/train/sentences.txt"))?;
    weights.extend(vec![OWN_COPIES; own.len()]);
    documents.extend(own);
    let prepared = perceptron::prepare(&documents, lexicon);
    println!(
        "{} documents, {} spans off token borders, {} beyond runs",
        documents.len(),
        prepared.misfits,
        prepared.lost
    );
    let models = std::thread::scope(|scope| {
        let running: Vec<_> = (0..SHUFFLES)
            .map(|seed| {
                let (prepared, weights) = (&prepared, &weights);
                scope.spawn(move || perceptron::train(prepared, weights, ROUNDS, seed + 1))
            })
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("training does not panic"))
            .collect()
    });
    let (transitions, rows) = perceptron::quantised(&perceptron::mean(models));
    if tuning {
        let weights = Weights::from_parts(&transitions, rows.leak());
        let as_written = |copy| -> Vec<Document> {
            held_out
                .iter()
                .map(|document| headlines::whole(document, copy))
                .collect()
        };
        for (name, documents) in [
            ("held out, as titles", as_written(headlines::Copy::Title)),
            (
                "held out, in capitals",
                as_written(headlines::Copy::Capitals),
            ),
            ("held out", held_out),
        ] {
            let mut prepared = perceptron::prepare(&documents, lexicon);
            score::print(name, &perceptron::score(&mut prepared, &weights));
        }
        return Ok(());
    }
    write("transitions.bin", &transitions)?;
    write("rows.bin", &rows)
}
