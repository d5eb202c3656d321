//! Whatever happens to the process that reads a file, there is an answer, and the next file is read.
#![cfg(unix)]

use crate::cli::fixture;
use keikaku::batch::{Answer, Job, JobLimits, JobOptions, Launch, Pool, Setup, Shape, Source};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// A reader that does what a shell script says, with `KEIKAKU` for the real one.
fn launch(script: &str) -> Launch {
    let real = env!("CARGO_BIN_EXE_keikaku");
    Launch {
        program: "/bin/sh".into(),
        args: vec!["-c".into(), script.replace("KEIKAKU", real).into()],
        setup: Setup {
            shipped: true,
            rules: Vec::new(),
        },
        grace: Duration::ZERO,
    }
}

fn job(seconds: u64) -> Job {
    let mut limits = JobLimits::default();
    limits.set("seconds", seconds).unwrap();
    let options = JobOptions {
        limits,
        ..JobOptions::default()
    };
    Job::new("plan.pdf".into(), options, Shape::Line)
}

/// The answers to one file, asked for as often as that, by one reader after the other.
fn ask(launch: &Launch, seconds: u64, times: usize) -> Vec<Answer> {
    let interrupted = AtomicBool::new(false);
    let pool = Pool {
        launch,
        jobs: 1,
        interrupted: &interrupted,
    };
    let answers = Mutex::new(Vec::new());
    let source = Source::File(fixture("shishin-90ms"));
    pool.run(0..times, 1, |reader, _| {
        let answer = reader.ask(job(seconds), &source);
        answers.lock().unwrap().push(answer);
    });
    answers.into_inner().unwrap()
}

fn failure(answer: &Answer) -> (String, String) {
    let failure = answer.result.as_ref().unwrap_err();
    assert!(answer.document.is_empty() && !failure.help.is_empty());
    (failure.code.clone(), failure.message.clone())
}

#[test]
fn a_reader_that_works_answers_every_time() {
    let answers = ask(&launch("exec KEIKAKU child"), 60, 3);
    assert_eq!(answers.len(), 3);
    for answer in &answers {
        assert!(answer.document.starts_with(b"{\"schema\":\"keikaku/1\""));
        assert_eq!(answer.result.as_ref().unwrap().pages, 2);
    }
    assert_eq!(answers[0].document, answers[2].document);
}

#[test]
fn a_reader_that_ends_is_a_failure_with_its_last_words() {
    let (code, message) =
        failure(&ask(&launch("cat >/dev/null & echo oh dear >&2; exit 7"), 60, 1)[0]);
    assert_eq!(code, "internal-error");
    assert!(
        message.contains("exit status: 7") && message.contains("oh dear"),
        "{message}"
    );
    // one that dies without a word, and one that cannot be started
    let (code, message) = failure(&ask(&launch("kill -SEGV $$"), 60, 1)[0]);
    assert!(
        code == "internal-error" && message.contains("signal: 11"),
        "{message}"
    );
    let mut nowhere = launch("");
    nowhere.program = "/no/such/program".into();
    assert_eq!(failure(&ask(&nowhere, 60, 1)[0]).0, "no-reader");
}

#[test]
fn a_reader_that_talks_nonsense_is_a_failure() {
    let (code, _) = failure(&ask(&launch("echo hello; cat >/dev/null"), 60, 1)[0]);
    assert_eq!(code, "internal-error");
    // announces more than it sends
    let script =
        r#"echo '{"head":{"Err":{"code":"x","message":"y","help":"z"}},"lengths":[10,0]}'"#;
    let (code, _) = failure(&ask(&launch(script), 60, 1)[0]);
    assert_eq!(code, "internal-error");
}

#[test]
fn a_reader_that_hangs_is_ended() {
    // with its input read and with its input left alone
    for script in ["cat >/dev/null; sleep 60", "exec sleep 60"] {
        let begun = Instant::now();
        let (code, message) = failure(&ask(&launch(script), 1, 1)[0]);
        assert!(
            code == "out-of-time" && message.contains("1 seconds"),
            "{message}"
        );
        assert!(begun.elapsed() < Duration::from_secs(10), "{script}");
    }
}

#[test]
fn a_reader_that_the_system_kills_gets_a_second_try() {
    let folder = crate::cli::folder("killed-once");
    let marker = folder.join("marker").display().to_string();
    let once = format!("test -e {marker} && exec KEIKAKU child; touch {marker}; kill -KILL $$");
    assert!(ask(&launch(&once), 60, 1)[0].result.is_ok());
    // by whatever signal from outside
    for signal in ["KILL", "TERM", "HUP", "XCPU"] {
        let (code, _) = failure(&ask(&launch(&format!("kill -{signal} $$")), 60, 1)[0]);
        assert_eq!(code, "no-reader", "{signal}");
    }
}

#[test]
fn a_file_that_cannot_be_sent_is_told_at_once() {
    let begun = Instant::now();
    let interrupted = AtomicBool::new(false);
    let launch = launch("exec KEIKAKU child");
    let pool = Pool {
        launch: &launch,
        jobs: 1,
        interrupted: &interrupted,
    };
    let mut sources = vec![Source::File("no/such/file.pdf".into())];
    // its size is not what the system says
    let odd = "/sys/kernel/mm/transparent_hugepage/enabled";
    if std::path::Path::new(odd).exists() {
        sources.push(Source::File(odd.into()));
    }
    pool.run(sources.into_iter(), 1, |reader, source| {
        let (code, message) = failure(&reader.ask(job(60), &source));
        assert_eq!(code, "io", "{message}");
        let good = Source::File(fixture("shishin-90ms"));
        assert!(reader.ask(job(60), &good).result.is_ok());
    });
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn after_a_failure_the_next_file_has_a_new_reader() {
    let folder = crate::cli::folder("ends-once");
    let marker = folder.join("marker").display().to_string();
    let once = format!("test -e {marker} && exec KEIKAKU child; touch {marker}; exit 3");
    let answers = ask(&launch(&once), 60, 3);
    assert!(answers[0].result.is_err());
    assert!(answers[1].result.is_ok() && answers[2].result.is_ok());
}

#[test]
fn an_interrupted_reader_is_given_up_at_once() {
    let interrupted = AtomicBool::new(true);
    let launch = launch("exec sleep 60");
    let pool = Pool {
        launch: &launch,
        jobs: 1,
        interrupted: &interrupted,
    };
    let begun = Instant::now();
    pool.run(0..1, 1, |reader, _| {
        let source = Source::Memory(b"%PDF".to_vec());
        assert_eq!(failure(&reader.ask(job(60), &source)).0, "interrupted");
    });
    assert!(begun.elapsed() < Duration::from_secs(10));
}
