//! The names that archives give to the parts of an article, for every format that names them:
//! keys of JSON, columns of tables, labels of header lines.

use super::format::plain;
use super::published::DateSource;
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
    let folded = folded(name);
    NAMES.iter().find_map(|(field, names)| {
        let rank = names.iter().position(|known| *known == folded)?;
        Some((*field, rank))
    })
}

/// Lower case, letters and digits only: `date_publish`, `datePublish` and `Date publish` are one.
fn folded(name: &str) -> String {
    let name = name.rsplit(['/', '}']).next().unwrap_or(name);
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    crate::text::fold::folded(&letters)
}

/// What a record holds, by field, until everything in it has been seen.
#[derive(Debug, Default)]
pub(super) struct Fields {
    found: Vec<Value>,
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
                    "null" | "None" | "NaN" | "nan" | "NULL" | "N/A" | "n/a"
                )
        };
        let texts: Vec<String> = texts.into_iter().filter(is_something).collect();
        if !texts.is_empty() {
            self.found.push(Value { field, rank, texts });
        }
    }

    fn all(&mut self, field: Field) -> Vec<Vec<String>> {
        self.found.sort_by_key(|value| (value.field, value.rank));
        let (wanted, rest) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(|value: &Value| value.field == field);
        self.found = rest;
        wanted.into_iter().map(|value| value.texts).collect()
    }

    fn first(&mut self, field: Field) -> Option<String> {
        let texts = self.all(field).into_iter().next()?;
        Some(texts.join(", "))
    }

    /// The draft these fields make.
    pub(super) fn into_draft(mut self) -> Draft {
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
        let summary = self.first(Field::Summary).map(|text| markup::line(&text));
        let dates = self
            .all(Field::Date)
            .into_iter()
            .flatten()
            .map(|date| (DateSource::Meta, date))
            .collect();
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
                .map(|text| without_scheme(&markup::line(&text))),
            section: self.first(Field::Section).map(|text| markup::line(&text)),
            page: self.first(Field::Page),
            edition: self.first(Field::Edition),
            wire: self.first(Field::Wire),
            dates,
            lang: self.first(Field::Lang),
            url: self.first(Field::Url),
            summary,
            paragraphs,
            captions: self.all(Field::Caption).into_iter().flatten().collect(),
            ..Draft::default()
        }
    }
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

/// `http://cnn.it/` as the name of a source is `cnn.it`.
fn without_scheme(source: &str) -> String {
    match source.split_once("://") {
        Some((_, host)) if !source.contains(' ') => {
            host.split('/').next().unwrap_or(host).to_owned()
        }
        _ => source.to_owned(),
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
