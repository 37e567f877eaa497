use super::*;

const STORY: &str = "<p>The dockers of three ports stopped work on Monday, and by the evening no ship \
    had left the harbour, the master of the port said in a letter to the owners.</p>\
    <p>They ask for two shillings more a day, which the owners, who met on Tuesday, call impossible \
    while coal is dear and the mills of the north stand still.</p>\
    <p>A meeting of both sides, with the mayor in the chair, was called for Friday at the town hall, \
    and the railwaymen said that they would wait for what it brings.</p>";

fn page(head: &str, body: &str) -> String {
    format!("<!doctype html><html><head>{head}</head><body>{body}</body></html>")
}

fn read_page(head: &str, body: &str) -> Draft {
    read(page(head, body).as_bytes(), &Stated::default()).unwrap()
}

fn removed<'d>(draft: &'d Draft, reason: &str) -> Vec<&'d str> {
    let of_reason = draft.removed.iter().filter(|piece| piece.reason == reason);
    of_reason.map(|piece| piece.text.as_str()).collect()
}

#[test]
fn json_ld_with_a_graph() {
    let head = r##"<html lang="en-GB"><title>Port strike spreads | Daily Echo</title>
        <link rel="canonical" href="https://echo.example/1923/05/04/strike">
        <script type="application/ld+json">{"@graph":[
          {"@type":"Organization","@id":"#echo","name":"Daily Echo"},
          {"@type":"Person","@id":"#ann","name":"Ann Lee"},
          {"@type":"NewsArticle","headline":"Dock strike: what it means","datePublished":"1923-05-04T08:00:00Z",
           "author":{"@id":"#ann"},"publisher":{"@id":"#echo"},"articleSection":["Home","Work"]}]}</script>"##;
    let draft = read_page(
        head,
        &format!("<h1>Port strike spreads</h1><p>By Ann Lee</p>{STORY}"),
    );
    assert_eq!(draft.title.as_deref(), Some("Port strike spreads"));
    assert_eq!(draft.byline, ["Ann Lee"]);
    assert_eq!(draft.source.as_deref(), Some("Daily Echo"));
    assert_eq!(draft.section.as_deref(), Some("Home"));
    assert_eq!(draft.lang.as_deref(), Some("en-GB"));
    let dates = [
        (DateSource::Meta, "1923-05-04T08:00:00Z".to_owned()),
        (DateSource::Url, "1923-05-04".to_owned()),
    ];
    assert_eq!(draft.dates, dates);
    assert_eq!(draft.paragraphs.len(), 3, "{:?}", draft.paragraphs);
}

#[test]
fn open_graph_alone() {
    let head = r#"<meta property="og:title" content="Caf&eacute; owners meet - Daily Echo"><meta property="og:site_name" content="Daily Echo">
        <meta property="article:published_time" content="2019-07-08"><meta name="author" content="Ann Lee">
        <meta property="og:type" content="article"><meta property="og:locale" content="en_GB">"#;
    let draft = read_page(head, STORY);
    assert_eq!(draft.title.as_deref(), Some("Café owners meet"));
    assert_eq!(draft.byline, ["Ann Lee"]);
    assert_eq!(draft.dates[0], (DateSource::Meta, "2019-07-08".to_owned()));
    assert_eq!(draft.lang.as_deref(), Some("en_GB"));
}

#[test]
fn microdata_alone() {
    let body = format!(
        r#"<article itemscope><h1 itemprop="headline">Port strike spreads</h1>
        <span itemprop="author"><span itemprop="name">Ann Lee</span></span>
        <time itemprop="datePublished" datetime="2019-07-08">Monday</time>{STORY}</article>"#
    );
    let draft = read_page("", &body);
    assert_eq!(draft.title.as_deref(), Some("Port strike spreads"));
    assert_eq!(draft.byline, ["Ann Lee"]);
    assert_eq!(draft.dates[0].1, "2019-07-08");
}

