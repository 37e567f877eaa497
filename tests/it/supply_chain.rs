//! What others wrote and morgue is built from: how much, from where, on which terms.
//!
//! `.deny.toml` says what may come in; cargo-deny reads it, too, and knows more, but not every machine has it.
//! Licences are asked of cargo for this system only: what is needed on another may not be on this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::sandbox::text;

/// The packages in Cargo.lock, morgue among them, on all systems and with what only the tests need: 322 on the
/// 26th of November 2026. A few more may come with an update; to raise it is a decision, with its reason in the commit.
const MOST_PACKAGES: usize = 326;

/// The only place from which packages come.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Cargo.lock.
#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
    /// Names, with the version behind if there are several.
    #[serde(default)]
    dependencies: Vec<String>,
}

/// What is read of `.deny.toml`.
#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
    exceptions: Vec<Exception>,
}

/// A crate that may have licences of its own.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
    skip: Vec<Double>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    /// Who may need it all the same.
    #[serde(default)]
    wrappers: Vec<String>,
}

/// The older version of a crate that is there twice, `name@version`.
#[derive(Deserialize)]
struct Double {
    #[serde(rename = "crate")]
    name_and_version: String,
}

#[test]
fn what_morgue_is_built_from_does_not_grow_by_itself() {
    let count = lock().package.len();
    assert!(count <= MOST_PACKAGES, "{count} packages in Cargo.lock");
}

#[test]
fn every_package_is_from_the_registry_with_its_checksum() {
    for package in lock().package {
        let name = &package.name;
        if ["morgue", "morgue-fuzz"].contains(&name.as_str()) {
            continue;
        }
        assert_eq!(package.source.as_deref(), Some(REGISTRY), "{name}");
        let checksum = package.checksum.unwrap_or_default();
        let is_sha256 =
            checksum.len() == 64 && checksum.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(is_sha256, "{name} has the checksum `{checksum}`");
    }
}

#[test]
fn nothing_comes_in_that_needs_a_network_or_another_compiler() {
    let packages = lock().package;
    for ban in policy().bans.deny {
        let needs = |package: &&Package| {
            let mut names = package.dependencies.iter();
            names.any(|name| name.split(' ').next() == Some(&ban.name))
        };
        for package in packages.iter().filter(needs) {
            let may = ban.wrappers.contains(&package.name);
            assert!(may, "{} needs {}", package.name, ban.name);
        }
    }
}

#[test]
fn a_crate_is_there_twice_only_where_the_policy_says_so() {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in lock().package {
        versions
            .entry(package.name)
            .or_default()
            .push(package.version);
    }
    let mut older = BTreeSet::new();
    for (name, versions) in &versions {
        // Cargo.lock has them in the order of their numbers; the newest is the one to keep.
        let (_, rest) = versions.split_last().unwrap();
        older.extend(rest.iter().map(|version| format!("{name}@{version}")));
    }
    let skip = policy().bans.skip.into_iter();
    let listed: BTreeSet<String> = skip.map(|double| double.name_and_version).collect();
    assert_eq!(older, listed);
}

#[test]
fn every_licence_is_one_that_is_allowed() {
    let licences = policy().licenses;
    for package in metadata()["packages"].as_array().unwrap() {
        let name = text(&package["name"]);
        let own = licences
            .exceptions
            .iter()
            .filter(|exception| exception.name == name);
        let mut allowed = licences.allow.clone();
        allowed.extend(own.flat_map(|exception| exception.allow.iter().cloned()));
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(
            is_satisfied(licence, &allowed),
            "{name} is under `{licence}`"
        );
    }
}

#[test]
fn every_exception_is_for_a_crate_that_is_there() {
    let packages = lock().package;
    let policy = policy();
    let wrappers = policy.bans.deny.iter().flat_map(|ban| &ban.wrappers);
    let own_licences = policy
        .licenses
        .exceptions
        .iter()
        .map(|exception| &exception.name);
    for name in own_licences.chain(wrappers) {
        let is_there = packages.iter().any(|package| package.name == *name);
        assert!(
            is_there,
            "{name} is gone, and has an exception in .deny.toml"
        );
    }
}

#[test]
fn a_licence_is_satisfied_by_one_way_through_its_expression() {
    let allowed = ["MIT", "BSD-3-Clause", "Apache-2.0 WITH LLVM-exception"]
        .map(str::to_owned)
        .into();
    for (licence, satisfied) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("BSD-3-Clause AND MIT", true),
        ("GPL-3.0 AND MIT OR BSD-3-Clause", true),
        ("GPL-3.0 AND (MIT OR BSD-3-Clause)", false),
        ("(GPL-3.0 OR MIT) AND BSD-3-Clause", true),
        ("MIT OR (GPL-3.0 AND (MPL-2.0))", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("MIT WITH LLVM-exception", false),
        ("MIT GPL-3.0", false),
        ("(MIT", false),
    ] {
        assert_eq!(is_satisfied(licence, &allowed), satisfied, "{licence}");
    }
}

#[test]
fn no_code_leaves_the_guarantees_of_the_language() {
    let manifest: toml::Table = read("Cargo.toml");
    assert_eq!(
        manifest["lints"]["rust"]["unsafe_code"].as_str(),
        Some("forbid")
    );
    // The fuzz targets are a package of their own, to which that does not apply.
    let mut left = vec![top().join("src"), top().join("tests")];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                for (number, line) in (1..).zip(fs::read_to_string(&path).unwrap().lines()) {
                    let code = line.split("//").next().unwrap();
                    let outside_strings = code.split('"').step_by(2);
                    let found = outside_strings
                        .flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_'))
                        .any(|found| found == "unsafe");
                    assert!(!found, "{}:{number}: {line}", path.display());
                }
            }
        }
    }
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let text = fs::read_to_string(top().join(name)).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn lock() -> Lock {
    read("Cargo.lock")
}

fn policy() -> Policy {
    read(".deny.toml")
}

/// What cargo knows of the packages for this system.
fn metadata() -> Value {
    let cargo = |arguments: &[&str]| {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        let output = command.args(arguments).current_dir(top()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let version = cargo(&["-vV"]);
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let json = cargo(&[
        "metadata",
        "--locked",
        "--offline",
        "--format-version=1",
        "--filter-platform",
        host,
    ]);
    serde_json::from_str(&json).unwrap()
}

/// Whether somebody who accepts only these licences may take what is under this one, an SPDX expression.
/// As in older manifests, a slash is OR.
fn is_satisfied(licence: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = licence
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let satisfied = any(&mut words, allowed);
    satisfied && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// `a OR b`
fn any(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut satisfied = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        satisfied |= all(words, allowed);
    }
    satisfied
}

/// `a AND b`
fn all(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut satisfied = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        satisfied &= one(words, allowed);
    }
    satisfied
}

/// `a`, `a WITH exception` or `(a OR b)`
fn one(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    match words.next() {
        Some("(") => {
            let satisfied = any(words, allowed);
            words.next() == Some(")") && satisfied
        }
        Some(licence) if words.next_if_eq(&"WITH").is_some() => {
            let exception = words.next().unwrap_or_default();
            allowed.contains(&format!("{licence} WITH {exception}"))
        }
        Some(licence) => allowed.contains(licence),
        None => false,
    }
}
