//! Other programs that are asked: run without a shell, with bounds on time and output.

use std::io::{ErrorKind, PipeReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What a run may cost.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Longest time in seconds.
    pub seconds: u64,
    /// Most bytes on standard output.
    pub output: u64,
}

/// Why a program gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// There is no such program.
    #[error("`{0}` is not installed")]
    Absent(String),
    /// It could not be run, or said that it failed.
    #[error("`{0}` {1}")]
    Failed(String, String),
    /// It took too long, and was ended.
    #[error("`{0}` took more than {1} seconds")]
    Slow(String, u64),
    /// It printed too much, and was ended.
    #[error("`{0}` printed more than {1} bytes")]
    Loud(String, u64),
}

/// Runs a program with `input` on its standard input, and gives what it prints. When this returns, the program and
/// all that it started have ended, but those that left its process group.
///
/// # Errors
/// When it is not there, fails, or exceeds its bounds.
pub fn run(command: &mut Command, input: &[u8], bounds: Bounds) -> Result<Vec<u8>, Failure> {
    succeeded(command, input, bounds, Group::Own)
}

/// The same in the process group of this process: a program that starts no others, and that has to end where this
/// process is ended with its group.
///
/// # Errors
/// As [`run`].
pub fn run_within(command: &mut Command, input: &[u8], bounds: Bounds) -> Result<Vec<u8>, Failure> {
    succeeded(command, input, bounds, Group::Ours)
}

fn succeeded(
    command: &mut Command,
    input: &[u8],
    bounds: Bounds,
    group: Group,
) -> Result<Vec<u8>, Failure> {
    let (bytes, status) = ask(command, input, bounds, (Streams::Output, group))?;
    match status.success() {
        true => Ok(bytes),
        false => Err(Failure::Failed(name(command), format!("failed: {status}"))),
    }
}

/// The first line of what a program says when it is asked for its version, on whichever stream.
pub fn version(program: &str, argument: &str) -> Option<String> {
    let bounds = Bounds {
        seconds: 10,
        output: 1 << 16,
    };
    let mut command = Command::new(program);
    command.arg(argument);
    // some fail when they are asked for it, and answer
    let (said, _) = ask(&mut command, b"", bounds, (Streams::Both, Group::Own)).ok()?;
    let said = String::from_utf8_lossy(&said).into_owned();
    let mut lines = said.lines().filter(|l| l.contains("version"));
    Some(lines.next().unwrap_or(program).trim().to_owned())
}

/// What of a program is listened to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Streams {
    Output,
    /// Output and errors, as one.
    Both,
}

/// The process group that a program runs in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// One that it leads, and that is ended with it.
    Own,
    /// That of this process.
    Ours,
}

/// How often a program that has closed its output is looked at.
const LOOK: Duration = Duration::from_millis(5);

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// What a program prints, and how it ended.
fn ask(
    command: &mut Command,
    input: &[u8],
    bounds: Bounds,
    (streams, group): (Streams, Group),
) -> Result<(Vec<u8>, ExitStatus), Failure> {
    let program = name(command);
    let unable = |e: std::io::Error| match e.kind() {
        ErrorKind::NotFound => Failure::Absent(program.clone()),
        _ => Failure::Failed(program.clone(), format!("cannot be run: {e}")),
    };
    let deadline = Instant::now() + Duration::from_secs(bounds.seconds);
    let (mut child, reader) = start(command, streams, group).map_err(unable)?;
    feed(child.stdin.take(), input);
    let left = |at: Instant| at.saturating_duration_since(Instant::now());
    let received = collect(reader, bounds.output).recv_timeout(left(deadline));
    let whole = matches!(&received, Ok(Ok(bytes)) if bytes.len() as u64 <= bounds.output);
    let mut ended = whole && is_over(&mut child);
    while whole && !ended && !left(deadline).is_zero() {
        std::thread::sleep(LOOK);
        ended = is_over(&mut child);
    }
    // what it started must not outlive it either
    stop(&mut child, group);
    let status = child.wait().map_err(unable)?;
    match received {
        Ok(Ok(_)) if !whole => Err(Failure::Loud(program, bounds.output)),
        Ok(Ok(bytes)) if ended => Ok((bytes, status)),
        Ok(Err(e)) => Err(unable(e)),
        Ok(Ok(_)) | Err(_) => Err(Failure::Slow(program, bounds.seconds)),
    }
}

