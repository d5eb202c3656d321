//! Encrypted files (ISO 32000-2, 7.6) and their passwords. The files are a page of ours, encrypted
//! by qpdf; the last two characters are replacement text in a property list, so in a string.

use super::doc::visible;
use crate::support::repo;
use keikaku::Error;
use keikaku::pdf::{Limits, Pdf};

fn open(name: &str, password: Option<&str>) -> Result<String, Error> {
    let path = repo("fixtures/malformed").join(format!("{name}.pdf.bad"));
    let bytes = std::fs::read(path).unwrap();
    let pdf = Pdf::open(&bytes, Limits::default(), password)?;
    Ok(visible(&pdf.page(0)))
}

#[track_caller]
fn refused(name: &str, password: Option<&str>) {
    let result = open(name, password);
    assert!(matches!(result, Err(Error::PasswordNeeded)), "{result:?}");
}

#[test]
fn aes_128() {
    assert_eq!(
        open("password-aes128", Some("secret")).unwrap(),
        "secret 市民"
    );
}

#[test]
fn aes_256_with_object_streams() {
    assert_eq!(
        open("password-aes256", Some("secret")).unwrap(),
        "secret 市民"
    );
}

#[test]
fn the_owner_password_opens_as_well() {
    assert_eq!(
        open("password-aes128", Some("owner")).unwrap(),
        "secret 市民"
    );
    assert_eq!(
        open("password-aes256", Some("owner")).unwrap(),
        "secret 市民"
    );
}

/// 7.6.4.3.3: since revision 6 a password is Unicode.
#[test]
fn a_japanese_password() {
    let text = open("password-japanese", Some("市民計画")).unwrap();
    assert_eq!(text, "secret 市民");
}

#[test]
fn no_password_and_wrong_ones() {
    for name in ["password-aes128", "password-aes256", "password-japanese"] {
        refused(name, None);
        refused(name, Some(""));
        refused(name, Some("wrong"));
    }
}

#[test]
fn rc4_with_a_wrong_password() {
    refused("password", None);
    refused("password", Some("wrong"));
    assert!(open("password", Some("secret")).is_ok());
}
