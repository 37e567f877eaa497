//! Words by which sites name their furniture, so that a line can be known by its wording.
//!
//! Longer than 600 lines: it is a table, one wording a line, and nothing else.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use rustc_hash::FxHashSet;

use super::beginnings::Beginnings;
use super::furniture::Line;

/// Whole lines between pieces of a story that announce advertising. Lower case.
const ADVERTISING: &[&str] = &[
    "ad",
    "ads",
    "advertisement",
    "advertisements",
    "advertising",
    "advertisement - scroll to continue",
    "advertentie",
    "annonce",
    "annons",
    "annonse",
    "anuncio",
    "anzeige",
    "article continues after ad",
    "article continues below",
    "continue reading the main story",
    "iklan",
    "mainos",
    "publicidad",
    "publicidade",
    "publicité",
    "pubblicità",
    "quảng cáo",
    "reklam",
    "reklama",
    "scroll to continue",
    "skip advertisement",
    "sponsored",
    "sponsored content",
    "paid content",
    "story continues below",
    "text continues below",
    "werbung",
    "реклама",
    "إعلان",
    "اعلان",
    "פרסומת",
    "広告",
    "广告",
    "廣告",
    "광고",
];

/// Beginnings of longer such lines.
const ADVERTISING_STARTS: &[&str] = &[
    "article continues after",
    "article continues below",
    "story continues after",
    "story continues below",
    "the article continues",
    "advertisement -",
    "sponsored by:",
];

/// Whole lines that are buttons.
const BUTTONS: &[&str] = &[
    "bookmark",
    "close",
    "comments",
    "comment",
    "compartilhar",
    "compartir",
    "condividi",
    "copy link",
    "copy url",
    "delen",
    "del",
    "dela",
    "e-mail",
    "email",
    "facebook",
    "follow",
    "follow us",
    "linkedin",
    "listen",
    "listen to article",
    "listen to this article",
    "messenger",
    "partager",
    "pinterest",
    "play",
    "play video",
    "print",
    "print this",
    "print this page",
    "email this",
    "recommended",
    "reddit",
    "save",
    "save article",
    "save this",
    "share",
    "share article",
    "share on facebook",
    "share on twitter",
    "share on x",
    "share this",
    "share this article",
    "share this page",
    "share this post",
    "share this story",
    "share this:",
    "show more",
    "skip to content",
    "teilen",
    "telegram",
    "toggle caption",
    "hide caption",
    "tweet",
    "twitter",
    "udostępnij",
    "view comments",
    "view gallery",
    "weibo",
    "whatsapp",
    "leave a comment",
    "post a comment",
    "back to top",
    "top",
    "read full story",
    "read more",
    "read more...",
    "read more…",
    "continue reading",
    "continue reading...",
    "chia sẻ",
    "bagikan",
    "paylaş",
    "поделиться",
    "شارك",
    "مشاركة",
    "共有",
    "シェア",
    "分享",
    "공유",
];

/// Beginnings of lines that lead to one other story. With a colon, or followed by capitals.
const RELATED_STARTS: &[&str] = &[
    "read more:",
    "read more about",
    "read more on",
    "read also:",
    "also read:",
    "read:",
    "also read |",
    "read |",
    "related:",
    "related story:",
    "related article:",
    "see also:",
    "see more:",
    "more:",
    "more from",
    "watch:",
    "watch more:",
    "watch live:",
    "watch now:",
    "listen:",
    "listen to more:",
    "don't miss:",
    "dont miss:",
    "must read:",
    "click here for",
    "click here to",
    "click to read",
    "for more on this story",
    "for more stories",
    "for more news",
    "read the full",
    "read our full",
    "read the original",
    "lesen sie auch",
    "lesen sie mehr",
    "lesen sie hier",
    "mehr dazu:",
    "lire aussi",
    "à lire aussi",
    "a lire aussi",
    "lire la suite",
    "voir aussi",
    "lea también",
    "lea tambien",
    "lee también",
    "le puede interesar",
    "te puede interesar",
    "también te puede",
    "vea también",
    "ver también",
    "leia também",
    "leia mais",
    "veja também",
    "saiba mais",
    "leggi anche",
    "leggi tutto",
    "lees ook",
    "læs også",
    "läs också",
    "läs mer",
    "les også",
    "lue myös",
    "czytaj też",
    "czytaj również",
    "czytaj także",
    "zobacz też",
    "zobacz także",
    "čtěte také",
    "baca juga",
    "simak juga",
    "xem thêm",
    "đọc thêm",
    "ayrıca okuyun",
    "читайте также",
    "читать также",
    "читайте ещё",
    "читайте такожд",
    "читайте також",
    "смотрите также",
    "اقرأ أيضا",
    "اقرأ أيضًا",
    "اقرأ المزيد",
    "بیشتر بخوانید",
    "関連記事",
    "相关阅读",
    "相关新闻",
    "延伸閱讀",
    "관련기사",
    "recommended:",
    "in depth:",
];

