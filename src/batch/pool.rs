//! Child processes that read files, each one at a time; and what becomes of a file whose reader ends.

use super::job::{Answer, Failure, Job, Ocr, Setup, Source, Summary};
use super::wire;
use crate::error::{Error, Result};
use crate::program;
use crate::tesseract;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;
use std::time::{Duration, Instant};

/// A child that has not stopped by itself is ended this long after its time was over: what is read when the time
/// is over is still made a document.
const GRACE: Duration = Duration::from_secs(20);
/// A child is replaced after this many files, so that what a library keeps for ever does not add up.
const FILES_A_CHILD: usize = 250;
/// How often a waiting parent looks whether it was interrupted.
const LOOK: Duration = Duration::from_millis(50);
/// How much of what a child says on stderr is kept: its last words are at the end.
const LAST_WORDS: usize = 4_096;

/// How long the end of a child that has closed its stdout is waited for, and its last words: a program that it
/// has started may hold its stderr open.
const TIME_TO_END: Duration = Duration::from_secs(2);

type Message = io::Result<Option<(std::result::Result<Summary, Failure>, Vec<Vec<u8>>)>>;

/// How a child is started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// What it is told first.
    pub setup: Setup,
    /// How long after its time a child is ended that has not stopped by itself.
    pub grace: Duration,
}

impl Launch {
    /// This program as a child of itself.
    ///
    /// # Errors
    /// When the system does not say where this program is.
    pub fn own(setup: Setup) -> Result<Self> {
        Ok(Self {
            program: own_program()?,
            args: vec!["child".into()],
            setup,
            grace: GRACE,
        })
    }
}

/// The file of this program: the one that is running, even where another has taken its place since.
pub(super) fn own_program() -> Result<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() {
        return Ok(running);
    }
    std::env::current_exe()
        .map_err(|e| Error::Internal(format!("the program does not find itself: {e}")))
}

/// Some readers at work on a list of tasks.
#[derive(Debug)]
pub struct Pool<'p> {
    /// How children are started.
    pub launch: &'p Launch,
    /// Most files read at the same time.
    pub jobs: usize,
    /// Set from outside when the work must end: what is being read is given up.
    pub interrupted: &'p AtomicBool,
}

impl Pool<'_> {
    /// Does all tasks, each with a reader at hand, in the order in which they come; several at a time. Where
    /// there are fewer tasks than jobs (`at_most`), the readers take several pages at a time.
    pub fn run<T: Send>(
        &self,
        tasks: impl Iterator<Item = T> + Send,
        at_most: usize,
        work: impl Fn(&mut Reader<'_>, T) + Sync,
    ) {
        let tasks = Mutex::new(tasks);
        let slots = self.jobs.min(at_most).max(1);
        let processors = std::thread::available_parallelism().map_or(1, |n| n.get());
        let threads = (self.jobs / slots).clamp(1, processors);
        let next = || tasks.lock().unwrap_or_else(PoisonError::into_inner).next();
        std::thread::scope(|scope| {
            let slot = || {
                let mut reader = Reader {
                    launch: self.launch,
                    interrupted: self.interrupted,
                    threads,
                    child: None,
                };
                while let Some(task) = next() {
                    work(&mut reader, task);
                }
            };
            // where the system has no more threads to give, there are fewer slots, and this one
            let mut others = (1..slots).map(|_| Builder::new().spawn_scoped(scope, slot));
            while let Some(Ok(_)) = others.next() {}
            slot();
        });
    }
}

/// A place for a child, which is started when it is needed and again when it has ended.
#[derive(Debug)]
pub struct Reader<'p> {
    launch: &'p Launch,
    interrupted: &'p AtomicBool,
    threads: usize,
    child: Option<Reading>,
}

