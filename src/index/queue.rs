//! The way from the threads that read to the one that writes: bounded in bytes.
//!
//! The engine's own queue counts documents, ten thousand of them, which may be a hundred megabytes of short notices or
//! gigabytes of long ones. Here every document holds its bytes until the engine has done with it, and who puts one in waits
//! for room.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// Room for documents that wait.
#[derive(Clone)]
pub(super) struct Queue {
    room: Arc<Room>,
    most_bytes: usize,
}

#[derive(Default)]
struct Room {
    taken: Mutex<usize>,
    freed: Condvar,
}

impl Queue {
    /// A queue that takes a document when those that wait hold fewer bytes than this; with 0 each waits for the one before.
    pub(super) fn new(most_bytes: usize) -> Queue {
        Queue {
            room: Arc::default(),
            most_bytes,
        }
    }

    /// Waits for room.
    pub(super) fn admit(&self, document: TantivyDocument, bytes: usize) -> Queued {
        let bytes = bytes.max(1);
        let taken = self.room.lock();
        let freed = &self.room.freed;
        let mut taken = freed
            .wait_while(taken, |taken| *taken > self.most_bytes)
            .unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Queued {
            document,
            bytes,
            room: Arc::clone(&self.room),
        }
    }
}

impl Room {
    fn lock(&self) -> std::sync::MutexGuard<'_, usize> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A document on its way. Gives its room back when the engine drops it, whether it was written or not.
pub(super) struct Queued {
    document: TantivyDocument,
    bytes: usize,
    room: Arc<Room>,
}

impl Drop for Queued {
    fn drop(&mut self) {
        *self.room.lock() -= self.bytes;
        self.room.freed.notify_one();
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_finds_no_room_waits_until_one_is_done() {
        let queue = Queue::new(10);
        let first = queue.admit(TantivyDocument::new(), 11);
        let (told, heard) = channel();
        let waiting = queue.clone();
        let thread = std::thread::spawn(move || {
            let second = waiting.admit(TantivyDocument::new(), 5);
            told.send(second.bytes).expect("the test listens");
        });
        assert!(heard.recv_timeout(Duration::from_millis(50)).is_err());
        drop(first);
        assert_eq!(heard.recv().expect("there is room now"), 5);
        thread.join().expect("the thread ends");
        assert_eq!(*queue.room.lock(), 0);
    }
}
