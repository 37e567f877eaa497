//! Who a page says has written its article.

use dom_query::Document;

use super::text::{letters, spaced_text};

/// Where to look for the writers when no metadata names them, most telling first.
pub(super) const BYLINE_PLACES: &[&str] = &[
    "[itemprop=author] [itemprop=name]",
    "[rel=author]",
    "[itemprop=author]",
    "[class*=byline] a",
    "[class*=author] a",
    "[class*=author-name]",
    "[class*=byline]",
    "[class*=author]",
];

/// The writers among the names that a page gives for its author.
///
/// The name of the publication is dropped beside others. Alone it stays: then it is the credit
/// that is printed (`BBC News`).
pub(super) fn writers(stated: Vec<String>, source: Option<&str>) -> Vec<String> {
    let source = source.map(letters);
    let mut names: Vec<String> = Vec::new();
    for name in stated {
        let name = without_contacts(&name);
        let has_letters = name.chars().filter(|c| c.is_alphabetic()).count() > 1;
        if has_letters && !is_address(&name) && !is_picture_credit(&name) && !names.contains(&name)
        {
            names.push(name);
        }
    }
    if names.len() > 1 {
        names.retain(|name| source.as_ref() != Some(&letters(name)));
    }
    names
}

/// The credits in the elements that `place` selects, those beside the first one: further down the
/// page stand the writers of other stories.
pub(super) fn credits_at(page: &Document, place: &str) -> Vec<String> {
    let selected = page.select(place);
    let mut credits = Vec::new();
    let mut first_frame = None;
    for node in selected.nodes() {
        let credit = spaced_text(node);
        if !may_be_credit(&credit) {
            continue;
        }
        let frame = node.ancestors_it(Some(2)).last().map(|frame| frame.id);
        if first_frame.is_none() {
            first_frame = frame;
        }
        if frame == first_frame {
            credits.push(credit);
        }
    }
    credits
}

/// Whether the text of an element with the class of a byline can be one: neither a date nor a
/// label, but a name of two words or in a script without capitals.
fn may_be_credit(text: &str) -> bool {
    let chars = text.chars().count();
    let has_name = text.contains(char::is_uppercase) && text.contains(' ') || !text.is_ascii();
    (3..60).contains(&chars)
        && has_name
        && !text.contains(':')
        && !text.contains(|c: char| c.is_ascii_digit())
}

/// Openings of credits of pictures, which microdata call an author as well.
const PICTURES: &[&str] = &[
    "bild",
    "bilder",
    "foto",
    "fotos",
    "fotografia",
    "illustration",
    "image",
    "images",
    "photo",
    "photograph",
    "photographs",
    "photos",
    "pic",
    "pics",
    "picture",
    "pictures",
];

/// Agencies that sell pictures and no stories.
const PICTURE_AGENCIES: &[&str] = &["adobe stock", "alamy", "getty", "istock", "shutterstock"];

/// `Image: Getty Images/iStockphoto`, `(Getty Images)`.
fn is_picture_credit(name: &str) -> bool {
    let lower = name.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_label = lower.split_once(':').is_some_and(|(label, _)| {
        let last = label.split_whitespace().next_back().unwrap_or_default();
        let first = label.split_whitespace().next().unwrap_or_default();
        PICTURES.contains(&first) || PICTURES.contains(&last)
    });
    let is_by = lower
        .split_once(" by ")
        .is_some_and(|(what, _)| PICTURES.contains(&what));
    is_label
        || is_by
        || PICTURE_AGENCIES
            .iter()
            .any(|agency| lower.starts_with(agency))
}

/// A credit without e-mail addresses and handles.
fn without_contacts(name: &str) -> String {
    let kept = name.split_whitespace().filter(|word| !word.contains('@'));
    let kept: Vec<&str> = kept.collect();
    kept.join(" ")
        .trim_matches([' ', '|', '/', ',', '-', '(', ')', '·', '•'])
        .to_owned()
}

pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let is_domain = !text.contains(' ')
        && text.rsplit_once('.').is_some_and(|(host, end)| {
            !host.is_empty()
                && (2..=4).contains(&end.len())
                && end.bytes().all(|b| b.is_ascii_lowercase())
        });
    is_domain
        || text.starts_with("http")
        || text.starts_with("www.")
        || text.starts_with('/')
        || text.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writers_are_people() {
        let stated = [
            "Ann Lee ann.lee@echo.com",
            "echo.com",
            "Daily Echo",
            "https://echo.com/ann",
            "@annlee",
            "Ann Lee",
            "Image: Getty Images/iStockphoto",
            "(Photo: Jo Roe)",
            "Getty Images",
            "Illustration by Jo Roe",
        ];
        let stated = stated.map(str::to_owned).to_vec();
        assert_eq!(writers(stated, Some("Daily Echo")), ["Ann Lee"]);
        let alone = vec!["Daily Echo".to_owned()];
        assert_eq!(writers(alone, Some("Daily Echo")), ["Daily Echo"]);
    }
}