#[test]
fn broken_json_ld_is_mended_or_left() {
    let mended = "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"A\tstory\",}</script>";
    assert_eq!(read_page(mended, STORY).title.as_deref(), Some("A story"));
    let left = "<title>The other title</title><script type='application/ld+json'>{\"@type</script>";
    assert_eq!(
        read_page(left, STORY).title.as_deref(),
        Some("The other title")
    );
}

#[test]
fn a_bare_page_and_no_article() {
    let draft = read(STORY.as_bytes(), &Stated::default()).unwrap();
    assert_eq!((draft.title, draft.paragraphs.len()), (None, 3));
    for empty in ["", "   ", "<html></html>", "<p>Loading</p>", "\0\0\0"] {
        let rejection = read(empty.as_bytes(), &Stated::default()).unwrap_err();
        assert_eq!(rejection.reason, "no article text", "{empty:?}");
    }
}

#[test]
fn charset_of_the_page() {
    let html = page(
        "<meta charset=windows-1250>",
        &STORY.replace("Monday", "pondělí"),
    );
    let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(&html);
    let draft = read(&bytes, &Stated::default()).unwrap();
    assert!(
        draft.paragraphs[0].contains("pondělí"),
        "{:?}",
        draft.paragraphs
    );
    for (head, charset) in [
        (
            "<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-2'>",
            "iso-8859-2",
        ),
        ("<?xml version='1.0' encoding=\"Shift_JIS\"?>", "shift_jis"),
        ("<META CHARSET = 'windows-1252' />", "windows-1252"),
    ] {
        assert_eq!(declared_charset(head.as_bytes()).as_deref(), Some(charset));
    }
}

#[test]
fn captions_and_furniture_inside_the_body() {
    let body = format!(
        r#"<article>{STORY}<figure><img src=a.jpg><figcaption>The quay on Monday. Ann Lee</figcaption></figure>
        <div class="wp-caption"><img src=b.jpg><p>The mayor</p></div>
        <p>Read more: <a href=/x>Mayor Jones opens a bridge</a></p>
        <ul><li><a href=/y>Mill owner Smith is dead</a></li><li><a href=/z>Ships wait for a berth</a></li></ul>
        <p>Advertisement</p><div class="social-share">Share on Facebook</div>{STORY}
        <p>The railwaymen decide on Saturday whether they join, and the miners the week after.</p></article>"#
    );
    let draft = read_page("", &body);
    assert_eq!(draft.captions, ["The quay on Monday. Ann Lee", "The mayor"]);
    assert_eq!(
        removed(&draft, "related link"),
        ["Read more: Mayor Jones opens a bridge"]
    );
    assert_eq!(
        removed(&draft, "link list"),
        ["Mill owner Smith is dead Ships wait for a berth"]
    );
    assert_eq!(removed(&draft, "repeated").len(), 3);
    assert_eq!(draft.paragraphs.len(), 4, "{:?}", draft.paragraphs);
}

#[test]
fn lists_and_tables_are_body() {
    let body = format!(
        "<article>{STORY}<h2>Results</h2><ul><li>Arsenal 2, Chelsea 1</li><li>Leeds 0, York 0</li></ul>\
        <table><thead><tr><th>Club</th><th>Points</th></tr></thead><tr><td>Arsenal</td><td>24</td></tr>\
        <tr><td>Leeds</td><td>20</td></tr></table><p>The season ends in May, with the cup final.</p></article>"
    );
    let draft = read_page("", &body);
    let lines = [
        "Results",
        "Arsenal 2, Chelsea 1",
        "Leeds 0, York 0",
        "Club\tPoints",
        "Arsenal\t24",
        "Leeds\t20",
        "The season ends in May, with the cup final.",
    ];
    assert_eq!(draft.paragraphs[3..], lines);
}

