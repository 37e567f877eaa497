//! Exact boundaries of the query language, in a table that can be checked by eye.
//!
//! Each group has a text and questions about it: `yes` when the text answers, `no` when not; what stands
//! behind three spaces says why. In a text `|` parts headline, standfirst and body (of two parts the
//! first is the headline, a single one is the body) and `¶` parts paragraphs.

use morgue::article::Article;
use morgue::entity::{self, Gazetteer, Recognizer, Scratch};
use morgue::index::Stored;
use morgue::query::names::Names;
use morgue::query::{self, Order, Search};

use crate::properties::{empty_article, index_of};

struct Group {
    about: &'static str,
    text: &'static str,
    rows: &'static str,
}

const GROUPS: &[Group] = &[
    Group {
        about: "NEAR/n: at most n - 1 words between, in any order",
        text: "one two three four five six",
        rows: r#"
            yes  one NEAR/1 two              nothing between
            no   one NEAR/1 three
            yes  one NEAR/2 three            one between
            yes  one NEAR/5 six              four between
            no   one NEAR/4 six
            yes  six NEAR/5 one
            no   six NEAR/4 one
            yes  one NEAR/1000 six
            no   one NEAR/5 seven
            yes  one w/5 six
            no   one w/4 six
            yes  one N/5 six
            no   one n/4 six
            yes  six near5 one
            no   six near4 one
        "#,
    },
    Group {
        about: "PRE/n: the same, in this order",
        text: "one two three four five six",
        rows: r#"
            yes  one PRE/5 six
            no   one PRE/4 six
            no   six PRE/5 one
            yes  one pre/5 six
            no   one pre/4 six
            yes  one P/5 six
            yes  one adj5 six
            no   one adj4 six
            no   six adj5 one
            yes  one onear/5 six
        "#,
    },
    Group {
        about: "one word is not near itself",
        text: "one two one",
        rows: r#"
            yes  one NEAR/2 one
            no   one NEAR/1 one
            yes  one PRE/2 one
            no   two NEAR/9 two              it stands there once
            no   t?o NEAR/9 tw*
        "#,
    },
    Group {
        about: "sentences",
        text: "One two. Three four. Five six.",
        rows: r#"
            yes  two NEAR/1 three            a sentence end is no word
            yes  one /s two
            yes  two /S one
            no   two /s three
            yes  two /p three
            yes  one SAME six
            no   "two three" /s four       the phrase stands in two
            yes  "two three" /p four
            no   (two NEAR/1 three) /s one
            yes  (two NEAR/1 three) /p one
        "#,
    },
    Group {
        about: "paragraphs",
        text: "one two¶three four",
        rows: r#"
            yes  two NEAR/1 three            nor is a paragraph end
            no   two /s three
            no   two /p three
            no   two SAME three
            yes  three /p four
        "#,
    },
    Group {
        about: "one empty position between headline, standfirst and body",
        text: "one two | three four | five six",
        rows: r#"
            no   two NEAR/1 three
            yes  two NEAR/2 three
            no   four PRE/1 five
            yes  four PRE/2 five
            no   two NEAR/4 five             three, four and two empty ones between
            yes  two NEAR/5 five
            no   "two three"
            yes  "two three"~1
            yes  one /s two                  a headline is a sentence
            yes  one /p two
            no   two /s three
            no   two /p three
            no   four /p five
        "#,
    },
    Group {
        about: "a headline with stops in it is one paragraph",
        text: "Stop press. One two | Three four",
        rows: r#"
            yes  press NEAR/1 one
            yes  press /p one
            no   two /p three
        "#,
    },
    Group {
        about: "points that end no sentence",
        text: "Mr. Brown met Gen. Lee at 3.5 percent. They left the U.S. Senate. He left the U.S. The rest stayed.",
        rows: r#"
            yes  mr /s lee
            yes  brown /s percent
            no   lee /s they
            yes  left /s senate
            no   he /s rest
            yes  he /p rest
        "#,
    },
    Group {
        about: "a stop inside quotes",
        text: r#""It is over." He sat down! "Really?" she asked."#,
        rows: r#"
            no   over /s sat
            no   down /s really
            yes  really /s asked
        "#,
    },
    Group {
        about: "phrases: from the end of one to the start of the next",
        text: "one two three four five six seven",
        rows: r#"
            yes  "two three" NEAR/1 four
            no   "two three" NEAR/1 five
            yes  "two three" NEAR/2 five
            yes  one NEAR/1 "two three"
            yes  "two three" NEAR/3 "six seven"
            no   "two three" NEAR/2 "six seven"
            yes  "six seven" NEAR/3 "two three"
            yes  "two three" PRE/3 "six seven"
            no   "six seven" PRE/3 "two three"
            yes  "two thr*" NEAR/3 "s?x seven"
            no   "two four" NEAR/9 six     there is no such phrase
        "#,
    },
    Group {
        about: "names: likewise",
        text: "The mayor met Ana Ruiz in the old town on Monday.",
        rows: r#"
            yes  mayor NEAR/2 person:"Ana Ruiz"
            no   mayor NEAR/1 person:"Ana Ruiz"
            yes  met PRE/1 person:"Ana Ruiz"
            no   person:"Ana Ruiz" PRE/9 met
            yes  person:"Ana Ruiz" NEAR/4 town
            no   person:"Ana Ruiz" NEAR/3 town
            yes  person:* NEAR/4 town
            no   person:* NEAR/3 town
            yes  person:Ruiz NEAR/1 met      part of the name; the whole name is the span
            no   person:"Ana Ruiz" NEAR/9 ruiz
            no   person:"Ana Ruiz" NEAR/9 person:*
            yes  (mayor OR "no such") NEAR/2 person:"Ana Ruiz"
            yes  mayor /s person:*
            yes  town NOT NEAR/3 person:*
            no   town NOT NEAR/4 person:*
            no   person:* NOT /s town
        "#,
    },
    Group {
        about: "a hyphenated word takes as many positions as it has parts; its joined form stands on the first",
        text: "one e-mail two",
        rows: r#"
            yes  one NEAR/1 e-mail
            yes  e-mail NEAR/1 two
            yes  one NEAR/1 email
            no   email NEAR/1 two
            yes  email NEAR/2 two
            no   one NEAR/1 mail
            yes  one NEAR/2 mail
            no   one NEAR/2 two
            yes  one NEAR/3 two
            yes  "one e-mail two"
            no   "one email two"
            yes  "one email two"~1
            yes  em?il NEAR/2 two
        "#,
    },
    Group {
        about: "a joined word takes one",
        text: "one email two",
        rows: r#"
            yes  one NEAR/1 e-mail
            yes  e-mail NEAR/1 two
            no   one NEAR/1 two
            yes  one NEAR/2 two
        "#,
    },
    Group {
        about: "a word of four parts",
        text: "a state-of-the-art plan",
        rows: r#"
            yes  state-of-the-art NEAR/1 plan
            no   stateoftheart NEAR/3 plan
            yes  stateoftheart NEAR/4 plan
            no   a NEAR/4 plan
            yes  a NEAR/5 plan
        "#,
    },
    Group {
        about: "apostrophes: one position",
        text: "one O'Brien two L’Abbé three Hume's plan",
        rows: r#"
            yes  one NEAR/1 O’Brien
            yes  obrien NEAR/1 two
            yes  two NEAR/1 abbe
            yes  l'abbé NEAR/1 three
            yes  "two abbé three"
            no   abbe NEAR/9 l'abbe
            yes  three NEAR/1 hume
            yes  hume NEAR/1 plan
            yes  hume's PRE/1 plan
        "#,
    },
    Group {
        about: "initials: a position each; an abbreviation: one",
        text: "J. R. Smith left the U.S. Senate",
        rows: r#"
            no   j NEAR/1 smith
            yes  j NEAR/2 smith
            yes  "J. R. Smith" NEAR/2 the
            yes  U.S. NEAR/1 senate
            no   us NEAR/1 senate            U.S. is not us
        "#,
    },
    Group {
        about: "Han text: a position a character",
        text: "one 東京都 two",
        rows: r#"
            yes  one NEAR/1 東京
            no   東京 NEAR/1 two
            yes  東京 NEAR/2 two
            yes  京都 NEAR/1 two
            no   one NEAR/1 京都
            yes  one NEAR/2 京都
            no   東京 NEAR/9 京都            they share a character
            no   one NEAR/3 two
            yes  one NEAR/4 two
        "#,
    },
    Group {
        about: "operands that overlap",
        text: "New York Times",
        rows: r#"
            no   "new york" NEAR/9 "york times"
            no   york NEAR/9 "new york"
            yes  new NEAR/1 "york times"
            no   "new york times" NEAR/9 york    in a phrase, not in a gap
            no   "new york" NOT NEAR/1 "new york times"
            no   "new york" NOT PRE/1 "york times"
            no   york NOT /s york
        "#,
    },
    Group {
        about: "NOT NEAR: some place of the first has no second near",
        text: "New York Times visited New York",
        rows: r#"
            yes  "new york" NOT NEAR/1 "new york times"    the second one, a word behind
            no   "new york" NOT NEAR/2 "new york times"
            no   times NOT NEAR/1 visited
            yes  new NOT NEAR/5 zeppelin
            no   zeppelin NOT NEAR/5 new
            no   new NOT NEAR/9 new
            no   york NOT NEAR/3 visited
            yes  york NOT PRE/2 visited
            yes  york NOT NEAR/1 visited
        "#,
    },
    Group {
        about: "NOT PRE",
        text: "one two three",
        rows: r#"
            no   one NOT PRE/1 two
            yes  two NOT PRE/1 one
            no   one NOT PRE/2 three
            yes  one NOT PRE/1 three
        "#,
    },
    Group {
        about: "NOT /s and NOT /p",
        text: "One two. One three.¶One four.",
        rows: r#"
            yes  one NOT /s two
            yes  one NOT /p two
            no   two NOT /s one
            yes  three NOT /s two
            no   three NOT /p two
            yes  one NOT /p three
            yes  four NOT SAME two
            no   one NOT /s (two OR three OR four)
        "#,
    },
    Group {
        about: "nested: what NEAR makes reaches from its first word to its last",
        text: "one two three four five six seven eight",
        rows: r#"
            yes  (one NEAR/2 three) NEAR/2 five
            no   (one NEAR/2 three) NEAR/1 five
            yes  one NEAR/2 three NEAR/2 five      groups from the left
            no   one NEAR/2 (three NEAR/2 six)
            yes  one NEAR/2 (three NEAR/3 six)
            no   one NEAR/1 (three NEAR/3 six)
            yes  (one NEAR/1 two) NEAR/3 (five NEAR/1 six)
            no   (one NEAR/1 two) NEAR/2 (five NEAR/1 six)
            yes  (one NEAR/1 two) PRE/3 (five NEAR/1 six)
            no   (five NEAR/1 six) PRE/3 (one NEAR/1 two)
            no   (one NEAR/2 three) NEAR/9 (two NEAR/2 four)      they cross
        "#,
    },
    Group {
        about: "inside the gap of another: at distance 0",
        text: "one two three four five six seven eight",
        rows: r#"
            yes  (one NEAR/2 three) NEAR/1 two
            yes  two NEAR/1 (one PRE/2 three)
            no   (one NEAR/2 three) PRE/9 two
            no   two PRE/9 (one NEAR/2 three)
            no   (one NEAR/2 three) NEAR/9 three    at the edge, not inside
            no   (one NEAR/2 three) NEAR/9 one
            yes  "one three"~1 NEAR/1 two
            no   "one two three" NEAR/9 two
            yes  (one /s three) NEAR/1 two
            yes  (one NEAR/2 three) /s two
            yes  (one NEAR/7 eight) NEAR/1 (three NEAR/2 five)
            yes  ((one NEAR/2 three) OR zeppelin) NEAR/1 two
            no   (one NEAR/2 three) NOT NEAR/1 two
            no   two NOT NEAR/1 (one NEAR/2 three)
        "#,
    },
    Group {
        about: "OR-groups: any of them",
        text: "one two three four five six",
        rows: r#"
            yes  (two OR zeppelin) NEAR/2 (four OR airship)
            no   (two OR zeppelin) NEAR/1 (four OR airship)
            yes  ("two three" OR six) NEAR/1 four
            yes  (one OR "two three") PRE/1 (four OR "no such")
        "#,
    },
    Group {
        about: "ATLEAST counts what shares no word",
        text: "one two one two one",
        rows: r#"
            yes  ATLEAST/3 one
            no   ATLEAST/4 one
            yes  atleast3 one
            no   atleast4 one
            yes  repeat3:"one"
            yes  ATLEAST/2 "one two"
            no   ATLEAST/3 "one two"
            yes  ATLEAST/2 (one NEAR/1 two)
            no   ATLEAST/3 (one NEAR/1 two)
            yes  ATLEAST/5 (one OR two)
            no   ATLEAST/6 (one OR two)
            yes  ATLEAST/3 on*
            no   ATLEAST/2 zeppelin
        "#,
    },
    Group {
        about: "ATLEAST of a phrase that overlaps itself",
        text: "ha ha ha",
        rows: r#"
            yes  ATLEAST/1 "ha ha"
            no   ATLEAST/2 "ha ha"
            yes  ATLEAST/3 ha
            yes  ATLEAST/1 (ha NEAR/1 ha)
            no   ATLEAST/2 (ha NEAR/1 ha)
        "#,
    },
    Group {
        about: "ATLEAST of names",
        text: "Ana Ruiz met Gustavo Petro on Monday. Ana Ruiz left Gustavo Petro on Friday.",
        rows: r#"
            yes  ATLEAST/2 person:"Ana Ruiz"
            no   ATLEAST/3 person:"Ana Ruiz"
            yes  ATLEAST/4 person:*
            no   ATLEAST/5 person:*
            yes  ATLEAST/2 (person:"Ana Ruiz" NEAR/2 person:"Gustavo Petro")
            no   ATLEAST/3 (person:"Ana Ruiz" NEAR/2 person:"Gustavo Petro")
        "#,
    },
    Group {
        about: "slop: how far words are moved from their places; a swap costs two",
        text: "one two three four",
        rows: r#"
            no   "one three"
            yes  "one three"~1
            no   "one four"~1
            yes  "one four"~2
            no   "two one"~1
            yes  "two one"~2
            no   "three one"~2
            yes  "three one"~3
            yes  "one two four"~1
            no   "four three two one"~5
            yes  "four three two one"~6
            no   "one one"~9                it stands there once
            yes  "on? thr*"~1
            yes  "one two"~0
        "#,
    },
    Group {
        about: "title: and lead: around any operand",
        text: "Mayor resigns now | council meets today | budget fails again¶mayor stays put",
        rows: r#"
            yes  title:mayor
            no   title:council
            yes  lead:council                the standfirst
            yes  lead:budget                 the first paragraph
            no   lead:stays                  the second
            yes  title:resign*
            no   title:budg*
            yes  title:m?yor
            yes  lead:(bugdet~1)
            no   title:(bugdet~1)
            yes  title:"mayor resigns"
            no   title:"mayor stays"
            yes  title:"mayor now"~1
            no   lead:"mayor put"~1
            yes  lead:"council today"~1
            yes  title:(mayor NEAR/2 now)
            no   title:(mayor NEAR/1 now)
            no   title:(mayor NEAR/9 council)
            yes  mayor NEAR/9 council
            yes  lead:(today NEAR/2 budget)
            no   lead:(today NEAR/1 budget)
            no   lead:(again NEAR/1 mayor)
            yes  again NEAR/1 mayor
            yes  (title:mayor) NEAR/4 council
            no   (title:mayor) NEAR/3 council
            no   (lead:mayor) NEAR/9 stays
            yes  title:(mayor OR council)
            yes  title:((mayor OR council) PRE/1 resigns)
            yes  title:(mayor NOT NEAR/2 council)
            no   lead:(council NOT NEAR/9 today)
            yes  title:(mayor /s now)
            no   lead:(today /p budget)
            yes  title:="Mayor"
            no   lead:="Mayor"
            yes  ATLEAST/2 mayor
            no   ATLEAST/2 title:mayor
        "#,
    },
    Group {
        about: "names in title: and lead:",
        text: "Voters choose Ana Ruiz | Voters in the town of Leeds chose Ana Ruiz on Monday.¶Gustavo Petro lost on Monday.",
        rows: r#"
            yes  title:(person:"Ana Ruiz")
            no   title:(person:"Gustavo Petro")
            yes  person:"Gustavo Petro"
            yes  lead:(person:"Ana Ruiz")
            no   lead:(person:"Gustavo Petro")
            yes  title:(choose NEAR/1 person:"Ana Ruiz")
            yes  lead:(chose NEAR/1 person:*)
            no   title:(chose NEAR/1 person:*)
        "#,
    },
    Group {
        about: "as printed: small",
        text: "the polish post",
        rows: r#"
            no   ="Polish"
            yes  ="polish"
            yes  Polish
            yes  "POLISH"
            no   ="Polish Post"
        "#,
    },
    Group {
        about: "as printed: capital",
        text: "the Polish Post",
        rows: r#"
            yes  ="Polish"
            no   ="polish"
            yes  polish
            yes  ="Polish Post"
            no   ="Polish post"
            no   ="The Polish"
            yes  ="the Polish"
            yes  ="Polish" NEAR/1 post
            no   ="polish" NEAR/1 post
            yes  ="Polish" NEAR/1 ="Post"
        "#,
    },
    Group {
        about: "as printed: capitals",
        text: "the POLISH POST",
        rows: r#"
            no   ="Polish"
            yes  ="POLISH"
            yes  "Polish"
        "#,
    },
    Group {
        about: "as printed: accents",
        text: "the Pólish post",
        rows: r#"
            no   ="Polish"
            yes  ="Pólish"
            yes  polish
            yes  "pólish"
        "#,
    },
    Group {
        about: "wildcards: * is any letters or none, ? is one",
        text: "City councillors met in Bogotá",
        rows: r#"
            yes  counc*
            yes  councillors*
            no   councillors?
            yes  councillor?
            yes  c*rs
            yes  *llors
            yes  ?ity
            no   ?city
            yes  bogot?
            yes  BOGOT*
            yes  "city counc*"
            no   "city counc?"
            yes  "c* c* m?t"
            no   "city met*"
            yes  "city met*"~1
            yes  counc* NEAR/1 m?t
        "#,
    },
    Group {
        about: "fuzzy: letters added, dropped, changed, swapped",
        text: "Mr Smith spoke",
        rows: r#"
            yes  smith~1
            yes  smiths~1
            yes  smit~1
            yes  smyth~1
            yes  smtih~1
            yes  msith~1
            no   smtyh~1
            yes  smtyh~2
            no   smythson~2
            yes  smtih~1 NEAR/1 spoke
        "#,
    },
    Group {
        about: "forms of a word, and the word alone",
        text: "dockers striking again",
        rows: r#"
            yes  strike
            yes  strikes NEAR/1 dockers
            no   "strike"
            no   "strike" NEAR/1 dockers
            yes  "striking" NEAR/1 docker
            no   "dockers strike"
        "#,
    },
];

