//! Tables of (story, names) that a reader can check by eye; one for each rule of the stage.

mod who;

use proptest::prelude::*;

use super::*;

fn read(story: &Story<'_>) -> Findings {
    Recognizer::builtin().read(story, &mut Scratch::default())
}

fn body(text: &str) -> Story<'_> {
    Story {
        body: text,
        lang: Some("en"),
        ..Story::default()
    }
}

/// `person Petro = Gustavo Petro; place Bogotá @ South America/Colombia/Bogotá; ...`
fn shown(story: &Story<'_>) -> String {
    let recognizer = Recognizer::builtin();
    let all: Vec<String> = read(story)
        .mentions
        .iter()
        .map(|mention| {
            let text = match mention.part {
                Part::Title => story.title,
                Part::Summary => story.summary,
                Part::Body => story.body,
                Part::Dateline => story.dateline,
            };
            let surface = mention.span.of(text);
            let kind = match mention.kind {
                Kind::Person => "person",
                Kind::Place => "place",
                Kind::Org => "org",
            };
            let mut line = format!("{kind} {surface}");
            if mention.name != surface {
                line += &format!(" = {}", mention.name);
            }
            if let Some(place) = mention.place {
                line += &format!(" @ {}", recognizer.gazetteer().place(place).path);
            }
            line
        })
        .collect();
    all.join("; ")
}

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(shown(&body(text)), *expected, "{text}");
    }
}

#[test]
fn second_mentions_join_the_full_name() {
    check(&[
        (
            "President Gustavo Petro spoke on Tuesday. Petro said he would go.",
            "person Gustavo Petro; person Petro = Gustavo Petro",
        ),
        (
            "Luiz Inácio Lula da Silva won. Mr da Silva thanked voters.",
            "person Luiz Inácio Lula da Silva; person da Silva = Luiz Inácio Lula da Silva",
        ),
        (
            "Bill Clinton met his wife Hillary Clinton. Mrs Clinton smiled, and Mr Clinton laughed.",
            "person Bill Clinton; person Hillary Clinton; person Clinton = Hillary Clinton; person Clinton = Bill Clinton",
        ),
        (
            "Kim Jong-un spoke first. Later Kim Dae-jung replied. Kim smiled.",
            "person Kim Jong-un; person Kim Dae-jung; person Kim = Kim Dae-jung",
        ),
        (
            "Yoon Suk-yeol resigned. Yoon had been president since 2022.",
            "person Yoon Suk-yeol; person Yoon = Yoon Suk-yeol",
        ),
        (
            "George W. Bush spoke in Baghdad. Bush left at noon, said G. Bush's aide.",
            "person George W. Bush; place Baghdad @ Asia/Iraq/Baghdad; person Bush = George W. Bush; person G. Bush = George W. Bush",
        ),
    ]);
}

#[test]
fn the_headline_joins_the_body() {
    let story = Story {
        title: "Petro rejects strikes",
        body: "Colombia's President Gustavo Petro said on Monday that he would stop sharing intelligence.",
        dateline: "Bogotá, Colombia",
        lang: Some("en"),
        ..Story::default()
    };
    assert_eq!(
        shown(&story),
        "person Petro = Gustavo Petro; place Colombia @ South America/Colombia; person Gustavo Petro; \
         place Bogotá @ South America/Colombia/Bogotá; place Colombia @ South America/Colombia"
    );
}

#[test]
fn titles_articles_and_possessives_are_outside() {
    check(&[
        (
            "Mr. Brown met Gen. Mark Milley, Senator Ted Cruz and Dr. Anthony Fauci.",
            "person Brown; person Mark Milley; person Ted Cruz; person Anthony Fauci",
        ),
        (
            "Mr Washington and Mrs. Lincoln resigned.",
            "person Washington; person Lincoln",
        ),
        (
            "Prince Charles and Sir Keir Starmer left early.",
            "person Charles; person Keir Starmer",
        ),
        (
            "Germany's Angela Merkel praised the United Nations' work.",
            "place Germany @ Europe/Germany; person Angela Merkel; org United Nations",
        ),
        (
            "Shaquille O'Neal and Conan O’Brien flew to Los Angeles.",
            "person Shaquille O'Neal; person Conan O’Brien; place Los Angeles @ North America/United States/California/Los Angeles",
        ),
    ]);
}

