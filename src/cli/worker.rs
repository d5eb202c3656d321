//! `keikaku worker`: a request a line in, an answer a line out, for clusters and schedulers.

use super::{Outcome, interrupt, report};
use crate::batch::{
    Answer, Failure, InOrder, Job, JobLimits, JobOptions, Ocr, Pool, Reader, Shape, Source,
};
use crate::error::{Error, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

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
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    /// Given back with the answer.
    #[serde(default)]
    id: Value,
    path: Option<PathBuf>,
    /// In base64.
    bytes: Option<String>,
    /// The file name in the document.
    name: Option<String>,
    #[serde(default)]
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
    let ordered = InOrder::new(4 * pool.jobs, |answer: Vec<u8>| print(&answer));
    let lines = BufReader::new(std::io::stdin()).split(b'\n');
    // stdin cannot be read any more: as if it had ended
    let lines = lines.map_while(std::result::Result::ok);
    let lines = lines.filter(|line| !line.trim_ascii().is_empty());
    let lines = lines.take_while(|_| !interrupt::is_set()).enumerate();
    pool.run(lines, pool.jobs, |reader, (index, line)| {
        let answer = answer(args, reader, index + 1, &line);
        match args.unordered {
            true => print(&answer),
            false => ordered.put(index, answer),
        }
    });
    Ok(())
}

fn print(answer: &[u8]) {
    let mut stdout = std::io::stdout().lock();
    // nobody reads the answers any more
    if stdout
        .write_all(answer)
        .and_then(|()| stdout.flush())
        .is_err()
    {
        interrupt::stop_quietly();
    }
}

fn answer(args: &Args, reader: &mut Reader<'_>, number: usize, line: &[u8]) -> Vec<u8> {
    match request(line) {
        Err(message) => {
            let failure = Failure {
                code: "bad-request".into(),
                message: format!("request {number}: {message}"),
                help: "a request is `{\"id\": …, \"path\": …}`, `{\"id\": …, \"bytes\": base64, \"name\": …}` \
                       or a path as a JSON string, on one line"
                    .into(),
            };
            written(&Value::Null, args, failure.into())
        }
        Ok(request) => {
            let id = request.id.clone();
            let answer = match job(args, request) {
                Ok((job, source)) => reader.ask(job, &source),
                Err(failure) => failure.into(),
            };
            written(&id, args, answer)
        }
    }
}

fn request(line: &[u8]) -> std::result::Result<Request, String> {
    let value: Value = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let request = match value {
        Value::String(path) => Request {
            id: Value::String(path.clone()),
            path: Some(path.into()),
            bytes: None,
            name: None,
            options: RequestOptions::default(),
        },
        value => serde_json::from_value(value).map_err(|e| e.to_string())?,
    };
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
            return Err(Failure::from(Error::Io {
                path: path.unwrap_or_default(),
                reason: "no such file".into(),
            }));
        }
    };
    let shape = match args.records {
        true => Shape::Records,
        false => Shape::Line,
    };
    let options = merged(args.readers.options(), request.options);
    let threads = 1;
    let job = Job {
        name,
        options,
        shape,
        threads,
    };
    Ok((job, source))
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
