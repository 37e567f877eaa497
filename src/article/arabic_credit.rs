//! Credits of Arabic papers, which put the place beside the writer: `الطائف - محمد الوذيناني`,
//! `لندن: أنا فيفيلد`, `محمد السبيعي (الخرمة)`, `متعب الروقي من جدة`.
//!
//! What stands before a colon or in brackets is the place. Between dashes a single word is a place,
//! two words or more are a person; no Arabic writer signs with one name.

use super::agency;

/// What such a line says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) people: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) wire: Option<String>,
}

/// Between people and places.
const DASHES: &[&str] = &[" - ", " – ", " ـ ", " – ", "- ", " / "];

/// Words that open an office, a desk or a note, which nobody is called by.
const OFFICES: &[&str] = &["خاص", "عدسة", "مكتب", "وكالات", "تصوير", "ترجمة"];

/// Takes a credit apart. `None` for lines of other scripts and for a name alone.
pub(super) fn parts(line: &str) -> Option<Parts> {
    let line = line.trim().trim_end_matches([':', ' ', '.']);
    let is_arabic = |c: char| ('\u{620}'..='\u{6ff}').contains(&c);
    if !line.contains(is_arabic) {
        return None;
    }
    let mut parts = Parts::default();
    let mut rest = line.to_owned();
    if let Some((before, inside)) = rest.clone().split_once('(')
        && let Some((inside, behind)) = inside.split_once(')')
    {
        parts.take(inside, true);
        rest = format!("{before} {behind}");
    }
    if let Some((places, people)) = rest.clone().split_once(':') {
        for place in pieces(places) {
            parts.take(place, true);
        }
        rest = people.to_owned();
    } else if let Some((person, place)) = rest.clone().split_once(" من ") {
        parts.take(place, true);
        rest = person.to_owned();
    }
    let pieces = pieces(&rest);
    if pieces.len() < 2 && rest == line {
        return None;
    }
    for piece in pieces {
        let is_place = !piece.contains(' ');
        parts.take(piece, is_place);
    }
    Some(parts)
}

fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = vec![text];
    for dash in DASHES {
        pieces = pieces.iter().flat_map(|piece| piece.split(dash)).collect();
    }
    pieces
        .iter()
        .flat_map(|piece| piece.split(['،', ',', '-']))
        .map(str::trim)
        .filter(|piece| piece.contains(char::is_alphabetic))
        .collect()
}

impl Parts {
    fn take(&mut self, piece: &str, is_place: bool) {
        let piece = piece.trim();
        let is_office = piece
            .split_whitespace()
            .next()
            .is_none_or(|word| OFFICES.contains(&word));
        if let Some(agency) = agency::credited(piece) {
            self.wire.get_or_insert_with(|| agency.to_owned());
        } else if is_office || piece.contains(['«', '»']) {
            // The paper itself.
        } else if is_place {
            self.places.push(piece.to_owned());
        } else {
            self.people.push(piece.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_beside_people() {
        for (line, people, places, wire) in [
            ("واشنطن: محمد علي صالح", "محمد علي صالح", "واشنطن", None),
            ("الطائف - محمد الوذيناني:", "محمد الوذيناني", "الطائف", None),
            ("عبدالرحمن الحربي - جدة", "عبدالرحمن الحربي", "جدة", None),
            (
                "محمد علي السبيعي (الخرمة)",
                "محمد علي السبيعي",
                "الخرمة",
                None,
            ),
            ("متعب الروقي من جدة", "متعب الروقي", "جدة", None),
            (
                "سان بطرسبرغ (روسيا): «الشرق الأوسط»",
                "",
                "روسيا+سان بطرسبرغ",
                None,
            ),
            ("جاكرتا - د ب أ", "", "جاكرتا", Some("dpa")),
            ("لندن : (أ ف ب)", "", "لندن", Some("AFP")),
        ] {
            let found = parts(line).unwrap();
            assert_eq!(found.people.join("+"), people, "{line}");
            assert_eq!(found.places.join("+"), places, "{line}");
            assert_eq!(found.wire.as_deref(), wire, "{line}");
        }
        assert_eq!(parts("إبراهيم محمد باداود"), None);
        assert_eq!(parts("Jane Doe - Rome"), None);
    }
}
