//! What is refused and what is remarked: the code, the place and the words.

use super::rows;
use crate::query::{Code, parse};

/// One error, with this code, at this piece of the text. The message begins so, the help contains this.
#[track_caller]
fn assert_refused([text, code, at, message, help]: [&str; 5]) {
    let parsed = parse(text);
    let [error] = parsed.errors.as_slice() else {
        panic!("{text}: {:#?}", parsed.errors);
    };
    assert_eq!(error.code.as_str(), code, "{text}");
    assert_eq!(error.span.of(text), at, "{text}");
    assert!(
        error.message.starts_with(message),
        "{text}: {}",
        error.message
    );
    let said = error.help.as_deref().unwrap_or_default();
    assert!(said.contains(help), "{text}: {said}");
}

/// Query, code, what the carets stand under, message, help.
#[test]
fn mistakes() {
    let table = r#"
        "city hall AND mayor           ¦ E-QUOTE    ¦ " ¦ quote opened here is never closed ¦ did you mean  "city hall" AND mayor
        x “city hall title:mayor       ¦ E-QUOTE    ¦ “ ¦ quote opened here is never closed ¦ did you mean  x "city hall" title:mayor
        (a "city hall) b               ¦ E-QUOTE    ¦ " ¦ quote opened here is never closed ¦ did you mean  (a "city hall") b
        a b"                           ¦ E-QUOTE    ¦ " ¦ quote opened here is never closed ¦ remove it
        a AND (b                       ¦ E-BRACKET  ¦ ( ¦ missing `)`: bracket opened here ¦ close the group
        a) b                           ¦ E-BRACKET  ¦ ) ¦ bracket closed here was never opened ¦ remove it
        a ()                           ¦ E-BRACKET  ¦ () ¦ nothing stands between these brackets ¦ remove them
        title:( )                      ¦ E-BRACKET  ¦ ( ) ¦ nothing stands between these brackets ¦ remove them
        AND a                          ¦ E-OPERATOR ¦ AND ¦ AND has nothing before it ¦ "AND"
        a OR                           ¦ E-OPERATOR ¦ OR ¦ OR has nothing after it ¦ "OR"
        a AND OR b                     ¦ E-OPERATOR ¦ OR ¦ nothing stands between AND and OR ¦ "OR"
        (OR b) c                       ¦ E-OPERATOR ¦ OR ¦ OR has nothing before it ¦ "OR"
        (b NOT) c                      ¦ E-OPERATOR ¦ NOT ¦ NOT has nothing after it ¦ "NOT"
        NOT                            ¦ E-OPERATOR ¦ NOT ¦ NOT has nothing after it ¦ "NOT"
        headlne:strike                 ¦ E-FIELD    ¦ headlne ¦ no field called "headlne" ¦ title: (alias headline:)   fields: text title lead
        site:bbc.co.uk                 ¦ E-FIELD    ¦ site ¦ no field called "site" ¦ source:
        Covid:19                       ¦ E-FIELD    ¦ Covid ¦ no field called "Covid" ¦ to search the words: "Covid:19"   fields: text
        a zzz:(b c) d                  ¦ E-FIELD    ¦ zzz ¦ no field called "zzz" ¦ fields: text
        title:(a person:b)             ¦ E-NESTED   ¦ person: ¦ person: stands inside the brackets ¦ close the brackets
        title: strike                  ¦ E-VALUE    ¦ title: ¦ title: has no value ¦ without a space:  title:strike
        a person:                      ¦ E-VALUE    ¦ person: ¦ person: has no value ¦ person:"Ana Ruiz"
        (title:)                       ¦ E-VALUE    ¦ title: ¦ title: has no value ¦ title:strike
        title:-strike                  ¦ E-VALUE    ¦ -strike ¦ the sign belongs before the field ¦ -title:strike
        lang:english                   ¦ E-VALUE    ¦ english ¦ lang: takes the two letters ¦ lang:en
        person:John Smith              ¦ E-NAME     ¦ John Smith ¦ person: applies to one name; put the name in quotes ¦ person:"John Smith"
        a -person:John Smith strike    ¦ E-NAME     ¦ John Smith strike ¦ person: applies to one name ¦ person:"John Smith" strike
        person:Blair and strike        ¦ E-NAME     ¦ Blair and strike ¦ person: applies to one name ¦ person:Blair AND strike
        person:Blair or "a b"          ¦ E-NAME     ¦ Blair or ¦ person: applies to one name ¦ person:Blair OR …
        person:(Ana Ruiz OR b)         ¦ E-NAME     ¦ Ana Ruiz ¦ person: applies to one name ¦ "Ana Ruiz"
        title:dock strike              ¦ E-NAME     ¦ dock strike ¦ title: applies to one word ¦ title:"dock strike" or title:(dock strike)
        source:Times strike            ¦ E-NAME     ¦ Times strike ¦ source: applies to one value ¦ source:"Times strike" or source:Times AND strike
        source:Daily Echo              ¦ E-NAME     ¦ Daily Echo ¦ source: applies to one value; put it in quotes ¦ source:"Daily Echo"
        place:New York                 ¦ E-NAME     ¦ New York ¦ place: applies to one name ¦ place:"New York"
        org:a b                        ¦ E-NAME     ¦ a b ¦ org: applies to one name ¦ org:"a b"
        byline:a b                     ¦ E-NAME     ¦ a b ¦ byline: applies to one value ¦ byline:"a b"
        dateline:a b                   ¦ E-NAME     ¦ a b ¦ dateline: applies to one value ¦ dateline:"a b"
        section:a b                    ¦ E-NAME     ¦ a b ¦ section: applies to one value ¦ section:"a b"
        lead:a b                       ¦ E-NAME     ¦ a b ¦ lead: applies to one word ¦ lead:"a b"
        a ??? b                        ¦ E-NOTHING  ¦ ??? ¦ "???" holds nothing that can be searched ¦ leave it out
        war — peace                    ¦ E-NOTHING  ¦ — ¦ "—" holds nothing ¦ leave it out
        Spain - France                 ¦ E-NOTHING  ¦ - ¦ a dash alone has nothing to search ¦ -word
        Marks & Spencer                ¦ E-NOTHING  ¦ & ¦ "&" holds nothing ¦ leave it out
        ""                             ¦ E-NOTHING  ¦ "" ¦ nothing stands between these quotes ¦ leave it out
        person:"*"                     ¦ E-NOTHING  ¦ "*" ¦ "*" holds nothing ¦ leave it out
        date:May                       ¦ E-DATE     ¦ May ¦ "May" is not a date ¦ 2019, 2019-05
        date:1945-1950                 ¦ E-DATE     ¦ 1945-1950 ¦ "1945-1950" is not a date ¦ date:1945..1950
        date:2019-02-30                ¦ E-DATE     ¦ 2019-02-30 ¦ there is no day 2019-02-30 ¦ year-month-day
        date:[1945 1950] a             ¦ E-DATE     ¦ [1945 1950] ¦ "[1945 1950]" is not a date ¦ 2019, 
        date:1950..1945                ¦ E-RANGE    ¦ 1950..1945 ¦ date range runs backwards: 1950 is after 1945 ¦ date:1945..1950
    "#;
    for row in rows(table) {
        assert_refused(row);
    }
}

#[test]
fn nothing_asked() {
    for text in ["", " \u{a0}", "\u{feff}"] {
        let error = &parse(text).errors[0];
        assert_eq!((error.code, error.span.range()), (Code::Empty, 0..0));
    }
}

/// Other systems' operators, and ours that come later: never read as words.
#[test]
fn not_yet() {
    let table = r#"
        mayor NEAR/5 resign            ¦ E-NEAR     ¦ NEAR/5 ¦ NEAR/5 asks for words near each other; this version does not do that yet ¦ mayor AND resign
        mayor NEAR resign              ¦ E-NEAR     ¦ NEAR ¦ NEAR asks ¦ mayor AND resign
        mayor near5 resign             ¦ E-NEAR     ¦ near5 ¦ near5 asks ¦ mayor AND resign
        mayor w/5 resign               ¦ E-NEAR     ¦ w/5 ¦ w/5 asks ¦ mayor AND resign
        mayor n/5 resign               ¦ E-NEAR     ¦ n/5 ¦ n/5 asks ¦ mayor AND resign
        mayor W/5 resign               ¦ E-NEAR     ¦ W/5 ¦ W/5 asks ¦ mayor AND resign
        mayor /5 resign                ¦ E-NEAR     ¦ /5 ¦ /5 asks ¦ mayor AND resign
        mayor PRE/5 resign             ¦ E-NEAR     ¦ PRE/5 ¦ PRE/5 asks ¦ mayor AND resign
        mayor p/5 resign               ¦ E-NEAR     ¦ p/5 ¦ p/5 asks ¦ mayor AND resign
        mayor adj5 resign              ¦ E-NEAR     ¦ adj5 ¦ adj5 asks ¦ mayor AND resign
        mayor ADJ resign               ¦ E-NEAR     ¦ ADJ ¦ ADJ asks ¦ mayor AND resign
        mayor onear/5 resign           ¦ E-NEAR     ¦ onear/5 ¦ onear/5 asks ¦ mayor AND resign
        mayor NOT NEAR/5 resign        ¦ E-NEAR     ¦ NEAR/5 ¦ NEAR/5 asks ¦ mayor NOT resign
        (a OR b) NEAR/10 person:"Ana Ruiz" ¦ E-NEAR     ¦ NEAR/10 ¦ NEAR/10 asks ¦ … AND …
        "a b"~4                        ¦ E-NEAR     ¦ ~4 ¦ `~4` asks for words near ¦ leave it out
        "a b" ~4 c                     ¦ E-NEAR     ¦ ~4 ¦ `~4` asks for words near ¦ leave it out
        “a b”～4                        ¦ E-NEAR     ¦ ～4 ¦ `～4` asks for words near ¦ leave it out
        "a b"po5                       ¦ E-NEAR     ¦ po5 ¦ `po5` asks for words near ¦ leave it out
        mayor /s resign                ¦ E-SAME     ¦ /s ¦ /s asks for words in the same sentence ¦ mayor AND resign
        mayor /P resign                ¦ E-SAME     ¦ /P ¦ /P asks for words in the same paragraph ¦ mayor AND resign
        mayor w/s resign               ¦ E-SAME     ¦ w/s ¦ w/s asks for words in the same sentence ¦ mayor AND resign
        mayor SAME resign              ¦ E-SAME     ¦ SAME ¦ SAME asks for words in the same paragraph ¦ mayor AND resign
        ATLEAST/3 flood                ¦ E-ATLEAST  ¦ ATLEAST/3 ¦ ATLEAST/3 counts how often ¦ leave it out
        atleast3 flood                 ¦ E-ATLEAST  ¦ atleast3 ¦ atleast3 counts how often ¦ leave it out
        atleast3(flood)                ¦ E-ATLEAST  ¦ atleast3 ¦ atleast3 counts how often ¦ leave it out
        repeat3:"flood"                ¦ E-ATLEAST  ¦ repeat3: ¦ repeat3: counts how often ¦ leave it out
        resign*                        ¦ E-WILDCARD ¦ resign* ¦ `*` and `?` stand for letters; this version ¦ write the words out
        colo?r                         ¦ E-WILDCARD ¦ colo?r ¦ `*` and `?` stand for letters ¦ write the words out
        title:resign*                  ¦ E-WILDCARD ¦ resign* ¦ `*` and `?` stand for letters ¦ write the words out
        person:Bla*                    ¦ E-WILDCARD ¦ Bla* ¦ `*` and `?` stand for letters ¦ write the words out
        title:*                        ¦ E-WILDCARD ¦ * ¦ `*` and `?` stand for letters ¦ write the words out
        "city counc*"                  ¦ E-WILDCARD ¦ "city counc*" ¦ `*` and `?` stand for letters ¦ write the phrases out
        "who won?"                     ¦ E-WILDCARD ¦ "who won?" ¦ `*` and `?` stand for letters ¦ leave out the question mark:  "who won"
        a smith~1                      ¦ E-FUZZY    ¦ smith~1 ¦ `~` finds similar spellings; this version ¦ write the spellings out
        smith~ a                       ¦ E-FUZZY    ¦ smith~ ¦ `~` finds similar spellings ¦ write the spellings out
        person:smith~1                 ¦ E-FUZZY    ¦ smith~1 ¦ `~` finds similar spellings ¦ write the spellings out
        ="Polish"                      ¦ E-PRINT    ¦ = ¦ `=` asks for capitals and accents as printed; this version ¦ "Polish"
        title:="Polish"                ¦ E-PRINT    ¦ = ¦ `=` asks for capitals ¦ "Polish"
        tag:check a                    ¦ E-LATER    ¦ tag ¦ tag: (your own tags) is not in this version yet ¦ for now use path:
        HD=strike                      ¦ E-FOREIGN  ¦ HD= ¦ "HD=" is how other systems write a field ¦ title:strike
        hd="a b"                       ¦ E-FOREIGN  ¦ hd= ¦ "hd=" is how other systems write a field ¦ title:
        NS=x strike                    ¦ E-FOREIGN  ¦ NS= ¦ "NS=" is how other systems write a field ¦ to search the words: "NS=x"
        TI(a OR b)                     ¦ E-FOREIGN  ¦ TI( ¦ "TI(" is how other systems write a field ¦ title:(…)
        hlead(strike)                  ¦ E-FOREIGN  ¦ hlead( ¦ "hlead(" is how ¦ hlead:(…)
        [word="strike"]                ¦ E-FOREIGN  ¦ [word="strike"] ¦ square brackets are the syntax of corpus tools ¦ write the words
    "#;
    for row in rows(table) {
        assert_refused(row);
    }
}

#[test]
fn several_mistakes_are_all_reported_in_order() {
    let codes: Vec<&str> = parse("AND titel:x (mayor w/5 resign* date:May")
        .errors
        .iter()
        .map(|error| error.code.as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "E-OPERATOR",
            "E-FIELD",
            "E-BRACKET",
            "E-NEAR",
            "E-WILDCARD",
            "E-DATE"
        ]
    );
}

/// The note begins so; behind an empty arrow there is none.
#[test]
fn notes() {
    let table = r#"
        strike port                    =>
        mayor or councillor            => N-CASE "or" is read as a word; write OR for the operator
        or else                        =>
        flood OR dam repair            => N-MIXED read as  flood OR (dam AND repair)   — AND binds tighter; add brackets to change
        flood OR (dam repair)          =>
        flood OR dam                   =>
        -strike                        => N-NEGATIVE nothing to look for, only to exclude: every other article is found
        -strike -port                  => N-NEGATIVE nothing to look for
        port OR -strike                => N-NEGATIVE nothing to look for
        * -strike                      =>
        strike^2                       => N-BOOST weights such as "^2" are ignored
        "a b"^2.5 x^3                  => N-BOOST weights such as "^2.5" are ignored
        +strike +port                  => N-PLUS `+` is not needed: every word must occur
        'city hall'                    => N-SINGLE-QUOTE single quotes are read as apostrophes
        workers' rights                =>
    "#;
    for [text, expected] in rows(table) {
        let parsed = parse(text);
        assert_eq!(parsed.errors, [], "{text}");
        let said: Vec<String> = parsed
            .notes
            .iter()
            .map(|note| format!("{} {}", note.code, note.message))
            .collect();
        let said = said.join("; ");
        assert_eq!(said.is_empty(), expected.is_empty(), "{text}: {said}");
        assert!(said.starts_with(expected), "{text}: {said}");
    }
}

#[test]
fn messages_for_people() {
    for (text, expected) in [
        (
            "\"city hall AND mayor",
            "error: quote opened here is never closed\n  \"city hall AND mayor\n  ^\nhelp: did you mean  \"city hall\" AND mayor",
        ),
        (
            "person:John Smith",
            "error: person: applies to one name; put the name in quotes\n  person:John Smith\n         ^^^^^^^^^^\nhelp: person:\"John Smith\"",
        ),
        (
            "source:Times AND (strike",
            "error: missing `)`: bracket opened here is never closed\n  source:Times AND (strike\n                   ^\nhelp: close the group, or put the bracket in quotes: \"(\"",
        ),
    ] {
        assert_eq!(parse(text).errors[0].render(text), expected);
    }
    let note = &parse("flood OR dam repair").notes[0];
    assert_eq!(
        note.render(),
        "note: read as  flood OR (dam AND repair)   — AND binds tighter; add brackets to change"
    );
}
