//! Pages drawn by `hayro`, with what it cannot draw added or replaced by what was read.
//!
//! A page that does not come in time, or whose drawing panics, is rebuilt: the file may be damaged in a way that
//! nobody has met before, and the rest of the page must be there all the same.

use super::drawing::Drawing;
use super::{outlines, rebuilt};
use crate::pdf::Page;
use hayro_svg::hayro_interpret::InterpreterSettings;
use hayro_svg::hayro_interpret::font::{FontData, FontQuery};
use hayro_svg::hayro_syntax::Pdf;
use hayro_svg::{RenderCache, SvgRenderSettings, convert};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// How long a page may take; the slowest page of real files takes a twentieth of a second.
const PAGE_TIME: Duration = Duration::from_secs(10);

/// How often pages are looked for that take too long.
const TICK: Duration = Duration::from_millis(200);

/// Stack of a thread that draws, in bytes: forms within forms are drawn by recursion.
const STACK: usize = 64 << 20;

/// Longest SVG of a page, in bytes; beyond it a browser would choke.
const MOST_SVG: usize = 48 << 20;

/// What threads that draw are called.
const THREAD: &str = "drawing";

const DAMAGED: &str = "unreadable";
const TIMEOUT: &str = "timeout";
const FAILED: &str = "failed";
const LARGE: &str = "large";

/// The fonts that a file names and does not bring along, by the key of their name.
type Missing = Arc<Mutex<BTreeSet<String>>>;

/// Draws the pages of a file.
pub fn draw(bytes: &[u8], password: Option<&str>, pages: &[Page]) -> Vec<Drawing> {
    let opened = open(bytes, password);
    let Some(pdf) = opened else {
        return pages.iter().map(|p| again(p, DAMAGED)).collect();
    };
    let missing = Missing::default();
    let numbers: Vec<u32> = pages.iter().map(|p| p.number).collect();
    let drawn = all(Arc::new(pdf), numbers, &missing);
    let missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
    let pages = pages.par_iter().zip(drawn);
    pages
        .map(|(page, svg)| finished(page, svg, &missing))
        .collect()
}

/// A panic while a page is drawn is told on that page, and not on standard error.
fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() != Some(THREAD) {
                usual(info);
            }
        }));
    });
}

/// hayro tries no other password when one is given, and the empty one opens most files.
fn open(bytes: &[u8], password: Option<&str>) -> Option<Pdf> {
    let bytes: Arc<Vec<u8>> = Arc::new(bytes.to_vec());
    let mut passwords = std::iter::once("").chain(password);
    passwords.find_map(|password| {
        let bytes = bytes.clone();
        let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new_with_password(bytes, password)));
        opened.ok()?.ok()
    })
}

/// A page as it is read.
fn again(page: &Page, why: &'static str) -> Drawing {
    Drawing::rebuilt(&rebuilt::page(page), why)
}

fn finished(page: &Page, svg: Result<String, &'static str>, missing: &BTreeSet<String>) -> Drawing {
    let svg = match svg {
        Ok(svg) if svg.len() > MOST_SVG => return again(page, LARGE),
        Ok(svg) => outlines::shortened(&svg),
        Err(why) => return again(page, why),
    };
    let lacking: Vec<bool> = page
        .fonts
        .iter()
        .map(|f| missing.contains(&key(&f.name)))
        .collect();
    let text = rebuilt::text_of(page, |g| {
        lacking.get(usize::from(g.font)).copied().unwrap_or(false)
    });
    // scans are drawn smaller than they are, where single pixels would be left out
    let svg = svg.replace("image-rendering:pixelated", "image-rendering:auto");
    let svg = svg.replace("image-rendering: pixelated", "image-rendering:auto");
    match svg.trim_end().strip_suffix("</svg>") {
        Some(rest) if !text.is_empty() => Drawing::drawn(&format!("{rest}{text}</svg>")),
        _ => Drawing::drawn(&svg),
    }
}

