//! What a query means, as tables to check by eye: the text, and the tree it becomes.

use super::{rows, sketch};
use crate::query::parse;

#[track_caller]
fn assert_reads(text: &str, expected: &str) {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    assert_eq!(sketch(&parsed.query), expected, "{text}");
}

/// Every line is a query and its tree.
#[track_caller]
pub(super) fn assert_table(table: &str) {
    for [text, expected] in rows(table) {
        assert_reads(text, expected);
    }
}

#[test]
fn words_and_operators() {
    assert_table(
        r#"
        strike                                     => strike
        strike port                                => (and strike port)
        strike AND port                            => (and strike port)
        strike && port                             => (and strike port)
        strike OR port                             => (or strike port)
        strike|port || dock                        => (or strike port dock)
        strike -port                               => (and strike (not port))
        strike NOT port                            => (and strike (not port))
        strike AND NOT port                        => (and strike (not port))
        strike !port                               => (and strike (not port))
        strike OR -port                            => (or strike (not port))
        NOT NOT strike                             => (not (not strike))
        NOT a b                                    => (and (not a) b)
        NOT (a b)                                  => (not (and a b))
        -(a OR b) c                                => (and (not (or a b)) c)
        a OR b c                                   => (or a (and b c))
        a b OR c d                                 => (or (and a b) (and c d))
        (a OR b) c                                 => (and (or a b) c)
        a (b (c d))                                => (and a b c d)
        a OR (b OR c)                              => (or a b c)
        ((a))                                      => a
        (a)(b)                                     => (and a b)
        *                                          => *
        *:*                                        => *
        * strike                                   => strike
        or                                         => or
        "OR"                                       => OR!
        text:OR                                    => OR
        +strike port                               => (and strike port)
        strike^2 (port)^0.5                        => (and strike port)
        "#,
    );
}

/// Each is one word, alone and as the value of a field.
#[test]
fn words_as_typed() {
    let words = r"
        O'Brien   O’Brien   AT&T   e-mail   U.S.   C++   1,000   10:30   http://x
        https://example.com/a?b=c   strike,   Bogotá   東京都   R&D   24/7   and/or   n/a   w/o   near/far   a=b   w5
        near   same   Yahoo!   #metoo   @bbc   $5   50%   a^b   [sic]
        x]   ...and
    ";
    for word in words.split_whitespace() {
        assert_reads(word, word);
        assert_reads(&format!("title:{word}"), &format!("title:{word}"));
    }
}

#[test]
fn quotes() {
    assert_table(
        r#"
        "city council"                             => [city council]
        “city council”                             => [city council]
        „city council“                             => [city council]
        «city council»                             => [city council]
        ″city council″                             => [city council]
        “city council"                             => [city council]
        "council"                                  => council!
        "e-mail"                                   => [e-mail]
        "Hume's"                                   => Hume's!
        "to be or not to be"                       => [to be or not to be]
        "a \"b\" c"                                => [a "b" c]
        "a\\ b\c"                                  => [a\ b\c]
        "a b""c d"                                 => (and [a b] [c d])
        "Anglo"-American                           => (and Anglo! American)
        -"city council"                            => (not [city council])
        "city council"^3                           => [city council]
        "#,
    );
}

/// Spelled out, since most of it cannot be seen.
#[test]
fn repairs() {
    for (text, expected) in [
        ("\"  city\u{a0} council \"", "[city council]"),
        ("strike\u{a0}OR\u{202f}port", "(or strike port)"),
        ("\u{feff}strike OR\u{200b} port", "(or strike port)"),
        ("O′Brien", "O'Brien"),
        ("strike \u{2212}port", "(and strike (not port))"),
        ("strike –port", "(and strike (not port))"),
        ("stri\u{ad}ke", "strike"),
        ("Bogota\u{301}", "Bogotá"),
        ("\tstrike\r\nport\n", "(and strike port)"),
    ] {
        assert_reads(text, expected);
    }
}

#[test]
fn fields() {
    assert_table(
        r#"
        title:strike                               => title:strike
        HEADLINE:strike hd:a hl:"b c"              => (and title:strike title:a title:[b c])
        lead:strike lp:x                           => (and lead:strike lead:x)
        hlead:strike                               => (or title:strike lead:strike)
        text:a body:b content:c                    => (and a b c)
        body:two words                             => (and two words)
        title:(strike OR lockout)                  => (or title:strike title:lockout)
        title:(a b -"c d")                         => (and title:a title:b (not title:[c d]))
        hlead:(a b)                                => (and (or title:a lead:a) (or title:b lead:b))
        -title:strike                              => (not title:strike)
        title:"strike"                             => title:strike!
        person:"Ana Ruiz"                          => Person[Ana Ruiz]
        people:Blair                               => Person[Blair]
        person:O'Brien                             => Person[O'Brien]
        person:("Ana Ruiz" OR Blair)               => (or Person[Ana Ruiz] Person[Blair])
        person:* place:* org:*                     => (and Person[*] Place[*] Org[*])
        person:* strike                            => (and Person[*] strike)
        person:Blair AND strike                    => (and Person[Blair] strike)
        person:Blair -strike                       => (and Person[Blair] (not strike))
        person:Blair "strike"                      => (and Person[Blair] strike!)
        place:a OR location:b OR loc:c             => (or Place[a] Place[b] Place[c])
        org:UN company:"Acme Inc."                 => (and Org[UN] Org[Acme Inc.])
        byline:a author:b by:"C D"                 => (and Byline[a] Byline[b] Byline[C D])
        dateline:Bogotá                            => Dateline[Bogotá]
        source:a pub:b paper:c publication:d       => (and Source[a] Source[b] Source[c] Source[d])
        source:bbc.co.uk                           => Source[bbc.co.uk]
        section:Sport AND page:1 strike            => (and Section[Sport] Page[1] strike)
        edition:"Late City Final" strike           => (and Edition[Late City Final] strike)
        page:A-1                                   => Page[A-1]
        lang:en strike wire:AP port                => (and Lang[en] strike Wire[AP] port)
        path:2019/*.html strike                    => (and Path[2019/*.html] strike)
        path:"my files/a (1).txt"                  => Path[my files/a (1).txt]
        path:a~1/C:x                               => Path[a~1/C:x]
        id:4f1c2a9b7d3e6a10                        => Id[4f1c2a9b7d3e6a10]
        text:Re:you                                => Re:you
        "#,
    );
}

#[test]
fn date_fields() {
    assert_table(
        r#"
        date:2019                                  => (date 20190101 20191231)
        published:2019-05 day:2019-05-01           => (and (date 20190501 20190531) (date 20190501 20190501))
        date:2019..2021 strike                     => (and (date 20190101 20211231) strike)
        date:..1945                                => (date - 19451231)
        date:1945..                                => (date 19450101 -)
        date:>=1945                                => (date 19450101 -)
        date:[1945 TO 1950] strike                 => (and (date 19450101 19501231) strike)
        date:"1945..1950"                          => (date 19450101 19501231)
        date:unknown                               => (date unknown)
        date:*                                     => (date - -)
        date:(1919 OR 1921)                        => (or (date 19190101 19191231) (date 19210101 19211231))
        -date:unknown                              => (not (date unknown))
        "#,
    );
}
