//! News agencies, by the names that credits and datelines give them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::fold::folded;

/// Folded names (letters and digits only) and the name to show, a row an agency, sorted by shown
/// name. Initials that are also other things stand in [`INITIALS`].
const AGENCIES: &[(&[&str], &str)] = &[
    (&["aap", "australianassociatedpress"], "AAP"),
    (&["adnkronos"], "Adnkronos"),
    (
        &["afp", "agencefrancepresse", "فرانسبرس", "افب", "أفب"],
        "AFP",
    ),
    (&["agenciabrasil"], "Agência Brasil"),
    (&["agenciaestado", "estadaoconteudo"], "Agência Estado"),
    (&["agerpres"], "Agerpres"),
    (&["aljazeera"], "Al Jazeera"),
    (
        &["anadoluagency", "anadolu", "anadoluajansi", "الاناضول"],
        "Anadolu",
    ),
    (&["ani"], "ANI"),
    (&["ansa"], "ANSA"),
    (&["anp", "algemeennederlandspersbureau"], "ANP"),
    (&["antara", "antaranews"], "Antara"),
    (&["ap", "associatedpress", "theassociatedpress"], "AP"),
    (&["apa", "austriapresseagentur"], "APA"),
    (&["askanews"], "Askanews"),
    (&["belga"], "Belga"),
    (&["belta", "белта"], "BelTA"),
    (&["bernama"], "Bernama"),
    (&["bloomberg", "bloombergnews"], "Bloomberg"),
    (&["bns", "balticnewsservice"], "BNS"),
    (&["businesswire"], "Business Wire"),
    (
        &["canadianpress", "thecanadianpress", "lapressecanadienne"],
        "Canadian Press",
    ),
    (&["centralnewsagency", "中央社"], "CNA"),
    (&["cnn"], "CNN"),
    (&["ctk", "ceskatiskovakancelar"], "ČTK"),
    (&["demirorenhaberajansi", "dha"], "DHA"),
    (&["dowjones", "dowjonesnewswires"], "Dow Jones"),
    (&["dpa", "deutschepresseagentur", "دبا", "دبأ"], "dpa"),
    (&["dts", "dtsnachrichtenagentur"], "dts"),
    (&["efe", "agenciaefe"], "EFE"),
    (&["epd", "evangelischerpressedienst"], "epd"),
    (&["europapress"], "Europa Press"),
    (
        &["farsnews", "farsnewsagency", "خبرگزاريفارس", "خبرگزاریفارس"],
        "Fars",
    ),
    (&["folhapress"], "Folhapress"),
    (&["globenewswire"], "GlobeNewswire"),
    (&["hina"], "Hina"),
    (&["ians"], "IANS"),
    (&["ihlashaberajansi", "iha"], "İHA"),
    (&["interfax", "интерфакс"], "Interfax"),
    (&["interfaxukraine", "інтерфаксукраїна"], "Interfax-Ukraine"),
    (&["ips", "interpressservice"], "IPS"),
    (&["irna", "ایرنا"], "IRNA"),
    (&["isna", "ایسنا"], "ISNA"),
    (&["itartass", "tass", "тасс", "итартасс"], "TASS"),
    (
        &["jiji", "jijipress", "時事", "時事通信", "時事通信社"],
        "Jiji",
    ),
    (&["kcna"], "KCNA"),
    (&["keystonesda", "sda", "ats"], "Keystone-SDA"),
    (&["kna", "katholischenachrichtenagentur"], "KNA"),
    (&["kuna"], "KUNA"),
    (
        &["kyodo", "kyodonews", "共同", "共同通信", "共同通信社"],
        "Kyodo",
    ),
    (&["lapresse"], "LaPresse"),
    (&["lusa", "agencialusa"], "Lusa"),
    (&["mehrnews"], "Mehr"),
    (&["mti", "magyartaviratiiroda"], "MTI"),
    (&["newsis", "뉴시스"], "Newsis"),
    (&["notimex"], "Notimex"),
    (&["ntb", "norsktelegrambyra"], "NTB"),
    (
        &[
            "pamedia",
            "pressassociation",
            "thepressassociation",
            "panews",
        ],
        "PA",
    ),
    (&["pap", "polskaagencjaprasowa"], "PAP"),
    (&["prensalatina"], "Prensa Latina"),
    (&["prnewswire", "prnewswireasianet"], "PRNewswire"),
    (&["pti", "presstrustofindia"], "PTI"),
    (&["qna", "qatarnewsagency"], "QNA"),
    (
        &["reuter", "reuters", "thomsonreuters", "рейтер", "رويترز"],
        "Reuters",
    ),
    (&["rianovosti", "риановости"], "RIA Novosti"),
    (&["ritzau", "ritzausbureau"], "Ritzau"),
    (&["saudipressagency", "واس"], "SPA"),
    (&["sid", "sportinformationsdienst"], "SID"),
    (&["stt", "suomentietotoimisto", "sttlehtikuva"], "STT"),
    (&["tanjug"], "Tanjug"),
    (&["tasnim"], "Tasnim"),
    (&["tasr"], "TASR"),
    (&["telam"], "Télam"),
    (&["tidningarnastelegrambyra", "ttnyhetsbyran"], "TT"),
    (&["ukrinform", "укрінформ"], "Ukrinform"),
    (&["unian", "уніан"], "UNIAN"),
    (&["upi", "unitedpressinternational"], "UPI"),
    (&["unitedpress"], "United Press"),
    (&["ttxvn", "vna"], "VNA"),
    (&["wam"], "WAM"),
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
    (&["yonhap", "yonhapnews", "연합뉴스"], "Yonhap"),
];

