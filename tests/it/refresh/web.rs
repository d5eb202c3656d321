//! Addresses and pages, against a real server on this machine.

use super::{Set, totals, year};
use crate::server::{Reply, Server};
use serde_json::Value;

const DATE: &str = "Thu, 01 Jan 2026 00:00:00 GMT";

fn one(name: &str, server: &Server, path: &str) -> Set {
    Set::new(
        name,
        &format!("[[source]]\nid = \"one\"\nurl = \"{}\"\n", server.url(path)),
    )
}

fn code(report: &Value) -> &str {
    report["failed"][0]["failure"]["code"]
        .as_str()
        .unwrap_or_default()
}

#[test]
fn an_unchanged_address_is_asked_and_not_fetched() {
    let server = Server::start();
    server.set("/a.pdf", Reply::pdf(year(2023, 10, "○")).etag("\"1\""));
    let set = one("web-304", &server, "/a.pdf");
    assert_eq!(totals(&set.write()), "new 1");
    assert_eq!(totals(&set.write()), "unchanged 1");
    let seen = server.seen("/a.pdf");
    assert_eq!(seen.last().unwrap().header("If-None-Match"), Some("\"1\""));
    server.set("/a.pdf", Reply::pdf(year(2024, 10, "○")).etag("\"2\""));
    assert_eq!(set.check(), 1);
    assert_eq!(totals(&set.write()), "new 1");
    assert_eq!(set.check(), 0);
}

#[test]
fn what_changed_without_a_new_date_is_a_revision() {
    let server = Server::start();
    let reply = |mark| Reply::pdf(year(2023, 10, mark)).header("Last-Modified", DATE);
    server.set("/a.pdf", reply("△"));
    let set = one("web-silent", &server, "/a.pdf");
    set.write();
    server.set("/a.pdf", reply("○"));
    assert_eq!(totals(&set.write()), "revised 1");
    assert_eq!(set.editions(), [("2023".into(), 2)]);
}

#[test]
fn a_redirect_is_followed_and_told_where_it_is_for_good() {
    let server = Server::start();
    server.set("/old.pdf", Reply::redirect(301, "/new.pdf"));
    server.set("/new.pdf", Reply::pdf(year(2023, 10, "○")).etag("\"1\""));
    let set = one("web-moved", &server, "/old.pdf");
    let report = set.write();
    assert_eq!(totals(&report), "new 1");
    let note = report["notes"][0]["note"].as_str().unwrap();
    assert!(note.contains("/new.pdf"), "{note}");
}

#[test]
fn what_fails_leaves_its_editions_and_is_tried_again() {
    let server = Server::start();
    let good = || Reply::pdf(year(2023, 10, "○")).etag("\"1\"");
    let set = one("web-fails", &server, "/a.pdf");
    server.script("/a.pdf", [Reply::status(500), good()]);
    assert_eq!(totals(&set.write()), "new 1", "500, then 200");
    for (reply, expected) in [
        (Reply::status(500), "http-status"),
        (
            Reply::pdf(year(2023, 10, "△")).etag("\"2\"").cut(100),
            "cut-off",
        ),
        (
            Reply::html("<html><form><input type=\"password\"></form></html>"),
            "login-page",
        ),
        (Reply::html("<html><p>maintenance</p></html>"), "not-a-pdf"),
    ] {
        server.set("/a.pdf", reply);
        let (status, report) = set.report(&["--write"]);
        assert_eq!(
            (status, totals(&report).as_str()),
            (2, "failed 1"),
            "{report:#}"
        );
        assert_eq!(code(&report), expected);
        assert_eq!(set.editions(), [("2023".into(), 1)]);
    }
    server.set("/a.pdf", good());
    assert_eq!(set.check(), 0, "and is what it was");
}

#[test]
fn what_is_not_found_any_more_has_vanished() {
    let server = Server::start();
    let set = one("web-404", &server, "/a.pdf");
    let (status, report) = set.report(&["--write"]);
    assert_eq!(
        (status, code(&report)),
        (2, "not-found"),
        "it never was there"
    );
    server.set("/a.pdf", Reply::pdf(year(2023, 10, "○")));
    set.write();
    server.remove("/a.pdf");
    let report = set.write();
    assert_eq!(totals(&report), "vanished 1");
    assert_eq!(set.editions().len(), 1);
    assert_eq!(set.check(), 0);
}

#[test]
fn one_source_that_fails_stops_no_other() {
    let server = Server::start();
    server.set("/a.pdf", Reply::pdf(year(2023, 10, "○")));
    let set = Set::new("web-others", "");
    let (a, b) = (server.url("/a.pdf"), server.url("/b.pdf"));
    set.list(&format!(
        "[[source]]\nid = \"b\"\nurl = \"{b}\"\n[[source]]\nid = \"a\"\nurl = \"{a}\"\n"
    ));
    let (status, report) = set.report(&["--write"]);
    assert_eq!(
        (status, totals(&report).as_str()),
        (3, "new 1, failed 1"),
        "{report:#}"
    );
}

