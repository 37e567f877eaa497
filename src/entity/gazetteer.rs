//! The table of places: what is on the map, where it lies, what it is called.
//!
//! A tree of areas (continents, seas), countries (former ones too), regions (first administrative
//! level) and towns of 15,000 people or more, from GeoNames and two lists of our own. Names are looked up
//! folded, other spellings and former names included: `Bombay` is Mumbai, `Zaire` is Congo. Opening it
//! reads nothing; a look-up costs a microsecond.

use fst::Map;

use super::PlaceId;
use super::map_walk::MapWalk;
use super::qualifier;
use crate::text::fold;

/// How far down the tree a place stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Level {
    /// A continent, a sea, a part of the world: `Europe`, `Middle East`.
    Area = 0,
    /// A state of today or of the past: `Colombia`, `Soviet Union`.
    Country = 1,
    /// A first-level part of a country: `Texas`, `Catalonia`.
    Region = 2,
    /// A town or city.
    Town = 3,
}

/// A place with everything the table knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place<'g> {
    /// Row in the table.
    pub row: PlaceId,
    /// `geonames:3688689`; places that GeoNames does not list have an id of our own: `former:SU`.
    /// Stable across versions of the table.
    pub id: String,
    /// Name in English where there is one.
    pub name: &'g str,
    /// How far down the tree it stands.
    pub level: Level,
    /// ISO 3166 code: `CO`. `None` for areas and former states.
    pub country: Option<&'g str>,
    /// Names from the continent down, joined by `/`: `South America/Colombia/Bogotá`. A level that is
    /// missing or says the same twice is left out.
    pub path: String,
    /// Degrees north, to two decimals. Of its largest town for a country or a region.
    pub lat: f64,
    /// Degrees east, to two decimals.
    pub lon: f64,
    /// People, as GeoNames has it; the sum of its towns for a region; 0 when unknown.
    pub population: u32,
}

/// The table, read where it lies in the program file.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    rows: &'static [[u8; ROW_LEN]],
    names: &'static [u8],
    aliases: Map<&'static [u8]>,
    alias_rows: &'static [u8],
    demonyms: Map<&'static [u8]>,
}

/// Offset of the name, parent + 1, population, GeoNames id (u32 each), latitude and longitude
/// (hundredths of a degree, i16), country code (2 letters or 0), level, 1 for the capital of a country.
const ROW_LEN: usize = 24;

/// Countries stand among so many first rows.
const COUNTRY_ROWS: usize = 300;

/// Former states and what lies on their ground today: ISO codes, or a region of a country.
const HEIRS: &[(&str, &[&str])] = &[
    ("Czechoslovakia", &["CZ", "SK"]),
    (
        "East Germany",
        &[
            "DE/Brandenburg",
            "DE/Mecklenburg-Vorpommern",
            "DE/Saxony",
            "DE/Saxony-Anhalt",
            "DE/Thuringia",
        ],
    ),
    ("Korea", &["KP", "KR"]),
    (
        "Soviet Union",
        &[
            "AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM", "UA",
            "UZ",
        ],
    ),
    ("Yugoslavia", &["BA", "HR", "ME", "MK", "RS", "SI", "XK"]),
];

/// A town under another name is meant beside those that are called so when it has more people by this factor:
/// Guangzhou is Canton, whatever lies in Ohio. Chosen by hand on some fifty names.
const FAR_LARGER: u32 = 5;

