use super::*;
use crate::corpus::Document;

fn drafts(message: &[u8]) -> Vec<Result<Draft, Rejection>> {
    let content = Content::Document(Document {
        bytes: message.to_vec(),
        ..Document::default()
    });
    read(&content, message).unwrap_or_else(|rejection| vec![Err(rejection)])
}

fn draft(message: &[u8]) -> Draft {
    drafts(message).remove(0).unwrap()
}

#[test]
fn headers_and_charsets() {
    let message = b"From: =?iso-8859-1?Q?Jos=E9?= Doe <j@x.org>\r\nSubject: Re: =?UTF-8?B?Qm9nb3TDoQ==?=\r\nDate: 2 Apr 93 19:05:57 GMT\r\nNewsgroups: rec.boats,misc\r\nMessage-ID: <1@x>\r\n\r\nCaf\xe9 noir.\r\n";
    let draft = draft(message);
    assert_eq!(draft.title.as_deref(), Some("Re: Bogotá"));
    assert_eq!(draft.byline, ["José Doe"]);
    assert!(
        draft.dates[0].1.starts_with("1993-04-02"),
        "{:?}",
        draft.dates
    );
    assert_eq!(draft.section.as_deref(), Some("rec.boats"));
    assert_eq!(draft.paragraphs, ["Café noir."]);
}

#[test]
fn names_of_senders() {
    for (from, expected) in [
        (
            "keith@x.edu (Keith Allan Schneider)",
            vec!["Keith Allan Schneider"],
        ),
        ("\"Doe, Jane\" <jane@x.org>", vec!["Jane Doe"]),
        ("jane@x.org", vec![]),
        (
            "Jane Doe <jane@x.org>, Ann Lee <ann@x.org>",
            vec!["Jane Doe", "Ann Lee"],
        ),
    ] {
        let message = format!("From: {from}\nSubject: x\nMessage-ID: <1@x>\n\nText\n");
        assert_eq!(draft(message.as_bytes()).byline, expected, "{from}");
    }
}

const HEAD: &str = "From: a@b.c\nSubject: S\nMIME-Version: 1.0\nMessage-ID: <1@x>\n";

fn body(rest: &str) -> String {
    draft(format!("{HEAD}{rest}").as_bytes())
        .paragraphs
        .join("|")
}

#[test]
fn parts() {
    let two = "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nPlain text.\n--b\nContent-Type: text/html\n\n<p>Rich text.</p>\n--b--\n";
    assert_eq!(body(two), "Plain text.");
    let stub = two.replace("Rich text.", &"Rich text, and a lot of it. ".repeat(8));
    assert!(body(&stub).starts_with("Rich text"));
    let html = "Content-Type: text/html; charset=utf-8\n\n<p>Rich text.</p>\n";
    assert_eq!(body(html), "Rich text.");
    let printable = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nBogot=C3=A1 is=\n big.\n";
    assert_eq!(body(printable), "Bogotá is big.");
    let wrong = "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: quoted-printable\n\nBogot=E1 is big.\n";
    assert_eq!(body(wrong), "Bogotá is big.");
    let japanese = "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$BElJ?\x1b(B\n";
    assert_eq!(body(japanese), "東平");
    assert_eq!(body("\n\x1b$BElJ?\x1b(B\n"), "東平");
    let forwarded = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee this.\n--b\nContent-Type: message/rfc822\n\nSubject: Inner\nFrom: c@d.e\n\nInner text.\n--b--\n";
    assert_eq!(body(forwarded), "See this.|Inner|Inner text.");
    let cut = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nA text without its end.";
    assert_eq!(body(cut), "A text without its end.");
    let two_types = "Content-Type: multipart/mixed; boundary=b\nContent-Type: text/plain\n\nPreamble.\n--b\n\nText.\n--b--\n";
    assert_eq!(body(two_types), "Text.");
    let wrong_boundary = "Content-Type: multipart/mixed; boundary=other\n\n--b\n\nText.\n--b--\n";
    assert_eq!(body(wrong_boundary), "Text.");
}

#[test]
fn forms_and_empty_messages() {
    let form = "Content-Type: text/plain; format=flowed; delsp=yes\n\n{\"Headline\":[\"Ferry sinks\"],\"Body\":[\"It sank o \nff the pier.\"]}\n";
    let form = draft(format!("{HEAD}{form}").as_bytes());
    assert_eq!(form.title.as_deref(), Some("Ferry sinks"));
    assert_eq!(form.paragraphs, ["It sank off the pier."]);
    let empty = b"From: a@b.c\nMIME-Version: 1.0\nMessage-ID: <1@x>\n\n\n";
    assert_eq!(drafts(empty)[0].as_ref().unwrap_err().reason, "no text");
}

#[test]
fn hostile_messages() {
    let nested = format!(
        "{HEAD}{}",
        "Content-Type: message/rfc822\n\n".repeat(100_000)
    );
    assert_eq!(
        drafts(nested.as_bytes())[0].as_ref().unwrap_err().reason,
        "mail too complex"
    );
    let nested = format!(
        "{HEAD}{}",
        "Content-Type: message/rfc822\n\n".repeat(MAX_NESTED)
    );
    drafts(nested.as_bytes());
    let whole = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b--\n"
    );
    for end in 0..whole.len() {
        drafts(&whole.as_bytes()[..end]);
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone().into_bytes();
        changed[at] ^= 0x15;
        drafts(&changed);
    }
}
