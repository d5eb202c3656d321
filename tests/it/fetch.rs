//! The polite client, against a real server on this machine.

use crate::server::{Reply, Server};
use keikaku::fetch::{Body, Expected, Failure, Fetched, Fetcher, Known, Settings};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PDF: &[u8] = b"%PDF-1.7\n% not a whole one, but it begins like one\n%%EOF\n";
const DATE: &str = "Thu, 01 Jan 2026 00:00:00 GMT";
static NEVER: AtomicBool = AtomicBool::new(false);

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// As fast as tests are to be.
fn fast() -> Settings {
    Settings {
        pause: Duration::ZERO,
        backoff: ms(1),
        timeout: Duration::from_secs(20),
        ..Settings::default()
    }
}

/// A server and a folder.
struct Web {
    server: Server,
    staging: TempDir,
}

impl Web {
    fn new() -> Self {
        Self {
            server: Server::start(),
            staging: tempfile::tempdir().unwrap(),
        }
    }

    fn fetcher(&self, settings: Settings) -> Fetcher<'static> {
        Fetcher::new(settings, self.staging.path(), &NEVER)
    }

    fn get(
        &self,
        path: &str,
        known: Option<&Known>,
        expected: Expected,
    ) -> Result<Fetched, Failure> {
        let url = self.server.url(path);
        self.fetcher(fast()).get(&url, known, expected)
    }

    fn pdf(&self, path: &str) -> Body {
        body(self.get(path, None, Expected::Pdf))
    }

    /// Why a PDF does not come; nothing is left of it.
    fn failure(&self, path: &str) -> Failure {
        let failure = self.get(path, None, Expected::Pdf).unwrap_err();
        let left = std::fs::read_dir(self.staging.path()).unwrap().count();
        assert_eq!(left, 0, "{failure:?}");
        assert!(!failure.message.is_empty() && !failure.help.is_empty());
        failure
    }

    fn check(&self, path: &str, code: &str, lasting: bool) {
        let failure = self.failure(path);
        assert_eq!(
            (failure.code.as_str(), failure.lasting),
            (code, lasting),
            "{failure:?}"
        );
    }

    /// How often a path was asked for.
    fn count(&self, path: &str) -> usize {
        self.server.seen(path).len()
    }
}

fn body(result: Result<Fetched, Failure>) -> Body {
    match result.unwrap() {
        Fetched::Body(body) => *body,
        Fetched::Unchanged => panic!("unchanged"),
    }
}

#[test]
fn a_pdf_comes_as_a_whole_with_what_is_known_of_it() {
    let web = Web::new();
    web.server
        .set("/a.pdf", Reply::pdf(PDF).etag("\"1\"").modified(DATE));
    let body = web.pdf("/a.pdf");
    assert_eq!(std::fs::read(body.file.path()).unwrap(), PDF);
    assert_eq!(body.file.path().parent(), Some(web.staging.path()));
    assert_eq!(body.bytes, PDF.len() as u64);
    assert_eq!(body.sha256.len(), 64);
    assert_eq!(body.url, web.server.url("/a.pdf"));
    assert_eq!(body.content_type.as_deref(), Some("application/pdf"));
    assert_eq!(body.known.etag.as_deref(), Some("\"1\""));
    assert_eq!(body.known.last_modified.as_deref(), Some(DATE));
    assert!(body.redirects.is_empty() && !body.downgraded);
    let seen = &web.server.seen("/a.pdf")[0];
    let name = seen.header("User-Agent").unwrap();
    assert!(name.starts_with("keikaku/"), "{name}");
    assert_eq!(seen.header("Accept-Encoding"), Some("identity"));
    assert_eq!(seen.header("If-None-Match"), None);
    assert_eq!(web.server.paths(), ["/robots.txt", "/a.pdf"]);
}

#[test]
fn bodies_in_chunks_and_large_ones_come_as_a_whole() {
    let web = Web::new();
    let large = [PDF, &vec![b'x'; 1 << 20]].concat();
    web.server.set("/chunked.pdf", Reply::pdf(PDF).chunked());
    web.server.set("/large.pdf", Reply::pdf(large.clone()));
    assert_eq!(web.pdf("/chunked.pdf").bytes, PDF.len() as u64);
    let body = web.pdf("/large.pdf");
    assert_eq!(std::fs::read(body.file.path()).unwrap(), large);
}

