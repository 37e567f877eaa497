//! Scores the built-in tagger as it is used: raw text in, spans out.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use morgue::entity::{Kind, Recognizer, Scratch, Story};

use super::HeldOut;
use super::copies::{self, Copy};
use super::corpus::{self, Document};

/// Names found rightly, names found, true names, for each kind.
type Counts = [[usize; 3]; 4];

fn print(name: &str, counts: &Counts) {
    let f1 =
        |[right, found, truth]: [usize; 3]| 200.0 * right as f64 / (found + truth).max(1) as f64;
    let sum = |kinds: &[usize]| {
        kinds.iter().fold([0; 3], |sum, &kind| {
            std::array::from_fn(|n| sum[n] + counts[kind][n])
        })
    };
    let all = sum(&[0, 1, 2]);
    println!(
        "{name:28} person {:.1} place {:.1} org {:.1}  person+place {:.1}  all {:.1} (precision {:.1} recall {:.1})",
        f1(counts[0]),
        f1(counts[1]),
        f1(counts[2]),
        f1(sum(&[0, 1])),
        f1(all),
        100.0 * all[0] as f64 / all[1].max(1) as f64,
        100.0 * all[0] as f64 / all[2].max(1) as f64,
    );
}

/// Strict F1 (same characters, same kind) on the development sets and on the marked texts of a folder, and
/// the speed on the first set.
pub fn report(
    recognizer: &Recognizer,
    data: &Path,
    marked: Option<&Path>,
    with_errors: bool,
) -> Result<()> {
    let worldwide = corpus::read_jsonl(&data.join("dev/worldwide/dev.jsonl"))?;
    print("worldwide dev", &count(recognizer, &worldwide, with_errors));
    as_written(
        "worldwide dev, tokens apart",
        recognizer,
        &worldwide,
        Copy::Spaced,
    );
    as_written("worldwide dev, worn", recognizer, &worldwide, Copy::Worn);
    for (name, set) in [
        ("gmb (silver)", "train/gmb/train.tsv"),
        ("wikigold (trained on)", "train/wikigold/all.tsv"),
        ("politics dev (trained on)", "train/politics/dev.tsv"),
        ("uner dev (trained on)", "dev/uner-ewt/dev.tsv"),
    ] {
        let mut documents = corpus::read_tsv(&data.join(set))?;
        documents.truncate(600);
        print(name, &count(recognizer, &documents, false));
    }
    if let Some(folder) = marked {
        for path in corpus::marked_files(folder)? {
            let documents = corpus::read_marked(&path)?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            print(&name, &count(recognizer, &documents, with_errors));
        }
    }
    speed(recognizer, &worldwide);
    Ok(())
}

/// The same on the texts held out of training.
pub fn held_out(recognizer: &Recognizer, texts: &HeldOut) {
    print("held out", &count(recognizer, &texts.worldwide, false));
    as_written(
        "held out, as titles",
        recognizer,
        &texts.worldwide,
        Copy::Title,
    );
    as_written(
        "held out, in capitals",
        recognizer,
        &texts.worldwide,
        Copy::Capitals,
    );
    print("our own, held out", &count(recognizer, &texts.own, false));
}

fn as_written(name: &str, recognizer: &Recognizer, documents: &[Document], copy: Copy) {
    let copies: Vec<Document> = documents
        .iter()
        .map(|document| copies::whole(document, copy))
        .collect();
    print(name, &count(recognizer, &copies, false));
}

/// The mentions of texts, to read by eye.
pub fn show(files: &[String]) -> Result<()> {
    let recognizer = Recognizer::builtin();
    let mut scratch = Scratch::default();
    for file in files {
        let bytes = std::fs::read(file)?;
        let (text, _) = morgue::text::decode::decode(&bytes, None);
        let (title, body) = text.split_once('\n').unwrap_or((&text, ""));
        let lang = std::env::var("SHOW_LANG").ok();
        let story = Story {
            title,
            body,
            lang: lang.as_deref(),
            ..Story::default()
        };
        println!("== {file}\n{text}");
        let found = recognizer.read(&story, &mut scratch);
        for mention in &found.mentions {
            let part = if mention.part == morgue::entity::Part::Title {
                title
            } else {
                body
            };
            let place = mention
                .place
                .map(|place| recognizer.gazetteer().place(place).path);
            let (kind, surface) = (mention.kind, mention.span.of(part));
            let full = if mention.name == surface {
                ""
            } else {
                &mention.name
            };
            println!(
                "  {kind:?} [{surface}] {full} {}",
                place.unwrap_or_default()
            );
        }
        let implied: Vec<&str> = found
            .implied
            .iter()
            .map(|&place| recognizer.gazetteer().name(place))
            .collect();
        println!("  implied {implied:?}");
    }
    Ok(())
}

fn count(recognizer: &Recognizer, documents: &[Document], with_errors: bool) -> Counts {
    let mut counts = Counts::default();
    let mut scratch = Scratch::default();
    for document in documents {
        let story = Story {
            body: &document.text,
            lang: Some("en"),
            ..Story::default()
        };
        let found: Vec<_> = recognizer
            .read(&story, &mut scratch)
            .mentions
            .iter()
            .map(|mention| {
                let kind = match mention.kind {
                    Kind::Person => 0,
                    Kind::Place => 1,
                    Kind::Org => 2,
                };
                (mention.span.range(), kind)
            })
            .collect();
        for (span, kind) in &document.spans {
            counts[*kind][2] += 1;
            if with_errors && *kind < 3 && !found.contains(&(span.clone(), *kind)) {
                println!("missed {kind} {}", in_context(document, span));
            }
        }
        for name in &found {
            counts[name.1][1] += 1;
            let is_right = document.spans.contains(name);
            counts[name.1][0] += usize::from(is_right);
            if with_errors && !is_right {
                println!("wrong  {} {}", name.1, in_context(document, &name.0));
            }
        }
    }
    counts
}

fn in_context(document: &Document, span: &std::ops::Range<usize>) -> String {
    let text = &document.text;
    let border = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = border(span.start.saturating_sub(40));
    let to = border((span.end + 40).min(text.len()));
    format!(
        "{}[{}]{}",
        &text[from..span.start],
        &text[span.clone()],
        &text[span.end..to]
    )
    .replace('\n', " | ")
}

/// Time this thread has had a processor, where the system tells; a loaded machine does not blur it.
fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

fn speed(recognizer: &Recognizer, documents: &[Document]) {
    let mut scratch = Scratch::default();
    let words: usize = documents
        .iter()
        .map(|document| morgue::text::token::words(&document.text).count())
        .sum();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    for round in 0..6 {
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let mut mentions = 0;
        for document in documents {
            let story = Story {
                body: &document.text,
                lang: Some("en"),
                ..Story::default()
            };
            mentions += recognizer.read(&story, &mut scratch).mentions.len();
        }
        let wall = start.elapsed().as_secs_f64();
        let seconds = cpu_seconds()
            .zip(cpu)
            .map_or(wall, |(end, start)| end - start);
        println!(
            "speed, round {round}: {:.0} words/s, {:.1} MB/s ({words} words, {mentions} mentions)",
            words as f64 / seconds,
            bytes as f64 / seconds / 1e6,
        );
    }
}