#[test]
fn a_page_that_fails_stops_no_file() {
    let server = Server::start();
    let page = server.url("/k/");
    let list = format!(
        "[[source]]\nid = \"k\"\npage = \"{page}\"\nlinks = 'x'\n[[source]]\nid = \"f\"\nfolder = \"plans\"\n"
    );
    let set = Set::new("web-mixed", &list);
    set.put("a.pdf", &year(2023, 10, "○"));
    let (status, report) = set.report(&["--write"]);
    assert_eq!((status, code(&report)), (3, "not-found"));
    assert_eq!(totals(&report), "new 1, failed 1");
}

fn page(links: &[(&str, &str)]) -> Reply {
    let links = links
        .iter()
        .map(|(to, text)| format!("<li><a href=\"{to}\">{text}</a>"));
    Reply::html(format!(
        "<html><body><ul>{}</ul></body></html>",
        links.collect::<String>()
    ))
}

#[test]
fn the_links_of_a_page_come_and_go() {
    let server = Server::start();
    for (path, year_of) in [("/k/r5.pdf", 2023), ("/k/r6.pdf", 2024)] {
        server.set(path, Reply::pdf(year(year_of, 10, "○")).etag("\"1\""));
    }
    server.set(
        "/k/",
        page(&[("r5.pdf", "市民計画 PDF"), ("map.pdf", "地図")]).etag("\"a\""),
    );
    let url = server.url("/k/");
    let set = Set::new(
        "web-page",
        &format!("[[source]]\nid = \"k\"\npage = \"{url}\"\nlinks = '計画'\n"),
    );
    assert_eq!(totals(&set.write()), "new 1");
    assert!(server.seen("/k/map.pdf").is_empty());
    server.forget();
    assert_eq!(totals(&set.write()), "unchanged 1");
    assert_eq!(server.seen("/k/")[0].header("If-None-Match"), Some("\"a\""));
    let both = [("r5.pdf", "市民計画"), ("r6.pdf", "市民計画 R6")];
    server.set("/k/", page(&both).etag("\"b\""));
    assert_eq!(totals(&set.write()), "unchanged 1, new 1");
    server.set("/k/", page(&both[1..]).etag("\"c\""));
    let report = set.write();
    assert_eq!(totals(&report), "unchanged 1, vanished 1", "{report:#}");
    assert_eq!(set.editions().len(), 2);
    assert_eq!(set.check(), 0);
    server.set("/k/", page(&[("r6.pdf", "別の題")]).etag("\"c2\""));
    assert_eq!(
        totals(&set.write()),
        "unchanged 1",
        "another text, the same file"
    );
    server.set("/k/", Reply::status(500));
    let (status, report) = set.report(&["--check"]);
    assert_eq!((status, code(&report)), (2, "http-status"));
    assert_eq!(
        totals(&report),
        "failed 1",
        "nobody says that all has vanished"
    );
    // nor does a page without any of them: it may be one of another kind
    server.set("/k/", page(&[("map.pdf", "地図")]).etag("\"d\""));
    let (status, report) = set.report(&["--write"]);
    assert_eq!((status, code(&report)), (2, "no-links"));
    assert_eq!(totals(&report), "failed 1");
    server.set("/k/", page(&[("r6.pdf", "別の題")]).etag("\"c2\""));
    assert_eq!(totals(&set.write()), "unchanged 1", "the same as before");
}

/// A source that is a page, with the links that have 計画 in their text.
fn of_page(id: &str, server: &Server, path: &str) -> String {
    let url = server.url(path);
    format!("[[source]]\nid = \"{id}\"\npage = \"{url}\"\nlinks = '計画'\n")
}

#[test]
fn a_page_that_is_unchanged_still_has_its_links() {
    let server = Server::start();
    let pdf = || Reply::pdf(year(2023, 10, "○")).etag("\"1\"");
    server.set("/k/r5.pdf", pdf());
    server.set("/k/r6.pdf", Reply::pdf(year(2024, 10, "○")));
    let links = [("r5.pdf", "計画 R5"), ("r6.pdf", "計画 R6")];
    server.set("/k/", page(&links).etag("\"a\""));
    let set = Set::new("web-304-links", &of_page("k", &server, "/k/"));
    assert_eq!(totals(&set.write()), "new 2");
    // a passing 404
    server.remove("/k/r5.pdf");
    assert_eq!(totals(&set.write()), "unchanged 1, vanished 1");
    assert_eq!(totals(&set.write()), "unchanged 1");
    server.set("/k/r5.pdf", pdf());
    assert_eq!(totals(&set.write()), "unchanged 2, returned 1");
    // another id of the source
    set.list(&of_page("other", &server, "/k/"));
    assert_eq!(totals(&set.write()), "unchanged 2");
    server.remove("/k/r5.pdf");
    assert_eq!(totals(&set.write()), "unchanged 1, vanished 1");
    let answers = server.seen("/k/");
    let conditional = answers.iter().skip(1);
    assert!(conditional.clone().count() > 3);
    for request in conditional {
        assert_eq!(request.header("If-None-Match"), Some("\"a\""));
    }
}