#[test]
fn what_is_unchanged_does_not_come_again() {
    let web = Web::new();
    let by_tag = Reply::pdf(PDF).etag("\"1\"").modified(DATE);
    web.server.set("/tag.pdf", by_tag);
    web.server.set("/date.pdf", Reply::pdf(PDF).modified(DATE));
    for path in ["/tag.pdf", "/date.pdf"] {
        let known = web.pdf(path).known;
        let again = web.get(path, Some(&known), Expected::Pdf).unwrap();
        assert!(matches!(again, Fetched::Unchanged), "{path}");
        let seen = web.server.seen(path);
        assert_eq!(seen[1].header("If-None-Match"), known.etag.as_deref());
        assert_eq!(seen[1].header("If-Modified-Since"), Some(DATE));
        // known of other bytes
        web.server.set(path, Reply::pdf(PDF).etag("\"2\""));
        body(web.get(path, Some(&known), Expected::Pdf));
    }
    // nobody asked for it
    web.server.set("/304.pdf", Reply::status(304));
    web.check("/304.pdf", "http-status", false);
}

#[test]
fn a_change_without_a_new_date_comes() {
    let web = Web::new();
    let reply = |bytes: &[u8]| Reply::pdf(bytes).header("Last-Modified", DATE);
    web.server.set("/a.pdf", reply(PDF));
    let first = web.pdf("/a.pdf");
    web.server.set("/a.pdf", reply(&[PDF, PDF].concat()));
    let second = body(web.get("/a.pdf", Some(&first.known), Expected::Pdf));
    assert_eq!(second.known, first.known);
    assert_ne!(second.sha256, first.sha256);
}

#[test]
fn redirects_are_followed_and_permanent_ones_told() {
    let web = Web::new();
    web.server.set("/a.pdf", Reply::redirect(301, "/b.pdf"));
    web.server
        .set("/b.pdf", Reply::redirect(308, "c.pdf#page=3"));
    web.server
        .set("/c.pdf", Reply::redirect(302, &web.server.url("/d.pdf")));
    web.server.set("/d.pdf", Reply::redirect(307, "計.pdf"));
    web.server.set("/%E8%A8%88.pdf", Reply::pdf(PDF));
    let body = web.pdf("/a.pdf");
    assert_eq!(body.url, web.server.url("/%E8%A8%88.pdf"));
    assert_eq!(
        body.redirects,
        [web.server.url("/b.pdf"), web.server.url("/c.pdf")]
    );
    assert!(!body.downgraded);
}

#[test]
fn redirects_that_lead_nowhere_are_failures() {
    let web = Web::new();
    web.server.set("/a.pdf", Reply::redirect(302, "/b.pdf"));
    web.server.set("/b.pdf", Reply::redirect(302, "/a.pdf"));
    web.check("/a.pdf", "redirect-loop", true);
    assert_eq!(web.count("/a.pdf"), 1);
    for n in 0..20 {
        web.server.set(
            &format!("/{n}"),
            Reply::redirect(302, &format!("/{}", n + 1)),
        );
    }
    web.check("/0", "redirect-loop", true);
    assert_eq!((web.count("/10"), web.count("/11")), (1, 0));
    web.server
        .set("/file.pdf", Reply::redirect(302, "file:///etc/passwd"));
    web.check("/file.pdf", "bad-redirect", true);
    web.server.set("/none.pdf", Reply::status(302));
    web.check("/none.pdf", "bad-redirect", true);
}

#[test]
fn what_is_not_there_is_asked_for_once() {
    let web = Web::new();
    for (status, code, lasting) in [
        (404, "not-found", true),
        (410, "not-found", true),
        (401, "forbidden", true),
        (403, "forbidden", true),
        (418, "http-status", false),
        (501, "http-status", false),
        (204, "http-status", false),
        (206, "http-status", false),
    ] {
        let path = format!("/{status}.pdf");
        web.server.set(&path, Reply::status(status));
        web.check(&path, code, lasting);
        assert_eq!(web.count(&path), 1, "{status}");
    }
    web.server.set("/gone.pdf", Reply::pdf(PDF));
    web.pdf("/gone.pdf");
    web.server.remove("/gone.pdf");
    web.check("/gone.pdf", "not-found", true);
}

