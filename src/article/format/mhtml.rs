//! Pages that a browser saved as one file: MHTML (`.mht`, `.mhtml`), a mail without a receiver whose
//! first part is the page and whose others are its pictures.
//!
//! The page itself is read as every other page; the mail around it knows its address and when it
//! was saved.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::page;
use crate::article::{Draft, Rejection};
use crate::corpus::Stated;

/// Whether a file begins like one; `start` is in lower case. A mail with pictures has somebody to
/// go to.
pub(super) fn is_mhtml(start: &str) -> bool {
    let head = start
        .split_once("\n\n")
        .or_else(|| start.split_once("\r\n\r\n"))
        .map_or(start, |(head, _)| head);
    let has = |field: &str| head.lines().any(|line| line.starts_with(field));
    has("mime-version:")
        && head.contains("multipart/related")
        && ![
            "to:",
            "received:",
            "delivered-to:",
            "return-path:",
            "message-id:",
        ]
        .iter()
        .any(|field| has(field))
}

/// Reads the page in an MHTML file. Takes time linear in the file.
///
/// # Errors
/// Failed, `not valid MHTML`: no part is a page. Else as a page.
pub(super) fn read(bytes: &[u8], container: &Stated) -> Result<Draft, Rejection> {
    let message = MessageParser::default().parse(bytes);
    let found = message
        .as_ref()
        .and_then(|message| Some((message, page_of(message)?)));
    let Some((message, (part, html))) = found else {
        return Err(Rejection::failed("not valid MHTML", "no part is a page"));
    };
    let address = header(message, "Snapshot-Content-Location")
        .or(part.content_location())
        .filter(|address| address.starts_with("http"));
    let stated = Stated {
        url: address.map(str::to_owned).or_else(|| container.url.clone()),
        fetched: message.date().map(|date| date.to_rfc3339()),
        ..Stated::default()
    };
    let mut draft = page::read(html.as_bytes(), &stated)?;
    draft.title = draft.title.or_else(|| message.subject().map(str::to_owned));
    Ok(draft)
}

/// The first part that is a page, and its markup.
fn page_of<'m>(message: &'m Message<'_>) -> Option<(&'m MessagePart<'m>, &'m str)> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some((part, &**html)),
        _ => None,
    })
}

fn header<'m>(message: &'m Message<'_>, name: &'static str) -> Option<&'m str> {
    message.header(name)?.as_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAVED: &str = "From: <Saved by Blink>\r\n\
        Snapshot-Content-Location: https://echo.com/strike\r\n\
        Subject: =?utf-8?Q?Strike=20in=20Bogot=C3=A1?=\r\n\
        Date: Wed, 12 Nov 2025 01:05:26 -0000\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--B--\"\r\n\
        \r\n\
        ----B--\r\n\
        Content-Type: text/html\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: https://echo.com/strike\r\n\
        \r\n\
        <html><head><meta charset=3Dlatin1></head><body><h1>Strike in Bogot=C3=A1</h1><p>Dockers in Bo=\r\n\
        got=C3=A1 walked out on Monday over pay and the length of their shifts.</p></body></html>\r\n\
        ----B--\r\n\
        Content-Type: image/png\r\n\
        Content-Transfer-Encoding: base64\r\n\
        \r\n\
        AAAA\r\n\
        ----B----\r\n";

    #[test]
    fn the_page_in_it() {
        assert!(is_mhtml(&SAVED.to_lowercase()));
        let draft = read(SAVED.as_bytes(), &Stated::default()).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Strike in Bogotá"));
        assert_eq!(draft.url.as_deref(), Some("https://echo.com/strike"));
        assert_eq!(
            draft.paragraphs,
            ["Dockers in Bogotá walked out on Monday over pay and the length of their shifts."]
        );
    }

    #[test]
    fn mails_are_none() {
        let mail = format!("To: Jo Roe <jo@echo.com>\r\n{SAVED}");
        assert!(!is_mhtml(&mail.to_lowercase()));
        assert!(!is_mhtml("mime-version: 1.0\n\nmultipart/related"));
        let without_page = SAVED.replace("text/html\r\n", "text/css\r\n");
        let rejection = read(without_page.as_bytes(), &Stated::default()).unwrap_err();
        assert_eq!(rejection.reason, "not valid MHTML");
    }
}
