//! What is asked, as flags: for every verb that answers with articles, and for asking again.

use clap::ValueEnum;

use super::console::{Console, FAINT};
use super::message::{BadQuery, Failure, note, nothing_in, print_note};
use crate::entity::Kind;
use crate::query::{self, Expansion, Order, Query, Search, TextField, ValueField, dates};
use crate::text::visible::visible;

/// The question, without what is to be printed of the answer.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Asked {
    /// What to find: words, "phrases", person:"Ana Ruiz", OR, NOT, brackets (see --syntax)
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    /// Articles that name this person
    #[arg(long, value_name = "NAME")]
    person: Vec<String>,
    /// Articles that name this place, or a place inside it
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// Articles that name this organisation
    #[arg(long, value_name = "NAME")]
    org: Vec<String>,
    /// Articles with these words in this order
    #[arg(long, value_name = "WORDS")]
    phrase: Vec<String>,
    /// Not before this day, month or year (2019, 2019-05, 2019-05-01)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Not after this day, month or year
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Publication
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Section of the publication
    #[arg(long, value_name = "NAME")]
    section: Option<String>,
    /// Language of the article (en, de ...); words find their forms in it
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Order of the answer
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: Sort,
    /// A word with wildcards, or of similar spelling, may stand for so many words of the archive
    #[arg(long, value_name = "N", default_value_t = query::MOST_TERMS)]
    expand: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Best first
    Relevance,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
}

impl Sort {
    fn name(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
        }
    }
}

impl Asked {
    /// The question with the whole answer wanted.
    pub(super) fn search(&self, console: &Console) -> anyhow::Result<Search> {
        Ok(Search {
            order: match self.sort {
                Sort::Relevance => Order::Relevance,
                Sort::Newest => Order::Newest,
                Sort::Oldest => Order::Oldest,
            },
            lang: self.lang.clone(),
            most_terms: self.expand,
            ..Search::new(self.understood(console)?)
        })
    }

    /// The query, without flags. Arguments are joined by one space.
    fn words(&self) -> String {
        self.query.join(" ")
    }

    /// The query of all arguments together: each must hold.
    fn understood(&self, console: &Console) -> anyhow::Result<Query> {
        let typed = self.words();
        let mut clauses = Vec::new();
        if !typed.trim().is_empty() {
            clauses.push(parsed(&typed, console)?);
        }
        for (flag, kind, names) in [
            ("--person", Kind::Person, &self.person),
            ("--place", Kind::Place, &self.place),
            ("--org", Kind::Org, &self.org),
        ] {
            for name in names {
                clauses.push(Query::name(kind, name).ok_or_else(|| nothing_in(flag, name))?);
            }
        }
        for phrase in &self.phrase {
            let clause = Query::quoted(TextField::Text, phrase);
            clauses.push(clause.ok_or_else(|| nothing_in("--phrase", phrase))?);
        }
        if self.from.is_some() || self.to.is_some() {
            let range = dates::between(self.from.as_deref(), self.to.as_deref());
            clauses.push(Query::Date(range.map_err(|error| Failure {
                code: "E-DATE".into(),
                message: format!("--from, --to: {error}"),
                help: Some(error.help()),
            })?));
        }
        for (flag, field, value) in [
            ("--source", ValueField::Source, &self.source),
            ("--section", ValueField::Section, &self.section),
            ("--lang", ValueField::Lang, &self.lang),
        ] {
            let Some(value) = value else { continue };
            if value.trim().is_empty() {
                return Err(nothing_in(flag, value).into());
            }
            if field == ValueField::Lang && value.trim().len() > 3 {
                return Err(Failure {
                    code: "E-VALUE".into(),
                    message: format!("--lang: `{value}` is no language code"),
                    help: Some("give the two letters of ISO 639-1: en, de, es, fr ...".into()),
                }
                .into());
            }
            let value = value.clone();
            clauses.push(Query::Field { field, value });
        }
        if clauses.is_empty() {
            return Err(Failure {
                code: "E-EMPTY".into(),
                message: "nothing to look for".into(),
                help: Some(
                    "give a word, a phrase in quotes, --person, --place or --org; `*` finds every article"
                        .into(),
                ),
            }
            .into());
        }
        Ok(Query::and(clauses))
    }

