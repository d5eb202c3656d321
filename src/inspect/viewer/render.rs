//! Pages drawn by `hayro`, with what it cannot draw added or replaced by what was read.
//!
//! A page that does not come in time, or whose drawing panics, is rebuilt: the file may be damaged in a way that
//! nobody has met before, and the rest of the page must be there all the same. A panic is caught here; whether
//! it is also told on standard error is for the program to say ([`THREAD`]).

use super::drawing::Drawing;
use super::{outlines, rebuilt};
use crate::pdf::{Page, Stop};
use crate::reading::ReadOptions;
use hayro_svg::hayro_interpret::InterpreterSettings;
use hayro_svg::hayro_interpret::font::{FontData, FontQuery};
use hayro_svg::hayro_syntax::Pdf;
use hayro_svg::{RenderCache, SvgRenderSettings, convert};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// How long a page may take. The slowest page of real files takes a twentieth of a second: that it is many times
/// as much keeps a machine that is busy from changing what is written.
const PAGE_TIME: Duration = Duration::from_secs(20);

/// Most threads that are left alone with a page that does not end. Each keeps a processor busy until the program
/// ends, so that with every further one the other pages come later as well.
const MOST_ABANDONED: usize = 2;

/// How often pages are looked for that take too long.
const TICK: Duration = Duration::from_millis(200);

/// Stack of a thread that draws, in bytes: forms within forms are drawn by recursion.
const STACK: usize = 64 << 20;

/// Longest SVG of a page, in bytes; beyond it a browser would choke.
const MOST_SVG: usize = 48 << 20;

/// What the threads are called that draw: a panic in one of them is told on the page.
pub const THREAD: &str = "drawing";

const DAMAGED: &str = "unreadable";
const TIMEOUT: &str = "timeout";
const GIVEN_UP: &str = "given-up";
const STOPPED: &str = "stopped";
const FAILED: &str = "failed";
const LARGE: &str = "large";

/// The fonts that a file names and does not bring along, by the key of their name.
type Missing = Arc<Mutex<BTreeSet<String>>>;

/// Draws the pages of a file.
pub fn draw(bytes: &[u8], options: &ReadOptions, pages: &[Page]) -> Vec<Drawing> {
    let opened = open(bytes, options.password.as_deref());
    let Some(pdf) = opened else {
        return pages.iter().map(|p| again(p, DAMAGED)).collect();
    };
    let missing = Missing::default();
    let numbers: Vec<u32> = pages.iter().map(|p| p.number).collect();
    let drawn = all(Arc::new(pdf), numbers, &missing, &options.stop);
    let missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
    let pages = pages.par_iter().zip(drawn);
    pages
        .map(|(page, svg)| finished(page, svg, &missing))
        .collect()
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
        // what is only shorter can do without
        Ok(svg) => catch_unwind(|| outlines::shortened(&svg)).unwrap_or(svg),
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
    /// No further page is to be begun.
    ended: AtomicBool,
    settings: InterpreterSettings,
}

type Drawn = Result<String, &'static str>;

