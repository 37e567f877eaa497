//! What a `morgue.toml` can say, for `index --help` and `read --help`.

/// Shown below the flags.
pub(super) const HELP: &str = r#"Files that do not explain themselves:
  A `morgue.toml` says how they are to be read. It lies in the CORPUS, or, for
  every CORPUS, in the folder where morgue is run. The first [[mapping]] that
  names a file holds for it; what it leaves open is found out as ever. When it
  changes, the next `morgue index` reads the files that it concerns.

    [[mapping]]
    files = "exports/*.csv"             # as in a .gitignore, below the CORPUS;
                                        # a zip counts as a folder
    title = "Headline"                  # the name of a column ...
    body = ["Lead", 4]                  # ... or its number, from 1; or several
    date = "Erschienen"
    date_format = "%d.%m.%Y"            # as in strftime
    source = { value = "Daily Echo" }   # the same for every article
    section = false                     # there is none

    [[mapping]]
    files = ["dump.json", "pages/"]
    records = "data.items"              # where the list of records is
    title = "content.headline"          # keys below keys
    byline = "authors.name"             # of all authors; "authors.0.name": one

  Fields: title, body, byline, date, dateline, source, section, page, edition,
  wire, lang, url, summary, captions. Of several places, body, byline, date and
  captions take all; the others the first that holds something.
  Tables: delimiter (";", "tab"), quote ("'", or false for none), header (true,
  false). Any file: charset ("windows-1252"), skip (true: not to be read)."#;

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::article::Mapping;

    #[test]
    fn the_example_is_understood() {
        let lines = HELP.lines().filter_map(|line| line.strip_prefix("    "));
        let example: String = lines.map(|line| format!("{line}\n")).collect();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("morgue.toml"), example).unwrap();
        let mapping = Mapping::of(&[folder.path()], folder.path()).unwrap();
        for (file, is_named) in [
            ("exports/a.csv", true),
            ("exports/a.zip!b.csv", false),
            ("x/dump.json", true),
            ("pages/b/c.json", true),
            ("a.csv", false),
        ] {
            assert_eq!(mapping.fingerprint([file]) != 0, is_named, "{file}");
        }
    }
}