/// Lines after which the headlines of other stories follow, with or without a colon. Lower case.
const TRAILERS: &[&str] = &[
    "also in the news",
    "also on",
    "ap top stories",
    "around the web",
    "editor's picks",
    "editors' picks",
    "elsewhere",
    "explore more on these topics",
    "from the archive",
    "further reading",
    "in case you missed it",
    "in other news",
    "keep reading",
    "latest news",
    "latest stories",
    "más noticias",
    "mehr zum thema",
    "more coverage",
    "more headlines",
    "more like this",
    "more news",
    "more on the story",
    "more on this story",
    "more on this topic",
    "more stories",
    "more stories like this",
    "more to read",
    "most popular",
    "most read",
    "most viewed",
    "must reads",
    "noticias relacionadas",
    "notícias relacionadas",
    "on the same topic",
    "other stories",
    "other top stories",
    "popular",
    "popular now",
    "read next",
    "recommended for you",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related headlines",
    "related internet links",
    "related links",
    "related news",
    "related posts",
    "related reading",
    "related stories",
    "related story",
    "related topics",
    "related videos",
    "see also",
    "sur le même sujet",
    "articles liés",
    "sul même sujet",
    "temas relacionados",
    "top stories",
    "trending",
    "trending now",
    "up next",
    "verwandte artikel",
    "weitere artikel",
    "weitere meldungen",
    "what to read next",
    "what's next",
    "you may also like",
    "you might also like",
    "you may like",
    "today's top stories",
    "artikel terkait",
    "berita terkait",
    "tin liên quan",
    "gerelateerde artikelen",
    "ilgili haberler",
    "похожие материалы",
    "материалы по теме",
    "по теме",
    "مواضيع ذات صلة",
    "相關新聞",
    "関連ニュース",
    "articoli correlati",
    "leggi anche",
    "lesen sie auch",
    "read more",
    "mehr lesen",
];

/// Beginnings of lines that end in a colon and announce such headlines: `More on Donald Trump:`.
const TRAILER_STARTS: &[&str] = &[
    "more on ",
    "more about ",
    "more from ",
    "more stories ",
    "read more on ",
    "read more about ",
    "related ",
    "related:",
    "other stories ",
    "also on ",
    "see also",
    "mehr zu ",
    "mehr zum ",
    "mehr über ",
    "más sobre ",
    "más de ",
    "mais sobre ",
    "plus sur ",
    "altro su ",
    "meer over ",
    "mer om ",
    "mere om ",
    "więcej o ",
    "ещё о ",
    "больше о ",
    "المزيد عن ",
];

/// Beginnings of pleas and notices of the site. A line that begins so and is short is furniture.
const PLEAS: &[&str] = &[
    "sign up for",
    "sign up to",
    "sign up here",
    "sign up now",
    "sign in to",
    "subscribe to our",
    "subscribe to the",
    "subscribe now",
    "subscribe today",
    "subscribe for",
    "get our",
    "get the latest news",
    "get the day's",
    "get breaking news",
    "get unlimited",
    "follow us on",
    "follow us at",
    "follow him on",
    "follow her on",
    "follow them on",
    "follow bbc",
    "like us on",
    "join us on",
    "join our",
    "find us on",
    "download our",
    "download the app",
    "get the app",
    "support our journalism",
    "support independent",
    "support our work",
    "help us",
    "become a member",
    "become a subscriber",
    "become a supporter",
    "donate to",
    "donate now",
    "make a donation",
    "have a news tip",
    "have a tip",
    "got a tip",
    "got a story",
    "send us your",
    "send tips",
    "send your comments",
    "send comments",
    "contact us",
    "contact author",
    "contact the author",
    "contact the reporter",
    "contact the newsroom",
    "want more",
    "enjoying this",
    "already a subscriber",
    "already have an account",
    "log in to",
    "register to",
    "register for free",
    "this site uses cookies",
    "this website uses cookies",
    "we use cookies",
    "by using this site",
    "by continuing to use",
    "by signing up",
    "by subscribing",
    "accept cookies",
    "cookie policy",
    "privacy policy",
    "terms of use",
    "terms and conditions",
    "please enable javascript",
    "please turn on javascript",
    "your browser does not",
    "to view this video",
    "this video is",
    "this content is not available",
    "this article is for subscribers",
    "this story is for subscribers",
    "abonnieren sie",
    "melden sie sich",
    "jetzt abonnieren",
    "abonnez-vous",
    "inscrivez-vous",
    "recevez",
    "suscríbete",
    "suscríbase",
    "regístrate",
    "síguenos",
    "sigue leyendo",
    "assine",
    "inscreva-se",
    "siga-nos",
    "iscriviti",
    "abbonati",
    "seguici",
    "meld je aan",
    "schrijf je in",
    "prenumerera",
    "abonner på",
    "zapisz się",
    "abone ol",
    "bizi takip",
    "berlangganan",
    "ikuti kami",
    "đăng ký",
    "подпишитесь",
    "подписывайтесь",
    "اشترك",
    "تابعنا",
    "the bbc is not responsible for",
    "follow @",
    "follow ap's coverage",
    "privacy notice:",
    "about the author:",
    "click here to subscribe",
    "click here to sign",
    "newsletter sign-up",
    "newsletter:",
    "our standards:",
    "the thomson reuters trust",
];

