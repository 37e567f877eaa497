//! The way from the threads that read to the one that writes: bounded in bytes, and in batches.
//!
//! The engine's own queue counts documents, ten thousand of them, which may be a hundred megabytes of short notices or
//! gigabytes of long ones. Here every document holds its bytes until the engine has done with it, and who handed a batch over waits
//! for room. Handed over one by one, each document would wake a thread, and find nothing in its caches of what it needs.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::indexer::UserOperation;
use tantivy::schema::document::Document;
use tantivy::{TantivyDocument, Term};

/// A batch is handed over when its documents hold so many bytes: about a hundred articles.
const BATCH_BYTES: usize = 256 << 10;

/// Changes in their order, and room for those that wait for the engine.
pub(super) struct Queue {
    room: Arc<Room>,
    batch: Vec<UserOperation<Queued>>,
    batch_bytes: usize,
}

struct Room {
    most_bytes: usize,
    taken: Mutex<usize>,
    freed: Condvar,
}

impl Queue {
    /// Documents that wait for the engine may hold so many bytes; with 0 nothing goes on beside it.
    pub(super) fn new(most_bytes: usize) -> Queue {
        Queue {
            room: Arc::new(Room {
                most_bytes,
                taken: Mutex::default(),
                freed: Condvar::new(),
            }),
            batch: Vec::new(),
            batch_bytes: 0,
        }
    }

    /// Adds a document that holds so many bytes.
    pub(super) fn add(&mut self, document: TantivyDocument, bytes: usize) {
        let bytes = bytes.max(1);
        *self.room.lock() += bytes;
        self.batch_bytes += bytes;
        self.batch.push(UserOperation::Add(Queued {
            document,
            bytes,
            room: Arc::clone(&self.room),
        }));
    }

    /// Removes the documents that were added before and have a term.
    pub(super) fn remove(&mut self, term: Term) {
        self.batch_bytes += size_of::<UserOperation<Queued>>();
        self.batch.push(UserOperation::Delete(term));
    }

    /// Whether the batch is to be handed over.
    pub(super) fn is_full(&self) -> bool {
        self.batch_bytes >= BATCH_BYTES
    }

    /// Gives the batch away.
    pub(super) fn batch(&mut self) -> Vec<UserOperation<Queued>> {
        self.batch_bytes = 0;
        std::mem::take(&mut self.batch)
    }

    /// Waits until those that wait for the engine hold no more than they may.
    pub(super) fn wait(&self) {
        let Room {
            most_bytes, freed, ..
        } = &*self.room;
        drop(freed.wait_while(self.room.lock(), |taken| *taken > *most_bytes));
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
        let mut taken = self.room.lock();
        *taken -= self.bytes;
        if *taken <= self.room.most_bytes {
            self.room.freed.notify_one();
        }
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
    fn who_handed_over_too_much_waits_until_some_is_done() {
        let mut queue = Queue::new(10);
        queue.add(TantivyDocument::new(), 11);
        queue.add(TantivyDocument::new(), 5);
        let mut batch = queue.batch();
        assert_eq!(batch.len(), 2);
        let room = Arc::clone(&queue.room);
        let (told, heard) = channel();
        let thread = std::thread::spawn(move || {
            queue.wait();
            told.send(*queue.room.lock()).expect("the test listens");
        });
        assert!(heard.recv_timeout(Duration::from_millis(50)).is_err());
        drop(batch.remove(0));
        assert_eq!(heard.recv().expect("there is room now"), 5);
        thread.join().expect("the thread ends");
        drop(batch);
        assert_eq!(*room.lock(), 0);
    }
}
