use super::*;

fn shown(text: &str) -> String {
    let Some(found) = at_start(text) else {
        return "none".into();
    };
    let rest = &text[found.len..];
    let date = found.date.map_or(String::new(), |date| {
        format!("{:?}-{:?}", date.month.unwrap_or(0), date.day.unwrap_or(0))
    });
    let start: String = rest.chars().take(9).collect();
    format!(
        "{}|{}|{date}|{start}",
        found.place.unwrap_or_default(),
        found.wire.unwrap_or_default()
    )
}

#[test]
fn datelines() {
    for (text, expected) in [
        (
            "LONDON (Reuters) - The pound fell.",
            "LONDON|Reuters||The pound",
        ),
        (
            "WASHINGTON — The Senate voted on Friday to open the vaults.",
            "WASHINGTON|||The Senat",
        ),
        (
            "BOGOTA, Colombia (AP) -- Rebels said",
            "BOGOTA, Colombia|AP||Rebels sa",
        ),
        (
            "Bogotá, Colombia - President Tomás Echavarría said on Wednesday that he would.",
            "Bogotá, Colombia|||President",
        ),
        (
            "CALLAO, Peru, June 16 (Meridian) — Dockers voted",
            "CALLAO, Peru|Meridian|6-16|Dockers v",
        ),
        (
            "CORK, August 4.—In a fresh westerly breeze",
            "CORK||8-4|In a fres",
        ),
        (
            "LONDON, Oct. 13 (Transoceanic) -- The northern",
            "LONDON|Transoceanic|10-13|The north",
        ),
        (
            "BIRMINGHAM, ALA., FEB. 8 (MERIDIAN) -- RED MOUNTAIN SAID",
            "BIRMINGHAM, ALA.|MERIDIAN|2-8|RED MOUNT",
        ),
        (
            "CALLAO, 29 de julio de 1958. — Don Evaristo",
            "CALLAO||7-29|Don Evari",
        ),
        (
            "NEWPORT NEWS, Va. (AP) - The yard",
            "NEWPORT NEWS, Va.|AP||The yard",
        ),
        (
            "SPACE.com - TORONTO, Canada -- A second team",
            "TORONTO, Canada|SPACE.com||A second ",
        ),
        ("AP - A company founded by a researcher", "|AP||A company"),
        ("(Reuters) - U.S. stocks rose", "|Reuters||U.S. stoc"),
        (
            "washington (reuters) - president said",
            "washington|Reuters||president",
        ),
        ("TBILISI, July 16 – The surgeon", "TBILISI||7-16|The surge"),
        (
            "Bremerhaven - Mit einem 3:1 (1:1) gegen den Tabellenführer Rostock hat sich Bremerhaven",
            "Bremerhaven|||Mit einem",
        ),
        (
            "PARIS, Texas -- It took 49 years",
            "PARIS, Texas|||It took 4",
        ),
        ("MOSCOW, AP — The Kremlin", "MOSCOW|AP||The Kreml"),
        ("TTO - 23h đêm 8-12, cuộc họp", "|TTO||23h đêm 8"),
        ("LONDON /PRNewswire/ -- Acme", "LONDON|PRNewswire||Acme"),
        ("RIO DE JANEIRO - Police", "RIO DE JANEIRO|||Police"),
        (
            "SAN FRANCISCO, CA - November 30, 2004 - Ubisoft",
            "SAN FRANCISCO, CA||11-30|Ubisoft",
        ),
        (
            "WASHINGTON, Sept. 19.--(By Telegraph to the Plainsman.)-- The President",
            "WASHINGTON||9-19|The Presi",
        ),
        (
            "طنجة - استؤنفت حركة العبّارات بين طنجة والجزيرة الخضراء صباح الجمعة",
            "طنجة|||استؤنفت ح",
        ),
        (
            "ROYAL OAK, Mich. - Like any patient",
            "ROYAL OAK, Mich.|||Like any ",
        ),
        (
            "InfoWorld - Hoping to put in place",
            "|InfoWorld||Hoping to",
        ),
        ("Kyiv, Ukraine - It was dark.", "Kyiv, Ukraine|||It was da"),
        (
            "Johannesburg, South Africa - Fire killed 73 people in a block of flats.",
            "Johannesburg, South Africa|||Fire kill",
        ),
        (
            "Ramallah, occupied West Bank - The army closed the road to the north on Friday morning.",
            "Ramallah, occupied West Bank|||The army ",
        ),
        (
            "Occupied East Jerusalem - The army closed the road to the north on Friday morning.",
            "Occupied East Jerusalem|||The army ",
        ),
        (
            "YELLOWKNIFE, N.W.T. - The ice",
            "YELLOWKNIFE, N.W.T.|||The ice",
        ),
        (
            "COBH, Co. Cork, March 12 - The inquiry",
            "COBH, Co. Cork||3-12|The inqui",
        ),
        (
            "ULSAN, South Korea, Sept 26 (Meridian) - A court",
            "ULSAN, South Korea|Meridian|9-26|A court",
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn no_datelines() {
    for text in [
        "The champions - unbeaten since May - lost at home to a team of part-timers on Saturday.",
        "Manchester United - Arsenal - Chelsea all went through to the next round of the cup on Sunday.",
        "Simonetti - known as Queen of the Sky - wrote about her life in the air for years.",
        "Spider-Man returns",
        "Summary - (Aug 22, 2004) The rover has dug up plenty of evidence on slopes of the hills.",
        "UPDATE - The vote was taken at noon and the result is expected in the evening hours.",
        "He left - and nobody saw him again until the spring of the following year came.",
        "FLASH - CALLAO DOCKERS VOTE TO END 23-DAY STRIKE",
        "SOCCER - TOLVANEN GETS LUCKY WIN , KORHONEN OUT OF NORDIC CUP AFTER SURPRISE DEFEAT .",
        "CRICKET - Osei and Lindqvist lead the way on the second day of the test",
        "NHL ICE HOCKEY - Standings after the games of Thursday in the eastern conference",
        "PRESS DIGEST - Iraq - Aug 22 .",
        "INDICATORS - Hungary - updated Aug 22 .",
        "1, Shandon - 2, Blackrock",
        "Stage 5, Mariquita - Alto de Letras, 81 km",
    ] {
        assert_eq!(shown(text), "none", "{text}");
    }
}

#[test]
fn lines_of_their_own() {
    let found = line("Khashuri, Georgia, 4 December 2021").unwrap();
    assert_eq!(found.place.as_deref(), Some("Khashuri, Georgia"));
    assert!(line("Khashuri, Georgia").is_none());
    assert!(line("The vote of 4 December 2021 in the upper house").is_none());
}

#[test]
fn tables_are_sorted() {
    assert!(DESKS.is_sorted());
}