#[test]
fn a_sure_title_makes_a_person() {
    check(&[
        (
            "White House Chief of Staff Howard Baker said President Reagan will meet the press soon. Reagan has not met the press since November 19.",
            "place White House @ North America/United States/Washington, D.C./White House; person Howard Baker; \
             person Reagan; person Reagan",
        ),
        (
            "President Suharto, Foreign Minister Shamir and Secretary of State Shultz spoke. After that Suharto left.",
            "person Suharto; person Shamir; person Shultz; person Suharto",
        ),
        (
            "The Reagan Administration said no. Mr Reagan smiled. Then Reagan left.",
            "org Reagan Administration; person Reagan; person Reagan",
        ),
        (
            "RCA is a division of General Electric.",
            "org RCA; org General Electric",
        ),
        (
            "Shares of General Motors fell. He met the Governor of Ohio and saw the President Friday.",
            "org General Motors; place Ohio @ North America/United States/Ohio",
        ),
        (
            "The aides of President Reagan Friday told the press that Mrs Petro would come.",
            "person Reagan; person Petro",
        ),
    ]);
}

#[test]
fn capitals_know_whom_the_body_names() {
    let story = Story {
        title: "TREASURY'S BAKER, SUHARTO TO MEET",
        body: "Treasury Secretary James Baker will meet President Suharto.",
        lang: Some("en"),
        ..Story::default()
    };
    let names = shown(&story);
    assert!(
        names.starts_with("person BAKER = James Baker; person SUHARTO = Suharto"),
        "{names}"
    );
}

#[test]
fn titles_stand_beside_the_name() {
    for (text, titles) in [
        (
            "Vice-President Kamala Harris met Prime Minister Keir Starmer and his foreign minister, David Lammy.",
            &[Some("vice president"), Some("prime minister"), None][..],
        ),
        (
            "Secretary of State Colin Powell and Gen. Mark Milley called Mrs Thatcher.",
            &[Some("secretary of state"), Some("gen"), Some("mrs")],
        ),
        (
            "Tan Sri Muhyiddin Yassin met Alhaji Aliko Dangote and coach Didier Deschamps.",
            &[Some("tan sri"), Some("alhaji"), Some("coach")],
        ),
    ] {
        let found = read(&body(text)).mentions;
        let found: Vec<Option<&str>> = found
            .iter()
            .map(|mention| mention.title.as_deref())
            .collect();
        assert_eq!(found, titles, "{text}");
    }
}

#[test]
fn initials_of_countries_by_exact_case() {
    check(&[
        (
            "The U.S. and the UK told us that the EU would join the UN talks.",
            "place U.S. @ North America/United States; place UK @ Europe/United Kingdom; org EU; org UN",
        ),
        ("LET US GO HOME NOW", ""),
        (
            "The US government said Washington would act.",
            "place US @ North America/United States; place Washington @ North America/United States/Washington, D.C./Washington",
        ),
    ]);
}

#[test]
fn ships_and_prizes_are_not_people() {
    check(&[
        ("The carrier USS Gerald R. Ford sailed on Monday.", ""),
        ("She won the Nobel Prize for chemistry.", ""),
        // The ship goes on without its USS; a namesake keeps his name.
        (
            "They served aboard the destroyer USS Thornley. The Thornley was laid down in 1937. Thornley sank in 1944.",
            "",
        ),
        (
            "Amos Thornley boarded the USS Thornley in Boston. The Thornley sailed. Thornley smiled.",
            "person Amos Thornley; place Boston @ North America/United States/Massachusetts/Boston; \
             person Thornley = Amos Thornley",
        ),
        (
            "The car ferry Glandore Star had been sailing for nine days.",
            "",
        ),
    ]);
}

#[test]
fn headlines_in_title_case_shrink_to_what_the_body_knows() {
    for (title, body, expected) in [
        (
            "Phelps Eyes Fourth Gold",
            "Michael Phelps will swim for gold again on Friday, and a fourth medal may come.",
            "person Phelps = Michael Phelps",
        ),
        (
            "Yemeni Ambassador to United Nations Dies",
            "Yemen's ambassador to the United Nations has died in a New York hospital.",
            "org United Nations",
        ),
        (
            "Clinton Rips Starr, Media on Prosecution",
            "Former President Bill Clinton said on Thursday that prosecutor Kenneth Starr had gone too far.",
            "person Clinton = Bill Clinton; person Starr = Kenneth Starr",
        ),
        (
            "Walter Smith Named Manager of Scottish Soccer Team",
            "The Scottish team named Smith as manager on Thursday.",
            "person Walter Smith",
        ),
        // What the body writes the same way stays whole.
        (
            "Aides Say Osama Bin Laden Seeks New Strikes",
            "A tape by Osama bin Laden was sent to a television station on Friday.",
            "person Osama Bin Laden",
        ),
    ] {
        let story = Story {
            title,
            body,
            lang: Some("en"),
            ..Story::default()
        };
        let names = shown(&story);
        assert!(names.starts_with(expected), "{title}: {names}");
        let behind = names[expected.len()..].chars().next();
        assert!(
            matches!(behind, None | Some(';') | Some(' ')),
            "{title}: {names}"
        );
    }
}

