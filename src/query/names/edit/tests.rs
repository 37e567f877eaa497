//! Rows before, a change, rows after.

use super::*;

const HEAD: &str = "canonical\tkind\tvariants\tnot-variants\tnote\tid\n";

fn draft(rows: &str) -> Draft {
    let text = format!("{HEAD}{rows}");
    let sheet = Sheet::read(text.as_bytes()).unwrap();
    let gazetteer = Gazetteer::builtin();
    Draft {
        path: "names.tsv".into(),
        read: Some(text.into_bytes()),
        file: NamesFile::understood(&sheet, &gazetteer).unwrap(),
        sheet,
        gazetteer,
    }
}

fn person(text: &str) -> Name {
    Name {
        kind: Kind::Person,
        text: text.into(),
    }
}

fn persons(names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| person(name)).collect()
}

fn rows(draft: &Draft) -> String {
    draft.sheet.to_string()[HEAD.len()..].to_owned()
}

#[test]
fn merge_and_split_undo_each_other() {
    let mut draft = draft("# ours\nAna Ruiz\tperson\tAna R.\n");
    let (petro, short) = (person("Gustavo Petro"), persons(&["G. Petro"]));
    assert_eq!(draft.merge(&petro, &short, Some("per desk")), Ok(true));
    let merged =
        "# ours\nAna Ruiz\tperson\tAna R.\nGustavo Petro\tperson\tG. Petro\t\tper desk\t\n";
    assert_eq!(rows(&draft), merged);
    assert_eq!(draft.merge(&petro, &short, None), Ok(false));
    assert_eq!(draft.split(&petro, &short, None), Ok(true));
    assert_eq!(rows(&draft), merged.replace("G. Petro\t", "\tG. Petro"));
    assert_eq!(draft.merge(&petro, &short, None), Ok(true));
    assert_eq!(rows(&draft), merged);
}

#[test]
fn a_merged_row_brings_all_it_has() {
    let mut draft = draft(
        "Ann Lee\tperson\tA. Lee\tAnn Li\told\tQ1\nAnn B. Lee\tperson\tLee, Ann\tB. Lee; Ann Lee\tnew\t\n",
    );
    let done = draft.merge(&person("Ann B. Lee"), &persons(&["Ann Lee"]), None);
    assert_eq!(done, Ok(true));
    assert_eq!(
        rows(&draft),
        "Ann B. Lee\tperson\tLee, Ann; Ann Lee; A. Lee\tB. Lee; Ann Li\tnew; old\tQ1\n"
    );
}

#[test]
fn a_variant_may_be_of_another_kind() {
    let mut draft = draft("");
    let ford = Name {
        kind: Kind::Org,
        text: "Ford; Henry".into(),
    };
    assert_eq!(draft.merge(&person("Henry Ford"), &[ford], None), Ok(true));
    assert_eq!(rows(&draft), "Henry Ford\tperson\torg: Ford, Henry\t\t\t\n");
}

#[test]
fn bans_come_and_go() {
    let mut draft = draft("-\tperson\tWest Bank; Getty\n");
    assert_eq!(draft.ban(&person("Suez Canal"), None), Ok(true));
    assert_eq!(draft.ban(&person("SUEZ CANAL"), None), Ok(false));
    assert_eq!(
        rows(&draft),
        "-\tperson\tWest Bank; Getty\n-\tperson\tSuez Canal\t\t\t\n"
    );
    assert_eq!(draft.unban(&person("Suez canal")), Ok(true));
    assert_eq!(draft.unban(&person("Getty")), Ok(true));
    assert_eq!(rows(&draft), "-\tperson\tWest Bank\n");
    assert!(draft.unban(&person("Getty")).is_err());
}