impl Reader<'_> {
    /// Has a PDF read. Whatever happens to its reader, this answers.
    pub fn ask(&mut self, mut job: Job, source: &Source) -> Answer {
        if let Some(failure) = too_large(&job, source) {
            return failure.into();
        }
        job.threads = self.threads;
        let fresh = self.child.is_none();
        match self.try_ask(&job, source) {
            Ended::Answered(answer) => {
                let memory = matches!(&answer.result, Err(f) if f.code == "out-of-memory");
                if !memory || (fresh && job.threads == 1) {
                    return answer;
                }
                // what fits must not depend on what else was read, nor on how many pages at a time
                job.threads = 1;
            }
            // the system ended it, perhaps to the gain of other programs: the file is not to blame yet
            Ended::Killed => {}
        }
        self.child = None;
        match self.try_ask(&job, source) {
            Ended::Answered(answer) => answer,
            Ended::Killed => no_reader("its reader was ended from outside, twice".into()).into(),
        }
    }

    fn try_ask(&mut self, job: &Job, source: &Source) -> Ended {
        let mut child = match self
            .child
            .take()
            .map_or_else(|| Reading::start(self.launch), Ok)
        {
            Ok(child) => child,
            Err(e) => {
                let failure = no_reader(format!("no reader could be started: {e}"));
                return Ended::Answered(failure.into());
            }
        };
        let setup = (child.served == 0).then_some(&self.launch.setup);
        let ended = child.ask(setup, job, source, self.interrupted);
        child.served += 1;
        if let Ended::Answered(answer) = &ended
            && child.alive
            && child.served < FILES_A_CHILD
            && answer
                .result
                .as_ref()
                .err()
                .is_none_or(|f| f.code != "internal-error")
        {
            self.child = Some(child);
        }
        ended
    }
}

fn no_reader(message: String) -> Failure {
    Error::NoReader(message).into()
}

/// A file over the limit is not even sent.
fn too_large(job: &Job, source: &Source) -> Option<Failure> {
    let limit = job.options.limits.of_reading().file_bytes;
    let length = match source {
        Source::File(path) => std::fs::metadata(path).map(|m| m.len()).unwrap_or_default(),
        Source::Memory(bytes) => bytes.len() as u64,
    };
    let what = "size of the file in bytes";
    (length > limit).then(|| Error::Limit { what, limit }.into())
}

/// How asking a child ended.
#[derive(Debug)]
enum Ended {
    Answered(Answer),
    Killed,
}

/// A running child.
#[derive(Debug)]
struct Reading {
    process: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Message>,
    last_words: Receiver<String>,
    served: usize,
    alive: bool,
    grace: Duration,
}

impl Drop for Reading {
    fn drop(&mut self) {
        if self.alive {
            self.stop();
        }
    }
}

impl Reading {
    fn start(launch: &Launch) -> io::Result<Self> {
        let mut command = Command::new(&launch.program);
        command.args(&launch.args);
        // the terminal's Ctrl-C is for the parent, which tells the children
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = piped.stderr(Stdio::piped()).spawn()?;
        let (sender, messages) = sync_channel(1);
        if let Some(stdout) = process.stdout.take() {
            let mut stdout = BufReader::new(stdout);
            Builder::new().spawn(move || {
                loop {
                    let message = wire::receive(&mut stdout);
                    let goes_on = matches!(message, Ok(Some(_)));
                    if sender.send(message).is_err() || !goes_on {
                        break;
                    }
                }
            })?;
        }
        let (said, last_words) = sync_channel(1);
        if let Some(mut stderr) = process.stderr.take() {
            // nobody may wait for it any more
            Builder::new().spawn(move || said.send(read_last_words(&mut stderr)).is_ok())?;
        }
        Ok(Self {
            stdin: process.stdin.take(),
            process,
            messages,
            last_words,
            served: 0,
            alive: true,
            grace: launch.grace,
        })
    }

    /// Asks for a PDF, with the setup in front where it is the first.
    fn ask(
        &mut self,
        setup: Option<&Setup>,
        job: &Job,
        source: &Source,
        interrupted: &AtomicBool,
    ) -> Ended {
        let Some(mut stdin) = self.stdin.take() else {
            return Ended::Answered(no_reader("its reader has no input".into()).into());
        };
        let seconds = job.options.limits.seconds();
        let grace = match job.options.ocr {
            Ocr::Off => self.grace,
            // a program that reads a picture does not see the clock
            Ocr::Auto => self.grace.saturating_add(tesseract::LONGEST),
        };
        let most = Duration::from_secs(seconds).saturating_add(grace);
        let most = (seconds > 0).then_some(most);
        // sending may wait for the child, so that another thread watches the clock
        let (sent, message, status) = std::thread::scope(|scope| {
            let sending = scope.spawn(move || match send(&mut stdin, setup, job, source) {
                Ok(()) => Ok(stdin),
                // with its stdin closed the child ends, and nobody waits for it
                Err(e) => Err(e),
            });
            let message = self.wait(most, interrupted);
            let status = match message {
                Waited::Message(Ok(Some(_))) => None,
                Waited::Message(_) => {
                    let by_itself = self.ends_by_itself();
                    self.stop().filter(|_| by_itself)
                }
                Waited::OutOfTime | Waited::Interrupted => self.stop(),
            };
            let panicked = |_| Err(io::Error::other("sending it failed"));
            (sending.join().unwrap_or_else(panicked), message, status)
        });
        match message {
            Waited::Message(Ok(Some((result, parts)))) => {
                self.stdin = sent.ok();
                let mut parts = parts.into_iter();
                let mut part = || parts.next().unwrap_or_default();
                Ended::Answered(Answer {
                    result,
                    document: part(),
                    features: part(),
                })
            }
            Waited::OutOfTime => {
                Ended::Answered(Failure::from(Error::OutOfTime { seconds }).into())
            }
            Waited::Interrupted => Ended::Answered(Failure::interrupted().into()),
            Waited::Message(_) => self.post_mortem(job, sent.err(), status),
        }
    }

