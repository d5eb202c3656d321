//! Two thousand damaged and hostile files, made by a generator that makes the same ones in every
//! run. Each must return: in time, without a panic, and with an error or a finding where something
//! was lost or a limit was hit.
//!
//! `damage` breaks sound files (`seeds`) at random places; `loops`, `counts` and `bombs` write files
//! (`file`) that no program would write. The number of a mutant is the seed of its generator.
//!
//! A mutant that fails is left in `target/tmp/mutations`, and so is the one that each thread is at,
//! for the case that the whole process ends. One alone:
//!
//! ```text
//! MUTANT=1234 cargo test --test it mutations
//! ```

mod bombs;
mod counts;
mod damage;
mod file;
mod loops;
mod random;
mod seeds;

use file::File;
use keikaku::finding::Severity;
use keikaku::flow::Part;
use keikaku::pdf::Limits;
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, Reading, read};
use random::Random;
use seeds::Seeds;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many mutants there are.
const MUTANTS: usize = 2_000;
/// A mutant that takes longer is a failure: without optimisation, on a busy machine, the slowest takes
/// a tenth of it.
const SLOW: Duration = Duration::from_secs(30);
/// A mutant that takes longer ends the process.
const HANGING: Duration = Duration::from_secs(120);
/// More memory (kB) than this in use by the process ends it.
const MOST_MEMORY: u64 = 4 << 20;

/// Tight, so that a build without optimisation reaches them quickly.
const LIMITS: Limits = Limits {
    file_bytes: 64 << 20,
    stream_bytes: 1 << 20,
    decoded_bytes: 256 << 20,
    pages: 200,
    operators: 50_000,
    glyphs: 5_000,
    segments: 20_000,
    forms: 300,
    depth: 64,
};

/// What a mutant must give, unless it is an error or has a finding of some weight.
#[derive(Debug, Clone)]
enum Expect {
    /// Anything at all.
    Return,
    /// Some text.
    SomeText,
    /// All characters of this text.
    Text(String),
    /// Nothing would do: a limit is hit or a part is lost.
    Finding,
}

/// A damaged or hostile file.
struct Mutant {
    bytes: Vec<u8>,
    password: Option<String>,
    limits: Limits,
    expect: Expect,
}

impl Mutant {
    fn new(bytes: Vec<u8>, expect: Expect) -> Self {
        Self {
            bytes,
            password: None,
            limits: LIMITS,
            expect,
        }
    }

    /// A file of objects in one of the two forms.
    fn written(random: &mut Random, file: &File, expect: Expect) -> Self {
        let packed = random.once_in(2);
        let bytes = if packed {
            file.packed()
        } else {
            file.classic()
        };
        Self::new(bytes, expect)
    }

    /// The same, once in four times with the limits that users have.
    fn unlimited_at_times(random: &mut Random, file: &File, expect: Expect) -> Self {
        let mutant = Self::written(random, file, expect);
        let limits = if random.once_in(4) {
            Limits::default()
        } else {
            LIMITS
        };
        Self { limits, ..mutant }
    }
}

/// A name, and how to make a mutant of this kind.
type Kind = (&'static str, fn(&mut Random, &Seeds) -> Mutant);

/// The mutant of a number: three in five are damaged, two in five hostile.
fn mutant(number: usize, seeds: &Seeds) -> (&'static str, Mutant) {
    let hostile = [loops::KINDS, counts::KINDS, bombs::KINDS].concat();
    let (round, place) = (number / 5, number % 5);
    let (name, make) = match place.checked_sub(3) {
        None => damage::KINDS[(round * 3 + place) % damage::KINDS.len()],
        Some(place) => hostile[(round * 2 + place) % hostile.len()],
    };
    (name, make(&mut Random::new(number as u64), seeds))
}

/// All characters of a reading but white space, in order of their code points.
fn text_of(reading: &Reading) -> String {
    let mut chars: Vec<char> = Vec::new();
    for part in &reading.flow.parts {
        match part {
            Part::Block(block) => chars.extend(block.text.as_str().chars()),
            Part::Table(i) => {
                let cells = reading.flow.tables[*i].cells.iter();
                chars.extend(cells.flat_map(|c| c.text().as_str().chars().collect::<Vec<_>>()));
            }
        }
    }
    chars.retain(|c| !c.is_whitespace());
    chars.sort_unstable();
    chars.into_iter().collect()
}

/// Whether a person is told that something may be missing.
fn is_told(reading: &Reading) -> bool {
    let mut findings = reading.findings.iter();
    findings.any(|f| f.severity >= Severity::Warning)
}

/// Characters of a sorted text that are not in another.
fn lost(expected: &str, found: &str) -> String {
    let mut found = found.chars().peekable();
    let is_missing = |c: &char| {
        while found.next_if(|f| f < c).is_some() {}
        found.next_if_eq(c).is_none()
    };
    expected.chars().filter(is_missing).collect()
}

/// Reads and converts a mutant: what is wrong with the outcome, if anything is.
fn complaint(mutant: &Mutant, rules: &RuleSet) -> Option<String> {
    let options = ReadOptions {
        limits: mutant.limits,
        password: mutant.password.clone(),
        ..ReadOptions::default()
    };
    let reading = read(&mutant.bytes, "mutant.pdf", &options).ok()?;
    if let Ok(document) = convert(&reading, rules, None) {
        let json = serde_json::to_string(&document).unwrap();
        if json.contains("\"box\":[null") {
            return Some("a box that is nowhere".into());
        }
    }
    if is_told(&reading) {
        return None;
    }
    let text = text_of(&reading);
    match &mutant.expect {
        Expect::Return => None,
        Expect::Finding => Some("success, and nothing told".into()),
        Expect::SomeText => text.is_empty().then(|| "no text, and nothing told".into()),
        Expect::Text(expected) => {
            let lost = lost(expected, &text);
            let start: String = lost.chars().take(20).collect();
            (!lost.is_empty()).then(|| format!("`{start}` is lost, and nothing told"))
        }
    }
}

/// Where mutants are left.
fn left(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mutations");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{name}.pdf"))
}

