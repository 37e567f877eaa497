//! NEAR, ATLEAST, wildcards, similar spellings, text as printed: the text, and the tree it becomes.

use super::reading::assert_table;

#[test]
fn distances() {
    assert_table(
        r#"
        mayor NEAR/5 resign                        => (near/5 mayor resign)
        mayor NEAR5 resign                         => (near/5 mayor resign)
        mayor near5 resign                         => (near/5 mayor resign)
        mayor near/5 resign                        => (near/5 mayor resign)
        mayor w/5 resign                           => (near/5 mayor resign)
        mayor W/5 resign                           => (near/5 mayor resign)
        mayor n/5 resign                           => (near/5 mayor resign)
        mayor N/5 resign                           => (near/5 mayor resign)
        mayor /5 resign                            => (near/5 mayor resign)
        mayor NEAR/1000 resign                     => (near/1000 mayor resign)
        mayor NEAR/007 resign                      => (near/7 mayor resign)
        mayor PRE/5 resign                         => (pre/5 mayor resign)
        mayor pre/5 resign                         => (pre/5 mayor resign)
        mayor p/5 resign                           => (pre/5 mayor resign)
        mayor P/5 resign                           => (pre/5 mayor resign)
        mayor adj5 resign                          => (pre/5 mayor resign)
        mayor ADJ/5 resign                         => (pre/5 mayor resign)
        mayor onear/5 resign                       => (pre/5 mayor resign)
        mayor ONEAR5 resign                        => (pre/5 mayor resign)
        mayor /s resign                            => (/s mayor resign)
        mayor /S resign                            => (/s mayor resign)
        mayor w/s resign                           => (/s mayor resign)
        mayor w/sent resign                        => (/s mayor resign)
        mayor /p resign                            => (/p mayor resign)
        mayor w/p resign                           => (/p mayor resign)
        mayor w/para resign                        => (/p mayor resign)
        mayor SAME resign                          => (/p mayor resign)
        mayor NOT NEAR/5 resign                    => (not-near/5 mayor resign)
        mayor NOT w/5 resign                       => (not-near/5 mayor resign)
        mayor not w/5 resign                       => (not-near/5 mayor resign)
        mayor NOT PRE/5 resign                     => (not-pre/5 mayor resign)
        mayor NOT /s resign                        => (not-/s mayor resign)
        mayor not /p resign                        => (not-/p mayor resign)
        "#,
    );
}

/// NEAR binds tighter than ATLEAST, that than NOT, AND and OR; `field:` only touches its own value.
#[test]
fn precedence() {
    assert_table(
        r#"
        a NEAR/5 b NEAR/3 c                        => (near/3 (near/5 a b) c)
        a NEAR/5 b /s c                            => (/s (near/5 a b) c)
        a NEAR/5 (b NEAR/3 c)                      => (near/5 a (near/3 b c))
        a NOT NEAR/5 b PRE/3 c                     => (pre/3 (not-near/5 a b) c)
        a b NEAR/5 c d                             => (and a (near/5 b c) d)
        a OR b NEAR/5 c                            => (or a (near/5 b c))
        a OR b NEAR/5 c d                          => (or a (and (near/5 b c) d))
        NOT a NEAR/5 b                             => (not (near/5 a b))
        -a NEAR/5 b c                              => (and (not (near/5 a b)) c)
        a AND NOT b NEAR/5 c                       => (and a (not (near/5 b c)))
        (a OR "b c") NEAR/10 person:"Ana Ruiz"     => (near/10 (or a [b c]) Person[Ana Ruiz])
        person:* NEAR/5 resign                     => (near/5 Person[*] resign)
        "a b" NEAR/5 "c d"                         => (near/5 [a b] [c d])
        "a b"NEAR/5"c d"                           => (near/5 [a b] [c d])
        (a)NEAR/5(b OR c)                          => (near/5 a (or b c))
        title:a NEAR/5 b                           => (near/5 title:a b)
        title:(a NEAR/5 b)                         => (near/5 title:a title:b)
        title:(a NEAR/5 b) c                       => (and (near/5 title:a title:b) c)
        hlead:a NEAR/5 b                           => (near/5 (or title:a lead:a) b)
        ATLEAST/3 a NEAR/5 b                       => (atleast/3 (near/5 a b))
        ATLEAST/3 a OR b                           => (or (atleast/3 a) b)
        ATLEAST/3 a b                              => (and (atleast/3 a) b)
        NOT ATLEAST/3 a                            => (not (atleast/3 a))
        -ATLEAST/3 a                               => (not (atleast/3 a))
        a NEAR/5 Not                               => (near/5 a Not)
        text:w/5 NEAR/5 "NEAR/5"                   => (near/5 w/5 [NEAR/5])
        "#,
    );
}

