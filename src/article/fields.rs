//! The names that archives give to the parts of an article, for every format that names them:
//! keys of JSON, columns of tables, labels of header lines.
//!
//! Longer than 600 lines: the names are one table.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::format::{factiva, plain};
use super::published::DateSource;
use super::record_key::RecordKey;
use super::{Draft, markup};

/// A part of an article that a source may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    Title,
    Body,
    Byline,
    Date,
    Dateline,
    Source,
    Section,
    Page,
    Edition,
    Wire,
    Lang,
    Url,
    Summary,
    Caption,
}

impl Field {
    /// Whether it is what makes a record an article.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Field::Title | Field::Body)
    }
}

/// Folded names of each field, the most telling first: when a record has several, the first that
/// holds something is taken.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Title,
        &[
            "headline",
            "title",
            "headlines",
            "maintitle",
            "heading",
            "head",
            "hl1",
            "hl",
            "articletitle",
            "newstitle",
            "titlefull",
            "titletext",
            "titlepage",
            "titlerss",
            "ogtitle",
            "webtitle",
            "headlinemain",
            "titel",
            "titre",
            "titulo",
            "titular",
            "titolo",
            "tytul",
            "rubrik",
            "baslik",
            "judul",
            "tieude",
            "заголовок",
            "العنوان",
            "عنوان",
            "标题",
            "標題",
            "見出し",
            "제목",
            "name",
            "subject",
        ],
    ),
    (
        Field::Body,
        &[
            "articlebody",
            "maintext",
            "fulltext",
            "bodytext",
            "textbody",
            "articletext",
            "text",
            "body",
            "article",
            "content",
            "contents",
            "story",
            "storytext",
            "storybody",
            "bodyhtml",
            "bodyhtml5",
            "bodyxhtml",
            "contenthtml",
            "contentencoded",
            "contenttext",
            "articlecontent",
            "newstext",
            "newscontent",
            "newsbody",
            "paragraphs",
            "cleanedtext",
            "cleantext",
            "plaintext",
            "rawtext",
            "textcontent",
            "document",
            "doctext",
            "passage",
            "segment",
            "texto",
            "texte",
            "testo",
            "inhalt",
            "noidung",
            "conteudo",
            "contenido",
            "tresc",
            "tekst",
            "innehall",
            "metin",
            "icerik",
            "haber",
            "isi",
            "artikel",
            "текст",
            "نص",
            "متن",
            "内容",
            "正文",
            "本文",
            "본문",
            "blocks",
            "components",
        ],
    ),
    (
        Field::Byline,
        &[
            "authors",
            "author",
            "byline",
            "bylines",
            "by",
            "creator",
            "dccreator",
            "creators",
            "authorname",
            "authornames",
            "articleauthor",
            "writer",
            "writers",
            "writtenby",
            "reporter",
            "reporters",
            "journalist",
            "columnist",
            "autor",
            "autores",
            "auteur",
            "auteurs",
            "autore",
            "verfasser",
            "yazar",
            "penulis",
            "skribent",
            "tacgia",
            "автор",
            "الكاتب",
            "كاتب",
            "نویسنده",
            "作者",
            "記者",
            "기자",
        ],
    ),
    (
        Field::Date,
        &[
            "datepublished",
            "datepublish",
            "publishdate",
            "publisheddate",
            "publishedat",
            "publishedon",
            "published",
            "publicationdate",
            "pubdate",
            "datepub",
            "dateofpublication",
            "dateissued",
            "issuedate",
            "firstpublished",
            "firstpublishedat",
            "versioncreated",
            "firstcreated",
            "displaydate",
            "webpublicationdate",
            "articledate",
            "newsdate",
            "storydate",
            "postdate",
            "publishtime",
            "publishedtime",
            "date",
            "datetime",
            "postedat",
            "postedon",
            "dateposted",
            "pubtime",
            "timestamp",
            "time",
            "created",
            "createdat",
            "datecreated",
            "datum",
            "fecha",
            "fechapublicacion",
            "data",
            "tarih",
            "tanggal",
            "ngay",
            "дата",
            "التاريخ",
            "تاریخ",
            "تاريخ",
            "日期",
            "日付",
            "날짜",
            "datemodify",
            "updated",
            "updatedat",
            "lastmodified",
            "year",
            "datemonth",
            "dateextracted",
        ],
    ),
    (Field::Dateline, &["dateline", "datelines"]),
    (
        Field::Source,
        &[
            "publication",
            "publicationname",
            "newspaper",
            "newspapername",
            "newspapertitle",
            "paper",
            "outlet",
            "publisher",
            "publishername",
            "sourcename",
            "source",
            "mediaoutlet",
            "medium",
            "masthead",
            "journal",
            "sitename",
            "site",
            "website",
            "sitefull",
            "sourcedomain",
            "domain",
            "provider",
            "newssource",
            "feed",
            "zeitung",
            "quelle",
            "fuente",
            "periodico",
            "zrodlo",
            "fonte",
            "kaynak",
            "bron",
            "sumber",
            "kalla",
            "diario",
            "giornale",
            "nguon",
            "источник",
            "المصدر",
            "منبع",
            "来源",
        ],
    ),
    (
        Field::Section,
        &[
            "section",
            "sectionname",
            "articlesection",
            "sections",
            "category",
            "categories",
            "newsdesk",
            "desk",
            "channel",
            "department",
            "rubric",
            "ressort",
            "rubrique",
            "seccion",
            "sezione",
            "dzial",
            "kategoria",
            "kategorie",
            "categoria",
            "kategori",
            "topic",
            "categoryname",
            "sitesections",
            "sectiontitle",
            "cat",
            "chuyenmuc",
            "рубрика",
            "القسم",
            "栏目",
        ],
    ),
    (
        Field::Page,
        &[
            "page",
            "pages",
            "pagenumber",
            "pageno",
            "printpage",
            "seite",
            "pagina",
        ],
    ),
    (
        Field::Edition,
        &["edition", "editionname", "ausgabe", "edicion", "edizione"],
    ),
    (
        Field::Wire,
        &[
            "wire",
            "agency",
            "newsagency",
            "credit",
            "creditline",
            "wireservice",
        ],
    ),
    (
        Field::Lang,
        &[
            "language",
            "lang",
            "languagecode",
            "inlanguage",
            "langcode",
            "sprache",
        ],
    ),
    (
        Field::Url,
        &[
            "url",
            "link",
            "canonicallink",
            "canonicalurl",
            "canonical",
            "weburl",
            "articleurl",
            "contenturl",
            "sourceurl",
            "permalink",
            "uri",
            "href",
            "newsurl",
            "shareurl",
            "finalurl",
        ],
    ),
    (
        Field::Summary,
        &[
            "abstract",
            "summary",
            "shortdescription",
            "description",
            "standfirst",
            "lead",
            "leadparagraph",
            "lede",
            "teaser",
            "excerpt",
            "snippet",
            "subtitle",
            "subheadline",
            "subhead",
            "subheading",
            "dek",
            "deck",
            "trailtext",
            "intro",
            "blurb",
            "descriptiontext",
            "metadescription",
            "vorspann",
            "chapeau",
            "bajada",
            "entradilla",
            "zusammenfassung",
            "resumen",
            "resumo",
            "sommario",
            "samenvatting",
            "ozet",
        ],
    ),
    (
        Field::Caption,
        &[
            "caption",
            "captions",
            "imagecaption",
            "photocaption",
            "imagecaptions",
        ],
    ),
];

