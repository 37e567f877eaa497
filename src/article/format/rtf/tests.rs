use super::*;

fn body(rtf: &str) -> String {
    let mut machine = Machine::default();
    machine.run(rtf.as_bytes()).unwrap();
    machine.body
}

#[test]
fn text_of_a_document() {
    for (rtf, expected) in [
        (r"{\rtf1\ansi One\par Two\line three}", "One\nTwo\nthree"),
        (
            r"{\rtf1 {\fonttbl{\f0\fcharset0 Times;}}{\colortbl;\red0;}Text}",
            "Text",
        ),
        (
            r"{\rtf1 {\*\generator Writer 4;}{\b bold} word}",
            "bold word",
        ),
        (
            r"{\rtf1 it\rquote s \ldblquote so\rdblquote\~far}",
            "it’s “so” far",
        ),
        (r"{\rtf1\ansicpg1252 Bogot\'e1}", "Bogotá"),
        (r"{\rtf1\ansicpg1251 \'cc\'ee\'f1\'ea\'e2\'e0}", "Москва"),
        (r"{\rtf1\uc1 \u1052?\u-3913?x}", "Мx"),
        (r"{\rtf1 \u55357?\u56832?!}", "😀!"),
        (r"{\rtf1\uc2 caf\u233ab!}", "café!"),
        (
            r"{\rtf1{\fonttbl{\f1\fnil\fcharset128 Gothic;}}\f1 \'93\'8c\'8b\'9e}",
            "東京",
        ),
        (r"{\rtf1 a{\v hidden}{\deleted gone}\v x\v0 b}", "ab"),
        (
            r"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}}",
            "link",
        ),
        (r"{\rtf1 a{\pict\bin3 }}}}b}", "ab"),
        (r"{\rtf1 a\cell b\cell\row}", "a\tb\t\n"),
        (r"{\rtf1 \{a\}\\}", "{a}\\"),
        ("{\\rtf1 one\r\ntwo\\\nthree}trailing", "onetwo\nthree"),
        (r"{\rtf1 cut in the mid", "cut in the mid"),
        (r"{\rtf1{\header Page 1}{\pntext 1.\tab}Item}", "Item"),
    ] {
        assert_eq!(body(rtf), expected, "{rtf}");
    }
}

#[test]
fn properties_and_notes() {
    let rtf = r"{\rtf1{\info{\title Ferry report}{\author Jane Doe}{\creatim\yr1998\mo3\dy7}}A ferry{\footnote The Ethel.} sank off the pier on Monday.}";
    let mut drafts = read(rtf.as_bytes()).unwrap();
    let draft = drafts.remove(0).unwrap();
    assert_eq!(draft.byline, ["Jane Doe"]);
    assert_eq!(draft.written.as_deref(), Some("1998-03-07"));
    assert!(draft.title.as_deref() == Some("Ferry report") || draft.paragraphs.len() == 1);
    assert_eq!(draft.paragraphs.last().unwrap(), "The Ethel.");
}

#[test]
fn hostile_files() {
    let deep = format!("{{\\rtf1 {}", "{".repeat(100_000));
    assert_eq!(read(deep.as_bytes()).unwrap_err().reason, "RTF too complex");
    assert!(read(format!("{{\\rtf1 {}x}}", "}".repeat(100_000)).as_bytes()).is_ok());
    assert!(read(br"{\rtf1 \bin999999999999 x}").is_ok());
    assert!(read(br"{\rtf1 \u99999999999? \'z \'").is_ok());
    assert_eq!(
        read(br"{\rtf1{\fonttbl{\f0").unwrap_err().reason,
        "not valid RTF"
    );
    let whole =
        r"{\rtf1\ansi{\fonttbl{\f0\fcharset204 Arial;}}{\info{\title T}}\f0\u1052?\'cc{\b a}\par}";
    for end in 0..whole.len() {
        let _ = read(&whole.as_bytes()[..end]);
    }
}

#[test]
fn tables_are_sorted() {
    assert!(SILENT.is_sorted());
    assert!(CHARACTERS.is_sorted_by_key(|row| row.0));
}
