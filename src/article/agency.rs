//! News agencies, by the names that credits and datelines give them.

use crate::text::fold::folded;

/// Folded names (letters and digits only) and the name to show. A row per agency, sorted by shown
/// name; initials of other things (`EFE` is safe, `CP` is not) need a credit's brackets to count and
/// are left out.
const AGENCIES: &[(&[&str], &str)] = &[
    (&["aap", "australianassociatedpress"], "AAP"),
    (&["adnkronos"], "Adnkronos"),
    (&["afp", "agencefrancepresse"], "AFP"),
    (&["aljazeera"], "Al Jazeera"),
    (&["anadoluagency", "anadolu", "anadoluajansı"], "Anadolu"),
    (&["ani"], "ANI"),
    (&["ansa"], "ANSA"),
    (&["ap", "associatedpress", "theassociatedpress"], "AP"),
    (&["apa"], "APA"),
    (&["bloomberg", "bloombergnews"], "Bloomberg"),
    (&["canadianpress", "thecanadianpress"], "Canadian Press"),
    (&["cnn"], "CNN"),
    (&["dowjones", "dowjonesnewswires"], "Dow Jones"),
    (&["dpa", "deutschepresseagentur"], "dpa"),
    (&["efe", "agenciaefe"], "EFE"),
    (&["europapress"], "Europa Press"),
    (&["ians"], "IANS"),
    (&["interfax"], "Interfax"),
    (&["ips", "interpressservice"], "IPS"),
    (&["itartass", "tass"], "TASS"),
    (&["kyodo", "kyodonews"], "Kyodo"),
    (
        &["pressassociation", "thepressassociation", "pamedia"],
        "PA",
    ),
    (&["prnewswire"], "PRNewswire"),
    (&["businesswire"], "Business Wire"),
    (&["globenewswire"], "GlobeNewswire"),
    (&["pti", "presstrustofindia"], "PTI"),
    (&["reuter", "reuters", "thomsonreuters"], "Reuters"),
    (&["rianovosti"], "RIA Novosti"),
    (&["sid"], "SID"),
    (&["ukrinform"], "Ukrinform"),
    (&["upi", "unitedpressinternational"], "UPI"),
    (&["ttxvn", "vna"], "VNA"),
    (
        &[
            "xinhua",
            "xinhuanet",
            "xinhuanewsagency",
            "新华社",
            "新華社",
        ],
        "Xinhua",
    ),
    (&["yonhap", "yonhapnews"], "Yonhap"),
];

/// The agency a credit names, however it is spelled: `A.P.`, `the Associated Press`, `REUTERS`.
pub(super) fn named(text: &str) -> Option<&'static str> {
    let name: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    // Longer than any name above.
    if name.is_empty() || name.len() > 40 {
        return None;
    }
    let name = folded(&name);
    AGENCIES
        .iter()
        .find(|(names, _)| names.contains(&name.as_str()))
        .map(|(_, shown)| *shown)
}

/// The agency in brackets at the end of a headline: `Limiting smog (AP)`.
pub(super) fn credited_at_end(text: &str) -> Option<&'static str> {
    let inside = text.trim_end().strip_suffix(')')?;
    let (_, credit) = inside.rsplit_once('(')?;
    named(credit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        assert_eq!(named("A.P."), Some("AP"));
        assert_eq!(named("The Associated Press"), Some("AP"));
        assert_eq!(named("REUTERS"), Some("Reuters"));
        assert_eq!(named("Press Association"), Some("PA"));
        assert_eq!(named("Pa."), None, "a state");
        assert_eq!(named("Reuben"), None);
        assert_eq!(credited_at_end("Aims to Limit Smog (AP)"), Some("AP"));
        assert_eq!(credited_at_end("A question (of trust)"), None);
    }
}