#[test]
fn a_story_that_is_a_list() {
    let items =
        "<li>The dockers stopped work on Monday<ul><li>No ship left</li></ul></li>".repeat(12);
    let comments = "<section id=comments><p>I never liked them, says my uncle, and now they show why.</p></section>";
    let draft = read_page(
        "",
        &format!("<article><ul>{items}</ul></article>{comments}"),
    );
    assert!(
        draft.paragraphs[0].starts_with("The dockers"),
        "{:?}",
        draft.paragraphs
    );
}

#[test]
fn sentences_with_the_class_of_furniture() {
    for class in [
        "paywall",
        "promo",
        "related",
        "social",
        "share-text",
        "comment",
        "tags",
        "subscribe-content",
        "newsletter-body",
        "byline-free",
        "hidden",
    ] {
        let sentence =
            "The miners of the valley, who had waited for a week, joined them on Tuesday.";
        let body = format!(
            "<article>{STORY}<p class={class}>{sentence}</p><ul><li class={class}>{sentence} \
            So did the porters.</ul><div class={class}>Read the paper</div><p>The end is not in sight.</p></article>"
        );
        let draft = read_page("", &body);
        assert_eq!(
            draft.paragraphs[3], sentence,
            "{class}: {:?}",
            draft.paragraphs
        );
        assert_eq!(
            draft.paragraphs.len(),
            if class == "paywall" { 7 } else { 6 },
            "{class}: {:?}",
            draft.paragraphs
        );
    }
    let body = format!(
        "<article>{STORY}<p class=newsletter>Sign up to our newsletter and get the best stories of \
        the week every Friday.</p><p>The end is not in sight.</p></article>"
    );
    assert_eq!(read_page("", &body).paragraphs.len(), 4);
}

#[test]
fn a_break_ends_the_byline() {
    for credit in [
        "By Jo Lee<BR>May 3, 1997",
        "<P>By Jo Lee<BR>May 3, 1997</P>",
    ] {
        let draft = read_page(
            "<title>Port strike</title>",
            &format!("<H1>Port strike</H1>{credit}{STORY}"),
        );
        assert_eq!(
            draft.dates,
            [(DateSource::Text, "May 3, 1997".to_owned())],
            "{credit}"
        );
        assert_eq!(draft.paragraphs[0], "By Jo Lee", "{:?}", draft.removed);
    }
}

#[test]
fn the_foot_of_a_story() {
    let body = format!(
        "<article>{STORY}<p>Explore more on these topics</p><ul><li>Ports</li><li>Strikes and pay</li></ul>\
        <p>Reuse this content</p></article>"
    );
    let draft = read_page("", &body);
    assert_eq!(draft.paragraphs.len(), 3, "{:?}", draft.paragraphs);
}

#[test]
fn short_stories() {
    let time = "<meta property=article:published_time content=2020-05-03>";
    let kind = "<meta property=og:type content=article>";
    let burnt = "The old mill at Leeds burned down on Monday night.";
    let dated = "LEEDS, May 3 1994 -- The old mill burned down on Monday night.";
    for (head, body, title, line) in [
        (
            time,
            format!("<h1>Mill burns</h1><p>{burnt}</p>"),
            Some("Mill burns"),
            burnt,
        ),
        (
            "",
            format!("<CENTER><B>Mill burns</B></CENTER>\n{dated}"),
            Some("Mill burns"),
            dated,
        ),
        (
            "<title>Mill burns</title>",
            format!("<p>{burnt}</p>"),
            Some("Mill burns"),
            burnt,
        ),
        (
            "",
            format!(
                "<p>{burnt}</p><p>Nobody was hurt, police say, but the owners fear for the work.</p>"
            ),
            None,
            burnt,
        ),
        (
            "",
            format!("<h1>Mill burns</h1><span class=byline>Ann Lee</span>{burnt}"),
            Some("Mill burns"),
            burnt,
        ),
        (
            kind,
            "<h1>Mill burns</h1>".to_owned(),
            Some("Mill burns"),
            "",
        ),
    ] {
        let draft = read_page(head, &body);
        let text = draft.paragraphs.join("\n");
        assert_eq!(draft.title.as_deref(), title, "{body}");
        assert!(text.contains(line), "{body}: {text}");
    }
}

