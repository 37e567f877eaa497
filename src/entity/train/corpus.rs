//! Reads the annotated texts: what a person marked, on our own tokens.

use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use morgue::entity::tagger::{KINDS, OUTSIDE, Tag, tag_of};
use morgue::text::sentence::sentences;
use morgue::text::token::{Token, tokens};
use serde::Deserialize;

/// A marked text.
pub struct Document {
    pub id: String,
    pub text: String,
    /// Bytes and kind (index into [`KINDS`]), in order.
    pub spans: Vec<(Range<usize>, usize)>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    spans: Vec<(usize, usize, String)>,
}

fn kind_of(label: &str) -> Option<usize> {
    ["PER", "LOC", "ORG", "MISC"]
        .iter()
        .position(|known| *known == label)
}

/// JSON Lines with raw text and spans in characters.
pub fn read_jsonl(path: &Path) -> Result<Vec<Document>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines()
        .map(|line| {
            let line: Line = serde_json::from_str(line)?;
            let mut offsets: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
            offsets.push(line.text.len());
            let mut spans: Vec<_> = line
                .spans
                .iter()
                .filter_map(|(start, end, label)| {
                    Some((offsets[*start]..offsets[*end], kind_of(label)?))
                })
                .collect();
            spans.sort_by_key(|(span, _)| span.start);
            Ok(Document {
                id: line.id,
                text: line.text,
                spans,
            })
        })
        .collect()
}

/// Token and tag a line, blank line between sentences, `-DOCSTART-` between documents: put back
/// together as text, one sentence a line. Sets without documents give one every 20 sentences.
pub fn read_tsv(path: &Path) -> Result<Vec<Document>> {
    let file = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut documents: Vec<Document> = Vec::new();
    let mut open: Option<usize> = None;
    let mut lines_in_document = 0;
    let has_documents = file.matches("-DOCSTART-").count() > 3;
    let fresh = |documents: &mut Vec<Document>| {
        let id = format!("{}#{}", path.display(), documents.len());
        documents.push(Document {
            id,
            text: String::new(),
            spans: Vec::new(),
        });
    };
    let mut glue_next = true;
    for line in file.lines() {
        if line.starts_with("-DOCSTART-") {
            fresh(&mut documents);
            lines_in_document = 0;
            glue_next = true;
            continue;
        }
        if documents.is_empty() || !has_documents && line.is_empty() && lines_in_document >= 20 {
            fresh(&mut documents);
            lines_in_document = 0;
            glue_next = true;
        }
        let document = documents.last_mut().context("a document")?;
        let Some((word, tag)) = line.split_once('\t') else {
            if !document.text.is_empty() && !glue_next {
                document.text.push('\n');
                lines_in_document += 1;
            }
            (open, glue_next) = (None, true);
            continue;
        };
        let tag = tag.rsplit('\t').next().unwrap_or(tag);
        let sticks = matches!(
            word,
            "," | "." | ";" | ":" | ")" | "]" | "!" | "?" | "%" | "'s" | "’s" | "'" | "n't" | "-"
        );
        if !glue_next && !sticks {
            document.text.push(' ');
        }
        let start = document.text.len();
        document.text.push_str(word);
        let end = document.text.len();
        glue_next = matches!(word, "(" | "[" | "$" | "-" | "``");
        match (tag.get(..2), tag.get(2..).and_then(kind_of)) {
            (Some("I-"), Some(_)) if open.is_some() => {
                if let Some((span, _)) = document.spans.last_mut() {
                    span.end = end;
                }
            }
            (_, Some(kind)) => {
                document.spans.push((start..end, kind));
                open = Some(kind);
            }
            _ => open = None,
        }
    }
    documents.retain(|document| !document.text.trim().is_empty());
    Ok(documents)
}

/// The files of a folder that hold marked texts, in the order of their names.
pub fn marked_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "txt") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// All texts marked by hand in a folder.
pub fn read_marked_folder(folder: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in marked_files(folder)? {
        documents.extend(read_marked(&path)?);
    }
    Ok(documents)
}

/// Texts marked by hand: names as `[P Tony Blair]`, a blank line between texts, `#` comments.
pub fn read_marked(path: &Path) -> Result<Vec<Document>> {
    let file = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut documents = Vec::new();
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    let marked: String = lines.flat_map(|line| [line, "\n"]).collect();
    for block in marked
        .split("\n\n")
        .filter(|block| !block.trim().is_empty())
    {
        let mut text = String::new();
        let mut spans = Vec::new();
        let mut rest = block.trim();
        while let Some((before, behind)) = rest.split_once('[') {
            text.push_str(before);
            let (name, behind) = behind
                .split_once(']')
                .with_context(|| format!("a name without `]` in {}: {behind}", path.display()))?;
            let (label, name) = name
                .split_once(' ')
                .with_context(|| format!("a name without a label in {}: {name}", path.display()))?;
            let kind = ["P", "L", "O", "M"]
                .iter()
                .position(|known| *known == label)
                .with_context(|| format!("unknown label in {}: {name}", path.display()))?;
            spans.push((text.len()..text.len() + name.len(), kind));
            text.push_str(name);
            rest = behind;
        }
        text.push_str(rest);
        documents.push(Document {
            id: format!("{stem}#{}", documents.len()),
            text,
            spans,
        });
    }
    Ok(documents)
}

/// A document cut up by our own rules, with the tag of every token.
pub struct Cut {
    pub tokens: Vec<Token>,
    pub sentences: Vec<Range<usize>>,
    pub tags: Vec<Tag>,
    /// Spans whose borders are no token borders.
    pub misfits: usize,
}

pub fn cut(document: &Document) -> Cut {
    let tokens: Vec<Token> = tokens(&document.text).collect();
    let sentences = sentences(&document.text, &tokens);
    let mut tags = vec![OUTSIDE; tokens.len()];
    let mut misfits = 0;
    for (span, kind) in &document.spans {
        let first = tokens.partition_point(|token| token.span.end as usize <= span.start);
        let last = tokens.partition_point(|token| (token.span.start as usize) < span.end);
        if first >= last {
            misfits += 1;
            continue;
        }
        let fits = tokens[first].span.start as usize == span.start
            && tokens[last - 1].span.end as usize == span.end;
        misfits += usize::from(!fits);
        for (n, tag) in tags[first..last].iter_mut().enumerate() {
            *tag = tag_of(*kind, n, last - first);
        }
    }
    assert!(KINDS.len() == 4, "labels and kinds are in the same order");
    Cut {
        tokens,
        sentences,
        tags,
        misfits,
    }
}
