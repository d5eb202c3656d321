//! Pages that are recognized once, although they are read twice.

use crate::pdf::Page;
use crate::reading::{ReadOptions, Recognizer, Unreadable, Word};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Options for one file whose recognizer remembers what it read: the document and its pages are read one after
/// the other, and recognition takes longer than all else.
pub fn recognized_once(options: &ReadOptions) -> ReadOptions {
    let recognizer = options.recognizer.clone();
    ReadOptions {
        recognizer: recognizer.map(|asked| -> Arc<dyn Recognizer> {
            Arc::new(Remembering {
                asked,
                answers: Mutex::default(),
            })
        }),
        ..options.clone()
    }
}

/// A recognizer and what it read of one file, by page number.
#[derive(Debug)]
struct Remembering {
    asked: Arc<dyn Recognizer>,
    answers: Mutex<BTreeMap<u32, Result<Vec<Word>, Unreadable>>>,
}

impl Recognizer for Remembering {
    fn name(&self) -> String {
        self.asked.name()
    }

    fn recognize(&self, pdf: &[u8], page: &Page) -> Result<Vec<Word>, Unreadable> {
        let answers = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answers().get(&page.number).cloned();
        known.unwrap_or_else(|| {
            // other pages are recognized meanwhile
            let answer = self.asked.recognize(pdf, page);
            answers().insert(page.number, answer.clone());
            answer
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Debug, Default)]
    struct Counting(AtomicUsize);

    impl Recognizer for Counting {
        fn name(&self) -> String {
            "counting".into()
        }

        fn recognize(&self, _: &[u8], _: &Page) -> Result<Vec<Word>, Unreadable> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(Vec::new())
        }
    }

    #[test]
    fn a_page_is_recognized_once() {
        let counting = Arc::new(Counting::default());
        let options = ReadOptions {
            recognizer: Some(counting.clone()),
            ..ReadOptions::default()
        };
        let once = recognized_once(&options).recognizer.unwrap();
        for number in [1, 2, 1, 2] {
            let page = Page {
                number,
                ..Page::default()
            };
            assert_eq!(once.recognize(b"", &page), Ok(Vec::new()));
        }
        assert_eq!(counting.0.load(Ordering::Relaxed), 2);
    }
}