#[test]
fn notices_and_indexes_are_no_stories() {
    let story = "<h2><a href=/a>Mill burns down</a></h2><p>The old mill at Leeds burned down on Monday.</p>";
    for (head, body) in [
        ("<title>Just a moment...</title>", "<h1>echo.com</h1><p>Wait while we verify that the connection of your browser is secure.</p>".to_owned()),
        ("<title>404 Not Found</title><meta property=og:type content=article>", "<h1>Oops</h1><p>The page has moved to another place, or never was.</p>".to_owned()),
        ("<title>Echo</title>", "<p>The page you requested is no longer here, we are sorry.</p>".to_owned()),
        ("<title>Echo</title>", "<h2>Cookies</h2><p>We and our partners use cookies to store and read data on your device.</p><button>Accept</button>".to_owned()),
        ("<title>Echo</title>", story.repeat(2)),
        ("<title>Echo</title>", "<ul><li><a href=/a>Mill burns down</a></li></ul>".repeat(20)),
    ] {
        let outcome = read(page(head, &body).as_bytes(), &Stated::default());
        assert!(outcome.is_err(), "{body}: {:?}", outcome.map(|draft| draft.paragraphs));
    }
}

#[test]
fn comments_are_no_body() {
    let comment = "<div class=comment><p>I never liked the owners, and now they show why, says my uncle.</p></div>";
    let body = format!(
        "<article>{STORY}</article><section id=comments>{}</section>",
        comment.repeat(3)
    );
    let draft = read_page("", &body);
    assert!(
        !draft.paragraphs.iter().any(|line| line.contains("uncle")),
        "{:?}",
        draft.paragraphs
    );
}

#[test]
fn the_headline_stands_once() {
    let head = "<meta property=og:title content='Port strike spreads'>";
    let draft = read_page(
        head,
        &format!("<article><p><b>Port strike spreads</b></p>{STORY}</article>"),
    );
    assert_eq!(draft.paragraphs.len(), 3, "{:?}", draft.paragraphs);
}

#[test]
fn a_standfirst_counts_when_it_is_shown() {
    let shown = "Three ports are closed and the owners stay firm";
    let head = format!("<meta name=description content='{shown}'>");
    let header = format!("<header><div class=standfirst><span>{shown}</span></div></header>");
    let draft = read_page(&head, &format!("{header}<article>{STORY}</article>"));
    assert_eq!(draft.summary.as_deref(), Some(shown));
    assert_eq!(read_page(&head, STORY).summary, None);
}

#[test]
fn a_shell_with_its_body_in_json_ld() {
    let body = STORY.replace('"', "");
    let head = format!(
        "<script type='application/ld+json'>{{\"@type\":\"Article\",\"headline\":\"A story\",\"articleBody\":\"{}\"}}</script>",
        body.replace('<', "&lt;").replace('>', "&gt;")
    );
    let draft = read_page(&head, "<div id=app></div>");
    assert_eq!(draft.paragraphs.len(), 3, "{:?}", draft.paragraphs);
}

#[test]
fn a_shell_with_its_body_in_a_script() {
    let story = serde_json::to_string(STORY)
        .unwrap()
        .replace('<', "\\u003c");
    let body =
        format!("<div id=app></div><script>window.state = {{\"id\":1,\"html\":{story}}};</script>");
    let draft = read_page("<title>A story</title>", &body);
    assert_eq!(draft.paragraphs.len(), 3, "{:?}", draft.paragraphs);
}

#[test]
fn embedded_pictures_do_not_count_as_markup() {
    let picture = format!("<img src='data:image/png;base64,{}'>", "A".repeat(20 << 20));
    assert!(
        read(
            page("", &format!("{STORY}{picture}")).as_bytes(),
            &Stated::default()
        )
        .is_ok()
    );
}

