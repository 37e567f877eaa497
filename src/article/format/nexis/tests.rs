use super::*;

fn shown(text: &str) -> Vec<String> {
    assert!(recognises(text), "{text}");
    let drafts = read_text(text).unwrap();
    let shown = drafts.into_iter().map(|draft| {
        let draft = draft.unwrap();
        let dates: Vec<&str> = draft.dates.iter().map(|(_, date)| date.as_str()).collect();
        format!(
            "{}|{}|{}|{}|{}|{}|{}|{}|{}",
            draft.title.unwrap_or_default(),
            draft.byline.join("+"),
            dates.join("+"),
            draft.source.unwrap_or_default(),
            draft.edition.unwrap_or_default(),
            draft.section.unwrap_or_default(),
            draft.page.unwrap_or_default(),
            draft.captions.join("+"),
            draft.paragraphs.join(" / ")
        )
    });
    shown.collect()
}

#[test]
fn lexis_nexis() {
    let text = "Download Request: Selected Items: 1-2\n\n\n          1 of 2 DOCUMENTS\n\n\n      The Times (London)\n\n      January 11, 2010 Monday\n          Edition 1;\n      National Edition\n\nPort strike\nends\n\nBYLINE: Ann Lee, Bo Li\n\nSECTION: NEWS; Pg. 3\n\nLENGTH: 355 words\n\n\nDockers voted to return to the port of Cork on\nSunday, and the ferries sailed again at once to\nthe islands, with mail.\n\nTitle: they said.\n\nGRAPHIC: A ferry\n\nLOAD-DATE: January 11, 2010\n\nLANGUAGE: ENGLISH\n\n\n     Copyright 2010 Times Newspapers\n         All Rights Reserved\n\n          2 of 2 DOCUMENTS\n\n\n     Copyright 1986 Lantern\n     The Lantern\n\n     January 8, 1986\n\nSECTION: Home\n\nLENGTH: 3 words\n\nHEADLINE: Ferry sinks\n\nBYLINE: By Jane Doe\n\nBODY:\n\nIt sank off Cork.\n";
    assert_eq!(
        shown(text),
        [
            "Port strike ends|Ann Lee, Bo Li|January 11, 2010 Monday|The Times (London)|Edition 1; National Edition|NEWS|3|A ferry|Dockers voted to return to the port of Cork on Sunday, and the ferries sailed again at once to the islands, with mail. / Title: they said.",
            "Ferry sinks|By Jane Doe|January 8, 1986|The Lantern||Home|||It sank off Cork.",
        ]
    );
}

#[test]
fn german_labels() {
    let text = "Dokument 1 von 1\n\nDie Woche\n\n27. Februar 2012 Montag\n\nHafenstreik endet\n\nAUTOR: Ann Lee\n\nRUBRIK: POLITIK; S. 6\n\nLÄNGE: 12 Wörter\n\nDie Fähre fährt.\n\nUPDATE: 28. Februar 2012\n\nSPRACHE: GERMAN; DEUTSCH\n\nGRAFIK: Eine Fähre\n\nCopyright 2012 Die Woche\nAlle Rechte vorbehalten\n";
    assert_eq!(
        shown(text),
        [
            "Hafenstreik endet|Ann Lee|27. Februar 2012 Montag|Die Woche||POLITIK|6|Eine Fähre|Die Fähre fährt."
        ]
    );
}

#[test]
fn nexis_uni() {
    let text = "Date and Time: Friday, 5. July 2019 09:31:00 CEST\nDocuments (2)\n1. Port strike ends\nClient/Matter: -None-\nNarrowed by:\nNews\nSources: The Lantern; Content Type: News\n\nPort strike ends\nThe Lantern\nJanuary 11, 2018 Thursday, Late Edition - Final\n\nCopyright 2018 The Lantern All Rights Reserved\n\nSection:\u{a0}POLITICS; Version:28\nLength:\u{a0}355 words\nByline:\u{a0}Ann Lee\nBody\n\nDockers voted.\nThey sailed.\nGraphic\n\nA ferry\nClassification\nLanguage:\u{a0}ENGLISH\nSubject:\u{a0}PORTS (93%)\nLoad-Date:\u{a0}January 11, 2018\n\nEnd of Document\n\n\nFerry sinks\nThe Lantern\nJuly 2, 2019 Tuesday 9:33 AM GMT\n\nLength:\u{a0}3 words\nBody\n\nIt sank.\n\nEnd of Document\n";
    assert_eq!(
        shown(text),
        [
            "Port strike ends|Ann Lee|January 11, 2018 Thursday, Late Edition - Final|The Lantern|Late Edition - Final|POLITICS||A ferry|Dockers voted. / They sailed.",
            "Ferry sinks||July 2, 2019 Tuesday 9:33 AM GMT|The Lantern|||||It sank.",
        ]
    );
}

#[test]
fn other_texts() {
    assert!(!recognises(
        "The end of document. 1 of 5 DOCUMENTS\nSection: x"
    ));
    assert!(LABELS.is_sorted_by_key(|(label, _)| label));
    assert!(BODY_LINES.is_sorted());
}