#[test]
fn the_table_is_true() {
    let recognizer = Recognizer::builtin();
    let gazetteer = Gazetteer::builtin();
    let names = Names::default();
    let mut wrong = Vec::new();
    let mut count = 0;
    for group in GROUPS {
        let (_folder, reader) = index_of(&[stored(group.text, &recognizer)]);
        for row in group.rows.lines().map(str::trim) {
            let Some((expected, rest)) = row.split_once(' ') else {
                continue;
            };
            let is_expected = match expected {
                "yes" => true,
                "no" => false,
                _ => panic!("{row}"),
            };
            let typed = rest.trim().split("   ").next().unwrap();
            count += 1;
            let parsed = query::parse(typed);
            if !parsed.errors.is_empty() {
                wrong.push(format!("{typed}\n    refused: {:?}", parsed.errors));
                continue;
            }
            let asked = Search {
                query: parsed.query,
                order: Order::Relevance,
                limit: None,
                offset: 0,
                lang: None,
                most_terms: query::MOST_TERMS,
            };
            let found =
                query::search(&asked, &reader, &gazetteer, &names).and_then(|found| found.total());
            match found {
                Ok(total) if (total == 1) == is_expected => {}
                Ok(total) => wrong.push(format!("{row}\n    finds {total} in: {}", group.text)),
                Err(error) => wrong.push(format!("{row}\n    {error:#}")),
            }
        }
    }
    assert!(count > 250, "only {count} rows");
    assert!(
        wrong.is_empty(),
        "{} of {count} rows are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_group_says_something_of_its_own() {
    let mut abouts: Vec<&str> = GROUPS.iter().map(|group| group.about).collect();
    abouts.sort_unstable();
    abouts.dedup();
    assert_eq!(abouts.len(), GROUPS.len());
}

fn stored(text: &str, recognizer: &Recognizer) -> Stored {
    let parts: Vec<&str> = text.split(" | ").collect();
    let (title, summary, body) = match parts[..] {
        [body] => ("", None, body),
        [title, body] => (title, None, body),
        [title, summary, body] => (title, Some(summary), body),
        _ => panic!("{text}"),
    };
    let article = Article {
        title: title.to_owned(),
        summary: summary.map(str::to_owned),
        body: body.replace('¶', "\n"),
        ..empty_article(0)
    };
    let story = entity::Story {
        title: &article.title,
        summary: article.summary.as_deref().unwrap_or_default(),
        body: &article.body,
        lang: Some("en"),
        ..entity::Story::default()
    };
    let findings = recognizer.read(&story, &mut Scratch::default());
    Stored { article, findings }
}
