//! A web server for tests: real sockets on this machine, and answers that a test writes and may change meanwhile.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What to answer. Without more it is status 200 with these bytes.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delay: Duration,
    chunked: bool,
    cut: Option<usize>,
    endless: bool,
    etag: Option<String>,
    modified: Option<String>,
    raw: bool,
}

impl Reply {
    /// Status 200 and a body.
    pub fn new(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: body.into(),
            delay: Duration::ZERO,
            chunked: false,
            cut: None,
            endless: false,
            etag: None,
            modified: None,
            raw: false,
        }
    }

    /// A body with the content type of a PDF.
    pub fn pdf(body: impl Into<Vec<u8>>) -> Self {
        Self::new(body).header("Content-Type", "application/pdf")
    }

    /// A body with the content type of a page.
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::new(body).header("Content-Type", "text/html")
    }

    /// A status and nothing else.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::new("")
        }
    }

    /// A redirect.
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::status(status).header("Location", to)
    }

    /// These bytes as the whole answer, head and all.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            raw: true,
            ..Self::new(bytes)
        }
    }

    /// A header besides.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Comes after a while.
    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// In chunks instead of with a length.
    pub fn chunked(self) -> Self {
        Self {
            chunked: true,
            ..self
        }
    }

    /// Ends after so many bytes of the body, though more were announced; in chunks, all of them may come without an
    /// end.
    pub fn cut(self, bytes: usize) -> Self {
        Self {
            cut: Some(bytes),
            ..self
        }
    }

    /// Sends the body again and again, in chunks, until nobody reads it.
    pub fn endless(self) -> Self {
        Self {
            endless: true,
            ..self.chunked()
        }
    }

    /// Has an `ETag`, and is 304 for who sends it.
    pub fn etag(self, tag: &str) -> Self {
        Self {
            etag: Some(tag.into()),
            ..self
        }
        .header("ETag", tag)
    }

    /// Has a `Last-Modified`, and is 304 for who sends it and no `ETag`. For one that is never 304, use `header`.
    pub fn modified(self, date: &str) -> Self {
        Self {
            modified: Some(date.into()),
            ..self
        }
        .header("Last-Modified", date)
    }

    fn is_known_to(&self, seen: &Seen) -> bool {
        match (seen.header("If-None-Match"), &self.etag) {
            (Some(sent), Some(tag)) => sent == tag,
            (Some(_), None) => false,
            (None, _) => {
                self.modified.is_some()
                    && seen.header("If-Modified-Since") == self.modified.as_deref()
            }
        }
    }

    fn send(
        &self,
        seen: &Seen,
        stream: &mut TcpStream,
        stopped: &AtomicBool,
    ) -> std::io::Result<()> {
        if self.raw {
            return stream.write_all(&self.body);
        }
        let known = self.is_known_to(seen);
        let status = if known { 304 } else { self.status };
        let mut head = format!("HTTP/1.1 {status} Status\r\nConnection: close\r\n");
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &match (known, self.chunked) {
            (true, _) => String::new(),
            (false, true) => "Transfer-Encoding: chunked\r\n".into(),
            (false, false) => format!("Content-Length: {}\r\n", self.body.len()),
        };
        stream.write_all(format!("{head}\r\n").as_bytes())?;
        match known {
            true => Ok(()),
            false => self.send_body(stream, stopped),
        }
    }

    fn send_body(&self, stream: &mut TcpStream, stopped: &AtomicBool) -> std::io::Result<()> {
        let sent = &self.body[..self.cut.unwrap_or(self.body.len())];
        if !self.chunked {
            return stream.write_all(sent);
        }
        let size = format!("{:x}\r\n", self.body.len());
        if sent.len() < self.body.len() {
            return stream.write_all(&[size.as_bytes(), sent].concat());
        }
        let chunk = [size.as_bytes(), sent, b"\r\n"].concat();
        stream.write_all(&chunk)?;
        while self.endless && !stopped.load(Ordering::Relaxed) {
            stream.write_all(&chunk)?;
        }
        match self.cut {
            Some(_) => Ok(()),
            None => stream.write_all(b"0\r\n\r\n"),
        }
    }
}