/// Initials that mean an agency only where a credit stands, in capitals: `Harrisburg, PA` is in
/// Pennsylvania, Ana a person.
const INITIALS: &[(&str, &str)] = &[
    ("AA", "Anadolu"),
    ("AGI", "AGI"),
    ("BTA", "BTA"),
    ("CNA", "CNA"),
    ("CP", "Canadian Press"),
    ("CTK", "ČTK"),
    ("INS", "INS"),
    ("MAP", "MAP"),
    ("MENA", "MENA"),
    ("NAN", "NAN"),
    ("PA", "PA"),
    ("RTR", "Reuters"),
    ("SANA", "SANA"),
    ("SPA", "SPA"),
    ("STA", "STA"),
    ("TAP", "TAP"),
    ("TT", "TT"),
    ("UNI", "UNI"),
    ("UP", "United Press"),
];

/// The agency that a credit names: what [`named`] knows, and the initials that only a byline or the
/// brackets of a dateline make an agency.
pub(super) fn credited(text: &str) -> Option<&'static str> {
    named(text).or_else(|| {
        let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        INITIALS
            .iter()
            .find(|(initials, _)| *initials == letters)
            .map(|(_, shown)| *shown)
    })
}

/// The shown names by the folded ones, made once.
static SHOWN: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let rows = AGENCIES.iter();
    rows.flat_map(|(names, shown)| names.iter().map(|name| (folded(name), *shown)))
        .collect()
});

/// The agency a credit names, however it is spelled: `A.P.`, `the Associated Press`, `REUTERS`.
pub(super) fn named(text: &str) -> Option<&'static str> {
    let name: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    // Longer than any name above.
    if name.is_empty() || name.len() > 60 {
        return None;
    }
    SHOWN.get(&folded(&name)).copied()
}

/// The agency in brackets at the end of a headline: `Limiting smog (AP)`.
pub(super) fn credited_at_end(text: &str) -> Option<&'static str> {
    let inside = text.trim_end().strip_suffix(')')?;
    let (_, credit) = inside.rsplit_once('(')?;
    credited(credit)
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
        assert_eq!((named("PA"), credited("PA")), (None, Some("PA")));
        assert_eq!(credited("Ana"), None);
        assert_eq!(credited_at_end("Aims to Limit Smog (AP)"), Some("AP"));
        assert_eq!(credited_at_end("A question (of trust)"), None);
    }
}
