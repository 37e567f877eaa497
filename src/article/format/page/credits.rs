//! Who a page says has written its article.
//!
//! Metadata come first, then the credit that is printed near the headline. A page also names the
//! writers of other stories and of comments, and its own house where nobody signed.

use dom_query::{Element, NodeId, NodeRef};
use rustc_hash::FxHashSet;

use super::text::{class_words, letters, spaced_text};
use super::title::Site;
use crate::article::byline;

/// The writers: of the first statement that names any but the house; else the printed credit of a
/// person; else the house, when it signs its stories (`BBC News`).
pub(super) fn credited(
    stated: impl Iterator<Item = Vec<String>>,
    printed: impl FnOnce() -> Printed,
    site: &Site,
) -> Vec<String> {
    let mut house = Vec::new();
    for names in stated {
        let names = writers(names, site);
        if names.iter().any(|name| !is_of_house(name, site)) {
            return names;
        }
        if house.is_empty() {
            house = names;
        }
    }
    let Printed { names, is_marked } = printed();
    let names = writers(names, site);
    // Where the house signs, a person has to as well.
    let is_signed = |credit: &String| {
        let name = byline::credit_line(credit).unwrap_or(credit);
        (is_marked || name.len() < credit.len()) && is_full_name(name) && !is_of_house(credit, site)
    };
    if house.is_empty() || names.iter().any(is_signed) {
        return names;
    }
    house
}

/// What a page prints as the credit of its story.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// Unsplit.
    pub(super) names: Vec<String>,
    /// Whether the markup says that these are the writers, rather than a class name.
    pub(super) is_marked: bool,
}

/// Whether a credit, unsplit, names nobody but the house, or the house first.
fn is_of_house(credit: &str, site: &Site) -> bool {
    let names = byline::split(&[credit.to_owned()]).names;
    let opens_with_house = names
        .first()
        .is_some_and(|name| site.is_exactly(&letters(name)));
    opens_with_house || site.is_called(credit) && names.iter().all(|name| site.is_called(name))
}

/// The people among the names that a page gives for its author.
fn writers(stated: Vec<String>, site: &Site) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in stated {
        let name = without_contacts(&name);
        let has_letters = name.chars().filter(|c| c.is_alphabetic()).count() > 1;
        if has_letters
            && !is_link(&name)
            && !is_picture_credit(&name)
            && !is_account(&name)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    // The name of the publication is dropped beside others, and an address in any case unless it is
    // how the house signs.
    if names.len() > 1 {
        let is_house = |name: &String| is_address(name) || site.is_exactly(&letters(name));
        let people = names.iter().filter(|name| !is_house(name)).count();
        if people > 0 {
            names.retain(|name| !is_house(name));
        }
    }
    names
}

fn is_full_name(name: &str) -> bool {
    let words = name.split_whitespace();
    let capitals = words.filter(|word| word.starts_with(char::is_uppercase));
    !name.is_ascii() && !name.contains(char::is_uppercase) || capitals.count() >= 2
}

/// Names of accounts that publish for everybody, letters only.
const ACCOUNTS: &[&str] = &[
    "admin",
    "administrator",
    "anonymous",
    "author",
    "autor",
    "editor",
    "guest",
    "publisher",
    "root",
    "superuser",
    "supportteam",
    "unknown",
    "user",
    "webmaster",
];

fn is_account(name: &str) -> bool {
    ACCOUNTS.contains(&letters(name).as_str())
}

/// A credit on the page.
pub(super) struct Shown<'p> {
    node: NodeRef<'p>,
    /// Counts the elements before it.
    order: usize,
    /// Whether it is called the author by `rel` or as microdata.
    is_marked: bool,
}

/// Longer elements hold more than a credit, whatever they are called.
const MOST_CHARS: usize = 200;

/// Parts of class names for elements that hold a credit, in the languages of templates.
const CREDIT_WORDS: &[&str] = &[
    "auteur",
    "auteurs",
    "autor",
    "autore",
    "autoren",
    "autores",
    "autori",
    "forfatter",
    "journalist",
    "reporter",
    "skribent",
    "writer",
    "writers",
    "yazar",
];

/// Words beside these that make it something else about the writer.
const NO_CREDIT_WORDS: &[&str] = &[
    "about",
    "avatar",
    "bio",
    "comment",
    "count",
    "description",
    "email",
    "follow",
    "form",
    "icon",
    "image",
    "img",
    "job",
    "label",
    "photo",
    "picture",
    "position",
    "respond",
    "role",
    "social",
];

