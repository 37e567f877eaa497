//! Builds the table of places from GeoNames files and three lists of our own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result};
use morgue::entity::gazetteer::Level;
use morgue::text::fold;
use serde_json::Value;

/// Files of [`morgue::entity::gazetteer::Gazetteer`], and what the lexicon lists of them.
pub struct PlaceFiles {
    pub rows: Vec<u8>,
    pub names: Vec<u8>,
    pub aliases: Vec<u8>,
    pub alias_rows: Vec<u8>,
    pub demonyms: Vec<u8>,
    pub listed: Vec<(&'static str, String)>,
}

struct Row {
    level: Level,
    id: Id,
    name: String,
    parent: Option<usize>,
    country: [u8; 2],
    lat: f64,
    lon: f64,
    population: u32,
    is_capital: bool,
}

enum Id {
    Geonames(u32),
    Own(String),
}

const NO_COUNTRY: [u8; 2] = [0; 2];

/// Other spellings are kept for towns of this many people: those of villages are mostly noise.
const ALIAS_POPULATION: u32 = 25_000;

/// GeoNames' names of countries that are not what English news calls them.
const COUNTRY_NAMES: [(&str, &str); 6] = [
    ("NL", "Netherlands"),
    ("BQ", "Bonaire"),
    ("PS", "Palestine"),
    ("TL", "East Timor"),
    ("CV", "Cape Verde"),
    ("MO", "Macau"),
];

/// Spellings that the lexicon does not list, by country.
const SPELLINGS: [(&str, &str); 3] = [("US", "U.S"), ("US", "U.S.A"), ("VI", "Virgin Islands")];

/// Names of towns in GeoNames that mean something else in English news: one for Casablanca.
const NO_ALIASES: [&str; 1] = ["White House"];

#[derive(Default)]
struct Builder {
    rows: Vec<Row>,
    aliases: Vec<(String, usize)>,
    demonyms: BTreeMap<String, usize>,
    listed: Vec<(&'static str, String)>,
    capitals: HashSet<(String, String)>,
}

pub fn build(data: &Path, own: &Path) -> Result<PlaceFiles> {
    let geonames = data.join("geonames");
    let mut builder = Builder::default();
    let continents = builder.continents(&read_json(&geonames.join("continents.json"))?)?;
    let countries = builder.countries(
        &read_json(&geonames.join("countries.json"))?,
        &read(&own.join("countries.tsv"))?,
        &continents,
    )?;
    builder.own_places(&read(&own.join("places.tsv"))?, &continents, &countries)?;
    let regions = builder.regions(&read(&geonames.join("admin1CodesASCII.txt"))?, &countries)?;
    builder.landmarks(&read(&own.join("landmarks.tsv"))?, &countries, &regions)?;
    builder.towns(
        &read_json(&geonames.join("cities15000.json"))?,
        &countries,
        &regions,
    )?;
    let given_names = given_names(&read(&data.join("lexicons/gaz.tsv"))?);
    builder.foreign_countries(&data.join("iso-countries"), &countries, &given_names)?;
    builder.files()
}

/// Folded given names, and surnames everyone knows.
fn given_names(gaz: &str) -> HashSet<String> {
    gaz.lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(list, _)| matches!(*list, "FIRST" | "LAST1"))
        .map(|(_, name)| fold::key(name))
        .collect()
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn read_json(path: &Path) -> Result<Value> {
    Ok(serde_json::from_str(&read(path)?)?)
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

fn number(value: &Value, field: &str) -> f64 {
    value[field]
        .as_f64()
        .or_else(|| value[field].as_str()?.parse().ok())
        .unwrap_or_default()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A file of tab-separated lines with `#` comments.
fn table(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

impl Builder {
    fn add(&mut self, row: Row) -> usize {
        let at = self.rows.len();
        self.aliases.push((row.name.clone(), at));
        self.rows.push(row);
        at
    }

    fn alias(&mut self, name: &str, row: usize) {
        self.aliases.push((name.to_owned(), row));
    }

    fn continents(&mut self, file: &Value) -> Result<HashMap<String, usize>> {
        let mut found = HashMap::new();
        for (code, continent) in entries(file) {
            let row = self.add(Row {
                level: Level::Area,
                id: Id::Geonames(number(continent, "geonameId") as u32),
                name: text(continent, "name").to_owned(),
                parent: None,
                country: NO_COUNTRY,
                lat: number(continent, "lat"),
                lon: number(continent, "lng"),
                population: number(continent, "population") as u32,
                is_capital: false,
            });
            self.listed
                .push(("REGION", text(continent, "name").to_owned()));
            found.insert(code.clone(), row);
        }
        Ok(found)
    }

    fn countries(
        &mut self,
        file: &Value,
        own: &str,
        continents: &HashMap<String, usize>,
    ) -> Result<HashMap<String, usize>> {
        let mut found = HashMap::new();
        // States that are no more; the names of their parts are in our own list.
        let gone = ["AN", "CS"];
        for (code, country) in entries(file).filter(|(code, _)| !gone.contains(&code.as_str())) {
            let name = COUNTRY_NAMES
                .iter()
                .find(|(known, _)| known == code)
                .map_or(text(country, "name").trim(), |(_, name)| name);
            let row = self.add(Row {
                level: Level::Country,
                id: Id::Geonames(number(country, "geonameid") as u32),
                name: name.to_owned(),
                parent: continents.get(text(country, "continentcode")).copied(),
                country: code.as_bytes().try_into()?,
                lat: f64::NAN,
                lon: f64::NAN,
                population: number(country, "population") as u32,
                is_capital: false,
            });
            self.alias(text(country, "name").trim(), row);
            self.listed.push(("COUNTRY", name.to_owned()));
            self.listed
                .push(("CAPITAL", text(country, "capital").to_owned()));
            self.capitals
                .insert((code.clone(), fold::key(text(country, "capital"))));
            found.insert(code.clone(), row);
        }
        for (code, spelling) in SPELLINGS {
            self.alias(spelling, found[code]);
        }
        for fields in table(own) {
            let [code, names, demonyms] = fields[..] else {
                anyhow::bail!("{fields:?}: three fields expected");
            };
            let Some(&row) = found.get(code) else {
                continue;
            };
            self.names_of(row, "COUNTRY", names, demonyms);
        }
        Ok(found)
    }

    fn names_of(&mut self, row: usize, list: &'static str, names: &str, demonyms: &str) {
        for name in names.split(';').filter(|name| !name.is_empty()) {
            self.alias(name, row);
            self.listed.push((list, name.to_owned()));
        }
        for demonym in demonyms.split(';').filter(|name| !name.is_empty()) {
            self.demonyms.entry(fold::key(demonym)).or_insert(row);
            self.listed.push(("DEMONYM", demonym.to_owned()));
        }
    }

    fn own_places(
        &mut self,
        own: &str,
        continents: &HashMap<String, usize>,
        countries: &HashMap<String, usize>,
    ) -> Result<()> {
        for fields in table(own) {
            let [id, name, parent, lat, lon, names, demonyms] = fields[..] else {
                anyhow::bail!("{fields:?}: seven fields expected");
            };
            let former = id.starts_with("former:");
            // `AS` is Asia behind a former state, American Samoa elsewhere.
            let country = countries.get(parent).copied().filter(|_| !former);
            let row = self.add(Row {
                level: match (former, country) {
                    (true, _) => Level::Country,
                    (false, Some(_)) => Level::Region,
                    (false, None) => Level::Area,
                },
                id: Id::Own(id.to_owned()),
                name: name.to_owned(),
                parent: country.or_else(|| continents.get(parent).copied()),
                country: country.map_or(NO_COUNTRY, |row| self.rows[row].country),
                lat: lat.parse()?,
                lon: lon.parse()?,
                population: 0,
                is_capital: false,
            });
            let list = if former { "COUNTRY" } else { "REGION" };
            self.listed.push((list, name.to_owned()));
            self.names_of(row, list, names, demonyms);
        }
        Ok(())
    }

    /// What lies within a country or a region, or in none. The lexicon does not list it.
    fn landmarks(
        &mut self,
        own: &str,
        countries: &HashMap<String, usize>,
        regions: &HashMap<String, usize>,
    ) -> Result<()> {
        for fields in table(own) {
            let [id, name, parent, lat, lon, names] = fields[..] else {
                anyhow::bail!("{fields:?}: six fields expected");
            };
            let around = countries
                .get(parent)
                .or_else(|| regions.get(parent))
                .copied();
            anyhow::ensure!(
                around.is_some() || parent.is_empty(),
                "{id}: where is {parent}?"
            );
            let row = self.add(Row {
                level: around.map_or(Level::Area, |_| Level::Region),
                id: Id::Own(id.to_owned()),
                name: name.to_owned(),
                parent: around,
                country: around.map_or(NO_COUNTRY, |row| self.rows[row].country),
                lat: lat.parse()?,
                lon: lon.parse()?,
                population: 0,
                is_capital: false,
            });
            for other in names.split(';').filter(|name| !name.is_empty()) {
                self.alias(other, row);
            }
        }
        Ok(())
    }

    /// Lines of code (`US.TX`), name, name in ASCII, number.
    fn regions(
        &mut self,
        file: &str,
        countries: &HashMap<String, usize>,
    ) -> Result<HashMap<String, usize>> {
        let mut found = HashMap::new();
        for fields in table(file) {
            let [code, name, ascii, id] = fields[..] else {
                anyhow::bail!("{fields:?}: four fields expected");
            };
            let Some(&country) = code.get(..2).and_then(|code| countries.get(code)) else {
                continue;
            };
            let name = name.trim();
            let row = self.add(Row {
                level: Level::Region,
                id: Id::Geonames(id.parse()?),
                name: name.to_owned(),
                parent: Some(country),
                country: self.rows[country].country,
                lat: f64::NAN,
                lon: f64::NAN,
                population: 0,
                is_capital: false,
            });
            self.alias(ascii, row);
            self.listed.push(("STATE", name.to_owned()));
            for kind in [
                " Oblast",
                " Province",
                " State",
                " Governorate",
                " Department",
                " Region",
                " Prefecture",
                " County",
            ] {
                if let Some(short) = name.strip_suffix(kind) {
                    self.alias(short, row);
                    self.listed.push(("STATE", short.to_owned()));
                }
            }
            found.insert(code.to_owned(), row);
        }
        Ok(found)
    }

    fn towns(
        &mut self,
        file: &Value,
        countries: &HashMap<String, usize>,
        regions: &HashMap<String, usize>,
    ) -> Result<()> {
        let mut towns: Vec<&Value> = entries(file).map(|(_, town)| town).collect();
        towns.sort_by_key(|town| {
            (
                Reverse(number(town, "population") as u32),
                number(town, "geonameid") as u32,
            )
        });
        // Vietnam joined its provinces in 2025 and gave old codes to new ones; the two files disagree.
        let is_renumbered = |town: &Value| text(town, "countrycode") == "VN";
        let region_of = |town: &Value| {
            if is_renumbered(town) {
                return None;
            }
            regions
                .get(&format!(
                    "{}.{}",
                    text(town, "countrycode"),
                    text(town, "admin1code")
                ))
                .copied()
        };
        let capitals = std::mem::take(&mut self.capitals);
        // Largest first: the first town of a region or country stands for where it lies.
        for town in &towns {
            let population = number(town, "population") as u32;
            if let Some(region) = region_of(town) {
                let row = &mut self.rows[region];
                row.population = row.population.saturating_add(population);
            }
            let country = countries.get(text(town, "countrycode")).copied();
            for row in [region_of(town), country].into_iter().flatten() {
                let row = &mut self.rows[row];
                if row.lat.is_nan() {
                    (row.lat, row.lon) = (number(town, "latitude"), number(town, "longitude"));
                }
            }
        }
        for town in towns {
            let Some(&country) = countries.get(text(town, "countrycode")) else {
                continue;
            };
            let (name, population) = (text(town, "name"), number(town, "population") as u32);
            let region = region_of(town)
                .filter(|&region| !is_city_region(&self.rows[region], name, population));
            let row = self.add(Row {
                level: Level::Town,
                id: Id::Geonames(number(town, "geonameid") as u32),
                name: name.to_owned(),
                parent: Some(region.unwrap_or(country)),
                country: self.rows[country].country,
                lat: number(town, "latitude"),
                lon: number(town, "longitude"),
                population,
                is_capital: capitals
                    .contains(&(text(town, "countrycode").to_owned(), fold::key(name))),
            });
            if population < ALIAS_POPULATION {
                continue;
            }
            for other in town["alternatenames"].as_array().into_iter().flatten() {
                let other = other.as_str().unwrap_or_default();
                if is_usable_alias(other) {
                    self.alias(other, row);
                }
            }
        }
        Ok(())
    }

    /// What other languages call the countries: `Francia`, `Deutschland`. Left out: what is also a given
    /// name (`Maurice`), an English word, or known already.
    fn foreign_countries(
        &mut self,
        folder: &Path,
        countries: &HashMap<String, usize>,
        given_names: &HashSet<String>,
    ) -> Result<()> {
        let known: HashSet<String> = self
            .aliases
            .iter()
            .map(|(name, _)| fold::key(name))
            .collect();
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .with_context(|| folder.display().to_string())?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        files.sort();
        for path in files {
            let file = read_json(&path)?;
            for (code, names) in entries(&file["countries"]) {
                let Some(&row) = countries.get(code) else {
                    continue;
                };
                let one = names.as_str().into_iter();
                let several = names
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                for name in one.chain(several) {
                    let key = fold::key(name);
                    // `Swiss` is Switzerland in Indonesian.
                    let is_taken = known.contains(&key)
                        || given_names.contains(&key)
                        || self.demonyms.contains_key(&key);
                    if !is_taken && key.chars().count() >= 4 && key != "island" {
                        self.alias(name, row);
                    }
                }
            }
        }
        Ok(())
    }

    fn files(mut self) -> Result<PlaceFiles> {
        let mut names = Vec::new();
        let mut rows = Vec::new();
        for row in &self.rows {
            let at = u32::try_from(names.len())?;
            push_text(&mut names, &row.name)?;
            let id = match &row.id {
                Id::Geonames(id) => *id,
                Id::Own(id) => {
                    push_text(&mut names, id)?;
                    0
                }
            };
            let parent = row.parent.map_or(0, |parent| parent + 1);
            let hundredths = |degrees: f64| {
                if degrees.is_nan() {
                    0
                } else {
                    (degrees * 100.0).round() as i16
                }
            };
            rows.extend(at.to_le_bytes());
            rows.extend(u32::try_from(parent)?.to_le_bytes());
            rows.extend(row.population.to_le_bytes());
            rows.extend(id.to_le_bytes());
            rows.extend(hundredths(row.lat).to_le_bytes());
            rows.extend(hundredths(row.lon).to_le_bytes());
            rows.extend(row.country);
            rows.extend([row.level as u8, u8::from(row.is_capital)]);
        }
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (name, row) in self.aliases.drain(..) {
            let rows = by_key.entry(fold::key(&name)).or_default();
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        by_key.remove("");
        let mut alias_rows: Vec<u8> = Vec::new();
        let mut aliases = fst::MapBuilder::memory();
        for (key, mut found) in by_key {
            found.sort_by_key(|&row| {
                let row_data = &self.rows[row];
                (
                    row_data.level == Level::Town || row_data.level == Level::Region,
                    Reverse(row_data.population),
                    row,
                )
            });
            found.truncate(255);
            if let [row] = found[..] {
                aliases.insert(key, (row as u64) << 1)?;
                continue;
            }
            aliases.insert(key, (alias_rows.len() as u64) << 1 | 1)?;
            alias_rows.push(found.len() as u8);
            for row in found {
                alias_rows.extend(&u32::try_from(row)?.to_le_bytes()[..3]);
            }
        }
        let mut demonyms = fst::MapBuilder::memory();
        for (key, row) in &self.demonyms {
            demonyms.insert(key, *row as u64)?;
        }
        let seen: HashSet<&String> = self.listed.iter().map(|(_, phrase)| phrase).collect();
        println!(
            "places: {} rows, {} listed phrases",
            self.rows.len(),
            seen.len()
        );
        Ok(PlaceFiles {
            rows,
            names,
            aliases: aliases.into_inner()?,
            alias_rows,
            demonyms: demonyms.into_inner()?,
            listed: self.listed,
        })
    }
}

fn push_text(out: &mut Vec<u8>, text: &str) -> Result<()> {
    out.push(u8::try_from(text.len())?);
    out.extend(text.as_bytes());
    Ok(())
}

/// Whether the region is little more than the town itself, as `Bogota D.C.` is.
fn is_city_region(region: &Row, town: &str, population: u32) -> bool {
    let (region_name, town) = (fold::key(&region.name), fold::key(town));
    let is_same_name = region_name.starts_with(&town) || town.starts_with(&region_name);
    is_same_name && f64::from(population) > 0.6 * f64::from(region.population)
}

/// Other names in Latin letters, of a length that says something.
fn is_usable_alias(name: &str) -> bool {
    let is_latin = |c: char| {
        c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
    };
    name.chars().count() >= 4
        && !NO_ALIASES.contains(&name)
        && name
            .chars()
            .all(|c| is_latin(c) || matches!(c, ' ' | '-' | '\'' | '.' | '’'))
        && name.chars().next().is_some_and(char::is_uppercase)
}