/// The field a name means, and its rank among the names of that field (0 is the most telling).
pub(super) fn field_of(name: &str) -> Option<(Field, usize)> {
    static FIELDS: LazyLock<FxHashMap<&str, (Field, usize)>> = LazyLock::new(|| {
        let rows = NAMES.iter();
        rows.flat_map(|(field, names)| {
            names
                .iter()
                .zip(0..)
                .map(|(name, rank)| (*name, (*field, rank)))
        })
        .collect()
    });
    FIELDS.get(folded(name).as_str()).copied()
}

/// The key as it is compared: see [`field_of`].
pub(super) fn key_of(name: &str) -> String {
    folded(name)
}

/// Lower case, letters and digits only: `date_publish`, `datePublish` and `Date publish` are one.
fn folded(name: &str) -> String {
    if name.is_ascii() {
        let name = name.as_bytes();
        let name = name
            .rsplit(|byte| matches!(byte, b'/' | b'}'))
            .next()
            .unwrap_or(name);
        let letters = name.iter().filter(|byte| byte.is_ascii_alphanumeric());
        return letters
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    let name = name.rsplit(['/', '}']).next().unwrap_or(name);
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    crate::text::fold::folded(&letters)
}

/// What a record holds, by field, until everything in it has been seen.
#[derive(Debug, Default)]
pub(super) struct Fields {
    found: Vec<Value>,
    /// What the key of the record says of it.
    id: Option<RecordKey>,
}

#[derive(Debug)]
struct Value {
    field: Field,
    rank: usize,
    texts: Vec<String>,
}

impl Fields {
    /// Notes the texts under a name. Empty ones are nothing; those of unknown names are passed over.
    pub(super) fn add(&mut self, field: Field, rank: usize, texts: Vec<String>) {
        let is_something = |text: &String| {
            let text = text.trim();
            !text.is_empty()
                && !matches!(
                    text,
                    "null" | "None" | "NaN" | "nan" | "NULL" | "N/A" | "n/a" | "[]" | "{}"
                )
        };
        let texts = texts.into_iter().flat_map(listed);
        let texts: Vec<String> = texts.filter(is_something).collect();
        if !texts.is_empty() {
            self.found.push(Value { field, rank, texts });
        }
    }

    /// Notes the key of a record, which may say when and where it appeared.
    pub(super) fn note_id(&mut self, key: &str) {
        self.id = self.id.take().or_else(|| RecordKey::of(key));
    }

    /// Drops a name or subject that stands for a headline, when nothing else speaks of an article: a
    /// person, a package, a place have names too.
    pub(super) fn drop_lone_name(&mut self) {
        let is_name = |value: &Value| {
            value.field == Field::Title
                && matches!(NAMES[0].1.get(value.rank), Some(&"name" | &"subject"))
        };
        let speaks =
            |value: &Value| matches!(value.field, Field::Body | Field::Byline | Field::Date);
        if !self.found.iter().any(speaks) && self.found.iter().any(is_name) {
            self.found.retain(|value| !is_name(value));
            // What describes a thing that has a name is no standfirst.
            if !self.found.iter().any(|value| value.field == Field::Title) {
                self.found.retain(|value| value.field != Field::Summary);
            }
        }
    }

    /// Takes out the texts of a field, the most telling first, once [`Fields::found`] is sorted.
    fn all(&mut self, field: Field) -> Vec<Vec<String>> {
        let wanted = self.found.extract_if(.., |value| value.field == field);
        wanted.map(|value| value.texts).collect()
    }

    fn first(&mut self, field: Field) -> Option<String> {
        let texts = self.all(field).into_iter().next()?;
        Some(texts.join(", "))
    }

    /// The draft these fields make. A text that is all there is may be an article of a press database
    /// with its head: that says what the fields do not.
    pub(super) fn into_draft(self) -> Draft {
        let says_what = |value: &Value| !matches!(value.field, Field::Body | Field::Lang);
        let bodies = self.found.iter().filter(|value| value.field == Field::Body);
        let article = match bodies.collect::<Vec<_>>()[..] {
            [body] if !self.found.iter().any(says_what) => factiva::single(&body.texts.join("\n")),
            _ => None,
        };
        article.unwrap_or_else(|| self.stated())
    }

    fn stated(mut self) -> Draft {
        self.found.sort_by_key(|value| (value.field, value.rank));
        let bodies = self.all(Field::Body);
        // `content` is often a teaser beside a full `text`; the longest of several bodies is the story.
        let length = |texts: &Vec<String>| texts.iter().map(String::len).sum::<usize>();
        let mut body: Vec<String> = Vec::new();
        for candidate in bodies {
            if body.is_empty() || length(&candidate) > length(&body) * 3 / 2 {
                body = candidate;
            }
        }
        let mut paragraphs: Vec<String> = body
            .iter()
            .flat_map(|text| markup::paragraphs(text))
            .collect();
        if let Some(last) = paragraphs.last_mut() {
            cut_rest_mark(last);
        }
        let summary = self.first(Field::Summary).map(|text| markup::line(&text));
        let id = self.id.take();
        let dates = self.all(Field::Date).into_iter().flatten();
        let dates = dates
            .chain(id.as_ref().map(|id| id.date.clone()))
            .map(|date| (DateSource::Meta, date))
            .collect();
        let (page_in_id, paper) = id.map_or((None, None), |id| (id.page, id.paper));
        let title = self
            .first(Field::Title)
            .map(|text| markup::line(&text))
            .or_else(|| headline_above(&mut paragraphs));
        Draft {
            title,
            byline: self
                .all(Field::Byline)
                .into_iter()
                .next()
                .unwrap_or_default(),
            dateline: self.first(Field::Dateline),
            source: self
                .first(Field::Source)
                .map(|text| without_scheme(&markup::line(&text)))
                .or(paper),
            section: self.first(Field::Section).map(|text| markup::line(&text)),
            page: self.first(Field::Page).or(page_in_id),
            edition: self.first(Field::Edition),
            wire: self.first(Field::Wire),
            dates,
            lang: self.first(Field::Lang),
            url: self
                .all(Field::Url)
                .into_iter()
                .flatten()
                .find(|text| is_address(text)),
            summary,
            paragraphs,
            captions: self.all(Field::Caption).into_iter().flatten().collect(),
            ..Draft::default()
        }
    }
}

/// The texts of a list that was written as a text: `['One', "Two"]`.
fn listed(text: String) -> Vec<String> {
    let trimmed = text.trim();
    let inside = trimmed
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let Some(inside) = inside.filter(|text| text.trim_start().starts_with(['\'', '"'])) else {
        return vec![text];
    };
    let mut texts = Vec::new();
    let mut rest = inside.trim();
    while let Some(quote) = rest
        .chars()
        .next()
        .filter(|sign| matches!(sign, '\'' | '"'))
    {
        let mut element = String::new();
        let mut signs = rest[1..].char_indices();
        let mut end = None;
        while let Some((at, sign)) = signs.next() {
            match sign {
                '\\' => match signs.next() {
                    Some((_, 'n' | 'r')) => element.push('\n'),
                    Some((_, 't')) => element.push(' '),
                    Some((_, other)) => element.push(other),
                    None => {}
                },
                _ if sign == quote => {
                    end = Some(at + 2);
                    break;
                }
                _ => element.push(sign),
            }
        }
        let Some(end) = end else {
            return vec![text];
        };
        texts.push(element);
        rest = rest[end..].trim_start();
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => break,
        }
    }
    // Something else stood there: it was no list.
    if rest.is_empty() { texts } else { vec![text] }
}

