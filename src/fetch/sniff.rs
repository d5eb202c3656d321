//! What a body is, by its bytes: content types are often wrong.

use super::Expected;
use super::decode::decode;
use super::failure::Failure;
use super::tags::{Piece, pieces};
use url::Url;

/// Where a PDF must begin: readers allow as much before it.
pub(super) const HEAD: usize = 1024;
/// How much of a page is looked at for a password field.
pub(super) const LOOK: usize = 256 << 10;

/// Begins of files that may hold no byte of zero early on.
const BINARY: &[&[u8]] = &[b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"{\\rtf"];
/// Names in the address of a page that asks who one is.
const LOGIN: &[&str] = &[
    "login", "logon", "signin", "sign-in", "sign_in", "sso", "saml", "auth",
];

/// Whether a PDF begins here.
pub(super) fn is_pdf(body: &[u8]) -> bool {
    let head = body.get(..HEAD).unwrap_or(body);
    memchr::memmem::find(head, b"%PDF-").is_some()
}

/// Whether a body begins as what is wanted.
pub(super) fn is(expected: Expected, body: &[u8]) -> bool {
    match expected {
        Expected::Pdf => is_pdf(body),
        Expected::Page => !is_pdf(body) && !is_binary(body),
    }
}

fn is_binary(body: &[u8]) -> bool {
    let head = body.get(..HEAD).unwrap_or(body);
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    BINARY.iter().any(|magic| head.starts_with(magic)) || head.contains(&0) && !wide
}

fn is_html(body: &[u8]) -> bool {
    let head = body.get(..HEAD).unwrap_or(body).to_ascii_lowercase();
    let has = |tag: &[u8]| memchr::memmem::find(&head, tag).is_some();
    !is_binary(body)
        && [
            &b"<!doctype html"[..],
            b"<html",
            b"<head",
            b"<body",
            b"<meta",
            b"<title",
            b"<script",
        ]
        .into_iter()
        .any(has)
}

/// Why the begin of a body is not what is wanted.
pub(super) fn refusal(
    expected: Expected,
    body: &[u8],
    content_type: Option<&str>,
    url: &Url,
    redirected: bool,
) -> Failure {
    let html = is_html(body);
    match expected {
        Expected::Pdf if html && is_login(body, content_type, url, redirected) => {
            Failure::login_page(url)
        }
        Expected::Pdf if html => Failure::not_a_pdf("a web page", false),
        Expected::Pdf if body.is_empty() => Failure::not_a_pdf("nothing", false),
        Expected::Pdf => Failure::not_a_pdf("another kind of file", true),
        Expected::Page if is_pdf(body) => Failure::not_a_page("a PDF"),
        Expected::Page => Failure::not_a_page("another kind of file"),
    }
}

/// Whether a page asks who one is: it has a field for a password, or a redirect led to an address that says so.
fn is_login(body: &[u8], content_type: Option<&str>, url: &Url, redirected: bool) -> bool {
    let path = url.path().to_ascii_lowercase();
    let mut names = path.split(['/', '.']);
    redirected && names.any(|name| LOGIN.contains(&name)) || asks_password(body, content_type)
}

/// Whether a page has a field for a password.
pub fn asks_password(body: &[u8], content_type: Option<&str>) -> bool {
    let (text, _) = decode(body, content_type);
    pieces(&text).any(|piece| match piece {
        Piece::Open(tag) if tag.name == "input" => tag
            .get("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("password")),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_may_have_something_before_it() {
        assert!(is(Expected::Pdf, b"\xef\xbb\xbf\n%PDF-1.7"));
        assert!(!is(
            Expected::Pdf,
            &[&[b' '; HEAD][..], b"%PDF-1.7"].concat()
        ));
        assert!(!is(Expected::Page, b"%PDF-1.7"));
        assert!(is(Expected::Page, b"<html>"));
        assert!(is(Expected::Page, b"\xff\xfe<\0h\0"));
        assert!(!is(Expected::Page, b"\x89PNG\r\n\x1a\n\0\0"));
    }

    #[test]
    fn what_came_instead_is_named() {
        let url = Url::parse("https://a.jp/member/login.php?to=x").unwrap();
        let code = |body: &str, redirected| {
            let failure = refusal(Expected::Pdf, body.as_bytes(), None, &url, redirected);
            (failure.code, failure.lasting)
        };
        let is = |code: &str, lasting| (code.to_owned(), lasting);
        assert_eq!(
            code("<html><p>メンテナンス中", false),
            is("not-a-pdf", false)
        );
        assert_eq!(code("<html><p>ようこそ", true), is("login-page", true));
        assert_eq!(
            code("<html><input type=Password>", false),
            is("login-page", true)
        );
        assert_eq!(
            code("<html><!--<input type=password>-->", false),
            is("not-a-pdf", false)
        );
        assert_eq!(code("PK\u{3}\u{4}<html>", true), is("not-a-pdf", true));
        assert_eq!(code("", false), is("not-a-pdf", false));
    }
}