#[test]
fn what_another_source_had_is_a_link_of_its_page_again() {
    let server = Server::start();
    server.set("/k/r5.pdf", Reply::pdf(year(2023, 10, "○")));
    server.set("/k/", page(&[("r5.pdf", "計画")]).etag("\"a\""));
    let single = format!(
        "[[source]]\nid = \"one\"\nurl = \"{}\"\n",
        server.url("/k/r5.pdf")
    );
    let of_page = of_page("k", &server, "/k/");
    let set = Set::new("web-304-claimed", &(single + &of_page));
    assert_eq!(totals(&set.write()), "new 1");
    set.list(&of_page);
    server.set("/k/r5.pdf", Reply::pdf(year(2024, 10, "○")));
    assert_eq!(totals(&set.write()), "new 1");
}

#[test]
fn what_one_page_drops_another_may_have() {
    let server = Server::start();
    server.set("/x.pdf", Reply::pdf(year(2023, 10, "○")));
    server.set("/y.pdf", Reply::pdf(year(2024, 10, "○")));
    let both = [("/x.pdf", "計画 R5"), ("/y.pdf", "計画 R6")];
    server.set("/a/", page(&both));
    server.set("/b/", page(&both[..1]));
    let list = of_page("a", &server, "/a/") + &of_page("b", &server, "/b/");
    let set = Set::new("web-two-pages", &list);
    assert_eq!(totals(&set.write()), "new 2");
    server.set("/a/", page(&both[1..]));
    assert_eq!(totals(&set.write()), "unchanged 2");
    // while the other one does not answer, nobody knows
    server.set("/a/", page(&both));
    set.write();
    server.set("/a/", page(&both[1..]));
    server.set("/b/", Reply::status(404));
    assert_eq!(totals(&set.write()), "unchanged 2, vanished 1");
    server.set("/b/", Reply::status(500));
    let (_, report) = set.report(&["--write"]);
    assert_eq!(totals(&report), "unchanged 1, failed 1");
}

#[test]
fn a_page_of_another_kind_makes_nothing_vanish() {
    let server = Server::start();
    for (path, of) in [("/k/r5.pdf", 2023), ("/k/r6.pdf", 2024)] {
        server.set(path, Reply::pdf(year(of, 10, "○")));
    }
    let links = [("r5.pdf", "計画 R5"), ("r6.pdf", "計画 R6")];
    server.set("/k/", page(&links).etag("\"a\""));
    let set = Set::new("web-maintenance", &of_page("k", &server, "/k/"));
    assert_eq!(totals(&set.write()), "new 2");
    for other in [
        "<p>メンテナンス中</p>",
        "<a href=help.pdf>計画の見方</a><form><input type=password></form>",
    ] {
        server.set("/k/", Reply::html(format!("<html>{other}")).etag("\"m\""));
        for _ in 0..2 {
            let (status, report) = set.report(&["--write"]);
            assert_eq!((status, code(&report)), (2, "no-links"), "{report:#}");
            assert_eq!(totals(&report), "failed 1");
            let asked = server.seen("/k/");
            let etag = asked.last().unwrap().header("If-None-Match");
            assert_eq!(etag, Some("\"a\""), "that of the other page is not kept");
        }
    }
    // a page that has its links may ask for a password besides
    let link = "<a href=r6.pdf>計画 R6</a><input type=password>";
    server.set("/k/", Reply::html(format!("<html>{link}")));
    assert_eq!(totals(&set.write()), "unchanged 1, vanished 1");
}

#[test]
fn a_redirect_to_another_file_is_not_asked_with_the_marks_of_the_first() {
    let server = Server::start();
    let later = "Fri, 02 Jan 2026 00:00:00 GMT";
    server.set("/latest", Reply::redirect(302, "/r5.pdf"));
    server.set("/r5.pdf", Reply::pdf(year(2023, 10, "○")).modified(later));
    server.set("/r6.pdf", Reply::pdf(year(2024, 10, "○")).modified(DATE));
    let set = one("web-latest", &server, "/latest");
    assert_eq!(totals(&set.write()), "new 1");
    assert_eq!(totals(&set.write()), "unchanged 1");
    let seen = server.seen("/r5.pdf");
    assert_eq!(seen[1].header("If-Modified-Since"), Some(later));
    server.set("/latest", Reply::redirect(302, "/r6.pdf"));
    assert_eq!(totals(&set.write()), "new 1");
    assert_eq!(server.seen("/r6.pdf")[0].header("If-Modified-Since"), None);
    for request in server.seen("/latest") {
        assert_eq!(request.header("If-Modified-Since"), None);
    }
}
