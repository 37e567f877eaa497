//! The words by which names in other languages are known: heads, legal forms, what stands before and
//! behind names. What they are for says [`super::foreign`].

/// Organisations known by the same name in many languages; exact spelling. Sorted.
pub(super) const ORGANISATIONS: &[&str] = &[
    "AFP",
    "ARD",
    "AfD",
    "BBC",
    "BKA",
    "BMW",
    "BND",
    "CDU",
    "CNN",
    "CSU",
    "EU",
    "EZB",
    "FDP",
    "FIFA",
    "FMI",
    "Facebook",
    "Google",
    "IWF",
    "Interpol",
    "Microsoft",
    "NATO",
    "OMS",
    "ONU",
    "ORF",
    "OTAN",
    "PSOE",
    "Reuters",
    "SNCF",
    "SPD",
    "UE",
    "UEFA",
    "UNESCO",
    "UNICEF",
    "Unesco",
    "Unicef",
    "ZDF",
];

/// Legal forms behind the name of a company or club; exact spelling. Sorted.
pub(super) const LEGAL_FORMS: &[&str] = &[
    "A.Ş.", "AB", "AG", "ASA", "B.V.", "BV", "GmbH", "Inc", "Inc.", "KG", "KGaA", "LLC", "Ltd",
    "Ltd.", "Ltda", "Ltda.", "N.V.", "NV", "OHG", "Oy", "Oyj", "PLC", "S.A.", "S.A.S.", "S.L.",
    "S.p.A.", "S.r.l.", "SA", "SAE", "SARL", "SAS", "SE", "SL", "SpA", "Srl", "e.V.", "eG", "plc",
];

/// Words that open the name of an institution, folded; a capitalised word follows, perhaps behind `de`. Sorted.
pub(super) const HEADS: &[&str] = &[
    "academia",
    "academie",
    "akademie",
    "amtsgericht",
    "asociacion",
    "association",
    "associazione",
    "banca",
    "banco",
    "banque",
    "cofradia",
    "comision",
    "commission",
    "confederacion",
    "confederation",
    "conseil",
    "consejo",
    "corte",
    "federacion",
    "federation",
    "federazione",
    "fondation",
    "fondazione",
    "fundacion",
    "grupo",
    "hochschule",
    "ig",
    "institut",
    "instituto",
    "istituto",
    "landgericht",
    "ministere",
    "ministerio",
    "ministero",
    "oberlandesgericht",
    "parti",
    "partido",
    "partito",
    "sindacato",
    "sindicato",
    "societe",
    "staatsanwaltschaft",
    "syndicat",
    "tribunal",
    "tribunale",
    "union",
    "universidad",
    "universidade",
    "universita",
    "universitat",
    "universite",
    "verwaltungsgericht",
];

/// Adjectives that end such a name in lower case: `Parti socialiste`, `Assemblée nationale`. Sorted.
pub(super) const HEAD_ADJECTIVES: &[&str] = &[
    "central",
    "centrale",
    "communiste",
    "comunista",
    "constitucional",
    "constitutionnel",
    "democratico",
    "europea",
    "europeen",
    "europeenne",
    "mondiale",
    "nacional",
    "national",
    "nationale",
    "nazionale",
    "populaire",
    "popular",
    "postale",
    "socialista",
    "socialiste",
    "supremo",
];

/// German institutions of one word, folded; with an ending for the genitive. Sorted.
pub(super) const GERMAN_BODIES: &[&str] = &[
    "bundesagentur",
    "bundesamt",
    "bundesanwaltschaft",
    "bundesarbeitsgericht",
    "bundesbank",
    "bundesfinanzhof",
    "bundesgerichtshof",
    "bundeskriminalamt",
    "bundesnetzagentur",
    "bundesrat",
    "bundesregierung",
    "bundesstaatsanwaltschaft",
    "bundestag",
    "bundesverfassungsgericht",
    "bundesverwaltungsgericht",
    "bundeswehr",
];

/// German nouns before the name of a company, folded: `die Reederei Celtic Shore Lines`. Sorted.
pub(super) const COMPANY_NOUNS: &[&str] = &[
    "airline",
    "bank",
    "brauerei",
    "firma",
    "fluggesellschaft",
    "fluglinie",
    "gewerkschaft",
    "hersteller",
    "konzern",
    "reederei",
    "unternehmen",
    "verlag",
    "versicherer",
    "werft",
];

/// German nouns with a capital that are no part of a name though they stand behind one, folded. Sorted.
pub(super) const GERMAN_NOUNS: &[&str] = &[
    "abend",
    "anfang",
    "april",
    "august",
    "chef",
    "dezember",
    "dienstag",
    "donnerstag",
    "ende",
    "euro",
    "februar",
    "frau",
    "freitag",
    "fruhjahr",
    "herbst",
    "herr",
    "jahr",
    "jahre",
    "januar",
    "juli",
    "juni",
    "kunden",
    "mai",
    "marz",
    "menschen",
    "milliarden",
    "millionen",
    "mittag",
    "mitte",
    "mittwoch",
    "montag",
    "morgen",
    "nacht",
    "november",
    "oktober",
    "prozent",
    "samstag",
    "september",
    "sommer",
    "sonnabend",
    "sonntag",
    "tage",
    "uhr",
    "winter",
    "wochen",
];