#[test]
fn what_passes_is_tried_again() {
    let web = Web::new();
    for status in [429, 500, 502, 503, 504] {
        let path = format!("/{status}.pdf");
        let replies = [
            Reply::status(status),
            Reply::status(status),
            Reply::pdf(PDF),
        ];
        web.server.script(&path, replies);
        web.pdf(&path);
        assert_eq!(web.count(&path), 3, "{status}");
    }
    web.server.set("/500", Reply::status(500));
    web.check("/500", "http-status", false);
    assert_eq!(web.count("/500"), 4);
}

#[test]
fn the_wait_between_tries_doubles() {
    let web = Web::new();
    web.server.set("/a.pdf", Reply::status(500));
    let settings = Settings {
        backoff: ms(40),
        ..fast()
    };
    let url = web.server.url("/a.pdf");
    web.fetcher(settings)
        .get(&url, None, Expected::Pdf)
        .unwrap_err();
    let seen = web.server.seen("/a.pdf");
    let gaps: Vec<_> = seen.windows(2).map(|w| w[1].begin - w[0].begin).collect();
    assert!(
        gaps[0] >= ms(40) && gaps[1] >= ms(80) && gaps[2] >= ms(160),
        "{gaps:?}"
    );
}

#[test]
fn a_server_says_when_to_come_back() {
    let web = Web::new();
    let busy = Reply::status(429).header("Retry-After", "1");
    web.server.script("/a.pdf", [busy, Reply::pdf(PDF)]);
    web.pdf("/a.pdf");
    let seen = web.server.seen("/a.pdf");
    assert!(seen[1].begin - seen[0].begin >= Duration::from_secs(1));
    // a date that is over
    let busy = Reply::status(503).header("Retry-After", DATE);
    web.server.script("/b.pdf", [busy, Reply::pdf(PDF)]);
    web.pdf("/b.pdf");
}

#[test]
fn a_server_that_wants_to_be_left_alone_for_long_is() {
    let web = Web::new();
    let busy = Reply::status(503).header("Retry-After", "86400");
    web.server.set("/a.pdf", busy);
    let fetcher = web.fetcher(fast());
    for path in ["/a.pdf", "/b.pdf"] {
        let failure = fetcher
            .get(&web.server.url(path), None, Expected::Pdf)
            .unwrap_err();
        assert_eq!(
            (failure.code.as_str(), failure.lasting),
            ("told-to-wait", false)
        );
    }
    assert_eq!(web.server.paths(), ["/robots.txt", "/a.pdf"]);
}

#[test]
fn a_body_that_is_cut_off_is_none() {
    let web = Web::new();
    let large = [PDF, &vec![b'x'; 300_000]].concat();
    for (path, reply) in [
        ("/length.pdf", Reply::pdf(large.clone())),
        ("/chunked.pdf", Reply::pdf(large.clone()).chunked()),
    ] {
        for at in [0, 10, 200_000] {
            web.server
                .script(path, [reply.clone().cut(at), reply.clone()]);
            assert_eq!(web.pdf(path).bytes, large.len() as u64, "{path} {at}");
            web.server.forget();
            web.server.set(path, reply.clone().cut(at));
            web.check(path, "cut-off", false);
            assert_eq!(web.count(path), 4);
        }
    }
    // all of it, but not its end
    web.server
        .set("/end.pdf", Reply::pdf(PDF).chunked().cut(PDF.len()));
    web.check("/end.pdf", "cut-off", false);
    web.server.set(
        "/chunk.pdf",
        Reply::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n%PDF-1.7"),
    );
    web.check("/chunk.pdf", "cut-off", false);
}

#[test]
fn a_pdf_without_a_length_is_whole_if_it_ends_as_one() {
    let web = Web::new();
    let head = b"HTTP/1.0 200 OK\r\n\r\n".as_slice();
    let large = [b"%PDF-1.7\n", vec![b'x'; 200_000].as_slice(), b"%%EOF\n"].concat();
    for pdf in [PDF, &large] {
        web.server.set("/a.pdf", Reply::raw([head, pdf].concat()));
        assert_eq!(web.pdf("/a.pdf").bytes, pdf.len() as u64);
        web.server
            .set("/a.pdf", Reply::raw([head, &pdf[..pdf.len() - 3]].concat()));
        web.check("/a.pdf", "cut-off", false);
    }
}