/// Whole lines that are notices. Lower case.
const NOTICES: &[&str] = &[
    "after newsletter promotion",
    "enter your email address",
    "from: counting the cost",
    "from: inside story",
    "from: the listening post",
    "from: the take",
    "newsletters",
    "protected by recaptcha",
    "published",
    "reuse this content",
    "skip past newsletter promotion",
    "weekly newsletter",
];

/// How a line is furniture by its wording. See [`known`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Advertisement,
    Button,
    RelatedLink,
    /// Headlines of other stories follow.
    Trailer,
    Plea,
    Copyright,
    Link,
    /// Who reported, edited, supplied: below a story.
    Credit,
}

impl Known {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Known::Advertisement => "advertisement",
            Known::Button => "share button",
            Known::RelatedLink | Known::Trailer => "related link",
            Known::Plea => "notice of the site",
            Known::Copyright => "copyright",
            Known::Link => "link",
            Known::Credit => "credit line",
        }
    }
}

/// Longer lines are paragraphs, whatever they begin with.
const MAX_WORDS: usize = 30;

/// The lists above as they are asked: every line of an archive is looked up in all of them.
struct Prepared {
    advertising: FxHashSet<&'static str>,
    advertising_starts: Beginnings,
    buttons: FxHashSet<&'static str>,
    related_starts: Beginnings,
    trailers: FxHashSet<&'static str>,
    trailer_starts: Beginnings,
    pleas: Beginnings,
    notices: FxHashSet<&'static str>,
    credits: Beginnings,
}

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| {
    let whole = |list: &[&'static str]| list.iter().copied().collect();
    Prepared {
        advertising: whole(ADVERTISING),
        advertising_starts: Beginnings::of(ADVERTISING_STARTS),
        buttons: whole(BUTTONS),
        related_starts: Beginnings::of(RELATED_STARTS),
        trailers: whole(TRAILERS),
        trailer_starts: Beginnings::of(TRAILER_STARTS),
        pleas: Beginnings::of(PLEAS),
        notices: whole(NOTICES),
        credits: Beginnings::of(CREDITS),
    }
});