impl<'p> Shown<'p> {
    /// The credit that `element` holds by what its markup calls it. `None` when it does not.
    pub(super) fn at(node: NodeRef<'p>, element: &Element, order: usize) -> Option<Shown<'p>> {
        let mut is_credit = false;
        let mut is_marked = false;
        for attribute in &element.attrs {
            let value: &str = &attribute.value;
            match &*attribute.name.local {
                "itemprop" | "rel" => is_marked |= value.eq_ignore_ascii_case("author"),
                "class" | "data-testid" | "data-component" => {
                    for word in class_words(value) {
                        if NO_CREDIT_WORDS.contains(&&*word) {
                            return None;
                        }
                        is_credit |= word.contains("author")
                            || word.contains("byline")
                            || CREDIT_WORDS.contains(&&*word);
                    }
                }
                _ => {}
            }
        }
        (is_credit || is_marked).then_some(Shown {
            node,
            order,
            is_marked,
        })
    }

    /// The names that stand in it, unsplit: those of its links, unless its whole text has more.
    fn names(&self) -> Vec<String> {
        let own = spaced_text(&self.node);
        if own.chars().count() > MOST_CHARS {
            return Vec::new();
        }
        let links: Vec<String> = self
            .node
            .descendants_it()
            .filter(|below| below.has_name("a"))
            .map(|link| spaced_text(&link))
            .filter(|text| may_be_credit(text) && text.split_whitespace().count() <= 5)
            .collect();
        let is_more = || {
            let all = byline::split(std::slice::from_ref(&own)).names.len();
            all > byline::split(&links).names.len()
        };
        if may_be_credit(&own) && is_more() {
            vec![own]
        } else {
            links
        }
    }

    /// The frame of a credit: those beside it belong to the same story.
    fn frame(&self) -> Option<NodeId> {
        self.node.ancestors_it(Some(2)).last().map(|frame| frame.id)
    }
}

/// Where the headline of a page stands.
#[derive(Default)]
pub(super) struct Headline {
    /// Counts the elements before it.
    pub(super) order: usize,
    /// The elements around it: what stands in them alone is of the story.
    pub(super) frames: FxHashSet<NodeId>,
}

/// The credits of the first place behind the headline that has any, else of the last before it:
/// further down the page stand the writers of other stories.
pub(super) fn beside_headline(shown: &[Shown<'_>], headline: &Headline) -> Printed {
    let start = headline.order;
    let behind = shown.iter().filter(|credit| credit.order >= start);
    let before = shown.iter().rev().filter(|credit| credit.order < start);
    let mut frame = None;
    let mut printed = Printed::default();
    for credit in behind.chain(before) {
        if frame.is_some() && credit.frame() != frame {
            continue;
        }
        let found = credit.names();
        if found.is_empty() || is_elsewhere(&credit.node, headline) {
            continue;
        }
        frame = credit.frame();
        printed.names.extend(found);
        printed.is_marked |= credit.is_marked;
    }
    printed
}

/// Parts of class names for what stands beside the story.
const ELSEWHERE: &[&str] = &[
    "carousel",
    "comment",
    "comments",
    "disqus",
    "footer",
    "menu",
    "mostread",
    "nav",
    "navigation",
    "newsletter",
    "popular",
    "promo",
    "recommended",
    "related",
    "respond",
    "sidebar",
    "teaser",
    "teasers",
    "trending",
    "widget",
];

/// Whether an element stands in a part of the page that is not the story.
pub(super) fn is_elsewhere(node: &NodeRef<'_>, headline: &Headline) -> bool {
    let mut above = node
        .ancestors_it(None)
        .take_while(|above| !headline.frames.contains(&above.id));
    above.any(|above| {
        above.query_or(false, |node| {
            let Some(element) = node.as_element() else {
                return false;
            };
            match &*element.name.local {
                "form" | "nav" | "footer" => return true,
                // A template's switches: `has-sidebar`.
                "body" | "html" | "main" | "article" => return false,
                _ => {}
            }
            let class = element.class();
            class.is_some_and(|class| class_words(&class).any(|word| ELSEWHERE.contains(&&*word)))
        })
    })
}

/// Openings of what stands beside a name to be pressed, lower case.
const LABELS: &[&str] = &[
    "about ", "all ", "alle ", "show ", "contact ", "e-mail", "email", "follow ", "more ", "read ",
    "see ", "view ", "voir ", "watch ", "tous ",
];

/// Whether the text of an element with the class of a byline can be one: neither a date nor a
/// label, but a name of two words or in a script without capitals.
fn may_be_credit(text: &str) -> bool {
    let chars = text.chars().count();
    let has_name = text.contains(char::is_uppercase) && text.contains(' ') || !text.is_ascii();
    let lower = text.to_lowercase();
    let is_label = LABELS.iter().any(|label| lower.starts_with(label));
    (2..80).contains(&chars)
        && has_name
        && !is_label
        && !text.contains([':', '*', '?'])
        && !text.contains(|c: char| c.is_ascii_digit())
}

/// The writer in the boxes that a page shows when it is shared: `Written by` and a name.
pub(super) fn labelled(label: &str, value: &str) -> Option<String> {
    const LABELS: &[&str] = &[
        "author",
        "autor",
        "auteur",
        "autore",
        "by",
        "escrito",
        "geschrieben",
        "geschreven",
        "napisane",
        "scritto",
        "skrevet",
        "skriven",
        "verfasst",
        "written",
        "yazan",
        "écrit",
        "автор",
        "написано",
    ];
    let lower = label.to_lowercase();
    let is_writer = LABELS.iter().any(|word| lower.starts_with(word));
    is_writer.then(|| value.to_owned())
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
    let line = kept.join(" ");
    let line = line.trim_matches([' ', '|', '/', ',', '-', '(', ')', '·', '•', '《', '》']);
    // `By<a>Jane Doe</a>`.
    let line = match line.strip_prefix("By") {
        Some(name) if name.starts_with(char::is_uppercase) => name,
        _ => line,
    };
    let role = ROLES_BEHIND.iter().find_map(|role| line.strip_suffix(role));
    role.unwrap_or(line).trim_end().to_owned()
}

/// Words behind a name for who writes, in scripts without capitals.
const ROLES_BEHIND: &[&str] = &[" 기자", " 특파원", " 記者", " 记者", "記者", "记者"];

/// Whether a text is the address of a page or a site.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let is_domain = !text.contains(' ')
        && text.rsplit_once('.').is_some_and(|(host, end)| {
            !host.is_empty()
                && (2..=4).contains(&end.len())
                && end.bytes().all(|b| b.is_ascii_lowercase())
        });
    is_domain || is_link(text)
}

fn is_link(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("http")
        || text.starts_with("www.")
        || text.starts_with('/')
        || text.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn site() -> Site {
        Site::new(&[Some("Daily Echo")], Some("https://www.echo.com/a"))
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn all_shown(page: &Document) -> Vec<Shown<'_>> {
        let nodes = page.root().descendants().into_iter().enumerate();
        nodes
            .filter_map(|(order, node)| Shown::at(node, &*node.element_ref()?, order))
            .collect()
    }

    #[test]
    fn writers_are_people() {
        let stated = owned(&[
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
            "admin",
        ]);
        assert_eq!(writers(stated, &site()), ["Ann Lee"]);
        for alone in ["Daily Echo", "echo.com"] {
            assert_eq!(writers(owned(&[alone]), &site()), [alone]);
        }
    }

    #[test]
    fn people_before_the_house() {
        let credited = |stated: &[&[&str]], shown: &[&str]| {
            let stated = stated.iter().map(|names| owned(names));
            let printed = || Printed {
                names: owned(shown),
                is_marked: false,
            };
            credited(stated, printed, &site()).join(", ")
        };
        assert_eq!(credited(&[&["Daily Echo"], &["Ann Lee"]], &[]), "Ann Lee");
        assert_eq!(credited(&[&["Daily Echo"]], &["By Ann Lee"]), "By Ann Lee");
        assert_eq!(credited(&[&["Daily Echo"]], &["Ann Lee"]), "Daily Echo");
        assert_eq!(credited(&[&["Echo Redaktion"]], &[]), "Echo Redaktion");
        assert_eq!(credited(&[], &["Ann"]), "Ann");
    }

    #[test]
    fn the_credit_beside_the_headline() {
        let page = Document::from(
            "<ul class=related><li class=author>Cy Au</li></ul><h1>A</h1>
             <div class=articleByline>By <a>Ann Lee</a> and Bo Ek</div>
             <form><p class=comment-form-author>Your Name</p></form>
             <div><span class=author>Di Fu</span></div>",
        );
        let shown = all_shown(&page);
        let headline = Headline {
            order: 6,
            ..Headline::default()
        };
        assert_eq!(
            beside_headline(&shown, &headline).names,
            ["By Ann Lee and Bo Ek"]
        );
        assert_eq!(
            labelled("Written by", "Ann Lee").as_deref(),
            Some("Ann Lee")
        );
        assert_eq!(labelled("Est. reading time", "2 minutes"), None);
    }
}
