//! The envelope of a wire message: `SOH` header `STX` text `ETX` trailer `EOT`, one or many in a file.
//!
//! ANPA 1312 and IPTC 7901 share it. Around the messages stand synchronisation and padding, which
//! say nothing.

use crate::text::decode;

/// Start of header, of text, end of text, of transmission.
const SOH: u8 = 1;
const STX: u8 = 2;
const ETX: u8 = 3;
const EOT: u8 = 4;

/// One message, undecoded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Message<'b> {
    pub(super) header: &'b [u8],
    pub(super) text: &'b [u8],
    pub(super) trailer: &'b [u8],
}

/// The messages of a file, in order. A message without a text is none.
pub(super) fn messages(bytes: &[u8]) -> impl Iterator<Item = Message<'_>> {
    bytes
        .split(|&byte| byte == SOH)
        .skip(1)
        .filter_map(|message| {
            let start = message.iter().position(|&byte| byte == STX)?;
            let (header, text) = (&message[..start], &message[start + 1..]);
            let end = text
                .iter()
                .position(|&byte| matches!(byte, ETX | EOT))
                .unwrap_or(text.len());
            let trailer = text.get(end + 1..).unwrap_or_default();
            let last = trailer
                .iter()
                .position(|&byte| byte == EOT)
                .unwrap_or(trailer.len());
            Some(Message {
                header,
                text: &text[..end],
                trailer: &trailer[..last],
            })
        })
}

/// The first message of a file that begins with one, padding apart.
pub(super) fn first(bytes: &[u8]) -> Option<Message<'_>> {
    let is_padding = |byte: &u8| matches!(byte, 0 | b'\n' | b'\r' | b' ' | 0x10 | 0x16 | 0x7f);
    let start = bytes.iter().position(|byte| !is_padding(byte))?;
    (bytes[start] == SOH).then(|| messages(&bytes[start..]).next())?
}

impl Message<'_> {
    /// The lines of header, text and trailer, each part decoded, control characters gone but for tabs.
    pub(super) fn lines(&self) -> [Vec<String>; 3] {
        let is_kept = |c: &char| !c.is_control() || *c == '\t';
        [self.header, self.text, self.trailer].map(|part| {
            let (part, _) = decode::decode(part, None);
            part.lines()
                .map(|line| line.chars().filter(is_kept).collect())
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_found() {
        let bytes = b"\x16\x16\x01a1\x1fx\n\x02One\x03end\x04\x7f\x7f\x16\x16\x01a2\n\x02Two";
        let found: Vec<Message<'_>> = messages(bytes).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].text, b"One");
        assert_eq!(found[0].trailer, b"end");
        assert_eq!(found[1].header, b"a2\n");
        assert_eq!((found[1].text, found[1].trailer), (&b"Two"[..], &b""[..]));
        assert_eq!(first(bytes), Some(found[0]));
        assert_eq!(first(b"A text \x01 with \x02 marks"), None);
        let message = Message {
            header: b"",
            text: b"a\x05\tb\r\nc",
            trailer: b"",
        };
        assert_eq!(message.lines()[1], ["a\tb", "c"]);
    }
}
