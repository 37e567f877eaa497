//! Reads a story: the tagger, then what only the whole story can tell.
//!
//! The body comes first, so that the headline, whose capitals say little, is read with what the body
//! said. Then short names join full ones, and places are looked up on the map.

use super::features::Style;
use super::foreign;
use super::gazetteer::Gazetteer;
use super::headline::Wording;
use super::history::{History, Topic};
use super::languages::{self, Reading};
use super::lexicon::Lexicon;
use super::name::{self, Name, Setting};
use super::tagger::{self, Lattice, Sentence, Tag};
use super::weights::Weights;
use super::word::{Traits, WordId, WordTypes};
use super::{
    Confidence, Findings, Kind, Mention, Part, PlaceId, Story, coreference, headline, qualifier,
    resolve, settle, source_home,
};
use crate::text::Span;
use crate::text::fold;
use crate::text::sentence::sentences;
use crate::text::token::{Token, tokens};

/// Finds names. One serves all threads; each thread brings its own [`Scratch`].
#[derive(Debug)]
pub struct Recognizer {
    lexicon: &'static Lexicon,
    weights: Weights,
    gazetteer: Gazetteer,
}

/// Memory that is used again from story to story: buffers, and what was worked out about words.
///
/// It changes the time a story takes, never what is found. Grows to about 40 MB.
#[derive(Debug, Default)]
pub struct Scratch {
    types: WordTypes,
    history: History,
    lattice: Lattice,
    sentence: Sentence,
    tokens: Vec<Token>,
    tags: Vec<Tag>,
    body: Vec<Token>,
    body_ids: Vec<WordId>,
}

/// What is found while reading, part by part.
#[derive(Default)]
struct Found {
    names: Vec<Name>,
    implied: Vec<PlaceId>,
    /// Whether `US` was met as a country.
    knows_us: bool,
    /// Names of ships, folded.
    ships: Vec<String>,
    /// Surnames, for the languages read by lexicon.
    surnames: Vec<String>,
}

impl Recognizer {
    /// The built-in tagger. Reads a few bytes.
    pub fn builtin() -> Recognizer {
        Recognizer {
            lexicon: Lexicon::builtin(),
            weights: Weights::builtin(),
            gazetteer: Gazetteer::builtin(),
        }
    }

    /// The same with other word knowledge and weights, for the trainer to try them.
    pub fn with(lexicon: &'static Lexicon, weights: Weights) -> Recognizer {
        Recognizer {
            lexicon,
            weights,
            gazetteer: Gazetteer::builtin(),
        }
    }

    /// The table that the places of the findings are rows of.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The names in a story, sorted; none in a language that is not read.
    ///
    /// Takes time linear in the text: two million words a second.
    pub fn read(&self, story: &Story<'_>, scratch: &mut Scratch) -> Findings {
        let reading = languages::reading(story.lang);
        let is_unreadable = story.lang.is_none() && !languages::is_latin(story.body);
        if reading == Reading::Nothing || is_unreadable {
            return Findings::default();
        }
        scratch.types.make_room();
        scratch.history.clear();
        let text_of = |part: Part| match part {
            Part::Title => story.title,
            Part::Summary => story.summary,
            Part::Body => story.body,
            Part::Dateline => story.dateline,
        };
        let mut found = Found::default();
        let mut topic = Topic::default();
        scratch.body_ids.clear();
        for part in [Part::Body, Part::Summary, Part::Title] {
            let text = text_of(part);
            scratch.tokens.clear();
            scratch.tokens.extend(tokens(text));
            for range in sentences(text, &scratch.tokens) {
                let tokens = &scratch.tokens[range];
                scratch
                    .sentence
                    .read(text, tokens, &mut topic, &mut scratch.types, self.lexicon);
                if part == Part::Body {
                    scratch.body_ids.extend_from_slice(&scratch.sentence.ids);
                }
                if scratch.sentence.runs.is_empty() {
                    continue;
                }
                if reading == Reading::Tagger {
                    tagger::tag_sentence(
                        &scratch.sentence,
                        &mut scratch.types,
                        &self.weights,
                        &mut scratch.history,
                        &mut scratch.lattice,
                        &mut scratch.tags,
                    );
                }
                let setting = Setting {
                    text,
                    part,
                    tokens,
                    sentence: &scratch.sentence,
                    types: &scratch.types,
                    knows_us: found.knows_us,
                };
                if reading == Reading::Tagger {
                    self.collect(&setting, &scratch.tags, &mut found);
                } else {
                    self.collect_foreign(&setting, story.lang, &mut found);
                }
            }
            if part == Part::Body {
                std::mem::swap(&mut scratch.tokens, &mut scratch.body);
            }
        }
        self.dateline(story.dateline, &mut found);
        let body = Wording {
            tokens: &scratch.body,
            ids: &scratch.body_ids,
            types: &scratch.types,
        };
        self.findings(found, story, &body, text_of)
    }