#[test]
fn a_new_name_keeps_the_old_one() {
    let mut draft = draft("Kate Middleton\tperson\tDuchess Kate\n");
    let old = person("Kate Middleton");
    assert_eq!(
        draft.rename(&old, "Catherine, Princess of Wales", None),
        Ok(true)
    );
    assert_eq!(
        rows(&draft),
        "Catherine, Princess of Wales\tperson\tDuchess Kate; Kate Middleton\n"
    );
    let new = person("catherine princess of wales");
    assert_eq!(draft.rename(&new, "Kate Middleton", None), Ok(true));
    assert!(rows(&draft).starts_with("Kate Middleton\tperson\tDuchess Kate; catherine"));
    // Only how it is printed.
    assert_eq!(draft.rename(&old, "KATE MIDDLETON", None), Ok(true));
    assert!(rows(&draft).starts_with("KATE MIDDLETON\tperson\tDuchess Kate; catherine"));
}

#[test]
fn what_would_contradict_is_refused_with_the_way_out() {
    let mut draft =
        draft("Ann Lee\tperson\tA. Lee\t\t\tQ1\nBo Li\tperson\t\t\t\tQ2\n-\tperson\tNobody\n");
    let before = rows(&draft);
    let (ann, bo) = (person("Ann Lee"), person("Bo Li"));
    let refusals = [
        (
            draft.merge(&bo, &persons(&["A. Lee"]), None),
            "line 2",
            "names split \"Ann Lee\" \"A. Lee\"",
        ),
        (
            draft.merge(&person("A. Lee"), &persons(&["X"]), None),
            "line 2",
            "\"Ann Lee\"",
        ),
        (
            draft.merge(&ann, &persons(&["ANN LEE"]), None),
            "one name already",
            "rename",
        ),
        (
            draft.merge(&ann, &persons(&["Nobody"]), None),
            "banned",
            "unban",
        ),
        (
            draft.merge(&ann, &persons(&["Bo Li"]), None),
            "two ids: Q1 and Q2",
            "line 3",
        ),
        (
            draft.merge(&ann, &persons(&["..."]), None),
            "no word",
            "letter",
        ),
        (
            draft.merge(&person("#MeToo"), &persons(&["X"]), None),
            "comment",
            "#",
        ),
        (
            draft.split(&ann, &persons(&["Ann Lee"]), None),
            "itself",
            "somebody else",
        ),
        (draft.ban(&ann, None), "line 2", "take line 2 out"),
        (
            draft.ban(&person("A. Lee"), None),
            "counts as `Ann Lee`",
            "split",
        ),
        (
            draft.rename(&ann, "Bo Li", None),
            "line 3",
            "names merge \"Bo Li\" \"Ann Lee\"",
        ),
    ];
    for (changed, message, help) in refusals {
        let refusal = changed.unwrap_err();
        assert!(refusal.message.contains(message), "{refusal:?}");
        assert!(refusal.help.contains(help), "{refusal:?}");
    }
    assert_eq!(rows(&draft), before);
}

#[test]
fn differences_are_rows() {
    let mut draft = draft("Ann Lee\tperson\nBo Li\tperson\n");
    assert_eq!(
        draft.merge(&person("Bo Li"), &persons(&["B. Li"]), None),
        Ok(true)
    );
    let (gone, new) = draft.differences();
    assert_eq!(
        (gone, new),
        (
            vec!["Bo Li\tperson".into()],
            vec!["Bo Li\tperson\tB. Li".into()]
        )
    );
}

#[test]
fn of_those_who_save_at_once_nobody_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names.tsv");
    let desk = |number: usize| {
        let name = person(&format!("Nobody {number}"));
        loop {
            let mut draft = Draft::open(&path, &Gazetteer::builtin()).unwrap();
            draft.ban(&name, None).unwrap();
            if draft.save().is_ok() {
                return;
            }
        }
    };
    std::thread::scope(|threads| {
        for number in 0..6 {
            threads.spawn(move || desk(number));
        }
    });
    let rows = fs::read_to_string(&path).unwrap();
    assert_eq!(rows.lines().count(), 1 + 6, "{rows}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