    /// Waits for the answer.
    fn wait(&self, most: Option<Duration>, interrupted: &AtomicBool) -> Waited {
        let begun = Instant::now();
        loop {
            match self.messages.recv_timeout(LOOK) {
                Ok(message) => return Waited::Message(message),
                Err(RecvTimeoutError::Disconnected) => return Waited::Message(Ok(None)),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if interrupted.load(Ordering::Relaxed) {
                return Waited::Interrupted;
            }
            if most.is_some_and(|most| begun.elapsed() > most) {
                return Waited::OutOfTime;
            }
        }
    }

    /// Ends the child and the programs that it has started, and says how it ended.
    fn stop(&mut self) -> Option<ExitStatus> {
        self.alive = false;
        self.stdin = None;
        // before it is waited for, while its number is its own
        program::kill_group(self.process.id());
        let _ = self.process.kill();
        self.process.wait().ok()
    }

    /// Gives a child that says nothing any more the time to end by itself, so that its status tells why.
    fn ends_by_itself(&self) -> bool {
        let begun = Instant::now();
        while program::has_ended(self.process.id()) == Some(false) {
            if begun.elapsed() > TIME_TO_END {
                return false;
            }
            std::thread::sleep(LOOK / 10);
        }
        true
    }

    /// Why the child has ended without an answer.
    fn post_mortem(
        &mut self,
        job: &Job,
        unsent: Option<io::Error>,
        status: Option<ExitStatus>,
    ) -> Ended {
        let words = self.last_words.recv_timeout(TIME_TO_END);
        let words = words.unwrap_or_default();
        let failure = match (unsent, status) {
            (Some(e), _) if e.kind() != io::ErrorKind::BrokenPipe => Error::Io {
                path: PathBuf::new(),
                reason: match e.kind() {
                    io::ErrorKind::UnexpectedEof => "it changed while it was read".into(),
                    _ => e.to_string(),
                },
            },
            _ if words.contains("memory allocation of") => Error::OutOfMemory {
                bytes: job.options.limits.memory_bytes(),
            },
            (_, Some(status)) if was_killed(status) => return Ended::Killed,
            (_, status) => {
                let status = status.map_or("nonsense".into(), |s| s.to_string());
                let words = words.trim().replace('\n', " ");
                Error::Internal(format!("its reader ended with {status}: {words}"))
            }
        };
        let (_, failure) = Failure::of_input(failure);
        Ended::Answered(failure.into())
    }
}

/// What waiting for an answer came to.
enum Waited {
    Message(Message),
    OutOfTime,
    Interrupted,
}

/// Whether a signal that comes from outside has ended it, and not a fault of its own.
#[cfg(unix)]
fn was_killed(status: ExitStatus) -> bool {
    use signal_hook::consts::{SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
    let own = [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP];
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    signal.is_some_and(|signal| !own.contains(&signal))
}

#[cfg(not(unix))]
fn was_killed(_: ExitStatus) -> bool {
    false
}

fn send(
    stdin: &mut impl Write,
    setup: Option<&Setup>,
    job: &Job,
    source: &Source,
) -> io::Result<()> {
    if let Some(setup) = setup {
        wire::send(stdin, setup, &mut [])?;
    }
    match source {
        Source::File(path) => {
            let mut file = File::open(path)?;
            let length = file.metadata()?.len();
            wire::send(stdin, job, &mut [(&mut file, length)])
        }
        Source::Memory(bytes) => {
            let length = bytes.len() as u64;
            wire::send(stdin, job, &mut [(&mut bytes.as_slice(), length)])
        }
    }
}

/// The end of what is said, up to [`LAST_WORDS`].
fn read_last_words(stderr: &mut impl Read) -> String {
    let mut kept = Vec::new();
    let mut buffer = [0; 1_024];
    while let Ok(n @ 1..) = stderr.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..n]);
        let surplus = kept.len().saturating_sub(LAST_WORDS);
        kept.drain(..surplus);
    }
    String::from_utf8_lossy(&kept).into_owned()
}