/// The headline of a record that has no field for one, but a text that begins with it.
pub(super) fn headline_above(paragraphs: &mut Vec<String>) -> Option<String> {
    let (first, second) = (paragraphs.first()?, paragraphs.get(1)?);
    let words = |text: &str| text.split_whitespace().count();
    let is_above = plain::is_headline(first, paragraphs.len())
        && !first.ends_with('.')
        && words(second) > words(first)
        && second.ends_with(['.', '!', '?', '"', '”', '»']);
    is_above.then(|| paragraphs.remove(0))
}

/// `urn:newsml:zpa.example:1` is none, nor is `true`.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    text.contains("://") || text.starts_with('/') || text.starts_with("www.")
}

/// `http://cnn.it/` as the name of a source is `cnn.it`.
fn without_scheme(source: &str) -> String {
    match source.split_once("://") {
        Some((_, host)) if !source.contains(' ') => {
            host.split('/').next().unwrap_or(host).to_owned()
        }
        _ => source.trim_end_matches('/').to_owned(),
    }
}

/// Takes off `… [+1234 chars]`, the rest that NewsAPI does not give.
fn cut_rest_mark(paragraph: &mut String) {
    let Some(before) = paragraph.trim_end().strip_suffix(" chars]") else {
        return;
    };
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
    if let Some(text) = digits
        .strip_suffix("[+")
        .filter(|_| digits.len() < before.len())
    {
        *paragraph = text.trim_end_matches([' ', '…', '.']).to_owned() + "…";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, field) in [
            ("date_publish", Some(Field::Date)),
            ("Date Published", Some(Field::Date)),
            ("date_download", None),
            ("articleBody", Some(Field::Body)),
            ("dc:creator", Some(Field::Byline)),
            ("Treść", Some(Field::Body)),
            ("Título", Some(Field::Title)),
            ("Nội dung", Some(Field::Body)),
            ("Tiêu đề", Some(Field::Title)),
            ("Headline", Some(Field::Title)),
            ("source_domain", Some(Field::Source)),
            ("short_description", Some(Field::Summary)),
            ("image_url", None),
            ("id", None),
        ] {
            assert_eq!(field_of(name).map(|(field, _)| field), field, "{name}");
        }
    }

    #[test]
    fn lists_that_are_texts() {
        for (text, expected) in [
            ("['Ann Lee', \"Bo O'Hara\"]", vec!["Ann Lee", "Bo O'Hara"]),
            ("[\"One.\\nTwo\", 'It\\'s']", vec!["One.\nTwo", "It's"]),
            ("[sic] he said", vec!["[sic] he said"]),
            ("['One' or 'Two'] he said", vec!["['One' or 'Two'] he said"]),
            ("['One' or two]", vec!["['One' or two]"]),
            ("[]", vec!["[]"]),
        ] {
            assert_eq!(listed(text.to_owned()), expected, "{text}");
        }
        let mut cut = "The rain fell on… [+1234 chars]".to_owned();
        cut_rest_mark(&mut cut);
        assert_eq!(cut, "The rain fell on…");
    }

    #[test]
    fn no_name_means_two_fields() {
        let mut all: Vec<&str> = NAMES
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|name| folded(name) == *name));
    }
}