#[test]
fn a_server_that_hangs_up_or_is_not_there_is_unreachable() {
    let web = Web::new();
    web.server.set("/a.pdf", Reply::raw(""));
    web.check("/a.pdf", "unreachable", false);
    assert_eq!(web.count("/a.pdf"), 4);
    // a port where nobody listens
    let gone = "http://127.0.0.1:1/a.pdf";
    let get = |settings| {
        web.fetcher(settings)
            .get(gone, None, Expected::Pdf)
            .unwrap_err()
    };
    assert_eq!(get(fast()).code, "robots-unreachable");
    let settings = Settings {
        robots: false,
        ..fast()
    };
    assert_eq!(get(settings).code, "unreachable");
}

#[test]
fn a_slow_answer_has_its_time() {
    let web = Web::new();
    let get = |path: &str| {
        let settings = Settings {
            timeout: ms(400),
            retries: 2,
            robots: false,
            ..fast()
        };
        web.fetcher(settings)
            .get(&web.server.url(path), None, Expected::Pdf)
    };
    let long = Duration::from_secs(30);
    web.server.set("/head.pdf", Reply::pdf(PDF).after(long));
    // never silent, never at its end
    web.server.set("/body.pdf", Reply::pdf(PDF).endless());
    for path in ["/head.pdf", "/body.pdf"] {
        let begin = Instant::now();
        let failure = get(path).unwrap_err();
        assert_eq!(
            (failure.code.as_str(), failure.lasting),
            ("too-slow", false),
            "{path}"
        );
        assert!(begin.elapsed() < long / 2);
        assert!(web.count(path) > 1, "{path}");
    }
    web.server
        .script("/once.pdf", [Reply::pdf(PDF).after(long), Reply::pdf(PDF)]);
    body(get("/once.pdf"));
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let web = Web::new();
    let settings = Settings {
        max_bytes: 5_000,
        ..fast()
    };
    let fetcher = web.fetcher(settings);
    let large = [PDF, &[b'x'; 6_000]].concat();
    web.server
        .set("/length.pdf", Reply::pdf(large.clone()).cut(0));
    web.server.set("/chunked.pdf", Reply::pdf(large).chunked());
    web.server.set("/endless.pdf", Reply::pdf(PDF).endless());
    for path in ["/length.pdf", "/chunked.pdf", "/endless.pdf"] {
        let failure = fetcher
            .get(&web.server.url(path), None, Expected::Pdf)
            .unwrap_err();
        assert_eq!(
            (failure.code.as_str(), failure.lasting),
            ("too-large", true),
            "{path}"
        );
        assert_eq!(web.count(path), 1, "{path}");
    }
    web.server.set(
        "/just.pdf",
        Reply::pdf([PDF, &vec![b'x'; 5_000 - PDF.len()]].concat()),
    );
    let just = fetcher.get(&web.server.url("/just.pdf"), None, Expected::Pdf);
    assert_eq!(body(just).bytes, 5_000);
    assert_eq!(std::fs::read_dir(web.staging.path()).unwrap().count(), 0);
}

#[test]
fn a_pdf_is_one_by_its_bytes() {
    let web = Web::new();
    web.server.set("/a.pdf", Reply::html(PDF));
    web.pdf("/a.pdf");
    web.server.set(
        "/page.pdf",
        Reply::pdf("<!DOCTYPE html><title>メンテナンス</title>"),
    );
    web.check("/page.pdf", "not-a-pdf", false);
    web.server
        .set("/office.pdf", Reply::pdf(b"PK\x03\x04\0\0".as_slice()));
    web.check("/office.pdf", "not-a-pdf", true);
    web.server.set("/empty.pdf", Reply::pdf(""));
    web.check("/empty.pdf", "not-a-pdf", false);
    assert_eq!(web.count("/page.pdf"), 1);
}

#[test]
fn a_login_page_is_told_from_others() {
    let web = Web::new();
    let form = "<html><form><input name=id><input type='password' name=pw></form></html>";
    web.server.set("/form.pdf", Reply::html(form));
    web.check("/form.pdf", "login-page", true);
    web.server.set(
        "/far.pdf",
        Reply::html(format!("<html>{}{form}", " ".repeat(50_000))),
    );
    web.check("/far.pdf", "login-page", true);
    web.server
        .set("/member.pdf", Reply::redirect(302, "/login?to=member.pdf"));
    web.server
        .set("/login?to=member.pdf", Reply::html("<html>会員の方へ"));
    web.check("/member.pdf", "login-page", true);
}