/// Known furniture by its wording alone.
pub(super) fn known(line: &Line<'_>) -> Option<Known> {
    let words = line.words;
    if words > MAX_WORDS {
        // The one notice of some length, known by all of its beginning.
        let is_notice = line
            .text
            .starts_with("Privacy Notice: Newsletters may contain");
        return is_notice.then_some(Known::Plea);
    }
    let lists = &*PREPARED;
    let lower = line.lower_and_straight();
    let lower = lower.trim();
    let bare = lower.trim_matches(|c: char| {
        matches!(
            c,
            ':' | '.'
                | '-'
                | '–'
                | '—'
                | '*'
                | '['
                | ']'
                | '('
                | ')'
                | '|'
                | '>'
                | '»'
                | '•'
                | '↓'
                | '▼'
                | '▾'
                | ' '
        )
    });
    if lists.advertising.contains(bare) || lists.advertising_starts.open(lower) {
        return Some(Known::Advertisement);
    }
    let is_whole = lists.trailers.contains(bare);
    let is_announced = lower.ends_with(':') && lists.trailer_starts.open(lower) && words <= 12;
    if is_announced
        || is_whole
            && (lower.ends_with(':')
                || bare != "popular" && bare != "elsewhere" && bare != "read more")
    {
        return Some(Known::Trailer);
    }
    if words <= 25 && lists.credits.open(bare) {
        return Some(Known::Credit);
    }
    if is_list_mark(bare) {
        return Some(Known::RelatedLink);
    }
    if words <= 4 && bare.ends_with(" ago") && bare.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(Known::Plea);
    }
    if lists.notices.contains(bare) || is_duration(bare) {
        return Some(Known::Plea);
    }
    if lists.buttons.contains(bare) || is_button_row(bare) || is_comment_count(lower) {
        return Some(Known::Button);
    }
    if is_copyright(lower) {
        return Some(Known::Copyright);
    }
    let is_tags =
        lower.starts_with("tags: ") || lower.starts_with("topics: ") && bare.contains('|');
    if (lists.related_starts.open(lower) || is_tags) && !is_sentence(line.text) {
        return Some(Known::RelatedLink);
    }
    if lists.pleas.open(lower) {
        return Some(Known::Plea);
    }
    let is_address = words == 1
        && (lower.starts_with("http://")
            || lower.starts_with("https://")
            || lower.starts_with("www."));
    is_address.then_some(Known::Link)
}

/// Beginnings of the lines below agency stories.
const CREDITS: &[&str] = &[
    "reporting by ",
    "additional reporting",
    "editing by ",
    "writing by ",
    "compiled by ",
    "source: ",
    "sources: ",
];

/// `list of 3 items`, `list 1 of 3 ...`, `end of list`: what screen readers hear around links.
fn is_list_mark(bare: &str) -> bool {
    let mut words = bare.split_whitespace();
    let is_number = |word: Option<&str>| word.is_some_and(|word| word.parse::<u32>().is_ok());
    match (words.next(), words.next()) {
        (Some("end"), Some("of")) => bare == "end of list",
        (Some("list"), Some("of")) => is_number(words.next()) && words.next() == Some("items"),
        (Some("list"), number) => {
            // The headline may follow without a space: `list 1 of 3Ecuador's Noboa wins`.
            is_number(number)
                && words.next() == Some("of")
                && words
                    .next()
                    .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        }
        _ => false,
    }
}

/// `Video Duration 02 minutes 11 seconds`.
fn is_duration(bare: &str) -> bool {
    bare.strip_prefix("video duration ")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// `Comments (12)`, `0 Comments`.
fn is_comment_count(lower: &str) -> bool {
    let rest = lower
        .strip_prefix("comments (")
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| lower.strip_suffix(" comments"));
    rest.is_some_and(|rest| rest.parse::<u32>().is_ok())
}

/// Whether one line of another story or of a sponsor follows, by the look of this one.
pub(super) fn announces_one_line(line: &str) -> bool {
    let lower = line.to_lowercase();
    matches!(
        lower.trim_matches([':', '.', '…', ' ']),
        "read more" | "sponsored" | "sponsored content" | "paid content"
    )
}

/// `Share Tweet Email Print`: three or more buttons in a row.
fn is_button_row(bare: &str) -> bool {
    let is_button = |word: &&str| {
        PREPARED.buttons.contains(word) || matches!(*word, "x" | "on" | "via" | "this" | "0")
    };
    let mut words = bare
        .split(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | ','))
        .filter(|word| !word.is_empty());
    let two = [words.next(), words.next()];
    two.iter().all(|word| word.as_ref().is_some_and(is_button))
        && words.all(|word| is_button(&word))
}

/// `© 2019 The Courier`, `Copyright 2003 The Plainsman. All rights reserved.`
fn is_copyright(lower: &str) -> bool {
    static CLAIMS: LazyLock<[Finder<'static>; 5]> = LazyLock::new(|| {
        [
            "all rights reserved",
            "alle rechte vorbehalten",
            "todos los derechos reservados",
            "tous droits réservés",
            "this material may not be published",
        ]
        .map(Finder::new)
    });
    let signs = ["©", "(c)", "copyright ©", "copyright (c)", "&copy;"];
    let after_year = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    signs.iter().any(|sign| lower.starts_with(sign))
        || lower.strip_prefix("copyright").is_some_and(after_year)
        || CLAIMS
            .iter()
            .any(|claim| claim.find(lower.as_bytes()).is_some())
}

/// `Watch: the crowd had come early.` tells something; a headline has no stop.
fn is_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '»', ')', '\'']);
    line.ends_with('.') && !line.ends_with("...")
}
