//! Panics that are caught: what a parser of others does not survive costs one record, not the run.
//!
//! Nothing is printed of them once [`keep_quiet`] was called, which the program does first: its reader hears of the record and the
//! reason instead, and a terminal shows no text of an archive that nobody made safe.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

thread_local! {
    /// How many [`guarded`] are at work on this thread, one inside the other.
    static GUARDS: Cell<u32> = const { Cell::new(0) };
}

/// Does the work. The error is the message of the panic that ended it.
///
/// What the work changed is as the panic left it: the caller must not go on with it.
///
/// # Errors
/// When the work panics.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDS.set(GUARDS.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDS.set(GUARDS.get() - 1);
    done.map_err(|payload| message(&*payload))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let literal = payload.downcast_ref::<&str>().copied();
    let message = literal.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    message.unwrap_or("a panic was caught").to_owned()
}

/// From now on a panic under [`guarded`] prints nothing; any other does what it did before.
///
/// Of the whole process, so it is for the program to call, not for the library.
pub fn keep_quiet() {
    let before = take_hook();
    set_hook(Box::new(move |panic| {
        // A thread that ends has no guard any more.
        let is_guarded = GUARDS.try_with(|guards| guards.get() > 0);
        if !is_guarded.unwrap_or(false) {
            before(panic);
        }
    }));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn the_message_is_what_the_panic_said() {
        assert_eq!(guarded(|| 1), Ok(1));
        assert_eq!(guarded(|| panic!("plain")), Err::<(), _>("plain".into()));
        let number = 7;
        assert_eq!(
            guarded(|| panic!("{number} of 3")),
            Err::<(), _>("7 of 3".into())
        );
        let odd = guarded(|| std::panic::panic_any(number));
        assert_eq!(odd, Err::<(), _>("a panic was caught".into()));
    }

    /// Counts its own panics only: other tests of the process may panic at the same time.
    #[test]
    fn only_what_is_caught_is_quiet() {
        const OURS: &str = "of this test";
        let heard = Arc::new(AtomicU32::new(0));
        let before = take_hook();
        let counter = Arc::clone(&heard);
        set_hook(Box::new(move |panic| {
            if panic.payload_as_str() == Some(OURS) {
                counter.fetch_add(1, Ordering::Relaxed);
            } else {
                before(panic);
            }
        }));
        keep_quiet();
        let heard = || heard.load(Ordering::Relaxed);

        assert!(guarded(|| panic!("{OURS}")).is_err_and(|message: String| message == OURS));
        let inner = guarded(|| guarded(|| panic!("{OURS}")).is_err() && panic!("{OURS}"));
        assert!(inner.is_err());
        assert_eq!(heard(), 0);
        // Behind a guard, and on a thread that none stands around.
        assert!(catch_unwind(|| panic!("{OURS}")).is_err());
        assert_eq!(heard(), 1);
        let other = guarded(|| std::thread::spawn(|| panic!("{OURS}")).join().is_err());
        assert_eq!(other, Ok(true));
        assert_eq!(heard(), 2);
    }
}
