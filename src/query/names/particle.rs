//! Particles of names: `Van Kirk`, `VanKirk` and `Vankirk` are one name to whoever asks for it.

/// Particles that are also written in one word with what follows, folded. Sorted.
const PARTICLES: &[&str] = &[
    "al", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "fitz", "la", "le",
    "lo", "mac", "mc", "o", "saint", "san", "st", "ten", "ter", "van", "von",
];

/// Two that stand together.
const PAIRS: &[(&str, [&str; 2])] = &[
    ("dela", ["de", "la"]),
    ("delos", ["de", "los"]),
    ("vande", ["van", "de"]),
    ("vanden", ["van", "den"]),
    ("vander", ["van", "der"]),
    ("vonder", ["von", "der"]),
];

/// Shorter rests are no surname: `Lara` is not `La Ra`.
const SHORTEST_REST: usize = 4;

/// Other ways to write the folded words of a name: each with one particle joined to the next word, all of them
/// joined, or one set apart. Empty for most names.
pub(super) fn respelt(words: &[String]) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let is_particle = |word: &String| PARTICLES.binary_search(&word.as_str()).is_ok();
    for at in 0..words.len() {
        // `van der berg`: `vanderberg`, too.
        let behind = words[at..]
            .iter()
            .take_while(|word| is_particle(word))
            .count();
        for end in at + 1..=at + behind {
            if let Some(last) = words.get(end).filter(|_| behind > 0) {
                let joined = words[at..end].concat() + last;
                let mut spelling = words[..at].to_vec();
                spelling.push(joined);
                spelling.extend_from_slice(&words[end + 1..]);
                found.push(spelling);
            }
        }
        let single = PARTICLES.iter().map(|particle| (*particle, None));
        let double = PAIRS.iter().map(|(joined, two)| (*joined, Some(two)));
        for (joined, two) in single.chain(double) {
            let rest = words[at].strip_prefix(joined);
            let Some(rest) = rest.filter(|rest| rest.chars().count() >= SHORTEST_REST) else {
                continue;
            };
            let apart = two.map_or(std::slice::from_ref(&joined), |two| two.as_slice());
            let mut spelling = words[..at].to_vec();
            spelling.extend(apart.iter().map(|word| (*word).to_owned()));
            spelling.push(rest.to_owned());
            spelling.extend_from_slice(&words[at + 1..]);
            found.push(spelling);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings(name: &str) -> Vec<String> {
        let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        respelt(&words)
            .iter()
            .map(|words| words.join(" "))
            .collect()
    }

    #[test]
    fn particles_are_joined_and_set_apart() {
        assert_eq!(spellings("john van kirk"), ["john vankirk"]);
        assert_eq!(spellings("vankirk"), ["van kirk"]);
        assert_eq!(
            spellings("van der berg"),
            ["vander berg", "vanderberg", "van derberg"]
        );
        // `van de rberg` is nobody, and finds nobody.
        assert_eq!(
            spellings("vanderberg"),
            ["van derberg", "van de rberg", "van der berg"]
        );
        assert_eq!(spellings("macdonald"), ["mac donald"]);
        assert_eq!(spellings("ana ruiz"), [""; 0]);
        assert_eq!(spellings("lara"), [""; 0]);
        assert_eq!(spellings("al"), [""; 0]);
    }

    #[test]
    fn table_is_sorted() {
        assert!(PARTICLES.is_sorted());
    }
}
