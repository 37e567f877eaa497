//! Short forms behind a comma that say in which region a town lies: `Springfield, Ill.`, `Paris, TX`.
//!
//! Traditional (Associated Press) and postal forms of the United States, Canada and Australia.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A region that an abbreviation stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abbreviated {
    /// ISO 3166 code.
    pub country: &'static str,
    /// Name of the region in the table of places.
    pub region: &'static str,
}

/// Region, postal code, other short forms without points.
const UNITED_STATES: &[(&str, &[&str])] = &[
    ("Alabama", &["AL", "Ala"]),
    ("Alaska", &["AK"]),
    ("Arizona", &["AZ", "Ariz"]),
    ("Arkansas", &["AR", "Ark"]),
    ("California", &["CA", "Calif", "Cal"]),
    ("Colorado", &["CO", "Colo", "Col"]),
    ("Connecticut", &["CT", "Conn"]),
    ("Delaware", &["DE", "Del"]),
    ("Florida", &["FL", "Fla"]),
    ("Georgia", &["GA", "Ga"]),
    ("Hawaii", &["HI"]),
    ("Idaho", &["ID"]),
    ("Illinois", &["IL", "Ill"]),
    ("Indiana", &["IN", "Ind"]),
    ("Iowa", &["IA", "Ia"]),
    ("Kansas", &["KS", "Kan", "Kans"]),
    ("Kentucky", &["KY", "Ky"]),
    ("Louisiana", &["LA", "La"]),
    ("Maine", &["ME", "Me"]),
    ("Maryland", &["MD", "Md"]),
    ("Massachusetts", &["MA", "Mass"]),
    ("Michigan", &["MI", "Mich"]),
    ("Minnesota", &["MN", "Minn"]),
    ("Mississippi", &["MS", "Miss"]),
    ("Missouri", &["MO", "Mo"]),
    ("Montana", &["MT", "Mont"]),
    ("Nebraska", &["NE", "Neb", "Nebr"]),
    ("Nevada", &["NV", "Nev"]),
    ("New Hampshire", &["NH"]),
    ("New Jersey", &["NJ"]),
    ("New Mexico", &["NM"]),
    ("New York", &["NY"]),
    ("North Carolina", &["NC"]),
    ("North Dakota", &["ND"]),
    ("Ohio", &["OH", "O"]),
    ("Oklahoma", &["OK", "Okla"]),
    ("Oregon", &["OR", "Ore"]),
    ("Pennsylvania", &["PA", "Pa", "Penn"]),
    ("Rhode Island", &["RI"]),
    ("South Carolina", &["SC"]),
    ("South Dakota", &["SD"]),
    ("Tennessee", &["TN", "Tenn"]),
    ("Texas", &["TX", "Tex"]),
    ("Utah", &["UT"]),
    ("Vermont", &["VT", "Vt"]),
    ("Virginia", &["VA", "Va"]),
    ("Washington", &["WA", "Wash"]),
    ("West Virginia", &["WV", "WVa"]),
    ("Wisconsin", &["WI", "Wis"]),
    ("Wyoming", &["WY", "Wyo"]),
    ("District of Columbia", &["DC"]),
];

const CANADA: &[(&str, &[&str])] = &[
    ("Alberta", &["AB", "Alta"]),
    ("British Columbia", &["BC"]),
    ("Manitoba", &["MB", "Man"]),
    ("New Brunswick", &["NB"]),
    ("Newfoundland and Labrador", &["NL", "Nfld", "Newfoundland"]),
    ("Nova Scotia", &["NS"]),
    ("Ontario", &["ON", "Ont"]),
    ("Prince Edward Island", &["PE", "PEI"]),
    ("Quebec", &["QC", "Que"]),
    ("Saskatchewan", &["SK", "Sask"]),
];

const AUSTRALIA: &[(&str, &[&str])] = &[
    ("New South Wales", &["NSW"]),
    ("Queensland", &["QLD", "Qld"]),
    ("South Australia", &[]),
    ("Tasmania", &["TAS", "Tas"]),
    ("Victoria", &["VIC", "Vic"]),
    ("Western Australia", &[]),
];

/// Letters of a short form, at most.
const LONGEST: usize = 12;

/// The region that a short form stands for; exact case or all in capitals, with or without points. `None` when it is none.
pub fn abbreviated(short: &str) -> Option<Abbreviated> {
    // `TEX.` in a dateline in capitals; of two letters, the case tells the forms apart.
    static FORMS: LazyLock<FxHashMap<Vec<u8>, Abbreviated>> = LazyLock::new(|| {
        let mut forms = FxHashMap::default();
        for (country, regions) in [("US", UNITED_STATES), ("CA", CANADA), ("AU", AUSTRALIA)] {
            for &(region, shorts) in regions {
                for short in shorts {
                    let found = Abbreviated { country, region };
                    forms.entry(short.as_bytes().to_vec()).or_insert(found);
                    if short.len() > 2 {
                        let capitals = short.to_ascii_uppercase().into_bytes();
                        forms.entry(capitals).or_insert(found);
                    }
                }
            }
        }
        forms
    });
    let mut bare = [0; LONGEST];
    let mut len = 0;
    for byte in short.bytes().filter(|byte| !matches!(byte, b'.' | b' ')) {
        if !byte.is_ascii_alphabetic() || len == LONGEST {
            return None;
        }
        bare[len] = byte;
        len += 1;
    }
    FORMS.get(&bare[..len]).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms() {
        for (short, region) in [
            ("Ill.", Some("Illinois")),
            ("TX", Some("Texas")),
            ("ALA.", Some("Alabama")),
            ("ala", None),
            ("N.Y.", Some("New York")),
            ("D.C.", Some("District of Columbia")),
            ("Ont.", Some("Ontario")),
            ("in", None),
            ("France", None),
        ] {
            assert_eq!(
                abbreviated(short).map(|found| found.region),
                region,
                "{short}"
            );
        }
    }
}
