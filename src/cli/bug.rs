//! What is said where something happened that should not: a fault of this program, or an index whose files
//! changed under a library that trusts them.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Mutex, PoisonError};

use super::Failure;

static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs `work`; a panic in it becomes a failure with a message and a hint.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    set_hook(Box::new(|panic| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let said = LAST.lock().unwrap_or_else(PoisonError::into_inner).replace('\n', " ");
        let hint = "run kartoteka check: if the index is damaged, kartoteka index --full builds it anew; if it \
                    is whole, this is a fault of kartoteka, please report it";
        Err(Failure::Said { message: format!("internal error: {said}"), hint: Some(hint.to_owned()) })
    })
}