#[test]
fn a_page_is_html_packed_or_not() {
    let web = Web::new();
    let page = "<html><a href=a.pdf>一</a>";
    web.server.set("/", Reply::html(page));
    let got = body(web.get("/", None, Expected::Page));
    assert_eq!(std::fs::read_to_string(got.file.path()).unwrap(), page);
    assert_eq!(
        web.server.seen("/")[0].header("Accept-Encoding"),
        Some("gzip")
    );
    let packed = gzip(page.as_bytes());
    let reply = |bytes: &[u8]| Reply::html(bytes).header("Content-Encoding", "gzip");
    web.server.set("/packed", reply(&packed));
    let got = body(web.get("/packed", None, Expected::Page));
    assert_eq!(std::fs::read_to_string(got.file.path()).unwrap(), page);
    // packed bytes that end early, though the server says that these are all
    web.server.set("/short", reply(&packed[..packed.len() - 9]));
    let failure = web.get("/short", None, Expected::Page).unwrap_err();
    assert_eq!(failure.code, "cut-off");
    web.server.set("/pdf", Reply::html(PDF));
    web.server
        .set("/png", Reply::html(b"\x89PNG\r\n\x1a\n\0\0".as_slice()));
    for path in ["/pdf", "/png"] {
        let failure = web.get(path, None, Expected::Page).unwrap_err();
        assert_eq!(
            (failure.code.as_str(), failure.lasting),
            ("not-a-page", true)
        );
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn packed_bytes_are_counted_unpacked() {
    let web = Web::new();
    let bomb = gzip(&vec![b' '; 20 << 20]);
    assert!(bomb.len() < 100_000);
    web.server
        .set("/", Reply::html(bomb).header("Content-Encoding", "gzip"));
    let failure = web.get("/", None, Expected::Page).unwrap_err();
    assert_eq!(failure.code, "too-large");
}

#[test]
fn robots_are_asked_once_and_obeyed() {
    let web = Web::new();
    let rules = "User-agent: *\nDisallow: /\n\nUser-agent: keikaku\nDisallow: /secret/\n";
    web.server.set("/robots.txt", Reply::new(rules));
    for path in ["/a.pdf", "/b.pdf", "/secret/c.pdf"] {
        web.server.set(path, Reply::pdf(PDF));
    }
    web.server
        .set("/d.pdf", Reply::redirect(302, "/secret/c.pdf"));
    let fetcher = web.fetcher(fast());
    let get = |path: &str| fetcher.get(&web.server.url(path), None, Expected::Pdf);
    body(get("/a.pdf"));
    body(get("/b.pdf"));
    for path in ["/secret/c.pdf", "/d.pdf"] {
        let failure = get(path).unwrap_err();
        assert_eq!(
            (failure.code.as_str(), failure.lasting),
            ("robots-disallowed", true)
        );
    }
    assert_eq!(
        web.server.paths(),
        ["/robots.txt", "/a.pdf", "/b.pdf", "/d.pdf"]
    );
    let settings = Settings {
        robots: false,
        ..fast()
    };
    let url = web.server.url("/secret/c.pdf");
    body(web.fetcher(settings).get(&url, None, Expected::Pdf));
    assert_eq!(web.count("/robots.txt"), 1);
}

#[test]
fn robots_that_cannot_be_had_allow_nothing() {
    let web = Web::new();
    web.server.set("/a.pdf", Reply::pdf(PDF));
    for status in [500, 503, 429, 501] {
        web.server.set("/robots.txt", Reply::status(status));
        web.check("/a.pdf", "robots-unreachable", false);
    }
    web.server
        .set("/robots.txt", Reply::new("User-agent: *\n").cut(5));
    web.check("/a.pdf", "robots-unreachable", false);
    assert_eq!(web.count("/a.pdf"), 0);
    // once for a run
    web.server.forget();
    web.server.set("/robots.txt", Reply::status(501));
    let fetcher = web.fetcher(fast());
    for _ in 0..2 {
        fetcher
            .get(&web.server.url("/a.pdf"), None, Expected::Pdf)
            .unwrap_err();
    }
    assert_eq!(web.count("/robots.txt"), 1);
    for status in [400, 401, 403, 404, 410] {
        web.server.set("/robots.txt", Reply::status(status));
        web.pdf("/a.pdf");
    }
    web.server
        .script("/robots.txt", [Reply::status(500), Reply::status(404)]);
    web.pdf("/a.pdf");
}

#[test]
fn robots_may_be_elsewhere_and_without_end() {
    let web = Web::new();
    web.server.set("/a.pdf", Reply::pdf(PDF));
    web.server
        .set("/robots.txt", Reply::redirect(301, "/rules.txt"));
    web.server
        .set("/rules.txt", Reply::new("User-agent: *\nDisallow: /"));
    web.check("/a.pdf", "robots-disallowed", true);
    web.server
        .set("/rules.txt", Reply::redirect(301, "/robots.txt"));
    web.pdf("/a.pdf");
    let endless = Reply::new("User-agent: *\nDisallow: /a.pdf\n".repeat(100)).endless();
    web.server.set("/robots.txt", endless);
    web.check("/a.pdf", "robots-disallowed", true);
    web.server.set("/robots.txt", Reply::new([0xff; 5000]));
    web.pdf("/a.pdf");
}

#[test]
fn robots_are_asked_at_each_host_of_a_redirect() {
    let (web, other) = (Web::new(), Server::start());
    web.server
        .set("/a.pdf", Reply::redirect(302, &other.url("/b.pdf")));
    other.set("/b.pdf", Reply::pdf(PDF));
    web.pdf("/a.pdf");
    assert_eq!(other.paths(), ["/robots.txt", "/b.pdf"]);
    other.set(
        "/robots.txt",
        Reply::new("User-agent: keikaku\nDisallow: /"),
    );
    web.check("/a.pdf", "robots-disallowed", true);
}

/// The gaps between an answer and the next request.
fn gaps(server: &Server) -> Vec<Duration> {
    let seen = server.requests();
    let gap = |pair: &[crate::server::Seen]| {
        let (end, begin) = (pair[0].answered.unwrap(), pair[1].begin);
        begin.checked_duration_since(end).expect("one at a time")
    };
    seen.windows(2).map(gap).collect()
}

#[test]
fn a_crawl_delay_counts_if_it_is_longer() {
    let web = Web::new();
    let rules = "User-agent: *\nCrawl-delay: 0.2";
    web.server.set("/robots.txt", Reply::new(rules));
    web.server.set("/a.pdf", Reply::pdf(PDF));
    let fetcher = web.fetcher(fast());
    for _ in 0..2 {
        body(fetcher.get(&web.server.url("/a.pdf"), None, Expected::Pdf));
    }
    let gaps = gaps(&web.server);
    assert!(
        gaps.len() == 2 && gaps.iter().all(|g| *g >= ms(200)),
        "{gaps:?}"
    );
}

#[test]
fn a_host_is_asked_one_by_one_with_a_pause() {
    let web = Web::new();
    let settings = Settings {
        pause: ms(60),
        ..fast()
    };
    let fetcher = web.fetcher(settings);
    thread::scope(|scope| {
        for n in 0..4 {
            let path = format!("/{n}.pdf");
            web.server.set(&path, Reply::pdf(PDF).after(ms(20)));
            let (fetcher, url) = (&fetcher, web.server.url(&path));
            scope.spawn(move || body(fetcher.get(&url, None, Expected::Pdf)));
        }
    });
    let gaps = gaps(&web.server);
    assert_eq!(web.count("/robots.txt"), 1);
    assert!(
        gaps.len() == 4 && gaps.iter().all(|g| *g >= ms(60)),
        "{gaps:?}"
    );
}

#[test]
fn different_hosts_are_asked_at_the_same_time() {
    let web = Web::new();
    let other = Server::start();
    let fetcher = web.fetcher(Settings {
        robots: false,
        ..fast()
    });
    for server in [&web.server, &other] {
        server.set("/a.pdf", Reply::pdf(PDF).after(ms(500)));
    }
    thread::scope(|scope| {
        for server in [&web.server, &other] {
            let (fetcher, url) = (&fetcher, server.url("/a.pdf"));
            scope.spawn(move || body(fetcher.get(&url, None, Expected::Pdf)));
        }
    });
    let (one, two) = (&web.server.requests()[0], &other.requests()[0]);
    assert!(one.begin < two.answered.unwrap() && two.begin < one.answered.unwrap());
}

#[test]
fn an_interrupt_ends_waits_and_requests() {
    let web = Web::new();
    let long = Duration::from_secs(60);
    web.server.set("/a.pdf", Reply::pdf(PDF));
    web.server.set("/slow.pdf", Reply::pdf(PDF).after(long));
    web.server.set("/endless.pdf", Reply::pdf(PDF).endless());
    web.server.set("/500.pdf", Reply::status(500));
    let none = Duration::ZERO;
    for (path, pause, backoff) in [
        ("/a.pdf", long, none),
        ("/slow.pdf", none, none),
        ("/endless.pdf", none, none),
        ("/500.pdf", none, long),
    ] {
        let interrupted = AtomicBool::new(false);
        let settings = Settings {
            pause,
            backoff,
            timeout: long,
            max_bytes: u64::MAX,
            ..Settings::default()
        };
        let fetcher = Fetcher::new(settings, web.staging.path(), &interrupted);
        let begin = Instant::now();
        let failure = thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(ms(200));
                interrupted.store(true, Ordering::Relaxed);
            });
            fetcher
                .get(&web.server.url(path), None, Expected::Pdf)
                .unwrap_err()
        });
        assert_eq!(
            (failure.code.as_str(), failure.lasting),
            ("interrupted", false),
            "{path}"
        );
        assert!(begin.elapsed() < long / 4, "{path}");
        let failure = fetcher.get(&web.server.url("/a.pdf"), None, Expected::Pdf);
        assert_eq!(failure.unwrap_err().code, "interrupted");
    }
}