    /// The query and its flags as one line that says the same.
    pub(super) fn as_typed(&self) -> String {
        let mut parts: Vec<String> = self.query.clone();
        let flags = self.flags();
        parts.extend(flags.map(|(flag, value)| format!("{flag} {value:?}")));
        parts.join(" ")
    }

    /// Every flag that was given, with its value.
    fn flags(&self) -> impl Iterator<Item = (&'static str, String)> {
        let repeated = [
            ("--person", &self.person),
            ("--place", &self.place),
            ("--org", &self.org),
            ("--phrase", &self.phrase),
        ];
        let single = [
            ("--from", &self.from),
            ("--to", &self.to),
            ("--source", &self.source),
            ("--section", &self.section),
            ("--lang", &self.lang),
        ];
        let repeated = repeated
            .into_iter()
            .flat_map(|(flag, values)| values.iter().map(move |value| (flag, value.clone())));
        let single = single
            .into_iter()
            .flat_map(|(flag, value)| value.iter().map(move |value| (flag, value.clone())));
        let mut flags: Vec<(&str, String)> = repeated.chain(single).collect();
        if self.sort != Sort::Relevance {
            flags.push(("--sort", self.sort.name().to_owned()));
        }
        if self.expand != query::MOST_TERMS {
            flags.push(("--expand", self.expand.to_string()));
        }
        flags.into_iter()
    }

    /// Arguments that ask the same, whatever signs are in them.
    pub(super) fn arguments(&self) -> Vec<String> {
        let flags = self.flags();
        let mut arguments: Vec<String> = flags
            .map(|(flag, value)| format!("{flag}={value}"))
            .collect();
        arguments.push("--".to_owned());
        arguments.extend(self.query.iter().cloned());
        arguments
    }
}

/// A query as typed, with the notes on how it was read.
pub(super) fn parsed(typed: &str, console: &Console) -> anyhow::Result<Query> {
    let parsed = query::parse(typed);
    if !parsed.errors.is_empty() {
        return Err(BadQuery {
            text: typed.to_owned(),
            errors: parsed.errors,
        }
        .into());
    }
    for note in &parsed.notes {
        print_note(note, typed, console);
    }
    Ok(parsed.query)
}

/// Says how the query was read: bracketed, and what each clause was taken to mean.
pub(super) fn tell_reading(query: &Query, expansions: &[Expansion], console: &Console) {
    let mut reading = format!("read as  {query}");
    let listed: Vec<String> = expansions
        .iter()
        .filter(|expansion| {
            let is_itself = expansion.forms == [expansion.clause.clone()];
            !(is_itself && expansion.joins.is_empty())
        })
        .map(told)
        .collect();
    if !listed.is_empty() {
        reading.push_str("   (");
        reading.push_str(&listed.join(" · "));
        reading.push(')');
    }
    if console.json {
        return note("N-READ", &reading, console);
    }
    console.tell(&console.styled_err(FAINT, &visible(&reading)));
}

/// At most this many forms are listed; the number of the others is given.
const MOST_FORMS: usize = 8;

fn told(expansion: &Expansion) -> String {
    let forms = &expansion.forms;
    if forms.is_empty() && expansion.joins.is_empty() {
        return format!("{}: not in the archive", expansion.clause);
    }
    let mut listed = forms[..forms.len().min(MOST_FORMS)].join(", ");
    if forms.len() > MOST_FORMS {
        listed.push_str(&format!(" and {} more", forms.len() - MOST_FORMS));
    }
    let mut parts = expansion.joins.clone();
    if !listed.is_empty() {
        parts.insert(0, listed);
    }
    let count = match forms.len() {
        few if few <= MOST_FORMS => String::new(),
        many => format!(" ({many})"),
    };
    format!("{}{count}: {}", expansion.clause, parts.join("; "))
}
