use proptest::prelude::*;

use super::*;

fn verdict(asked: &str, other: &str) -> Comparison {
    compare(&FullName::read(asked), &FullName::read(other))
}

#[test]
fn names_of_one_person() {
    use Likeness::{GivenName, Initials, Longer, Same, Shorter, Spelling};
    for (asked, other, likeness) in [
        ("Viktor Orban", "Orban Viktor", Same),
        ("Viktor Orbán", "viktor orban", Same),
        ("Petro, Gustavo", "Gustavo Petro", Same),
        ("Bashar Assad", "Bashar al-Assad", Same),
        ("John van Kirk", "John Vankirk", Same),
        ("Sean O'Brien", "Sean OBrien", Same),
        ("Ronald McDonald", "Ronald Mc Donald", Same),
        ("Kim Jong-un", "Kim Jong Un", Same),
        ("Jong Un Kim", "Kim Jong-un", Same),
        ("Zine El Abidine Ben Ali", "Zine Abidine Bin Ali", Same),
        ("J.K. Rowling", "jk rowling", Same),
        ("O.J. Simpson", "OJ Simpson", Same),
        ("H. Ross Perot", "Ross Perot", Same),
        ("Gustavo Petro", "Gustavo Francisco Petro Urrego", Longer),
        ("Andres Lopez", "Andres Lopez Obrador", Longer),
        ("Hillary Clinton", "Hillary Rodham Clinton", Longer),
        ("George Bush", "George W. Bush", Longer),
        ("Martin Luther King", "Martin Luther King Jr.", Longer),
        ("G. Petro", "Gustavo Petro", Longer),
        ("Gustavo Petro", "G. Petro", Initials),
        ("Gustavo Francisco Petro", "G.F. Petro", Initials),
        ("Gustavo Francisco Petro", "Gustavo F. Petro", Initials),
        ("Jean-Claude Trichet", "J.-C. Trichet", Initials),
        ("George W. Bush", "George Bush", Shorter),
        ("Martin Luther King Jr", "Martin Luther King", Shorter),
        ("Bill Clinton", "William Clinton", GivenName),
        ("Bob Dole", "Robert J. Dole", GivenName),
        ("Muhammad Ali", "Mohamed Ali", GivenName),
        ("Mikhail Gorbachev", "Mikhael Gorbachev", GivenName),
        ("Vladimir Zelensky", "Volodymyr Zelenskyy", Spelling),
        ("Moammar Gadhafi", "Muammar Qaddafi", Spelling),
        ("Boris Yeltsin", "Boris Jelzin", Spelling),
        ("Michail Gorbatschow", "Mikhail S. Gorbachev", Spelling),
        ("Qasem Soleimani", "Qassim Suleymany", Spelling),
        ("Gerhard Schröder", "Gerhard Schroeder", Spelling),
        ("Yevgeny Yevtushenko", "Jewgeni Jewtuschenko", Spelling),
        ("Chiang Kai-shek", "Jiang Jieshi", Spelling),
        ("Mao Zedong", "Mao Tse-tung", Spelling),
        ("Xu Xiangqian", "Hsu Hsiang-chien", Spelling),
    ] {
        assert_eq!(
            verdict(asked, other),
            Comparison::Like(likeness),
            "{asked} / {other}"
        );
    }
}

#[test]
fn names_of_two_people() {
    for (asked, other) in [
        ("George W. Bush", "George H. W. Bush"),
        ("George W. Bush", "George H.W. Bush"),
        ("Martin Luther King Jr.", "Martin Luther King Sr."),
        ("John D. Smith", "John F. Smith"),
        ("James Thomas", "Thomas James"),
    ] {
        assert_eq!(
            verdict(asked, other),
            Comparison::Another,
            "{asked} / {other}"
        );
    }
    for (asked, other) in [
        ("Gustavo Petro", "Giovanni Petro"),
        ("Jean Moulin", "Jeanne Moulin"),
        ("Mary Curie", "Marie Curie"),
        ("Juan Smith", "John Smith"),
        ("Edward Kennedy", "Theodore Kennedy"),
        ("Kim Jong Il", "Kim Jong Un"),
        ("Martin Luther", "Martin Luther King"),
        ("John Kennedy", "John Kennedy Toole"),
        ("Robert Hoffman", "Robert Hofmann"),
        ("Robert Lee", "Robert Li"),
        ("Hassan Nasser", "Hussein Nasser"),
        ("Bill Clinton", "Hillary Clinton"),
        ("G. Petro", "F. Petro"),
        ("William Clinton", "B. Clinton"),
        ("Petro", "Gustavo Petro"),
        ("", "Gustavo Petro"),
    ] {
        assert_eq!(
            verdict(asked, other),
            Comparison::Unrelated,
            "{asked} / {other}"
        );
    }
}

#[test]
fn a_surname_alone() {
    for (key, surname) in [
        ("petro", Some("petro")),
        ("de clercq", Some("clercq")),
        ("de la madrid", Some("madrid")),
        ("von der leyen", Some("leyen")),
        ("al gore", None),
        ("gustavo petro", None),
        ("g petro", None),
    ] {
        assert_eq!(lone_surname(key), surname, "{key}");
    }
}

#[test]
fn particles_are_sorted() {
    assert!(PARTICLES.is_sorted());
}

fn name() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec![
        "George",
        "W.",
        "H.",
        "H.W.",
        "Bush",
        "Bill",
        "William",
        "Jr.",
        "Sr.",
        "al-Assad",
        "van",
        "Kirk",
        "Gorbachev",
        "Mikhail",
        "Mao",
        "Tse-tung",
        "Zedong",
        "G.",
        "de",
        "Petro",
        "Kim",
    ]);
    prop_oneof![
        4 => proptest::collection::vec(word, 0..5).prop_map(|words| words.join(" ")),
        1 => ".{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_is_like_whom_does_not_depend_on_who_is_asked(one in name(), other in name()) {
        let (there, back) = (verdict(&one, &other), verdict(&other, &one));
        match (there, back) {
            (Comparison::Like(there), Comparison::Like(back)) => {
                prop_assert_eq!(there == Likeness::Same, back == Likeness::Same);
                prop_assert!(!(there == Likeness::Longer && back == Likeness::Longer));
            }
            _ => prop_assert_eq!(there, back),
        }
    }

    #[test]
    fn a_name_is_like_itself(one in name()) {
        let like = verdict(&one, &one);
        prop_assert!(like == Comparison::Like(Likeness::Same) || FullName::read(&one).words.is_empty());
    }
}

#[test]
fn points_alone_are_no_name() {
    for odd in ["..", ".. ..", "- .", "... Petro"] {
        assert!(!FullName::read(odd).is_full(), "{odd}");
    }
}
