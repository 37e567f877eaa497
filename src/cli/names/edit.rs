//! The verbs that change the names file.
//!
//! Each says what it does to the answers: in how many articles a name is now found, and in how many it
//! was before.

use std::io::Write;

use serde::Serialize;

use super::super::console::{Console, FAINT, HEADLINE};
use super::super::message::{Failure, note};
use super::super::{Exit, NamesChoice, Shared};
use super::{KindChoice, counted};
use crate::entity::{Gazetteer, Kind};
use crate::index::Reader;
use crate::query::names::edit::Changed;
use crate::query::names::{Draft, Known, Name, NamesFile, Refused, Verdict, kinds_of, known};
use crate::text::fold;
use crate::text::visible::{visible, visible_path};

/// For `merge` and `split`.
#[derive(Debug, clap::Args)]
pub(super) struct Two {
    /// The name that is printed
    #[arg(value_name = "CANONICAL")]
    canonical: String,
    /// The other names; `org:Ford` for one that was taken for another kind
    #[arg(value_name = "VARIANT", required = true)]
    variants: Vec<String>,
    #[command(flatten)]
    options: Options,
}

/// For `ban` and `unban`.
#[derive(Debug, clap::Args)]
pub(super) struct Several {
    /// What is no name
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, clap::Args)]
pub(super) struct Rename {
    /// The name that is printed now
    #[arg(value_name = "OLD")]
    old: String,
    /// The name to print; the old one stays a variant
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, clap::Args)]
struct Options {
    /// What it is the name of [default: what the archive takes it for]
    #[arg(long, value_name = "KIND")]
    kind: Option<KindChoice>,
    /// Say why, in the note of the row
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Show what would change, write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn merge(
    args: &Two,
    choice: &NamesChoice,
    shared: &Shared,
    console: &mut Console,
) -> anyhow::Result<Exit> {
    let mut desk = Desk::open(choice, shared)?;
    let (canonical, variants) = desk.two(args, console)?;
    desk.concerns(&canonical);
    variants.iter().for_each(|variant| desk.concerns(variant));
    let note = args.options.note.as_deref();
    desk.change(|draft| draft.merge(&canonical, &variants, note))?;
    desk.finish(&args.options, console)
}

pub(super) fn split(
    args: &Two,
    choice: &NamesChoice,
    shared: &Shared,
    console: &mut Console,
) -> anyhow::Result<Exit> {
    let mut desk = Desk::open(choice, shared)?;
    let (canonical, others) = desk.two(args, console)?;
    desk.concerns(&canonical);
    others.iter().for_each(|other| desk.concerns(other));
    let note = args.options.note.as_deref();
    desk.change(|draft| draft.split(&canonical, &others, note))?;
    desk.finish(&args.options, console)
}

pub(super) fn ban(
    args: &Several,
    choice: &NamesChoice,
    shared: &Shared,
    console: &mut Console,
) -> anyhow::Result<Exit> {
    let mut desk = Desk::open(choice, shared)?;
    for name in &args.names {
        let name = desk.one(name, &args.options, console)?;
        desk.concerns(&name);
        desk.change(|draft| draft.ban(&name, args.options.note.as_deref()))?;
    }
    desk.finish(&args.options, console)
}

pub(super) fn unban(
    args: &Several,
    choice: &NamesChoice,
    shared: &Shared,
    console: &mut Console,
) -> anyhow::Result<Exit> {
    let mut desk = Desk::open(choice, shared)?;
    for name in &args.names {
        let name = desk.one(name, &args.options, console)?;
        desk.concerns(&name);
        desk.change(|draft| draft.unban(&name))?;
    }
    desk.finish(&args.options, console)
}

pub(super) fn rename(
    args: &Rename,
    choice: &NamesChoice,
    shared: &Shared,
    console: &mut Console,
) -> anyhow::Result<Exit> {
    let mut desk = Desk::open(choice, shared)?;
    let old = desk.one(&args.old, &args.options, console)?;
    desk.concerns(&old);
    let note = args.options.note.as_deref();
    desk.change(|draft| draft.rename(&old, &args.new, note))?;
    desk.finish(&args.options, console)
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure {
            code: "E-NAMES".into(),
            message: refused.message,
            help: Some(refused.help),
        }
    }
}

/// The archive and its names file while it is changed.
struct Desk {
    reader: Reader,
    before: NamesFile,
    draft: Draft,
    path: std::path::PathBuf,
    /// Names whose counts may change.
    concerned: Vec<Name>,
    has_changed: bool,
}