#[test]
fn hostile_answers_are_failures() {
    let web = Web::new();
    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
    for (path, reply) in [
        (
            "/head.pdf",
            Reply::pdf(PDF).header("X", &"x".repeat(200_000)),
        ),
        (
            "/many.pdf",
            Reply::raw(format!("{ok}{}\r\n", "A: b\r\n".repeat(100_000))),
        ),
        ("/none.pdf", Reply::raw("SSH-2.0-OpenSSH_9.6\r\n\r\n")),
        ("/zero.pdf", Reply::raw(vec![0; 10_000])),
        (
            "/length.pdf",
            Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n%PDF-"),
        ),
        (
            "/twice.pdf",
            Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n%PDF-"),
        ),
        (
            "/to.pdf",
            Reply::raw(b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n".as_slice()),
        ),
    ] {
        web.server.set(path, reply);
        let failure = web.failure(path);
        assert!(!failure.message.contains('\n'), "{path}: {failure:?}");
    }
    let odd = b"HTTP/1.1 200 OK\r\nETag: \xff\r\nContent-Type: \x82\xa0\r\nContent-Length: 5\r\n\r\n%PDF-";
    web.server.set("/odd.pdf", Reply::raw(odd.as_slice()));
    let body = web.pdf("/odd.pdf");
    assert_eq!((body.known, body.content_type), (Known::default(), None));
}

#[test]
fn addresses_and_names_that_are_none_are_no_panic() {
    let web = Web::new();
    for url in [
        "",
        "a.pdf",
        "file:///etc/passwd",
        "http://",
        "https://u:p@localhost/",
    ] {
        let failure = web
            .fetcher(fast())
            .get(url, None, Expected::Pdf)
            .unwrap_err();
        assert_eq!(
            (failure.code.as_str(), failure.lasting),
            ("bad-url", true),
            "{url}"
        );
    }
    web.server.set("/a.pdf", Reply::pdf(PDF));
    let settings = Settings {
        user_agent: "計画 keikaku\r\nX: y".into(),
        ..fast()
    };
    body(
        web.fetcher(settings)
            .get(&web.server.url("/a.pdf"), None, Expected::Pdf),
    );
    let seen = &web.server.seen("/a.pdf")[0];
    assert_eq!(seen.header("User-Agent"), Some("keikakuX: y"));
    let gone = Fetcher::new(fast(), std::path::Path::new("/nowhere/at/all"), &NEVER);
    let failure = gone.get(&web.server.url("/a.pdf"), None, Expected::Pdf);
    assert_eq!(failure.unwrap_err().code, "io");
}
