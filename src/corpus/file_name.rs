//! What a file of the corpus is called.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

/// Path of a file below its corpus, with `/` between the parts.
///
/// Reads as a `str` that can be shown; a path that is not UTF-8 is given lossily there, and its own
/// bytes are kept beside it, so that two such files are never taken for one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileName {
    #[serde(deserialize_with = "shared")]
    shown: Arc<str>,
    /// Only when `shown` does not say it all.
    raw: Option<Arc<[u8]>>,
}

/// Takes a string from where it lies, without a copy between: a manifest has millions.
fn shared<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
    <&str>::deserialize(from).map(Arc::from)
}

impl FileName {
    /// The name with these bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> FileName {
        match String::from_utf8(bytes) {
            Ok(name) => FileName::from(name.as_str()),
            Err(error) => FileName {
                shown: String::from_utf8_lossy(error.as_bytes()).into(),
                raw: Some(error.into_bytes().into()),
            },
        }
    }

    /// The bytes of the path as the file system has them.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.raw {
            Some(raw) => raw,
            None => self.shown.as_bytes(),
        }
    }

    /// The bytes in hex, when the path is not UTF-8.
    pub fn hex(&self) -> Option<String> {
        let raw = self.raw.as_ref()?;
        Some(raw.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl From<&str> for FileName {
    fn from(name: &str) -> FileName {
        FileName {
            shown: name.into(),
            raw: None,
        }
    }
}

impl Deref for FileName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.shown
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_that_look_alike_are_two() {
        let one = FileName::from_bytes(b"a\xff.txt".to_vec());
        let two = FileName::from_bytes(b"a\xfe.txt".to_vec());
        assert_eq!(&*one, &*two);
        assert_ne!(one, two);
        assert_eq!(one.hex().as_deref(), Some("61ff2e747874"));
        assert_eq!(FileName::from("é.txt").hex(), None);
    }
}
