use super::*;

/// One line of each kind between two paragraphs of a story about Colombia.
fn reason_of(line: &str) -> Option<String> {
    let story = [
        "Colombian President Gustavo Petro said on Wednesday that the sharing of intelligence with the United States would end.",
        line,
        "The decision follows a string of strikes on boats in the Caribbean, which Petro has called murder, and which Donald Trump ordered.",
    ];
    let sorted = sort(
        "Petro ends intelligence sharing",
        story.map(str::to_owned).to_vec(),
    );
    sorted.removed.first().map(|removed| removed.reason.clone())
}

#[test]
fn furniture_goes() {
    for (line, reason) in [
        ("Ad", "advertisement"),
        ("Advertisement", "advertisement"),
        ("ADVERTISEMENT", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Anzeige", "advertisement"),
        ("Share this", "share button"),
        (
            "list 1 of 3 US deploys aircraft carrier to the Caribbean",
            "related link",
        ),
        ("end of list", "related link"),
        (
            "- list 1 of 3Ecuador's Noboa wins second term",
            "related link",
        ),
        ("Tags: Rosa Luxemburg, Leeds", "related link"),
        ("Topics: Ed Miliband | Leeds", "related link"),
        ("AP top stories", "related link"),
        ("Comments (12)", "share button"),
        ("0 Comments", "share button"),
        ("skip past newsletter promotion", "notice of the site"),
        ("after newsletter promotion", "notice of the site"),
        ("Enter your email address", "notice of the site"),
        ("Reuse this content", "notice of the site"),
        ("Published", "notice of the site"),
        ("Weekly Newsletter", "notice of the site"),
        ("protected by reCAPTCHA", "notice of the site"),
        (
            "Video Duration 02 minutes 11 seconds 02:11",
            "notice of the site",
        ),
        ("From: The Listening Post", "notice of the site"),
        (
            "About the author: Jane Doe covers Leeds.",
            "notice of the site",
        ),
        (
            "The BBC is not responsible for the content of external sites.",
            "notice of the site",
        ),
        (
            "Follow AP's coverage of libraries at https://apnews.com/hub/libraries.",
            "notice of the site",
        ),
        (
            "A woman votes in Accra on December 7, 2024. Olympia de Maismont, AFP",
            "caption",
        ),
        (
            "President Nana Akufo-Addo waves to supporters. REUTERS/Francis Kokoroko",
            "caption",
        ),
        (
            "Getty Images Hannah Tetteh, Ghana's former foreign minister",
            "caption",
        ),
        ("Reuters Lordina Mahama greets a crowd in Bole", "caption"),
        ("8 hours ago", "notice of the site"),
        (
            "Venezuela Maduro orders 'massive deployment' of armed forces",
            "teaser",
        ),
        (
            "Keir Starmer UK prime minister under pressure over budget plans",
            "teaser",
        ),
        ("Share Tweet Email", "share button"),
        (
            "Read more: Why fishermen no longer go out at night",
            "related link",
        ),
        ("Lire aussi : Le port de Brest bloqué", "related link"),
        ("Read more about Colombia's navy", "related link"),
        ("More on Donald Trump:", "related link"),
        ("Related stories", "related link"),
        ("Sign up for our morning newsletter", "notice of the site"),
        (
            "Subscribe to our newsletter for the news of the day, every morning.",
            "notice of the site",
        ),
        (
            "We use cookies to improve your experience on this site.",
            "notice of the site",
        ),
        ("© 2025 Andes Dispatch", "copyright"),
        (
            "Copyright 2003 The Red River Plainsman. Web hosting by Lamar Net.",
            "copyright",
        ),
        ("https://t.co/abcdef", "link"),
        (
            "Gustavo Petro in Bogotá last week. © Reuters / Luisa González",
            "caption",
        ),
        (
            "Keo Vannary at the fish sanctuary in 2017. Heng Rithy © Tonle Sap Observer",
            "caption",
        ),
        ("Photo: Jane Doe/Reuters", "caption"),
        (
            "Sailors on the deck of a patrol boat. Photograph: Jane Doe/AP",
            "caption",
        ),
        (
            "Rescue workers search the rubble (AP Photo/Jane Doe)",
            "caption",
        ),
        (
            "Supporters in the Plaza de Bolívar [Luisa González/Reuters]",
            "caption",
        ),
        ("A boat off Santa Marta (File photo)", "caption"),
        (
            "Colombia Petro's party blocks land reform for a third time",
            "teaser",
        ),
        ("Politics Starmer faces revolt over winter fuel", "teaser"),
        (
            "Israel-Palestine Conflict Marwan Barghouti moved to new prison",
            "teaser",
        ),
        (
            "Trump Tariffs Supreme Court hears Sauer defend president's powers",
            "teaser",
        ),
        (
            "US-China Xi Jinping hosts Putin and Kim in Beijing",
            "teaser",
        ),
        ("Why is Donald Trump threatening Nicolas Maduro?", "teaser"),
        (
            "Thailand Fisheries chief Anuwat Srisuk quits over trawler permits",
            "teaser",
        ),
        (
            "Peru Congress summons fisheries minister Aurelio Zegarra over anchovy quota",
            "teaser",
        ),
        (
            "Donald Trump Judge blocks order on birthright citizenship",
            "teaser",
        ),
        (
            "Explainer Who is María Corina Machado and why does she matter?",
            "teaser",
        ),
        (
            "Flood waters recede in Bangladesh leaving thousands homeless",
            "teaser",
        ),
    ] {
        assert_eq!(reason_of(line).as_deref(), Some(reason), "{line}");
    }
}

#[test]
fn body_stays() {
    for line in [
        "A week of doubt",
        "Petro's party is divided over the accord",
        "What the United States said",
        "Gustavo Petro and the generals",
        "Colombian navy officers fear for the boats",
        "Yadira Pombo (Puerto Abierto) 163,408 40.8%",
        "1. Wilson Ríos (COL) 3:04.11",
        "Cork 3 Cobh 1",
        "Stage 5, Mariquita - Alto de Letras, 81 km",
        "\"We will not share anything,\" he said",
        "Health Secretary resigns over the affair",
        "World Cup winners to meet Petro in the palace",
        "Tore: 0:1 Wendt (12.)",
        "O what is that sound which so thrills the ear",
        "- They are closing a museum, said Pickens",
        "Copyright lawyers read the accord with care.",
        "Share prices fell by a third in a day.",
        "Sources close to the palace spoke of a mistake (Reuters)",
        "He sold the pictures to Getty Images.",
        "Turnout 51.2%",
        "GUSTAVO PETRO SPEAKS TO THE NATION",
        "Ad hoc committees will look into it",
        "More on this than on anything else depends the peace.",
        "Photo: none was allowed inside the church.",
        "Economy Minister Paul Breen resigns after vote",
        "Sport Minister Lisa Nandy backs the plan",
        "Women's 100m Julien Alfred wins gold in Paris",
        "Trial Judge Peter Foy hears bail plea",
        "Local Hero Sam Budd saves two from river",
        "First Victim Jean Moore found near Derby",
        "Crime Writer Ian Rankin reads to pupils",
        "Act Two Hamlet meets the ghost of his father",
        "UKRAINE Zelensky wins applause",
        "Oscar Wilde Gardens Trustee Pat Hume quits",
        "Why is Gustavo Petro threatening Donald Trump?",
        "What do you make of Nicolas Maduro?",
        "World War Two Veterans march",
        "Caribbean War Donald Trump ordered boats to sail",
        "Reuters reporters were in the square",
        "From: Ana Ruiz",
        "Topics: peace, land and the sea",
        "Published and be damned",
        "Follow the coast road and you see it.",
        "He told this to two agencies. Nobody answered at Reuters, AFP said.",
    ] {
        assert_eq!(reason_of(line), None, "{line}");
    }
}

#[test]
fn a_trailer_takes_the_headlines_after_it_and_no_more() {
    let lines = [
        "The land law passed by nine votes on Wednesday night, after two years and four attempts.",
        "More on Tomás Echavarría:",
        "Echavarría's land law survives its last vote",
        "Who is Paulina Echavarría?",
        "The opposition said that it would go to court, and nobody doubted it for a moment.",
        "A last word",
    ];
    let sorted = sort("Land law", lines.map(str::to_owned).to_vec());
    assert_eq!(sorted.body, [lines[0], lines[4], lines[5]]);
    assert_eq!(sorted.removed.len(), 3);
}

#[test]
fn a_headline_after_read_more_goes_and_a_sub_heading_stays() {
    let full = "The opposition said that it would go to court, and nobody doubted it for a moment.";
    for (line, stays) in [
        ("Chile's Boric visits Antarctica", false),
        ("The opposition is divided again", true),
    ] {
        let lines = [
            full,
            "Read more",
            line,
            "The case will be heard in the spring of next year by nine judges.",
        ];
        let sorted = sort("Land law", lines.map(str::to_owned).to_vec());
        assert_eq!(sorted.body.contains(&line.to_owned()), stays, "{line}");
    }
}

#[test]
fn credits_stand_below_the_story() {
    let story =
        "The opposition said that it would go to court, and nobody doubted it for a moment.";
    let lines = [
        "Source: Bristol Papers, 1921",
        story,
        "Source: Al Jazeera",
        "(Reporting by Jane Doe)",
    ];
    let sorted = sort("Land law", lines.map(str::to_owned).to_vec());
    assert_eq!(sorted.body, lines[..2]);
    assert_eq!(sorted.removed[1].reason, "credit line");
}

#[test]
fn lists_stay_together() {
    let lines = [
        "The medals were given out on Sunday evening in front of eleven thousand people.",
        "Colombia Wilson Ríos of Boyacá",
        "Peru Esteban Huamán of Arequipa",
        "Spain Iñaki Zubiaurre of Bilbao",
        "Chile Pedro Soto of Valdivia",
        "The next race is in spring, and nobody doubts that Ríos will win that one as well.",
    ];
    let sorted = sort("Medals", lines.map(str::to_owned).to_vec());
    assert_eq!(sorted.body.len(), 6);
}

#[test]
fn many_teasers_go_in_a_row_and_at_the_end() {
    let teasers = [
        "Israel-Palestine Conflict Marwan Barghouti moved to new prison",
        "News Tanzania's Samia Suluhu Hassan wins vote",
        "Gaza Itamar Ben-Gvir storms Al-Aqsa compound",
        "Sport Eliud Kipchoge to run last marathon in New York",
        "Explainer Who is Raila Odinga's heir?",
        "In Pictures Cyril Ramaphosa opens parliament",
    ];
    let full =
        "Petro has clashed with Donald Trump for months, and few in Bogota expect it to end.";
    let short = "Interior Minister Armando Benedetti wept.";
    for count in 1..=teasers.len() {
        for below in [None, Some(short)] {
            let lines: Vec<String> = std::iter::once(full)
                .chain(teasers[..count].iter().copied())
                .chain(below)
                .map(str::to_owned)
                .collect();
            let sorted = sort("Colombia suspends sharing", lines);
            assert_eq!(
                sorted.body.len(),
                1 + usize::from(below.is_some()),
                "{count}"
            );
        }
    }
}

#[test]
fn a_sub_heading_is_taken_up() {
    let lines = [
        "The district council voted 12 to 11 on Tuesday to let the quarry grow by 40 acres.",
        "Politics Ned Allsop refuses to sell his land",
        "Allsop has farmed there since 1971, and he means to go on.",
    ];
    let sorted = sort("Quarry", lines.map(str::to_owned).to_vec());
    assert_eq!(sorted.body, lines);
}

#[test]
fn what_comes_twice_stays_once() {
    let verse = "Roll on";
    let lines = [
        "The same paragraph of more than eight words stands here twice by mistake.",
        verse,
        "The same paragraph of more than eight words stands here twice, by mistake.",
        verse,
    ];
    let sorted = sort("Twice", lines.map(str::to_owned).to_vec());
    assert_eq!(sorted.body, [lines[0], verse, verse]);
    assert_eq!(sorted.removed[0].reason, "repeated paragraph");
}

#[test]
fn long_lists_take_no_time() {
    // Compared line by line, this would take minutes.
    let lines: Vec<String> = (0..60_000)
        .map(|n| format!("Item {n} of the long list"))
        .collect();
    assert_eq!(sort("", lines).body.len(), 60_000);
}
