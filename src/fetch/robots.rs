//! What a host allows: `robots.txt`.
//!
//! # Source
//! RFC 9309, 2.3.1: 4xx allows all, what cannot be had allows nothing; 429 is a server that cannot be asked now,
//! and counts as the latter. 2.5: a limit of 500 KiB. `Crawl-delay` is no part of it, but a wish that costs little.

use super::PRODUCT;
use super::failure::{Failure, Trouble};
use robotxt::{BYTE_LIMIT, Robots};
use std::io::Read;
use std::time::Duration;
use url::Url;

/// Longest `Crawl-delay` that is honoured: with a longer one, a few files would take hours.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// What a host allows for this run.
#[derive(Debug)]
pub(super) enum Permission {
    /// What its rules say.
    Rules(Robots),
    /// Nothing, as its rules cannot be had.
    Unknown(String),
}

impl Permission {
    /// All.
    pub fn all() -> Self {
        Self::Rules(Robots::allow_all())
    }

    /// The rules in a text.
    pub fn of(text: &[u8]) -> Self {
        Self::Rules(Robots::parse(text, PRODUCT))
    }

    /// The pause that it asks for.
    pub fn delay(&self) -> Option<Duration> {
        match self {
            Self::Rules(rules) => Some(rules.crawl_delay()?.min(LONGEST_DELAY)),
            Self::Unknown(_) => None,
        }
    }

    /// Whether an address may be fetched.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, url: &Url) -> Result<(), Failure> {
        match self {
            Self::Rules(rules) if rules.is_url_allowed(url) => Ok(()),
            Self::Rules(_) => Err(Failure::robots_disallowed(&address(url))),
            Self::Unknown(why) => Err(Failure::robots_unreachable(&address(url), why)),
        }
    }
}

/// Where the rules for an address are.
pub(super) fn address(url: &Url) -> Url {
    let mut out = url.clone();
    out.set_path("/robots.txt");
    out.set_query(None);
    out.set_fragment(None);
    out
}

/// Reads the text, up to its limit; a line that is cut there does not count.
///
/// # Errors
/// When it is cut off before its end, or takes too long.
pub(super) fn read(body: &mut ureq::Body, timeout: Duration) -> Result<Vec<u8>, Trouble> {
    let mut text = Vec::new();
    let most = BYTE_LIMIT as u64 + 1;
    let read = body.as_reader().take(most).read_to_end(&mut text);
    read.map_err(|e| Trouble::of(e.into(), true, timeout))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, path: &str) -> bool {
        let url = Url::parse("https://example.jp").unwrap();
        Permission::of(text.as_bytes())
            .check(&url.join(path).unwrap())
            .is_ok()
    }

    #[test]
    fn the_longest_rule_of_our_group_decides() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: Keikaku\nUser-agent: other\n\
                    Disallow: /plan/\nAllow: /plan/*.pdf$\n";
        assert!(check(text, "/"));
        assert!(!check(text, "/plan/"));
        assert!(!check(text, "/plan/a.pdf?x"));
        assert!(check(text, "/plan/a.pdf"));
        assert!(!check("User-agent: *\nDisallow: /", "/a.pdf"));
        assert!(check("User-agent: *\nDisallow:", "/a.pdf"));
        assert!(check("User-agent: keikakusha\nDisallow: /", "/a.pdf"));
    }

    #[test]
    fn japanese_paths_are_compared_percent_encoded() {
        let text = "user-agent: *\ndisallow: /計画\ndisallow: /%e5%b8%82";
        assert!(!check(text, "/計画/a.pdf"));
        assert!(!check(text, "/市"));
        assert!(check(text, "/町"));
    }

    #[test]
    fn a_page_instead_of_rules_allows_all() {
        assert!(check(
            "<!DOCTYPE html><html><body>404 Not Found</body></html>",
            "/a"
        ));
        assert!(Permission::of(&[0xff; 3000]).delay().is_none());
    }

    #[test]
    fn a_delay_is_bounded() {
        let delay = |value: &str| {
            Permission::of(format!("User-agent: *\nCrawl-delay: {value}").as_bytes()).delay()
        };
        assert_eq!(delay("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(delay("1e18"), Some(LONGEST_DELAY));
        assert_eq!(delay("-1"), None);
        assert_eq!(delay("NaN"), None);
    }
}
