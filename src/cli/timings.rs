//! `morgue index --timings`: what took the time, as bars.

use serde::Serialize;

use super::console::{Console, FAINT};
use crate::ingest::Timings;

/// Columns of the longest bar.
const BAR: f64 = 30.0;

#[derive(Serialize)]
struct TimingsJson<'t> {
    timings: &'t Timings,
}

/// Tells on stderr. `bytes` are those of the corpus on disk.
pub(super) fn tell(timings: &Timings, articles: u64, bytes: u64, console: &Console) {
    if console.json {
        let json = serde_json::to_string(&TimingsJson { timings });
        console.tell(&json.expect("numbers can be written"));
        return;
    }
    let rows = [
        ("finding files", timings.walk_s),
        ("reading them", timings.read_s),
        ("making articles", timings.articles_s),
        ("finding names", timings.names_s),
        ("laying out", timings.layout_s),
        ("keeping the books", timings.books_s),
        ("waiting for articles", timings.waiting_s),
        ("waiting for the index", timings.queue_s),
        ("commit and merge", timings.commit_s),
    ];
    let most = rows.iter().map(|(_, seconds)| *seconds).fold(0.0, f64::max);
    for (what, seconds) in rows {
        let columns = (seconds / most.max(f64::MIN_POSITIVE) * BAR).round() as usize;
        let bar = console.styled_err(FAINT, &"█".repeat(columns));
        console.tell(format!("  {what:<22} {seconds:>9.2} s  {bar}").trim_end());
    }
    let wall = timings.wall_s.max(f64::MIN_POSITIVE);
    let peak = timings.peak_bytes.map_or(String::new(), |bytes| {
        format!(", {} MB of memory", bytes / 1_000_000)
    });
    console.tell(&format!(
        "  {:<22} {wall:>9.2} s  {:.0} articles/s, {:.1} MB/s{peak}",
        "in all",
        articles as f64 / wall,
        bytes as f64 / 1e6 / wall,
    ));
}
