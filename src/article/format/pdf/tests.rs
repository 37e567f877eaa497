use super::*;

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = places.len() + 1;
    bytes
        .extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").bytes());
    bytes
}

/// A document of one page with this content, and further objects from 6 on.
fn page(content: &str, further: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    objects.extend(further.iter().map(|object| (*object).to_owned()));
    pdf(&objects)
}

const STORY: &str = "BT /F 20 Tf 50 700 Td (Ferry sinks) Tj ET BT /F 10 Tf 14 TL 50 660 Td \
    [(The f) 10 (erry) -300 (Ethel sank o\\223 the pier on a day)] TJ T* (of fog, and no-) Tj T* (body was hurt.) Tj ET";

#[test]
fn a_page() {
    let draft = read(&page(STORY, &[])).unwrap().remove(0).unwrap();
    assert_eq!(draft.title.as_deref(), Some("Ferry sinks"));
    assert_eq!(
        draft.paragraphs,
        ["The ferry Ethel sank o“ the pier on a day of fog, and nobody was hurt."]
    );
}

#[test]
fn pages_without_text_are_skipped() {
    let drawing = page("0 0 100 100 re f", &[]);
    assert_eq!(read(&drawing).unwrap_err().reason, "no text layer");
    assert_eq!(
        read(b"%PDF-1.4\nnothing").unwrap_err().reason,
        "not a valid PDF"
    );
}

#[test]
fn letters_without_meaning_are_no_text() {
    // Glyphs named by their numbers in the font: what a reader sees cannot be told.
    let coded = "7X\\\\zQ<ngoc> {QJ{Q WU|Q} ~K[QJ ".repeat(4);
    assert!(!has_meaning(&[coded]));
    assert!(has_meaning(&[
        "Shares rose 3 % [to $20] & fell < 1 %.".to_owned()
    ]));
}

#[test]
fn forms_in_forms_end() {
    let form = |content: &str, next: usize| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>/XObject<</X {next} 0 R>>>>/Length {}>>stream\n{content}\nendstream",
            content.len()
        )
    };
    let once = form("BT /F 10 Tf 50 600 Td (From a form) Tj ET", 6);
    let draft = read(&page("/X Do", &[&once])).unwrap().remove(0).unwrap();
    assert_eq!(draft.title.as_deref(), Some("From a form"));
    let eight = "/X Do ".repeat(8);
    let itself = form(&eight, 6);
    assert!(read(&page("/X Do", &[&itself])).is_err());
    let forms: Vec<String> = (7..18).map(|next| form(&eight, next)).collect();
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    assert_eq!(
        read(&page("/X Do", &forms)).unwrap_err().reason,
        "PDF too complex"
    );
}

#[test]
fn bombs_are_refused() {
    use std::io::Write;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..80 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let packed = packed.finish().unwrap();
    let mut bytes = b"%PDF-1.4\n4 0 obj<</Filter/FlateDecode>>stream\n".to_vec();
    bytes.extend(packed);
    assert_eq!(read(&bytes).unwrap_err().reason, "decompression bomb");
}

#[test]
fn depth_costs_no_stack() {
    for deep in [
        "[".repeat(100_000),
        "<<".repeat(100_000),
        "<</A[".repeat(50_000),
        "(".repeat(100_000),
    ] {
        let _ = read(&page(&deep, &[&deep]));
        let _ = read(&pdf(&[deep.clone(), deep]));
    }
    let kids: Vec<String> = (0..20_000)
        .map(|number| format!("<</Type/Pages/Kids[{} 0 R]>>", number + 3))
        .collect();
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
    objects.extend(kids);
    let _ = read(&pdf(&objects));
}

#[test]
fn cut_and_changed_files() {
    let whole = page(STORY, &[]);
    for end in (0..whole.len()).step_by(64) {
        let _ = read(&whole[..end]);
    }
    // A fixed sequence, so that a failure comes again.
    let mut seed: u32 = 12_345;
    let mut random = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize
    };
    for _ in 0..300 {
        let mut changed = whole.clone();
        for _ in 0..1 + random() % 8 {
            let at = random() % changed.len();
            changed[at] = random() as u8;
        }
        let _ = read(&changed);
    }
}