impl Desk {
    fn open(choice: &NamesChoice, shared: &Shared) -> anyhow::Result<Desk> {
        let reader = Reader::open(&shared.index)?;
        let path = choice.path(shared);
        let draft = Draft::open(&path, &Gazetteer::builtin())?;
        Ok(Desk {
            reader,
            before: draft.file().clone(),
            draft,
            path,
            concerned: Vec::new(),
            has_changed: false,
        })
    }

    fn concerns(&mut self, name: &Name) {
        self.concerned.push(name.clone());
    }

    fn change(&mut self, change: impl FnOnce(&mut Draft) -> Changed) -> anyhow::Result<()> {
        self.has_changed |= change(&mut self.draft).map_err(Failure::from)?;
        Ok(())
    }

    /// A name on its own, with the kind it is known as.
    fn one(&self, typed: &str, options: &Options, console: &Console) -> anyhow::Result<Name> {
        let (kind, text) = written(typed);
        let asked = kind.or(options.kind.map(KindChoice::kind));
        let kinds = self.kinds(text)?;
        let kind = match (asked, kinds.as_slice()) {
            (Some(kind), _) => kind,
            (None, [(kind, _)]) => *kind,
            (None, []) => return Err(unknown(text).into()),
            (None, several) => return Err(ambiguous(text, several).into()),
        };
        self.warn_of_unknown(text, kind, &kinds, console);
        let text = text.to_owned();
        Ok(Name { kind, text })
    }

    /// The names of `merge` and `split`.
    fn two(&self, args: &Two, console: &Console) -> anyhow::Result<(Name, Vec<Name>)> {
        let (kind, canonical) = written(&args.canonical);
        let asked = kind.or(args.options.kind.map(KindChoice::kind));
        let own = self.kinds(canonical)?;
        let mut of_variants = Vec::new();
        for variant in &args.variants {
            let (kind, text) = written(variant);
            of_variants.push((kind, text, self.kinds(text)?));
        }
        let kind = match (asked, own.as_slice()) {
            (Some(kind), _) => kind,
            (None, [(kind, _)]) => *kind,
            // A canonical name need not be in the archive: its variants tell what it is.
            (None, []) => {
                let kinds = of_variants.iter().flat_map(|(_, _, kinds)| kinds);
                let mut kinds: Vec<Kind> = kinds.map(|(kind, _)| *kind).collect();
                kinds.sort_unstable();
                kinds.dedup();
                match kinds.as_slice() {
                    [kind] => *kind,
                    _ => return Err(unknown(canonical).into()),
                }
            }
            (None, several) => return Err(ambiguous(canonical, several).into()),
        };
        self.warn_of_unknown(canonical, kind, &own, console);
        let mut variants = Vec::new();
        for (written, text, kinds) in of_variants {
            let is_known_so = kinds.iter().any(|(known, _)| *known == kind);
            let is_said = written.is_some() || args.options.kind.is_some();
            if let (false, false, Some((other, articles))) = (is_known_so, is_said, kinds.first()) {
                return Err(clash(text, *other, *articles, canonical, kind).into());
            }
            let found_as = written.unwrap_or(kind);
            self.warn_of_unknown(text, found_as, &kinds, console);
            let text = text.to_owned();
            variants.push(Name {
                kind: found_as,
                text,
            });
        }
        let text = canonical.to_owned();
        Ok((Name { kind, text }, variants))
    }

    /// What a name is known as, in the archive and in the names file.
    fn kinds(&self, name: &str) -> anyhow::Result<Vec<(Kind, u64)>> {
        let mut kinds = kinds_of(&self.reader, name)?;
        let key = fold::key(name);
        let listed = |kind| self.before.verdict(kind, &key) != Verdict::Unlisted;
        let in_file: Vec<Kind> = Kind::ALL.into_iter().filter(|&kind| listed(kind)).collect();
        if !in_file.is_empty() {
            // What the file calls it is decided; what the tagger calls it else is noise.
            kinds.retain(|(kind, _)| in_file.contains(kind));
            for kind in in_file {
                if !kinds.iter().any(|(known, _)| *known == kind) {
                    kinds.push((kind, 0));
                }
            }
        }
        Ok(kinds)
    }

    fn warn_of_unknown(&self, name: &str, kind: Kind, kinds: &[(Kind, u64)], console: &Console) {
        if kinds.iter().any(|(known, _)| *known == kind) {
            return;
        }
        let others = kinds
            .iter()
            .map(|(kind, articles)| format!("{} in {}", kind.with_article(), counted(*articles)));
        let others = others.collect::<Vec<_>>().join(" and ");
        let message = match others.is_empty() {
            true => format!("no article has the full name `{name}`"),
            false => format!(
                "no article has `{name}` as {}; it is {others}",
                kind.with_article()
            ),
        };
        note("N-UNKNOWN-NAME", &message, console);
    }