/// The letters and digits of a font's name: libraries differ in how they write the rest.
fn key(name: &str) -> String {
    let name = name.split_once('+').map_or(name, |(_, name)| name);
    let letters = name
        .chars()
        .filter(|c| c.is_alphanumeric() && *c != '\u{fffd}');
    letters.collect::<String>().to_lowercase()
}

/// What the threads that draw have in common.
struct Work {
    pdf: Arc<Pdf>,
    numbers: Vec<u32>,
    next: AtomicUsize,
    settings: InterpreterSettings,
}

// the resolver of fonts is only asked, never changed: after a panic it is what it was
fn all(pdf: Arc<Pdf>, numbers: Vec<u32>, missing: &Missing) -> Vec<Result<String, &'static str>> {
    let work = Arc::new(Work {
        pdf,
        numbers,
        next: AtomicUsize::new(0),
        settings: settings(missing),
    });
    let count = work.numbers.len();
    hush();
    let (sender, receiver) = mpsc::channel();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    for _ in 0..threads.min(count) {
        start(&work, &sender);
    }
    let mut out: Vec<Option<Result<String, &'static str>>> = vec![None; count];
    let mut since: Vec<Option<Instant>> = vec![None; count];
    let mut left = count;
    while left > 0 {
        match receiver.recv_timeout(TICK) {
            Ok(Message::Begun(i)) => since[i] = Some(Instant::now()),
            Ok(Message::Done(i, svg)) if out[i].is_none() => {
                out[i] = Some(svg);
                left -= 1;
            }
            _ => {}
        }
        for i in 0..count {
            let late = since[i].is_some_and(|t| t.elapsed() > PAGE_TIME);
            if late && out[i].is_none() {
                // its thread is left alone until the program ends: nothing can stop it
                out[i] = Some(Err(TIMEOUT));
                left -= 1;
                start(&work, &sender);
            }
        }
    }
    out.into_iter().map(|o| o.unwrap_or(Err(FAILED))).collect()
}

enum Message {
    Begun(usize),
    Done(usize, Result<String, &'static str>),
}

fn start(work: &Arc<Work>, sender: &mpsc::Sender<Message>) {
    let (work, sender) = (work.clone(), sender.clone());
    let thread = std::thread::Builder::new().name(THREAD.into());
    let thread = thread.stack_size(STACK);
    let begun = thread.spawn(move || run(&work, &sender));
    // without a thread the pages come too late, which is seen
    drop(begun);
}

fn run(work: &Work, sender: &mpsc::Sender<Message>) {
    let pages = work.pdf.pages();
    let mut cache = RenderCache::new();
    loop {
        let i = work.next.fetch_add(1, Ordering::Relaxed);
        let Some(number) = work.numbers.get(i) else {
            return;
        };
        if sender.send(Message::Begun(i)).is_err() {
            return;
        }
        let page = pages.get(*number as usize - 1);
        let drawn = page.map(|page| {
            let white = SvgRenderSettings {
                bg_color: [255, 255, 255, 255],
            };
            catch_unwind(AssertUnwindSafe(|| {
                convert(page, &cache, &work.settings, &white)
            }))
        });
        let drawn = match drawn {
            Some(Ok(svg)) => Ok(svg),
            Some(Err(_)) => {
                // what a panic leaves in a cache is anyone's guess
                cache = RenderCache::new();
                Err(FAILED)
            }
            None => Err(DAMAGED),
        };
        if sender.send(Message::Done(i, drawn)).is_err() {
            return;
        }
    }
}

/// The usual settings, but without any font for the Japanese text of fonts that are not in the file: nothing
/// that comes with this program has their characters, and the browser's machine does.
fn settings(missing: &Missing) -> InterpreterSettings {
    let usual = InterpreterSettings::default();
    let (missing, resolver) = (missing.clone(), usual.font_resolver.clone());
    let blank: FontData = Arc::new(super::blank::font());
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Fallback(font) if font.character_collection.is_some() => {
                let name = font.post_script_name.as_ref().or(font.font_name.as_ref());
                let mut missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
                missing.insert(key(name.map_or("", String::as_str)));
                Some((blank.clone(), 0))
            }
            query => resolver(query),
        }),
        ..usual
    }
}