    /// The names of one sentence from its tags, and the countries of its demonyms.
    fn collect(&self, setting: &Setting<'_>, tags: &[Tag], found: &mut Found) {
        for (range, kind) in tagger::names(tags) {
            let kind = match kind {
                0 => Kind::Person,
                1 => Kind::Place,
                2 => Kind::Org,
                _ => {
                    // Other: but initials of a country are a country.
                    let is_single = range.len() == 1;
                    let exact = setting.tokens[range.start].span.of(setting.text);
                    match name::initials(exact).filter(|_| is_single) {
                        Some(kind) => kind,
                        None if setting.is_addressed(&range) => Kind::Person,
                        None => continue,
                    }
                }
            };
            // `Hawthorne, Calif` are two.
            let comma = (range.start + 1..range.end.saturating_sub(1)).find(|&n| {
                let exact = |n: usize| setting.tokens[n].span.of(setting.text);
                kind == Kind::Place
                    && exact(n) == ","
                    && qualifier::abbreviated(exact(n + 1)).is_some()
            });
            if let Some(comma) = comma {
                found.names.extend(setting.name(range.start, comma, kind));
                found.names.extend(setting.name(comma + 1, range.end, kind));
                continue;
            }
            let Some(name) = setting.name(range.start, range.end, kind) else {
                continue;
            };
            let is_demonym = name.kind == Kind::Place
                && name::is_demonym(self.lexicon.lists_of_phrase(&name.key))
                && self.gazetteer.aliased(&name.key).is_empty();
            if !is_demonym {
                found.knows_us |= name.kind == Kind::Place && name.span.of(setting.text) == "US";
                found.names.push(name);
            }
            let acronym = setting.acronym(range.end).filter(|_| kind == Kind::Org);
            if let Some(n) = acronym.filter(|&n| tags[n] == tagger::OUTSIDE) {
                found.names.extend(setting.name(n, n + 1, Kind::Org));
            }
        }
        if setting.sentence.has(Traits::SHIP | Traits::SHIP_NOUN) {
            found
                .ships
                .extend((0..tags.len()).filter_map(|n| setting.ship(n)));
        }
        // What it overlooks in capitals: unions.
        if setting.sentence.style() == Style::Capitals {
            for n in 0..tags.len() {
                if let Some(range) = setting.union(n).filter(|range| {
                    tags[range.clone()]
                        .iter()
                        .all(|&tag| tag == tagger::OUTSIDE)
                }) {
                    found
                        .names
                        .extend(setting.name(range.start, range.end, Kind::Org));
                }
            }
        }
        // `US` in capitals, when the story writes it so elsewhere.
        if setting.knows_us && setting.sentence.style() == Style::Capitals {
            for (n, &tag) in tags.iter().enumerate() {
                if tag == tagger::OUTSIDE && setting.tokens[n].span.of(setting.text) == "US" {
                    found.names.extend(setting.name(n, n + 1, Kind::Place));
                }
            }
        }
        // What the tagger overlooked behind `Mr` and `President`.
        for n in setting.sentence.runs.iter().cloned().flatten() {
            if tags[n] == tagger::OUTSIDE && (setting.follows_mister(n) || setting.follows_title(n))
            {
                found.names.extend(setting.name(n, n + 1, Kind::Person));
            }
        }
        if !setting.sentence.may_have_demonym() {
            return;
        }
        for (n, &tag) in tags.iter().enumerate() {
            // The Indian Ocean says nothing of India, nor does Mr French of France.
            if matches!(tagger::kind_of(tag), Some(0 | 1)) {
                continue;
            }
            let word = setting.types.word(setting.sentence.ids[n]);
            let folded = |n: usize| setting.types.folded(setting.sentence.ids[n]);
            let place = if setting.sentence.ends_phrase(n, name::is_demonym) {
                let before = n.saturating_sub(1);
                self.gazetteer
                    .demonym_key(&format!("{} {}", folded(before), folded(n)))
            } else if name::is_demonym(word.lists) {
                self.gazetteer.demonym_key(folded(n))
            } else {
                None
            };
            found.implied.extend(place);
        }
    }