impl Gazetteer {
    /// The built-in table. Reads a few bytes.
    ///
    /// # Panics
    /// Never: the trainer wrote the maps.
    pub fn builtin() -> Gazetteer {
        let map = |bytes: &'static [u8]| {
            Map::new(bytes).expect("the built-in maps were written by the trainer")
        };
        Gazetteer {
            rows: include_bytes!("data/places.bin").as_chunks().0,
            names: include_bytes!("data/place_names.bin"),
            aliases: map(include_bytes!("data/aliases.fst")),
            alias_rows: include_bytes!("data/alias_rows.bin"),
            demonyms: map(include_bytes!("data/demonyms.fst")),
        }
    }

    /// How many places there are; ids are below it.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A place by its row.
    ///
    /// # Panics
    /// When the id is not of this table, for instance from an index of another tagger version.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        let (name, rest) = self.text_at(self.number(id, 0) as usize);
        let geonames = self.number(id, 12);
        Place {
            row: id,
            id: match geonames {
                0 => self.text_at(rest).0.to_owned(),
                number => format!("geonames:{number}"),
            },
            name,
            level: self.level(id),
            country: self.country_code(id),
            path: self.path(id),
            lat: self.position(id).0,
            lon: self.position(id).1,
            population: self.population(id),
        }
    }

    /// The place with this stable id (`geonames:3688689`). Reads the whole table.
    pub fn by_id(&self, id: &str) -> Option<PlaceId> {
        (0..self.rows.len() as u32)
            .map(PlaceId)
            .find(|&row| self.place(row).id == id)
    }

    /// Everything that bears a typed name, most likely meant first: countries and areas, then by population.
    ///
    /// Accepts a tail that says where: `Paris, Texas`, `Paris, TX`, `Bogotá, Colombia`,
    /// `Springfield, Ill.`. Empty when nothing bears the name or the tail excludes all. A town for which it is not
    /// the usual name is left out when a town is called so that is not far smaller: Dayton, once Venice, Ohio.
    pub fn named(&self, name: &str) -> Vec<PlaceId> {
        let key = fold::key(name);
        let mut whole = self.aliased(&key);
        if !whole.is_empty() {
            let is_called = |place: PlaceId| fold::key(self.name(place)) == key;
            let is_town = |place: PlaceId| self.level(place) == Level::Town;
            let called = whole.iter().copied().filter(|&place| is_called(place));
            let largest = called.map(|place| self.population(place)).max();
            whole.retain(|&place| {
                let is_far_larger = |largest: u32| self.population(place) / FAR_LARGER > largest;
                !is_town(place) || is_called(place) || largest.is_none_or(is_far_larger)
            });
            return whole;
        }
        let Some((town, tail)) = name.split_once(',') else {
            return Vec::new();
        };
        let within = self.tail(tail);
        let mut found = self.aliased(&fold::key(town));
        found.retain(|&place| within.iter().any(|&outer| self.lies_in(place, outer)));
        found
    }

    /// What the part behind the comma can mean: a region or a country, also abbreviated.
    pub fn tail(&self, tail: &str) -> Vec<PlaceId> {
        let tail = tail.trim();
        if let Some(found) = qualifier::abbreviated(tail) {
            return self
                .region_named(found.country, found.region)
                .into_iter()
                .collect();
        }
        let last = tail.rsplit(',').next().unwrap_or(tail);
        let mut found = self.aliased(&fold::key(last));
        found.retain(|&place| self.level(place) != Level::Town);
        found
    }

    /// The region of a country with this name.
    pub fn region_named(&self, country: &str, region: &str) -> Option<PlaceId> {
        self.aliased(&fold::key(region)).into_iter().find(|&place| {
            self.level(place) == Level::Region && self.country_code(place) == Some(country)
        })
    }

    /// Places by folded name ([`fold::key`]), in the order of [`named`](Self::named).
    pub fn aliased(&self, key: &str) -> Vec<PlaceId> {
        let Some(value) = self.aliases.get(key) else {
            return Vec::new();
        };
        let value_of = |value: u64| u32::try_from(value >> 1).unwrap_or(u32::MAX);
        if value & 1 == 0 {
            return vec![PlaceId(value_of(value))];
        }
        let list = &self.alias_rows[value_of(value) as usize..];
        let (count, list) = (usize::from(list[0]), &list[1..]);
        list.as_chunks::<3>().0[..count]
            .iter()
            .map(|&[a, b, c]| PlaceId(u32::from_le_bytes([a, b, c, 0])))
            .collect()
    }

    /// How many of these folded words at most are the front of a folded name, perhaps of a longer one.
    pub(super) fn begins_with<'w>(&self, words: impl Iterator<Item = &'w str>) -> usize {
        let mut walk = MapWalk::new(&self.aliases);
        let mut is_known =
            |(n, word): &(usize, &str)| (*n == 0 || walk.take(b" ")) && walk.take(word.as_bytes());
        words.enumerate().take_while(|next| is_known(next)).count()
    }

    /// The country (or part of one, `Tibetan`) that a demonym speaks of. `None` when it is no demonym.
    pub fn demonym(&self, word: &str) -> Option<PlaceId> {
        self.demonym_key(&fold::key(word))
    }

    /// [`demonym`](Self::demonym) of a word that is folded already.
    pub fn demonym_key(&self, key: &str) -> Option<PlaceId> {
        let row = self.demonyms.get(key)?;
        u32::try_from(row).ok().map(PlaceId)
    }

    /// The places around a place, nearest first; without itself.
    pub fn ancestors(&self, id: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        std::iter::successors(self.parent(id), |&id| self.parent(id))
    }

    /// Whether `place` is `outer` or lies in it.
    pub fn lies_in(&self, place: PlaceId, outer: PlaceId) -> bool {
        place == outer || self.ancestors(place).any(|around| around == outer)
    }

    /// The states of today on the ground of a former one, as far as their borders agree; none for other places.
    pub fn heirs(&self, id: PlaceId) -> Vec<PlaceId> {
        if self.level(id) != Level::Country || !self.is_own(id) {
            return Vec::new();
        }
        let name = self.name(id);
        HEIRS
            .iter()
            .filter(|(former, _)| *former == name)
            .flat_map(|(_, heirs)| heirs.iter())
            .filter_map(|&heir| match heir.split_once('/') {
                Some((code, region)) => self.region_named(code, region),
                None => self.country_with_code(heir),
            })
            .collect()
    }

    /// Whether a place lies on the ground of a former state: Kyiv in the Soviet Union.
    pub fn lay_in(&self, place: PlaceId, former: PlaceId) -> bool {
        self.heirs(former)
            .into_iter()
            .any(|heir| self.lies_in(place, heir))
    }

    /// The country with this ISO 3166 code.
    pub fn country_with_code(&self, code: &str) -> Option<PlaceId> {
        // Continents and countries open the table.
        (0..self.rows.len().min(COUNTRY_ROWS) as u32)
            .map(PlaceId)
            .find(|&row| self.level(row) == Level::Country && self.country_code(row) == Some(code))
    }

    /// The country a place lies in, or is. `None` for areas.
    pub fn country_of(&self, id: PlaceId) -> Option<PlaceId> {
        std::iter::once(id)
            .chain(self.ancestors(id))
            .find(|&place| self.level(place) == Level::Country)
    }

    /// The name of a place.
    pub fn name(&self, id: PlaceId) -> &str {
        self.text_at(self.number(id, 0) as usize).0
    }

    /// How far down the tree a place stands.
    pub fn level(&self, id: PlaceId) -> Level {
        match self.rows[id.0 as usize][22] {
            0 => Level::Area,
            1 => Level::Country,
            2 => Level::Region,
            _ => Level::Town,
        }
    }

    /// People; see [`Place::population`].
    pub fn population(&self, id: PlaceId) -> u32 {
        self.number(id, 8)
    }

    /// Whether GeoNames does not list it and our own list does: seas, former states, parts of the world.
    pub fn is_own(&self, id: PlaceId) -> bool {
        self.number(id, 12) == 0
    }

    /// Degrees north and east; see [`Place::lat`].
    pub fn position(&self, id: PlaceId) -> (f64, f64) {
        (self.degrees(id, 16), self.degrees(id, 18))
    }

    /// Whether it is the capital of its country.
    pub fn is_capital(&self, id: PlaceId) -> bool {
        self.rows[id.0 as usize][23] == 1
    }

    /// Its path from the outside in: `Europe/France/Paris`.
    pub fn path(&self, id: PlaceId) -> String {
        let mut names: Vec<&str> = std::iter::once(id)
            .chain(self.ancestors(id))
            .map(|place| self.name(place))
            .collect();
        names.reverse();
        names.join("/")
    }

    pub(super) fn country_code(&self, id: PlaceId) -> Option<&str> {
        let code = &self.rows[id.0 as usize][20..22];
        std::str::from_utf8(code).ok().filter(|_| code[0] != 0)
    }

    fn parent(&self, id: PlaceId) -> Option<PlaceId> {
        self.number(id, 4).checked_sub(1).map(PlaceId)
    }

    fn number(&self, id: PlaceId, at: usize) -> u32 {
        let row = &self.rows[id.0 as usize];
        u32::from_le_bytes([row[at], row[at + 1], row[at + 2], row[at + 3]])
    }

    fn degrees(&self, id: PlaceId, at: usize) -> f64 {
        let row = &self.rows[id.0 as usize];
        f64::from(i16::from_le_bytes([row[at], row[at + 1]])) / 100.0
    }

    /// The text at an offset, and the offset behind it.
    fn text_at(&self, at: usize) -> (&str, usize) {
        let len = usize::from(self.names[at]);
        let text = &self.names[at + 1..at + 1 + len];
        (std::str::from_utf8(text).unwrap_or_default(), at + 1 + len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(name: &str) -> Option<String> {
        let gazetteer = Gazetteer::builtin();
        let found = gazetteer.named(name);
        found.first().map(|&id| gazetteer.place(id).path)
    }

    #[test]
    fn names_on_the_map() {
        for (name, path) in [
            ("Bogotá", Some("South America/Colombia/Bogotá")),
            ("bogota", Some("South America/Colombia/Bogotá")),
            ("Bogotá, Colombia", Some("South America/Colombia/Bogotá")),
            ("Paris", Some("Europe/France/Île-de-France/Paris")),
            (
                "Paris, Texas",
                Some("North America/United States/Texas/Paris"),
            ),
            ("Paris, TX", Some("North America/United States/Texas/Paris")),
            (
                "Springfield, Ill.",
                Some("North America/United States/Illinois/Springfield"),
            ),
            (
                "Cambridge, Mass.",
                Some("North America/United States/Massachusetts/Cambridge"),
            ),
            ("Georgia", Some("Asia/Georgia")),
            ("Bombay", Some("Asia/India/Maharashtra/Mumbai")),
            ("Peking", Some("Asia/China/Beijing")),
            ("Saigon", Some("Asia/Vietnam/Ho Chi Minh City")),
            ("Burma", Some("Asia/Myanmar")),
            ("USSR", Some("Europe/Soviet Union")),
            ("U.S.", Some("North America/United States")),
            ("Holland", Some("Europe/Netherlands")),
            ("Texas", Some("North America/United States/Texas")),
            ("Pacific Ocean", Some("Pacific Ocean")),
            ("Korea", Some("Asia/Korea")),
            ("U.S", Some("North America/United States")),
            ("Yorkshire", Some("Europe/United Kingdom/England/Yorkshire")),
            ("Yangtze", Some("Asia/China/Yangtze")),
            ("Nowhere at all", None),
        ] {
            assert_eq!(first(name).as_deref(), path, "{name}");
        }
    }

    #[test]
    fn a_town_called_so_is_meant_before_one_once_called_so() {
        let gazetteer = Gazetteer::builtin();
        let paths = |name: &str| -> Vec<String> {
            let found = gazetteer.named(name);
            found.iter().map(|&id| gazetteer.place(id).path).collect()
        };
        assert!(paths("Venice").iter().all(|path| path.ends_with("/Venice")));
        assert!(paths("Paris").iter().all(|path| path.ends_with("/Paris")));
        assert!(
            paths("Canton")
                .iter()
                .any(|path| path.ends_with("/Guangzhou"))
        );
        assert!(paths("Bombay").iter().any(|path| path.ends_with("/Mumbai")));
        assert!(
            paths("Holland")
                .iter()
                .any(|path| path == "Europe/Netherlands")
        );
    }

    #[test]
    fn what_is_known_of_a_place() {
        let gazetteer = Gazetteer::builtin();
        let id = gazetteer.named("Bogotá")[0];
        let place = gazetteer.place(id);
        assert_eq!(
            (place.id.as_str(), place.country),
            ("geonames:3688689", Some("CO"))
        );
        assert_eq!((place.lat, place.lon), (4.61, -74.08));
        assert!(place.population > 7_000_000);
        assert_eq!(gazetteer.by_id("geonames:3688689"), Some(id));
        let colombia = gazetteer.named("Colombia")[0];
        assert!(gazetteer.lies_in(id, colombia) && !gazetteer.lies_in(colombia, id));
        assert_eq!(gazetteer.country_of(id), Some(colombia));
    }

    #[test]
    fn former_states_have_heirs() {
        let gazetteer = Gazetteer::builtin();
        let lay_in = |place: &str, former: &str| {
            gazetteer.lay_in(gazetteer.named(place)[0], gazetteer.named(former)[0])
        };
        assert!(lay_in("Kyiv", "Soviet Union") && lay_in("Dresden", "East Germany"));
        assert!(!lay_in("Munich", "East Germany") && !lay_in("Paris", "France"));
        let lost: Vec<&str> = HEIRS
            .iter()
            .filter(|(former, heirs)| {
                gazetteer.heirs(gazetteer.named(former)[0]).len() != heirs.len()
            })
            .map(|(former, _)| *former)
            .collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn demonyms() {
        let gazetteer = Gazetteer::builtin();
        for (word, country) in [
            ("Colombian", "Colombia"),
            ("Venezuelans", "Venezuela"),
            ("Soviet", "Soviet Union"),
            ("Dutch", "Netherlands"),
            ("Scottish", "United Kingdom"),
        ] {
            assert_eq!(
                gazetteer.demonym(word).map(|id| gazetteer.name(id)),
                Some(country),
                "{word}"
            );
        }
        assert_eq!(gazetteer.demonym("Bogotá"), None);
    }
}