/// German endings that a noun has and a surname hardly ever, folded.
pub(super) const GERMAN_NOUN_ENDINGS: &[&str] = &[
    "heit", "ismus", "keit", "nis", "schaft", "tat", "tion", "tum", "ung", "ungen",
];

/// What a name is called after when one of these stands behind it, folded: no person then.
pub(super) const BEHIND_NAME: &[&str] = &[
    "allee",
    "gesellschaft",
    "gymnasium",
    "haus",
    "institut",
    "platz",
    "preis",
    "schule",
    "stadion",
    "stiftung",
    "strasse",
    "universitat",
    "weg",
];

/// What a name is called after when one of these stands before it, folded: no person then.
pub(super) const BEFORE_NAME: &[&str] = &[
    "aeroport",
    "aeropuerto",
    "avenida",
    "avenue",
    "boulevard",
    "calle",
    "camp",
    "centre",
    "centro",
    "colegio",
    "college",
    "estadio",
    "gare",
    "hopital",
    "hospital",
    "institut",
    "instituto",
    "lycee",
    "piazza",
    "place",
    "plaza",
    "pont",
    "premio",
    "prix",
    "puerto",
    "quai",
    "rua",
    "rue",
    "saint",
    "sainte",
    "san",
    "sankt",
    "santa",
    "santo",
    "sao",
    "square",
    "st",
    "stade",
    "stadio",
    "teatro",
    "theatre",
    "universidad",
    "universita",
    "universite",
    "via",
    "ville",
];

/// Articles and small words that may open a sentence with a capital, folded. Sorted.
pub(super) const SMALL_WORDS: &[&str] = &[
    "a", "al", "als", "am", "au", "auch", "aus", "aux", "bei", "c", "ce", "cette", "con", "da",
    "dabei", "dans", "das", "de", "dem", "den", "der", "des", "die", "diese", "du", "e", "ein",
    "eine", "einem", "einen", "einer", "el", "en", "et", "for", "fur", "het", "i", "il", "im",
    "in", "l", "la", "las", "le", "les", "lo", "los", "mit", "nach", "o", "para", "pour", "seit",
    "sur", "um", "un", "una", "und", "une", "vom", "von", "y", "zu", "zum", "zur",
];

/// German articles and the like: behind them a word is a noun, even when somebody bears it as a surname.
pub(super) const GERMAN_ARTICLES: &[&str] = &[
    "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer", "eines",
    "im", "kein", "keine", "keinen", "vom", "zum", "zur",
];

/// Before a surname, as written; French, Spanish, Italian, Portuguese, Dutch.
pub(super) const HONORIFICS: &[&str] = &[
    "Dhr.", "Madame", "Mevr.", "Mevrouw", "Mlle", "Mme", "Monsieur", "Signor", "Signora", "Sr.",
    "Sra.", "dhr.", "don", "doña", "madame", "meneer", "mevr.", "mevrouw", "monsieur", "senhor",
    "senhora", "señor", "señora", "signor", "signora",
];

/// Words that some list has as given names, folded: `Virgen del Rocío`, `Cruz Roja`.
pub(super) const NO_GIVEN_NAMES: &[&str] =
    &["cruz", "guerra", "paz", "real", "reyes", "santa", "virgen"];

/// Articles before things, not before people; French, Italian, Spanish. Folded.
pub(super) const THE: &[&str] = &[
    "al", "au", "del", "du", "el", "il", "las", "le", "les", "los",
];

/// Capitalised particles inside surnames, folded: `Annick Le Bihan`. Sorted.
pub(super) const CAPITAL_PARTICLES: &[&str] = &[
    "de", "del", "della", "den", "der", "des", "di", "dos", "du", "la", "le", "van", "von",
];

/// German prepositions before a town.
pub(super) const GERMAN_PLACE_WORDS: &[&str] = &[
    "aus", "bei", "bis", "in", "nach", "nahe", "um", "von", "vor",
];

/// Prepositions that stand before a town and seldom before another capital: small towns need one. Folded.
pub(super) const SMALL_TOWN_WORDS: &[&str] = &[
    "a", "aus", "desde", "em", "en", "hacia", "in", "naar", "nach", "uit", "vers",
];

/// Between two names of places, folded.
pub(super) const JOINING: &[&str] = &["und", "y", "e", "et", "en", "oder", "ou", "o"];

/// Vietnamese family names, folded: nine people in ten bear one of them. Sorted.
pub(super) const VIETNAMESE_FAMILIES: &[&str] = &[
    "bui", "cao", "dang", "dinh", "do", "doan", "duong", "hoang", "huynh", "le", "ly", "mai",
    "ngo", "nguyen", "pham", "phan", "phung", "ta", "to", "tran", "trinh", "truong", "vo", "vu",
    "vuong",
];
