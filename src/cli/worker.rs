//! `keikaku worker`: a request a line in, an answer a line out, for clusters and schedulers.

use super::{Outcome, interrupt, report, stdout};
use crate::batch::{
    Answer, Failure, InOrder, Job, JobLimits, JobOptions, Ocr, Pool, Reader, Shape, Source,
};
use crate::error::{Error, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Arguments of `worker`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    readers: super::readers::Args,
    /// Answer as files are done, not in the order of the requests
    #[arg(long)]
    unordered: bool,
    /// Answer with the records of a document (`records`), not with the document
    #[arg(long)]
    records: bool,
}

/// A request: a path, or the bytes of a PDF.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Request {
    /// Given back with the answer.
    #[serde(rename = "id")]
    _id: Value,
    path: Option<PathBuf>,
    /// In base64.
    bytes: Option<String>,
    /// The file name in the document.
    name: Option<String>,
    options: RequestOptions,
}

/// What is otherwise than the command line says.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestOptions {
    rule: Option<String>,
    password: Option<String>,
    ocr: Option<Ocr>,
    limits: Option<JobLimits>,
}

pub fn run(args: &Args) -> Outcome {
    match serve(args) {
        Ok(()) => Outcome::Clean,
        Err(e) => {
            report::error(None, &e);
            Outcome::NoResult
        }
    }
}

fn serve(args: &Args) -> Result<()> {
    let (launch, _) = args.readers.launch()?;
    let pool = Pool {
        launch: &launch,
        jobs: args.readers.jobs(),
        interrupted: interrupt::flag(),
    };
    let most = args.readers.options().limits.of_reading().file_bytes;
    // in base64, with something around it
    let longest = most.saturating_add(most / 3).saturating_add(1 << 16);
    let broken = Mutex::new(None);
    let mut stdin = BufReader::new(std::io::stdin());
    let lines = std::iter::from_fn(|| {
        read_line(&mut stdin, longest).unwrap_or_else(|e| {
            *broken.lock().unwrap_or_else(PoisonError::into_inner) = Some(e);
            None
        })
    });
    let lines = lines.filter(|line| !matches!(line, Line::Whole(l) if l.trim_ascii().is_empty()));
    let lines = lines.take_while(|_| !interrupt::is_set()).enumerate();
    let print = |answer: Vec<u8>| {
        // nobody reads the answers any more
        if stdout::write(&answer).is_err() {
            interrupt::stop_quietly();
        }
    };
    let ordered = InOrder::new(HELD, print);
    pool.run(lines, pool.jobs, |reader, (index, line)| {
        let answer = answer(args, reader, index + 1, &line);
        match args.unordered {
            true => print(answer),
            false => ordered.put(index, answer.len(), answer),
        }
    });
    drop(ordered);
    match broken.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(e) => Err(Error::of_io(Path::new("standard input"), &e)),
        None => Ok(()),
    }
}

/// Answers that are held until those before them are done, in bytes.
const HELD: usize = 64 << 20;

/// A line of the input.
enum Line {
    Whole(Vec<u8>),
    /// More bytes than a request can have; they are stepped over.
    TooLong,
}

/// The next line, if there is one.
fn read_line(input: &mut impl BufRead, longest: u64) -> std::io::Result<Option<Line>> {
    let mut line = Vec::new();
    input.take(longest).read_until(b'\n', &mut line)?;
    if (line.len() as u64) < longest || line.ends_with(b"\n") {
        return Ok((!line.is_empty()).then_some(Line::Whole(line)));
    }
    loop {
        line.clear();
        let read = input.take(longest).read_until(b'\n', &mut line)?;
        if read == 0 || line.ends_with(b"\n") {
            return Ok(Some(Line::TooLong));
        }
    }
}