#[test]
fn counts() {
    assert_table(
        r#"
        ATLEAST/3 flood                            => (atleast/3 flood)
        ATLEAST3 flood                             => (atleast/3 flood)
        atleast3 flood                             => (atleast/3 flood)
        atleast3(flood)                            => (atleast/3 flood)
        atleast3(flood) dam                        => (and (atleast/3 flood) dam)
        ATLEAST/1 "flood dam"                      => (atleast/1 [flood dam])
        ATLEAST/3 (a OR b)                         => (atleast/3 (or a b))
        ATLEAST/3 person:*                         => (atleast/3 Person[*])
        ATLEAST/3 title:a                          => (atleast/3 title:a)
        title:(ATLEAST/3 a)                        => (atleast/3 title:a)
        repeat3:"flood"                            => (atleast/3 flood!)
        repeat3:flood dam                          => (and (atleast/3 flood) dam)
        repeat3:(a OR b)                           => (atleast/3 (or a b))
        atleast 3                                  => (and atleast 3)
        "#,
    );
}

#[test]
fn letters_left_open() {
    assert_table(
        r#"
        resign*                                    => resign*%
        wom?n                                      => wom?n%
        counci?                                    => counci?%
        *ism                                       => *ism%
        title:resign*                              => title:resign*%
        hlead:resign*                              => (or title:resign*% lead:resign*%)
        resign* NEAR/5 may?r                       => (near/5 resign*% may?r%)
        "resign*"                                  => resign*%
        "wom?n"                                    => wom?n%
        "city counc*"                              => [city counc*]
        "c?ty counc*"                              => [c?ty counc*]
        title:"city counc*"                        => title:[city counc*]
        "who won?"                                 => [who won?]
        "who won?!"                                => [who won?!]
        "who won ?"                                => [who won ?]
        "who? me"                                  => [who? me]
        "won?"                                     => won?!
        "wom?n?"                                   => wom?n%
        "Qui ? wom?n"                              => [Qui wom?n]
        "who ? me"                                 => [who ? me]
        "see http://a.b/?c"                        => [see http://a.b/?c]
        path:a*b                                   => Path[a*b]
        "#,
    );
}

#[test]
fn similar_spellings() {
    assert_table(
        r#"
        smith~1                                    => smith~1
        smith~2                                    => smith~2
        smith~                                     => smith~2
        smith～1                                   => smith~1
        title:smith~1                              => title:smith~1
        smith~1^2                                  => smith~1
        smith~1 NEAR/2 jon~                        => (near/2 smith~1 jon~2)
        http://a.b/~                               => http://a.b/~
        path:a~1                                   => Path[a~1]
        "#,
    );
}

#[test]
fn phrases_with_room() {
    assert_table(
        r#"
        "a b"~4                                    => [a b]~4
        "a b" ~4                                   => [a b]~4
        “a b”～4                                   => [a b]~4
        "a b"~0                                    => [a b]
        "a b"~4^2                                  => [a b]~4
        title:"a b"~4 c                            => (and title:[a b]~4 c)
        hlead:"a b"~4                              => (or title:[a b]~4 lead:[a b]~4)
        "a*x b"~4                                  => [a*x b]~4
        "a b"~4 NEAR/5 "c"~2                       => (near/5 [a b]~4 c!)
        "#,
    );
}

#[test]
fn as_printed() {
    assert_table(
        r#"
        ="Polish"                                  => Polish=
        ="Polish Post"                             => =[Polish Post]
        title:="Polish"                            => title:Polish=
        hlead:="Polish"                            => (or title:Polish= lead:Polish=)
        title:(="Polish" OR ="Post")               => (or title:Polish= title:Post=)
        ="Polish Post"~3                           => =[Polish Post]~3
        ="Who won?"                                => =[Who won?]
        -="Polish"                                 => (not Polish=)
        =“Polish” NEAR/5 post                      => (near/5 Polish= post)
        "#,
    );
}

#[test]
fn names_in_a_part_of_the_text() {
    assert_table(
        r#"
        title:person:"Ana Ruiz"                    => title:Person[Ana Ruiz]
        lead:person:*                              => lead:Person[*]
        title:place:"France" strike                => (and title:Place[France] strike)
        hl:people:Blair                            => title:Person[Blair]
        text:org:UN                                => Org[UN]
        hlead:person:Blair                         => (or title:Person[Blair] lead:Person[Blair])
        title:person:("Ana Ruiz" OR Blair)         => (or title:Person[Ana Ruiz] title:Person[Blair])
        title:(person:"Ana Ruiz" OR strike)        => (or title:Person[Ana Ruiz] title:strike)
        title:(person:* NEAR/5 resign)             => (near/5 title:Person[*] title:resign)
        title:(person:a) person:b                  => (and title:Person[a] Person[b])
        title:Re:you                               => title:Re:you
        "#,
    );
}