    /// Says what changes, and writes it.
    fn finish(self, options: &Options, console: &mut Console) -> anyhow::Result<Exit> {
        let (gone, new) = self.draft.differences();
        if self.has_changed && !options.dry_run {
            self.draft.save()?;
        }
        if options.dry_run && !console.json {
            for (sign, rows) in [("-", &gone), ("+", &new)] {
                for row in rows {
                    let row = row.split('\t').collect::<Vec<_>>().join("  ");
                    let line = format!("{sign} {}", visible(&row));
                    writeln!(console.out, "{}", console.styled(FAINT, &line))?;
                }
            }
        }
        let mut told: Vec<Known> = Vec::new();
        for name in &self.concerned {
            let was = known(&self.reader, &self.before, name.kind, &name.text)?;
            let is = known(&self.reader, self.draft.file(), name.kind, &name.text)?;
            if told.contains(&is) {
                continue;
            }
            print_effect(&was, &is, console)?;
            told.push(is);
        }
        let path = visible_path(&self.path.to_string_lossy()).into_owned();
        let message = match (self.has_changed, options.dry_run) {
            (false, _) => format!("{path} says so already"),
            (true, true) => format!("a dry run: {path} stays as it is"),
            (true, false) => format!("written to {path}"),
        };
        note("N-NAMES", &message, console);
        Ok(Exit::Done)
    }
}

/// A name as typed, with the kind that stands before it, if any: `org:Ford`.
fn written(typed: &str) -> (Option<Kind>, &str) {
    let split = typed.split_once(':');
    let kind = split.and_then(|(word, _)| match word.trim() {
        "person" => Some(Kind::Person),
        "place" => Some(Kind::Place),
        "org" => Some(Kind::Org),
        _ => None,
    });
    match (kind, split) {
        (Some(kind), Some((_, name))) => (Some(kind), name.trim()),
        _ => (None, typed.trim()),
    }
}

fn unknown(name: &str) -> Failure {
    Failure {
        code: "E-KIND".into(),
        message: format!("no article has the full name `{name}`, so its kind is not known"),
        help: Some(
            "say what it is with --kind person, place or org; `morgue names WORD` lists names"
                .into(),
        ),
    }
}

fn ambiguous(name: &str, kinds: &[(Kind, u64)]) -> Failure {
    let known = kinds
        .iter()
        .map(|(kind, articles)| format!("{} in {}", kind.with_article(), counted(*articles)));
    let known = known.collect::<Vec<_>>().join(" and ");
    Failure {
        code: "E-KIND".into(),
        message: format!("`{name}` is {known}"),
        help: Some("say which is meant: --kind person, place or org".into()),
    }
}

fn clash(variant: &str, other: Kind, articles: u64, canonical: &str, kind: Kind) -> Failure {
    Failure {
        code: "E-KIND".into(),
        message: format!(
            "`{variant}` is {} in {}, `{canonical}` is {}",
            other.with_article(),
            counted(articles),
            kind.with_article()
        ),
        help: Some(format!(
            "if it was taken for the wrong kind, write \"{}:{variant}\"",
            other.name()
        )),
    }
}

#[derive(Serialize)]
struct EffectJson<'a> {
    kind: Kind,
    name: &'a str,
    articles: u64,
    was: WasJson<'a>,
}

#[derive(Serialize)]
struct WasJson<'a> {
    kind: Kind,
    name: &'a str,
    articles: u64,
}

fn print_effect(was: &Known, is: &Known, console: &mut Console) -> anyhow::Result<()> {
    if console.json {
        let json = EffectJson {
            kind: is.kind,
            name: &is.name,
            articles: is.articles,
            was: WasJson {
                kind: was.kind,
                name: &was.name,
                articles: was.articles,
            },
        };
        serde_json::to_writer(&mut console.out, &json)?;
        writeln!(console.out)?;
        return Ok(());
    }
    let before = match (was.name == is.name, was.articles == is.articles) {
        (true, true) => "as before".to_owned(),
        (true, false) => format!("was {}", was.articles),
        (false, _) => format!("was {} in {}", visible(&was.name), counted(was.articles)),
    };
    let name = console.styled(HEADLINE, &visible(&is.name));
    writeln!(console.out, "{name}: {}, {before}", counted(is.articles))?;
    Ok(())
}