/// Starts a program, with the end of the pipe that it prints into.
fn start(
    command: &mut Command,
    streams: Streams,
    group: Group,
) -> std::io::Result<(Child, PipeReader)> {
    let (reader, writer) = std::io::pipe()?;
    let errors = match streams {
        Streams::Output => Stdio::null(),
        Streams::Both => Stdio::from(writer.try_clone()?),
    };
    command.stdin(Stdio::piped()).stdout(writer).stderr(errors);
    #[cfg(unix)]
    if group == Group::Own {
        std::os::unix::process::CommandExt::process_group(command, 0);
    }
    let spawned = command.spawn();
    // the command keeps its ends of the pipe open, which would then never end
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Ok((spawned?, reader))
}

/// Writes to a program that may not listen. Nobody waits for the thread: it ends with the program.
fn feed(stdin: Option<ChildStdin>, input: &[u8]) {
    if let (Some(mut stdin), false) = (stdin, input.is_empty()) {
        let input = input.to_vec();
        // a program that needs no more input closes it
        std::thread::spawn(move || stdin.write_all(&input).is_ok());
    }
}

/// Reads until the end, or just beyond the most. Nobody waits for the thread: it ends with the last process that
/// has the pipe.
fn collect(reader: PipeReader, most: u64) -> mpsc::Receiver<std::io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = reader.take(most.saturating_add(1)).read_to_end(&mut bytes);
        sender.send(read.map(|_| bytes)).is_ok()
    });
    receiver
}

fn is_over(child: &mut Child) -> bool {
    let seen = has_ended(child.id());
    // where it cannot be looked at, it is waited for
    seen.unwrap_or_else(|| child.try_wait().map_or(true, |s| s.is_some()))
}

/// Ends a program, with the group that it leads; it may have ended by itself in the meantime.
fn stop(child: &mut Child, group: Group) {
    if group == Group::Own {
        // before it is waited for, while its number is its own
        kill_group(child.id());
    }
    let _ = child.kill();
}

/// Ends all processes of the group that a child leads.
pub fn kill_group(leader: u32) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let leader = i32::try_from(leader).ok().and_then(Pid::from_raw);
        if let Some(leader) = leader {
            let _ = kill_process_group(leader, Signal::KILL);
        }
    }
    #[cfg(not(unix))]
    let _ = leader;
}

/// Whether a child has ended. It is not waited for, so that its number stays its own.
pub fn has_ended(child: u32) -> Option<bool> {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let child = i32::try_from(child).ok().and_then(Pid::from_raw)?;
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        waitid(WaitId::Pid(child), look).ok().map(|s| s.is_some())
    }
    #[cfg(not(unix))]
    {
        let _ = child;
        None
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds {
        seconds: 1,
        output: 1000,
    };

    fn sh(script: &str) -> Result<Vec<u8>, Failure> {
        run(Command::new("sh").args(["-c", script]), b"abc", BOUNDS)
    }

    #[test]
    fn what_a_program_prints_is_given() {
        assert_eq!(sh("cat").unwrap(), b"abc");
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let error = sh("exec sleep 60").unwrap_err();
        assert_eq!(error, Failure::Slow("sh".into(), 1));
    }

    #[test]
    fn what_a_program_started_ends_with_it() {
        let slow = Failure::Slow("sh".into(), 1);
        let begin = Instant::now();
        // a child of the shell keeps the pipe; the program closes it and runs on; the shell ends before its child
        for script in ["sleep 60; true", "exec >&-; sleep 60; true", "sleep 60 &"] {
            assert_eq!(sh(script).unwrap_err(), slow, "{script}");
        }
        assert!(begin.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn the_version_is_found_on_both_streams_and_is_waited_for_only_so_long() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let program = |name: &str, script: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let says = program("says", "echo usage; echo engine version 1 >&2; exit 1");
        assert_eq!(version(&says, "-v").unwrap(), "engine version 1");
        let begin = Instant::now();
        assert_eq!(version(&program("sleeps", "sleep 60"), "-v"), None);
        assert!(begin.elapsed() < Duration::from_secs(40));
    }

    #[test]
    fn a_program_that_does_not_stop_printing_is_ended() {
        assert_eq!(
            sh("exec yes").unwrap_err(),
            Failure::Loud("sh".into(), 1000)
        );
    }

    #[test]
    fn failing_and_missing_programs_are_told_apart() {
        assert!(matches!(sh("exit 3"), Err(Failure::Failed(..))));
        let error = run(&mut Command::new("no-such-program-here"), b"", BOUNDS).unwrap_err();
        assert_eq!(error.to_string(), "`no-such-program-here` is not installed");
    }
}
