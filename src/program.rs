//! Other programs that are asked: run without a shell, with bounds on time and output.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

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

/// Runs a program with `input` on its standard input, and gives what it prints.
///
/// # Errors
/// When it is not there, fails, or exceeds its bounds.
pub fn run(command: &mut Command, input: &[u8], bounds: Bounds) -> Result<Vec<u8>, Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let spawned = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = spawned.map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Failure::Absent(program.clone()),
        _ => Failure::Failed(program.clone(), format!("cannot be run: {e}")),
    })?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (sender, receiver) = mpsc::channel();
    let output = std::thread::scope(|scope| {
        scope.spawn(|| {
            // a program that needs no more input closes it
            let _ = stdin.map(|mut s| s.write_all(input));
        });
        scope.spawn(|| {
            let mut bytes = Vec::new();
            let most = bounds.output.saturating_add(1);
            let read = stdout.map(|s| s.take(most).read_to_end(&mut bytes));
            let _ = sender.send(read.map(|r| r.map(|_| bytes)));
        });
        let received = receiver.recv_timeout(Duration::from_secs(bounds.seconds));
        let whole = matches!(&received, Ok(Some(Ok(bytes))) if bytes.len() as u64 <= bounds.output);
        if !whole {
            stop(&mut child);
        }
        received
    });
    let failed = |what: String| Failure::Failed(program.clone(), what);
    let status = child.wait().map_err(|e| failed(e.to_string()))?;
    match output {
        Ok(Some(Ok(bytes))) if bytes.len() as u64 > bounds.output => {
            Err(Failure::Loud(program, bounds.output))
        }
        Ok(Some(Ok(bytes))) if status.success() => Ok(bytes),
        Ok(_) => Err(failed(format!("failed: {status}"))),
        Err(_) => Err(Failure::Slow(program, bounds.seconds)),
    }
}

/// The first line of what a program says when it is asked for its version, on whichever stream.
pub fn version(program: &str, argument: &str) -> Option<String> {
    let said = Command::new(program).arg(argument).output().ok()?;
    let said = [said.stdout, said.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let mut lines = said.lines().filter(|l| l.contains("version"));
    Some(lines.next().unwrap_or(program).trim().to_owned())
}

fn stop(child: &mut Child) {
    // it may have ended by itself in the meantime
    let _ = child.kill();
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