    fn collect_foreign(&self, setting: &Setting<'_>, lang: Option<&str>, found: &mut Found) {
        if setting.sentence.style() == Style::Capitals && setting.part == Part::Body {
            return;
        }
        let tables = foreign::Tables {
            gazetteer: &self.gazetteer,
            lexicon: self.lexicon,
            types: setting.types,
            lang: lang.map_or("", languages::language),
        };
        let exact = |n: usize| setting.tokens[n].span.of(setting.text);
        let all = foreign::names(setting.sentence, exact, &tables, &mut found.surnames);
        for (range, kind) in all {
            found
                .names
                .extend(setting.name(range.start, range.end, kind));
        }
    }

    /// The places of a dateline: `Bogotá, Colombia`; `CAMBRIDGE, Mass.`; `LONDON/PARIS`.
    fn dateline(&self, text: &str, found: &mut Found) {
        let mut start = 0;
        for piece in text.split_inclusive(['/', ';']) {
            let place = piece.trim_end_matches(['/', ';']);
            let first = place.split(',').next().unwrap_or(place);
            let behind = place.get(first.len() + 1..).unwrap_or_default();
            self.dateline_place(text, start, first, found);
            let rest = start + first.len() + 1;
            let next = behind.split(',').next().unwrap_or(behind);
            if !next.trim().is_empty() && !self.gazetteer.tail(next).is_empty() {
                self.dateline_place(text, rest, next, found);
            }
            start += piece.len();
        }
    }

    fn dateline_place(&self, text: &str, at: usize, piece: &str, found: &mut Found) {
        let trimmed = piece.trim();
        let start = at + (piece.len() - piece.trim_start().len());
        let key = fold::key(trimmed);
        if key.is_empty() || trimmed.chars().any(|c| c.is_ascii_digit()) {
            return;
        }
        debug_assert!(
            text.is_char_boundary(start),
            "the piece was cut from this text"
        );
        found.names.push(Name {
            kind: Kind::Place,
            part: Part::Dateline,
            span: Span::new(start, start + trimmed.len()),
            key,
            address: None,
            title: None,
            kin: None,
            generation: None,
            is_aside: false,
            is_bracketed: false,
            follows_place_word: true,
            style: Style::Plain,
        });
    }

    fn findings<'t>(
        &self,
        found: Found,
        story: &Story<'_>,
        body: &Wording<'_>,
        text_of: impl Fn(Part) -> &'t str,
    ) -> Findings {
        let Found {
            mut names,
            mut implied,
            ships,
            ..
        } = found;
        settle::drop_ships(&mut names, &ships, &text_of);
        headline::add_surnames(&mut names, text_of(Part::Title), body);
        headline::shrink_headlines(&mut names, text_of(Part::Title), body);
        if languages::reading(story.lang) == Reading::Tagger {
            settle::add_surnames(&mut names, story.body);
        }
        // In reading order, the headline behind the body.
        names.sort_by_key(|name| {
            let is_behind = |part| name.part != part;
            (
                is_behind(Part::Body),
                is_behind(Part::Summary),
                name.part,
                name.span,
            )
        });
        settle::settle_datelines(&mut names);
        settle::settle_kinds(&mut names);
        settle::extend_surnames(&mut names, &text_of);
        settle::settle_teams(&mut names, &text_of);
        settle::settle_initials(&mut names);
        settle::settle_companies(&mut names, |key| !self.gazetteer.aliased(key).is_empty());
        let full = coreference::full_names(&names);
        let about = resolve::About {
            implied: &implied,
            lang: story.lang,
            home: story
                .source
                .and_then(|source| source_home::home(&self.gazetteer, source)),
        };
        let places = resolve::resolve(&self.gazetteer, &names, &about, &text_of);
        let mut mentions: Vec<Mention> = names
            .iter()
            .zip(full)
            .zip(places)
            .map(|((name, full), resolved)| {
                let full = &names[full];
                Mention {
                    kind: name.kind,
                    part: name.part,
                    span: name.span,
                    name: full.span.of(text_of(full.part)).to_owned(),
                    place: resolved.place,
                    candidates: resolved.candidates,
                    confidence: match languages::reading(story.lang) {
                        Reading::Lexicon => Confidence::Low,
                        _ => Confidence::High,
                    },
                    title: name.title.clone(),
                }
            })
            .collect();
        mentions.sort_by_key(|mention| (mention.part, mention.span));
        implied.sort_unstable();
        implied.dedup();
        Findings { mentions, implied }
    }
}