fn answer(args: &Args, reader: &mut Reader<'_>, number: usize, line: &Line) -> Vec<u8> {
    let (id, request) = match line {
        Line::Whole(line) => request(line),
        Line::TooLong => (
            Value::Null,
            Err("it is longer than `file-bytes` allows".into()),
        ),
    };
    let asked = request
        .map_err(|message| Failure {
            code: "bad-request".into(),
            message: format!("request {number}: {message}"),
            help: "a request is `{\"id\": …, \"path\": …}`, `{\"id\": …, \"bytes\": base64, \"name\": …}` \
                   or a path as a JSON string, on one line"
                .into(),
        })
        .and_then(|request| job(args, request));
    let answer = match asked {
        Ok((job, source)) => reader.ask(job, &source),
        Err(failure) => failure.into(),
    };
    written(&id, args, answer)
}

/// A request and its id, which is given back whatever is wrong with the rest.
fn request(line: &[u8]) -> (Value, std::result::Result<Request, String>) {
    match serde_json::from_slice(line) {
        Err(e) => (Value::Null, Err(e.to_string())),
        Ok(Value::String(path)) => {
            let request = Request {
                path: Some(path.clone().into()),
                ..Request::default()
            };
            (Value::String(path), Ok(request))
        }
        Ok(value) => {
            let id = value.get("id").cloned().unwrap_or_default();
            let request = serde_json::from_value(value).map_err(|e| e.to_string());
            (id, request.and_then(with_one_source))
        }
    }
}

fn with_one_source(request: Request) -> std::result::Result<Request, String> {
    match (&request.path, &request.bytes) {
        (Some(_), Some(_)) => Err("it has both `path` and `bytes`".into()),
        (None, None) => Err("it has neither `path` nor `bytes`".into()),
        _ => Ok(request),
    }
}

fn job(args: &Args, request: Request) -> std::result::Result<(Job, Source), Failure> {
    let name = request.name.unwrap_or_else(|| {
        let path = request.path.as_deref().unwrap_or(Path::new("stdin.pdf"));
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    });
    let source = match (request.path, request.bytes) {
        (_, Some(bytes)) => Source::Memory(BASE64_STANDARD.decode(bytes).map_err(|e| Failure {
            code: "bad-request".into(),
            message: format!("`bytes` is not base64: {e}"),
            help: "encode the bytes of the PDF with the standard alphabet and padding".into(),
        })?),
        (Some(path), None) if path.is_file() => Source::File(path),
        (path, None) => {
            let path = path.unwrap_or_default();
            let reason = match path.exists() {
                true => "not a regular file",
                false => "no such file",
            };
            let reason = format!("{}: {reason}", path.display());
            return Err(Failure::of_input(Error::Io { path, reason }).1);
        }
    };
    let shape = match args.records {
        true => Shape::Records,
        false => Shape::Line,
    };
    let options = merged(args.readers.options(), request.options);
    Ok((Job::new(name, options, shape), source))
}

fn merged(mut options: JobOptions, own: RequestOptions) -> JobOptions {
    options.rule = own.rule.or(options.rule);
    options.password = own.password.or(options.password);
    options.ocr = own.ocr.unwrap_or(options.ocr);
    if let Some(limits) = own.limits {
        options.limits.extend(limits);
    }
    options
}

/// An answer on one line; what a reader wrote goes in as it is.
fn written(id: &Value, args: &Args, answer: Answer) -> Vec<u8> {
    let mut line = format!("{{\"id\":{id},").into_bytes();
    match answer.result {
        Err(failure) => {
            let error = serde_json::to_string(&failure).unwrap_or_default();
            line.extend(format!("\"status\":\"failed\",\"error\":{error}").bytes());
        }
        Ok(_) if args.records => {
            line.extend(b"\"status\":\"converted\",\"records\":[");
            let records = answer.document.split(|b| *b == b'\n');
            let records: Vec<&[u8]> = records.filter(|r| !r.is_empty()).collect();
            line.extend(records.join(&b','));
            line.push(b']');
        }
        Ok(_) => {
            line.extend(b"\"status\":\"converted\",\"document\":");
            line.extend(answer.document.trim_ascii_end());
        }
    }
    line.extend(b"}\n");
    line
}
