//! Titles so sure that whoever stands behind one is a person, whatever the tagger said: `President Reagan`.

/// Titles that hardly stand before anything but a name, folded. Not `general` (Motors), `premier` (League),
/// `justice` (Department), `king` (Street), `prince` (Albert, a town). Sorted.
const SURE: &[&str] = &[
    "adm",
    "admiral",
    "ambassador",
    "archbishop",
    "capt",
    "chairman",
    "chancellor",
    "col",
    "colonel",
    "congressman",
    "congresswoman",
    "dr",
    "gen",
    "gov",
    "governor",
    "judge",
    "lt",
    "maj",
    "mayor",
    "minister",
    "pope",
    "president",
    "princess",
    "prof",
    "professor",
    "rep",
    "rev",
    "secretary",
    "sen",
    "senator",
    "sgt",
    "sheikh",
    "sir",
];

/// What is sure behind another word of an office only: `attorney general`.
const SURE_PAIRS: &[(&str, &str)] = &[
    ("attorney", "general"),
    ("brigadier", "general"),
    ("chief", "justice"),
    ("lieutenant", "general"),
    ("major", "general"),
    ("secretary", "general"),
    ("vice", "premier"),
];

/// With a capital behind a title and nobody, folded: `Prime Minister Yesterday`, `President Office`. Sorted.
const NOBODY: &[&str] = &[
    "and",
    "april",
    "august",
    "bank",
    "board",
    "cabinet",
    "calls",
    "campus",
    "class",
    "club",
    "committee",
    "conference",
    "congress",
    "council",
    "day",
    "december",
    "department",
    "designate",
    "elect",
    "election",
    "emeritus",
    "february",
    "for",
    "forum",
    "friday",
    "he",
    "hotel",
    "house",
    "i",
    "in",
    "island",
    "january",
    "july",
    "june",
    "league",
    "march",
    "may",
    "meets",
    "mentor",
    "ministry",
    "monday",
    "november",
    "october",
    "of",
    "office",
    "on",
    "party",
    "pro",
    "residence",
    "saturday",
    "says",
    "september",
    "she",
    "state",
    "summit",
    "sunday",
    "the",
    "thursday",
    "to",
    "today",
    "tomorrow",
    "tonight",
    "tuesday",
    "visits",
    "wednesday",
    "yesterday",
];

const WEEKDAYS: &[&str] = &[
    "friday",
    "monday",
    "saturday",
    "sunday",
    "thursday",
    "tuesday",
    "wednesday",
];

/// Whether a folded word is a day of the week.
pub(super) fn is_weekday(folded: &str) -> bool {
    WEEKDAYS.contains(&folded)
}

/// Whether the folded words directly before a name, the nearer one first, are a title that only people have.
pub(super) fn is_sure(last: &str, before: &str) -> bool {
    SURE.binary_search(&last).is_ok() || SURE_PAIRS.contains(&(before, last))
}

/// Whether a folded word with a capital behind a title may be who bears it; not `yesterday`.
pub(super) fn may_be_addressed(folded: &str) -> bool {
    folded.len() > 1 && NOBODY.binary_search(&folded).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_titles() {
        assert!(SURE.is_sorted() && NOBODY.is_sorted());
        assert!(is_sure("president", "said") && is_sure("general", "attorney"));
        assert!(!is_sure("general", "of") && !is_sure("premier", "the"));
        assert!(may_be_addressed("reagan") && !may_be_addressed("yesterday"));
    }
}