#[test]
fn a_charset_that_is_wrong_is_noticed() {
    let head = "<meta charset=iso-8859-2><title>Gdańsk</title>";
    let utf8 = page(head, STORY).into_bytes();
    let (latin2, ..) = encoding_rs::ISO_8859_2.encode(std::str::from_utf8(&utf8).unwrap());
    for (bytes, sent_as) in [
        (utf8.clone(), Some("iso-8859-1")),
        (utf8.clone(), None),
        (latin2.to_vec(), Some("utf-8")),
        (latin2.to_vec(), None),
    ] {
        let stated = Stated {
            charset: sent_as.map(str::to_owned),
            ..Stated::default()
        };
        let draft = read(&bytes, &stated).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Gdańsk"), "{sent_as:?}");
    }
}

#[test]
fn the_address_of_a_saved_page() {
    for comment in [
        "<!-- saved from url=(0023)https://echo.example/a -->",
        "<!--\n Page saved with SingleFile \n url: https://echo.example/a \n saved date: Wed -->",
    ] {
        let html = format!("<!doctype html>{comment}<html><title>A</title><body>{STORY}");
        let draft = read(html.as_bytes(), &Stated::default()).unwrap();
        assert_eq!(draft.url.as_deref(), Some("https://echo.example/a"));
    }
}

/// On the stack of a worker thread, none of these may overflow, hang or abort.
#[test]
fn hostile_pages_end_quickly() {
    let nested = |open: &str, close: &str, times: usize| {
        format!("{}{STORY}{}", open.repeat(times), close.repeat(times))
    };
    let paragraph = "<p>The dockers of three ports stopped work on Monday, and no ship left.</p>";
    let pages = [
        ("nested div", nested("<div>", "</div>", 100_000), false),
        (
            "nested inline",
            nested("<b><i><span>", "</span></i></b>", 30_000),
            false,
        ),
        (
            "nested tables",
            nested("<table><tr><td>", "</td></tr></table>", 3_000),
            false,
        ),
        (
            "unclosed formatting",
            "<div><font size=1><b>x</div>".repeat(100_000),
            false,
        ),
        (
            "attributes",
            format!("<p {}>", "a=1 b2 ".repeat(100_000)),
            false,
        ),
        (
            "entities",
            format!("<p>{}", "a&amp;</x>".repeat(600_000)),
            false,
        ),
        ("deep but allowed", nested("<div>", "</div>", 500), true),
        ("deep inline", nested("<span>", "</span>", 500), true),
        (
            "deep tables",
            nested("<table><tr><td>", "</td></tr></table>", 120),
            true,
        ),
        (
            "many links",
            format!(
                "<ul>{}</ul>{STORY}",
                "<li><a href=x>Another story</a></li>".repeat(100_000)
            ),
            true,
        ),
        (
            "long article",
            format!(
                "<article>{}</article>",
                (0..130_000)
                    .map(|n| paragraph.replace("three", &n.to_string()))
                    .collect::<String>()
            ),
            true,
        ),
        ("too long", "x".repeat(17 << 20), false),
        ("cut short", page("", STORY)[..500].to_owned(), true),
        ("stray brackets", "<".repeat(2 << 20), false),
    ];
    for (name, html, is_read) in pages {
        let begun = std::time::Instant::now();
        let worker = std::thread::Builder::new().stack_size(2 << 20);
        let worker = worker
            .spawn(move || read(html.as_bytes(), &Stated::default()))
            .unwrap();
        let outcome = worker.join().unwrap();
        assert_eq!(outcome.is_ok(), is_read, "{name}: {:?}", outcome.err());
        assert!(
            begun.elapsed().as_secs() < 10,
            "{name} took {:?}",
            begun.elapsed()
        );
    }
}
