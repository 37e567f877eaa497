//! Everything that is tested from outside: one binary, so that the library is linked once.
//!
//! What a single function promises is tested beside it in `src/`; here stands what only the whole
//! program can keep.

#![expect(clippy::unwrap_used, reason = "tests")]

/// Who may import whom, what only some stages may do, how long a file may be.
mod architecture;
/// Several programs on one index.
mod at_once;
/// Exact boundaries of the query language, as a table.
mod boundaries;
/// Files changed, moved, cut and replaced between runs and while one reads: the index equals one from scratch.
mod changing_corpus;
/// `morgue completions`, `--help`, `--version` and arguments that make no sense.
mod command_line;
/// Archive text never moves a cursor, whatever it holds.
mod control_characters;
/// An index that is missing, damaged, of another version or not to be written to.
mod damaged_index;
/// Numbers that look random.
mod dice;
/// `morgue doctor`.
mod doctor_command;
/// A corpus that comes out in editions, for tests that disturb its index.
mod editions;
/// Nothing found, and why.
mod empty_answers;
/// `morgue explain`.
mod explain_command;
/// Answers as other programs read them: CSV, TSV, BibTeX, RIS, CSL-JSON.
mod exports;
/// What an answer is made of, counted.
mod facets;
/// A disk without room.
#[cfg(unix)]
mod full_disk;
/// Bombs, traps and cut files: refused by name, and nothing beside them is lost.
mod hostile;
/// `morgue index`: the sum that adds up, and an index that equals the corpus.
mod index_command;
/// Killed at any moment, the next run continues.
mod killed;
/// `morgue kwic`: concordances.
mod kwic_command;
/// `morgue.toml`: files that do not explain themselves.
mod mapping;
/// Samples of all formats, changed and cut off: no reader panics.
mod mutations;
/// `morgue names`.
mod names_command;
mod names_file;
/// Indexes of earlier versions, as these wrote them.
mod old_formats;
/// The query language against a naive matcher, on generated stories and questions.
mod oracle;
/// Articles stored with dictionaries that the archive gave.
mod pressed_articles;
/// Invariants over generated archives and queries.
mod properties;
/// `morgue query`: answers for people and for scripts.
mod query_command;
/// `morgue read`: how articles are understood.
mod read_command;
/// What every reader of outside bytes keeps; the fuzz targets share it.
#[expect(unreachable_pub, reason = "the fuzz targets see it from outside")]
mod readers;
/// The commands of README.md work as printed.
mod readme;
/// The sample archive's truth file.
mod relevance;
/// `morgue rerun`: a receipt asked again.
mod rerun;
/// A folder of its own for each test, and the program run in it.
mod sandbox;
/// `morgue show`.
mod show_command;
/// `morgue similar`.
mod similar_command;
/// `morgue stats`.
mod stats_command;
/// Files that are no files: pipes, loops, odd names, what may not be read.
mod strange_files;
/// What others wrote: how much, from where, under which licences.
mod supply_chain;
/// Mappings, names files, receipts and ignore files that are none.
mod told_files;
/// Disks that go away and folders that cannot be read: nothing is taken out of the index for them.
mod vanished_corpus;
/// `person:` across articles: variants, initials, surnames alone.
mod who_is_who;