#[test]
fn companies_keep_their_name_and_their_short_name() {
    check(&[
        (
            "The consortium, made up of Hanbada Heavy Works of South Korea and Osterkamp AG of Germany, says no. Two weeks later Hanbada offered to pay.",
            "org Hanbada Heavy Works; org Osterkamp AG; org Hanbada = Hanbada Heavy Works",
        ),
        (
            "HE LED LOCAL 1187 OF THE UNITED IRONWORKERS FROM 1949 UNTIL 1972.",
            "org UNITED IRONWORKERS",
        ),
    ]);
}

#[test]
fn demonyms_imply_their_country() {
    let recognizer = Recognizer::builtin();
    for (text, names, implied) in [
        ("The Venezuelan president resigned.", "", &["Venezuela"][..]),
        (
            "South African and French officials met in Paris.",
            "place Paris @ Europe/France/Île-de-France/Paris",
            &["France", "South Africa"],
        ),
    ] {
        assert_eq!(shown(&body(text)), names, "{text}");
        let found = read(&body(text)).implied;
        let mut countries: Vec<&str> = found
            .iter()
            .map(|&id| recognizer.gazetteer().name(id))
            .collect();
        countries.sort_unstable();
        assert_eq!(countries, implied, "{text}");
    }
}

#[test]
fn places_are_decided_by_what_stands_around_them() {
    check(&[
        (
            "A fire broke out in Paris, Texas, on Monday. Paris has one station.",
            "place Paris @ North America/United States/Texas/Paris; place Texas @ North America/United States/Texas; \
             place Paris @ North America/United States/Texas/Paris",
        ),
        (
            "He was born in Springfield, Ill., and lives in Chicago.",
            "place Springfield @ North America/United States/Illinois/Springfield; \
             place Ill @ North America/United States/Illinois; \
             place Chicago @ North America/United States/Illinois/Chicago",
        ),
        (
            "The ship left San José, Costa Rica. She is from San Jose, Calif.",
            "place San José @ North America/Costa Rica/San José; place Costa Rica @ North America/Costa Rica; \
             place San Jose = San José @ North America/United States/California/San Jose; \
             place Calif @ North America/United States/California",
        ),
        (
            "Two died in Paris, in Lamar County, on Monday.",
            "place Paris @ North America/United States/Texas/Paris; place Lamar County",
        ),
        (
            "One of them is Poti in Georgia.",
            "place Poti @ Asia/Georgia/Samegrelo and Zemo Svaneti/Poti; place Georgia @ Asia/Georgia",
        ),
        (
            "Toronto and China sent help from Long Beach, CA, and from Kiev in the Soviet Union.",
            "place Toronto @ North America/Canada/Ontario/Toronto; place China @ Asia/China; \
             place Long Beach @ North America/United States/California/Long Beach; \
             place CA @ North America/United States/California; place Kiev @ Europe/Ukraine/Kyiv City/Kyiv; \
             place Soviet Union @ Europe/Soviet Union",
        ),
        (
            "She left Spokane, Washington, on Monday.",
            "place Spokane @ North America/United States/Washington/Spokane; \
             place Washington @ North America/United States/Washington",
        ),
        (
            "They met at Village Creek on Monday.",
            "place Village Creek",
        ),
        ("She went to Georgia last week.", "place Georgia"),
        (
            "She flew from Tbilisi to western Georgia last week.",
            "place Tbilisi @ Asia/Georgia/Tbilisi; place Georgia @ Asia/Georgia",
        ),
    ]);
    // Which Tripoli is open when the story is of Lebanon; the newspaper's home tells Cambridge from Cambridge.
    let recognizer = Recognizer::builtin();
    let found = read(&body("Lebanon closed the road to Tripoli.")).mentions;
    let tripoli = &found[1];
    let meant: Vec<&str> = tripoli
        .candidates
        .iter()
        .filter_map(|&id| recognizer.gazetteer().place(id).country)
        .collect();
    assert_eq!((tripoli.place, meant), (None, vec!["LY", "LB"]));
    let story = Story {
        source: Some("The Boston Globe"),
        ..body("A house burned in Cambridge on Monday.")
    };
    assert!(
        shown(&story).ends_with("Massachusetts/Cambridge"),
        "{}",
        shown(&story)
    );
    let story = Story {
        dateline: "CAMBRIDGE, Mass.",
        body: "The university in Cambridge said on Friday that it would close.",
        ..Story::default()
    };
    assert_eq!(
        shown(&story),
        "place Cambridge @ North America/United States/Massachusetts/Cambridge; \
         place CAMBRIDGE = Cambridge @ North America/United States/Massachusetts/Cambridge; \
         place Mass. @ North America/United States/Massachusetts"
    );
}