/// What the threads are at, and what went wrong.
struct Run {
    seeds: Seeds,
    rules: RuleSet,
    next: AtomicUsize,
    at: Vec<Mutex<Option<(String, Instant)>>>,
    failures: Mutex<Vec<String>>,
    longest: Mutex<(Duration, String)>,
}

impl Run {
    fn new(first: usize) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            seeds: Seeds::new(),
            rules: RuleSet::shipped().unwrap(),
            next: AtomicUsize::new(first),
            at: (0..threads).map(|_| Mutex::default()).collect(),
            failures: Mutex::default(),
            longest: Mutex::default(),
        }
    }

    /// Takes one mutant after the other.
    fn work(&self, thread: usize, end: usize) {
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= end {
                return;
            }
            self.one(thread, number);
        }
    }

    fn one(&self, thread: usize, number: usize) {
        let (kind, mutant) = mutant(number, &self.seeds);
        let name = format!("{number} {kind}");
        std::fs::write(left(&format!("thread {thread}")), &mutant.bytes).unwrap();
        let begin = Instant::now();
        *self.at[thread].lock().unwrap() = Some((name.clone(), begin));
        let outcome = catch_unwind(AssertUnwindSafe(|| complaint(&mutant, &self.rules)));
        *self.at[thread].lock().unwrap() = None;
        let took = begin.elapsed();
        let complaint = match outcome {
            Err(_) => Some("a panic".to_owned()),
            Ok(None) if took > SLOW => Some(format!("took {took:.1?}")),
            Ok(complaint) => complaint,
        };
        if let Some(complaint) = complaint {
            std::fs::write(left(&name), &mutant.bytes).unwrap();
            self.failures
                .lock()
                .unwrap()
                .push(format!("{name}: {complaint}"));
        }
        let mut longest = self.longest.lock().unwrap();
        if longest.0 < took {
            *longest = (took, name);
        }
    }

    /// Ends the process, naming the mutants, when one hangs or memory runs out.
    fn watch(&self) {
        let at: Vec<_> = self
            .at
            .iter()
            .filter_map(|at| at.lock().unwrap().clone())
            .collect();
        let hangs = at.iter().any(|(_, begin)| begin.elapsed() > HANGING);
        if hangs || memory() > MOST_MEMORY {
            // the macros write to what is captured, and lost with the process
            let message = format!("a mutant hangs, or all take {} kB: {at:?}\n", memory());
            let _ = std::io::stderr().write_all(message.as_bytes());
            std::process::abort();
        }
    }
}

/// Memory in use by the process in kB, where the system tells.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

#[test]
fn two_thousand_mutants_return() {
    let only: Option<usize> = std::env::var("MUTANT").ok().map(|n| n.parse().unwrap());
    let (first, end) = only.map_or((0, MUTANTS), |n| (n, n + 1));
    let run = Run::new(first);
    std::thread::scope(|scope| {
        let run = &run;
        let start = |thread| scope.spawn(move || run.work(thread, end));
        let threads: Vec<_> = (0..run.at.len()).map(start).collect();
        while threads.iter().any(|t| !t.is_finished()) {
            run.watch();
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    println!("longest: {:?}", run.longest.lock().unwrap());
    let mut failures = run.failures.into_inner().unwrap();
    failures.sort_by_key(|f| f.split(' ').next().and_then(|n| n.parse::<usize>().ok()));
    assert!(
        failures.is_empty(),
        "{} failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
