//! Bad input gives a clear error or a finding: never a panic, a hang or a lost result.

use crate::support::{PageSpec, pdf, repo, texts};
use keikaku::pdf::Limits;
use keikaku::{Error, ReadOptions, read};

fn error(bytes: &[u8]) -> Error {
    read(bytes, "x.pdf", &ReadOptions::default()).unwrap_err()
}

#[test]
fn what_is_no_pdf_is_said_to_be_none() {
    assert!(matches!(error(b""), Error::EmptyFile));
    assert!(matches!(error(b"<html>404</html>"), Error::NotPdf));
    assert!(matches!(
        error(b"%PDF-1.7\n"),
        Error::Damaged { .. } | Error::NoPages
    ));
}

#[test]
fn a_pdf_without_pages_is_an_error() {
    assert!(matches!(error(&pdf(&[])), Error::NoPages));
}

/// Encrypted by RC4-40 with the user password `secret`, made by qpdf from a page of ours.
#[test]
fn a_file_that_needs_a_password_says_so() {
    let bytes = std::fs::read(repo("fixtures/malformed/password.pdf.bad")).unwrap();
    assert!(matches!(error(&bytes), Error::PasswordNeeded));
    let options = ReadOptions {
        password: Some("secret".into()),
        ..ReadOptions::default()
    };
    assert!(read(&bytes, "x.pdf", &options).is_ok());
    let wrong = ReadOptions {
        password: Some("wrong".into()),
        ..ReadOptions::default()
    };
    assert!(matches!(
        read(&bytes, "x.pdf", &wrong),
        Err(Error::PasswordNeeded)
    ));
}

#[test]
fn bytes_before_the_header_are_stepped_over() {
    let mut bytes = b"\xef\xbb\xbfgarbage\n".to_vec();
    bytes.extend(pdf(&[PageSpec::new(&texts(&[(50.0, 200.0, 10.0, "あ")]))]));
    assert!(read(&bytes, "x.pdf", &ReadOptions::default()).is_ok());
}

#[test]
fn a_broken_xref_is_rebuilt_with_a_finding() {
    let bytes = pdf(&[PageSpec::new(&texts(&[(50.0, 200.0, 10.0, "あいう")]))]);
    let at = bytes.windows(9).rposition(|w| w == b"startxref").unwrap();
    let mut broken = bytes[..at].to_vec();
    broken.extend(b"startxref\n99999999\n%%EOF");
    let reading = read(&broken, "x.pdf", &ReadOptions::default()).unwrap();
    assert!(reading.findings.iter().any(|f| f.code == "xref-rebuilt"));
}

#[test]
fn a_limit_that_is_hit_is_never_a_success() {
    let bytes = pdf(&[PageSpec::new(&texts(&[(50.0, 200.0, 10.0, "あいう")]))]);
    let with = |limits: Limits| {
        let options = ReadOptions {
            limits,
            ..ReadOptions::default()
        };
        read(&bytes, "x.pdf", &options)
    };
    let few = Limits {
        glyphs: 2,
        ..Limits::default()
    };
    let reading = with(few).unwrap();
    assert!(reading.findings.iter().any(|f| f.code == "limit-hit"));
    let small = Limits {
        file_bytes: 10,
        ..Limits::default()
    };
    assert!(matches!(with(small), Err(Error::Limit { .. })));
}

/// A form that draws itself twice, an endless page tree, and a huge `/W` range.
#[test]
fn hostile_structures_return() {
    for (name, text) in [
        ("form-loop", "after"),
        ("page-tree-loop", "x"),
        ("huge-widths", ""),
    ] {
        let text_of = malformed(name).flow.parts;
        let shown = text_of.iter().any(|p| match p {
            keikaku::flow::Part::Block(b) => b.text.as_str().contains(text),
            keikaku::flow::Part::Table(_) => false,
        });
        assert!(shown, "{name}");
    }
}

fn malformed(name: &str) -> keikaku::Reading {
    let path = repo("fixtures/malformed").join(format!("{name}.pdf.bad"));
    let bytes = std::fs::read(path).unwrap();
    read(&bytes, name, &ReadOptions::default()).unwrap()
}

#[test]
fn legal_but_rare_streams_are_read() {
    for (name, text) in [("indirect-filter", "indirect"), ("no-length", "nolength")] {
        let reading = malformed(name);
        let shown = keikaku::inspect::flow_text(&reading.flow);
        assert!(shown.contains(text), "{name}: {shown}");
    }
}

#[test]
fn a_stream_that_cannot_be_decoded_is_a_finding() {
    let reading = malformed("bad-flate");
    assert!(
        reading
            .findings
            .iter()
            .any(|f| f.code == "stream-undecodable")
    );
}