// the resolver of fonts is only asked, never changed: after a panic it is what it was
fn all(pdf: Arc<Pdf>, numbers: Vec<u32>, missing: &Missing, stop: &Stop) -> Vec<Drawn> {
    let count = numbers.len();
    let work = Arc::new(Work {
        pdf,
        numbers,
        next: AtomicUsize::new(0),
        ended: AtomicBool::new(false),
        settings: settings(missing),
    });
    let (sender, receiver) = mpsc::channel();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let started = (0..threads.min(count)).filter(|_| start(&work, &sender));
    let mut watch = Watch::new(count);
    if started.count() == 0 {
        return watch.end(FAILED);
    }
    while watch.left > 0 {
        match receiver.recv_timeout(TICK) {
            Ok(message) => watch.told(message),
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
        let why = if stop.is_stopped() {
            Some(STOPPED)
        } else {
            let late = watch.abandon(PAGE_TIME);
            // the thread of such a page is left alone until the program ends: nothing can stop it
            let more = watch.abandoned < MOST_ABANDONED;
            let replaced = (0..late).all(|_| more && start(&work, &sender));
            (!replaced).then_some(GIVEN_UP)
        };
        if let Some(why) = why {
            work.ended.store(true, Ordering::Relaxed);
            return watch.end(why);
        }
    }
    watch.end(FAILED)
}

/// What is known of each page while they are drawn.
struct Watch {
    out: Vec<Option<Drawn>>,
    since: Vec<Option<Instant>>,
    left: usize,
    /// How many pages came too late.
    abandoned: usize,
}

impl Watch {
    fn new(count: usize) -> Self {
        Self {
            out: vec![None; count],
            since: vec![None; count],
            left: count,
            abandoned: 0,
        }
    }

    fn told(&mut self, message: Message) {
        match message {
            Message::Begun(i) => self.since[i] = Some(Instant::now()),
            Message::Done(i, drawn) if self.out[i].is_none() => {
                self.out[i] = Some(drawn);
                self.left -= 1;
            }
            Message::Done(..) => {}
        }
    }

    /// Waits no longer for what has taken more than a time; how many pages that are.
    fn abandon(&mut self, time: Duration) -> usize {
        let mut late = 0;
        for (out, since) in self.out.iter_mut().zip(&self.since) {
            if out.is_none() && since.is_some_and(|t| t.elapsed() > time) {
                *out = Some(Err(TIMEOUT));
                late += 1;
            }
        }
        self.left -= late;
        self.abandoned += late;
        late
    }

    /// What was drawn, and of the rest why not.
    fn end(self, why: &'static str) -> Vec<Drawn> {
        let out = self.out.into_iter();
        out.map(|o| o.unwrap_or(Err(why))).collect()
    }
}

enum Message {
    Begun(usize),
    Done(usize, Drawn),
}

/// Starts a thread that draws; false where the system gives none.
fn start(work: &Arc<Work>, sender: &mpsc::Sender<Message>) -> bool {
    let (work, sender) = (work.clone(), sender.clone());
    let thread = std::thread::Builder::new().name(THREAD.into());
    let thread = thread.stack_size(STACK);
    thread.spawn(move || run(&work, &sender)).is_ok()
}

fn run(work: &Work, sender: &mpsc::Sender<Message>) {
    let mut cache = RenderCache::new();
    while !work.ended.load(Ordering::Relaxed) {
        let i = work.next.fetch_add(1, Ordering::Relaxed);
        let Some(number) = work.numbers.get(i) else {
            return;
        };
        if sender.send(Message::Begun(i)).is_err() {
            return;
        }
        let drawn = one(work, *number, &cache);
        if drawn == Err(FAILED) {
            // what a panic leaves in a cache is anyone's guess
            cache = RenderCache::new();
        }
        if sender.send(Message::Done(i, drawn)).is_err() {
            return;
        }
    }
}

/// Draws a page, by its number from 1.
fn one<'p>(work: &'p Work, number: u32, cache: &RenderCache<'p>) -> Drawn {
    let pages = work.pdf.pages();
    let page = pages.get(number as usize - 1).ok_or(DAMAGED)?;
    let white = SvgRenderSettings {
        bg_color: [255, 255, 255, 255],
    };
    let draw = AssertUnwindSafe(|| convert(page, cache, &work.settings, &white));
    catch_unwind(draw).map_err(|_| FAILED)
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

#[cfg(test)]
mod tests {
    use super::{FAILED, GIVEN_UP, Message, TIMEOUT, Watch};
    use std::time::Duration;

    #[test]
    fn what_comes_late_is_waited_for_no_longer_and_the_rest_is_given_up() {
        let mut watch = Watch::new(4);
        for i in 0..3 {
            watch.told(Message::Begun(i));
        }
        watch.told(Message::Done(1, Ok("<svg/>".into())));
        assert_eq!(watch.abandon(Duration::from_secs(600)), 0);
        std::thread::sleep(Duration::from_millis(2));
        assert_eq!(watch.abandon(Duration::from_millis(1)), 2);
        assert_eq!(watch.abandon(Duration::from_millis(1)), 0);
        assert_eq!((watch.abandoned, watch.left), (2, 1));
        // what comes after all changes nothing
        watch.told(Message::Done(0, Err(FAILED)));
        assert_eq!(watch.left, 1);
        let expected = [
            Err(TIMEOUT),
            Ok("<svg/>".to_owned()),
            Err(TIMEOUT),
            Err(GIVEN_UP),
        ];
        assert_eq!(watch.end(GIVEN_UP), expected);
    }
}
