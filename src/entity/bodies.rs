//! Which organisation a short name means: its beginning (`Nakagawa`), its initials (`BBC`), what stands in
//! brackets behind it, the last word of a club (`United`).

use rustc_hash::FxHashMap;

use super::Kind;
use super::name::Name;
use super::things::is_company_end;

/// The organisations of a story that are named in full, found by what short forms share with them.
#[derive(Default)]
pub(super) struct Bodies<'n> {
    /// Folded name, and where it stands first.
    all: Vec<(&'n str, usize)>,
    by_key: FxHashMap<&'n str, usize>,
    by_beginning: FxHashMap<&'n str, Vec<usize>>,
    by_end: FxHashMap<&'n str, Vec<usize>>,
    by_initials: FxHashMap<String, Vec<usize>>,
    /// `PFI` of `Popular Front for Ituri (PFI)`.
    by_bracket: FxHashMap<&'n str, usize>,
}

impl<'n> Bodies<'n> {
    pub(super) fn of(names: &'n [Name]) -> Bodies<'n> {
        let mut bodies = Bodies::default();
        for (n, name) in names.iter().enumerate() {
            if name.kind == Kind::Org && !name.is_single() {
                bodies.add(n, &name.key);
            }
        }
        for pair in names.windows(2) {
            let [full, short] = pair else { continue };
            let is_pair = full.kind == Kind::Org && short.kind == Kind::Org;
            if is_pair && short.is_bracketed && short.is_single() && !full.is_single() {
                let full = bodies.by_key[full.key.as_str()];
                bodies.by_bracket.entry(&short.key).or_insert(full);
            }
        }
        bodies
    }

    fn add(&mut self, n: usize, key: &'n str) {
        if self.by_key.contains_key(key) {
            return;
        }
        let at = self.all.len();
        self.all.push((key, n));
        self.by_key.insert(key, at);
        for (end, _) in key.match_indices(' ') {
            self.by_beginning.entry(&key[..end]).or_default().push(at);
        }
        if let Some((_, last)) = key.rsplit_once(' ') {
            self.by_end.entry(last).or_default().push(at);
        }
        for initials in initials_of(key) {
            self.by_initials.entry(initials).or_default().push(at);
        }
    }

    /// Where the name that a name is short for stands first; of the name itself when it is the fullest.
    pub(super) fn full_name(&self, name: &Name) -> Option<usize> {
        let at = match self.by_key.get(name.key.as_str()) {
            Some(&same) => self.whole(same),
            None => self.short(name).map(|full| self.whole(full))?,
        };
        Some(self.all[at].1)
    }

    /// `Bergen Maritime` may be `Bergen Maritime Insurance Co`, the ministry of finance the finance ministry.
    fn whole(&self, at: usize) -> usize {
        let key = self.all[at].0;
        let longer = self.by_beginning.get(key).into_iter().flatten().copied();
        let mut companies = longer.filter(|&longer| {
            let last = self.all[longer].0.rsplit(' ').next();
            last.is_some_and(is_company_end)
        });
        if let (Some(company), None) = (companies.next(), companies.next()) {
            return company;
        }
        let turned = turned(key).and_then(|key| self.by_key.get(key.as_str()).copied());
        turned.map_or(at, |turned| turned.min(at))
    }

    fn short(&self, name: &Name) -> Option<usize> {
        let key = name.key.as_str();
        if let Some(&full) = self.by_bracket.get(key) {
            return Some(full);
        }
        let bare: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
        let is_short = name.is_single() && bare.chars().count() >= 2;
        let begun = self.by_beginning.get(key);
        let spelled = is_short.then(|| self.by_initials.get(&bare)).flatten();
        let mut found = begun.into_iter().chain(spelled).flatten().copied();
        match found.next() {
            // `Bank` of two banks stays what it is.
            Some(first) => found
                .all(|other| self.whole(other) == self.whole(first))
                .then_some(first),
            None => match self.by_end.get(key).map(Vec::as_slice) {
                Some(&[club]) => Some(club),
                _ => None,
            },
        }
    }
}

/// The other order of a ministry's name: `ministry of finance` for `finance ministry`, and back.
fn turned(key: &str) -> Option<String> {
    for body in ["ministry", "department"] {
        if let Some(field) = key.strip_suffix(body).and_then(|key| key.strip_suffix(' ')) {
            return Some(format!("{body} of {field}"));
        }
        let field = key
            .strip_prefix(body)
            .and_then(|key| key.strip_prefix(" of "));
        if let Some(field) = field {
            return Some(format!("{} {body}", field.trim_start_matches("the ")));
        }
    }
    None
}

/// Initials of the words of a key, with and without the small ones: `bank of england` gives `boe` and
/// `be`.
fn initials_of(key: &str) -> Vec<String> {
    let small = ["and", "de", "del", "for", "la", "of", "on", "the"];
    let first = |word: &str| word.chars().next();
    let words = key.split(' ');
    let large = words.clone().filter(|word| !small.contains(word));
    let mut all = vec![
        words.filter_map(first).collect(),
        large.filter_map(first).collect(),
    ];
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_bodies() {
        assert_eq!(initials_of("united nations"), ["un"]);
        assert_eq!(initials_of("bank of england"), ["boe", "be"]);
    }

    #[test]
    fn ministries_turn_round() {
        for (key, expected) in [
            ("ministry of finance", Some("finance ministry")),
            ("finance ministry", Some("ministry of finance")),
            ("ministry of the interior", Some("interior ministry")),
            ("finance house", None),
        ] {
            assert_eq!(turned(key).as_deref(), expected, "{key}");
        }
    }
}