fn wait(span: Duration, stopped: &AtomicBool) {
    let begin = Instant::now();
    while begin.elapsed() < span && !stopped.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(5));
    }
}

/// A request that came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Path and query.
    pub path: String,
    /// As they were sent.
    pub headers: Vec<(String, String)>,
    /// When its head was read.
    pub begin: Instant,
    /// When its answer began to be sent, if it did: no client can have had it before.
    pub answered: Option<Instant>,
}

impl Seen {
    /// A header that was sent; its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Default)]
struct Shared {
    replies: Mutex<HashMap<String, VecDeque<Reply>>>,
    seen: Mutex<Vec<Seen>>,
    stopped: AtomicBool,
}

/// The server; it ends with its value. What it was not told to answer is 404.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Begins to listen at a port of its own.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::<Shared>::default();
        let own = Arc::clone(&shared);
        let listening = thread::spawn(move || {
            for stream in listener.incoming() {
                if own.stopped.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(stream), own) = (stream, Arc::clone(&own)) else {
                    continue;
                };
                // who hangs up in the middle is none of our business
                thread::spawn(move || serve(stream, &own).ok());
            }
        });
        Self {
            address,
            shared,
            listening: Some(listening),
        }
    }

    /// The address of a path here.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What a path (with its query) answers from now on.
    pub fn set(&self, path: &str, reply: Reply) {
        self.script(path, [reply]);
    }

    /// What a path answers the first time, the second …; the last of them stays.
    pub fn script(&self, path: &str, replies: impl IntoIterator<Item = Reply>) {
        let replies = replies.into_iter().collect();
        self.shared
            .replies
            .lock()
            .unwrap()
            .insert(path.into(), replies);
    }

    /// A path answers 404 again.
    pub fn remove(&self, path: &str) {
        self.shared.replies.lock().unwrap().remove(path);
    }

    /// All requests so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// Those for one path.
    pub fn seen(&self, path: &str) -> Vec<Seen> {
        let mut all = self.requests();
        all.retain(|seen| seen.path == path);
        all
    }

    /// The paths that were asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.requests().into_iter().map(|seen| seen.path).collect()
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.shared.seen.lock().unwrap().clear();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        // so that it looks
        drop(TcpStream::connect(self.address));
        if let Some(listening) = self.listening.take() {
            listening.join().unwrap();
        }
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let Some(seen) = read_head(&stream)? else {
        return Ok(());
    };
    let place = {
        let mut all = shared.seen.lock().unwrap();
        all.push(seen.clone());
        all.len() - 1
    };
    let reply = next_reply(shared, &seen.path);
    wait(reply.delay, &shared.stopped);
    if let Some(own) = shared.seen.lock().unwrap().get_mut(place) {
        own.answered = Some(Instant::now());
    }
    reply.send(&seen, &mut stream, &shared.stopped)
}

fn next_reply(shared: &Shared, path: &str) -> Reply {
    let mut replies = shared.replies.lock().unwrap();
    match replies.get_mut(path) {
        Some(left) if left.len() > 1 => left.pop_front(),
        Some(left) => left.front().cloned(),
        None => None,
    }
    .unwrap_or_else(|| Reply::status(404))
}

/// The head of a request; none where the other side only looked whether somebody is there.
fn read_head(stream: &TcpStream) -> std::io::Result<Option<Seen>> {
    let mut lines = BufReader::new(stream).lines();
    let Some(first) = lines.next() else {
        return Ok(None);
    };
    let path = first?.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    Ok(Some(Seen {
        path,
        headers,
        begin: Instant::now(),
        answered: None,
    }))
}