#[test]
fn other_languages_by_lexicon_and_nothing_in_other_scripts() {
    for (lang, text, expected) in [
        (
            "es",
            "El presidente Gustavo Petro habló en Bogotá. Petro viajará a Francia.",
            "person Gustavo Petro; place Bogotá @ South America/Colombia/Bogotá; person Petro = Gustavo Petro; place Francia @ Europe/France",
        ),
        (
            "de",
            "Die Kanzlerin Angela Merkel fuhr nach Essen und kaufte Essen. Das Haus ist groß.",
            "person Angela Merkel; place Essen @ Europe/Germany/North Rhine-Westphalia/Essen",
        ),
        (
            "de",
            "Die Osterkamp AG berief Katrin Osterkamp. »Schlamm gibt es überall«, sagte Osterkamp. Dabei lachte der Koch.",
            "org Osterkamp AG; person Katrin Osterkamp; person Osterkamp = Katrin Osterkamp",
        ),
        (
            "de",
            "Aufträge aus Rostock und Danzig verlor die Reederei Celtic Shore Lines am Mittwoch an den Bundestag.",
            "place Rostock @ Europe/Germany/Mecklenburg-Vorpommern/Rostock; place Danzig @ Europe/Poland/Pomerania/Gdańsk; \
             org Celtic Shore Lines; org Bundestag",
        ),
        (
            "de",
            "Am Julius Kühn-Institut sprachen Bettina Stark-Watzinger und Jan Michael Marchart über Frank Regierung.",
            "person Bettina Stark-Watzinger; person Jan Michael Marchart",
        ),
        (
            "fr",
            "À Brest, Étienne Lavaud est resté deux heures. M. Lavaud, né à Douarnenez, a vu Annick Le Bihan rue Jean Jaurès.",
            "place Brest @ Europe/France/Brittany/Brest; person Étienne Lavaud; person Lavaud = Étienne Lavaud; \
             place Douarnenez @ Europe/France/Brittany/Douarnenez; person Annick Le Bihan",
        ),
        (
            "es",
            "María Corina Machado habló con el Ministerio de Hacienda y el Tribunal Supremo. El Grupo de Madrid y la Virgen del Rocío de Utrera.",
            "person María Corina Machado; org Ministerio de Hacienda; org Tribunal Supremo; \
             place Madrid @ Europe/Spain/Madrid/Madrid",
        ),
        (
            "de",
            "Die Deutsche Bank und die Zeit: ein Gespräch mit Angela Merkel.",
            "org Deutsche Bank; person Angela Merkel",
        ),
        (
            "es",
            "Según el informe de Repsol, el Real Madrid pagó a Telefónica. Marca la hora.",
            "org Repsol; org Real Madrid; org Telefónica",
        ),
        ("ar", "قال الرئيس في القاهرة Cairo", ""),
        ("zh", "习近平在北京 Beijing", ""),
    ] {
        let story = Story {
            body: text,
            lang: Some(lang),
            ..Story::default()
        };
        assert_eq!(shown(&story), expected, "{lang}: {text}");
    }
}

#[test]
fn what_was_read_before_changes_nothing() {
    let recognizer = Recognizer::builtin();
    let mut used = Scratch::default();
    let stories = [
        "Jordan scored for Chicago. Michael Jordan left.",
        "King Abdullah of Jordan met Washington officials.",
        "WASHINGTON AND JORDAN AGREE",
    ];
    for text in stories.iter().chain(stories.iter().rev()) {
        let again = recognizer.read(&body(text), &mut used);
        assert_eq!(again, read(&body(text)), "{text}");
    }
}

#[test]
fn threads_share_the_recognizer_and_own_their_scratch() {
    fn shared<T: Sync + Send>() {}
    fn owned<T: Send>() {}
    shared::<Recognizer>();
    owned::<Scratch>();
}

proptest! {
    /// Spans lie on character boundaries, are sorted and do not overlap; nothing panics.
    #[test]
    fn spans_are_in_order(
        title in ".{0,60}",
        text in "([A-ZÄÉa-zß'’.,\\-/ \n]{0,12}|Paris|New York|, Texas|Mr|USS |\\PC{0,8}){0,40}",
        dateline in "[A-Za-zé,./; ]{0,30}|\\PC{0,20}",
        lang in prop::option::of(prop::sample::select(vec!["en", "de", "es", "vi", "ar"])),
    ) {
        let story = Story { title: &title, summary: &dateline, body: &text, dateline: &dateline, lang, source: None };
        let found = read(&story);
        for pair in found.mentions.windows(2) {
            prop_assert!(pair[0].part < pair[1].part || pair[0].part == pair[1].part && pair[0].span.end <= pair[1].span.start);
        }
        for mention in &found.mentions {
            let text = match mention.part {
                Part::Title => story.title,
                Part::Summary => story.summary,
                Part::Body => story.body,
                Part::Dateline => story.dateline,
            };
            prop_assert!(text.get(mention.span.range()).is_some_and(|piece| !piece.is_empty()));
        }
        prop_assert!(found.implied.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
