//! The way that redirects lead.

use super::failure::Failure;
use url::Url;

/// Most redirects of one request.
const MAX_REDIRECTS: usize = 10;

/// The addresses of one request, from the asked one on.
#[derive(Debug)]
pub(super) struct Trail {
    hops: Vec<Url>,
    permanent: usize,
    /// A hop led from `https` to `http`.
    pub downgraded: bool,
}

/// Reads an address that can be fetched.
///
/// # Errors
/// When it is none.
pub(super) fn parse(url: &str) -> Result<Url, Failure> {
    let parsed = Url::parse(url).map_err(|e| Failure::bad_url(url, &e.to_string()))?;
    let mut parsed = match parsed.scheme() {
        "http" | "https" => parsed,
        scheme => {
            return Err(Failure::bad_url(
                url,
                &format!("`{scheme}` is not of the web"),
            ));
        }
    };
    if !parsed.username().is_empty() || parsed.password().is_some() {
        let url = parsed.host_str().unwrap_or_default();
        return Err(Failure::bad_url(url, "it holds a user name or password"));
    }
    parsed.set_fragment(None);
    Ok(parsed)
}

impl Trail {
    pub fn new(url: Url) -> Self {
        Self {
            hops: vec![url],
            permanent: 0,
            downgraded: false,
        }
    }

    fn end(&self) -> Option<&Url> {
        self.hops.last()
    }

    /// Whether it led anywhere else.
    pub fn is_redirected(&self) -> bool {
        self.hops.len() > 1
    }

    /// Where the first address has moved to for good.
    pub fn moved(&self) -> Vec<String> {
        let hops = self.hops.iter().skip(1).take(self.permanent);
        hops.map(Url::to_string).collect()
    }

    /// Goes one hop further; where that is.
    ///
    /// # Errors
    /// When it leads round, too far, or off the web.
    pub fn follow(&mut self, status: u16, location: &str) -> Result<Url, Failure> {
        let joined = match self.end() {
            Some(here) => here.join(location).map(String::from),
            None => Ok(location.to_owned()),
        };
        let next = joined.ok().and_then(|url| parse(&url).ok());
        let next = next.ok_or_else(|| Failure::bad_redirect(location))?;
        if self.hops.contains(&next) || self.hops.len() > MAX_REDIRECTS {
            return Err(Failure::redirect_loop(&next));
        }
        if matches!(status, 301 | 308) && self.permanent + 1 == self.hops.len() {
            self.permanent += 1;
        }
        let from = self.end().map(Url::scheme);
        self.downgraded |= from == Some("https") && next.scheme() == "http";
        self.hops.push(next.clone());
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail() -> Trail {
        Trail::new(parse("https://a.jp/x/y.pdf").unwrap())
    }

    #[test]
    fn what_moved_for_good_ends_where_a_hop_is_for_now() {
        let mut trail = trail();
        trail.follow(301, "z.pdf#page=2").unwrap();
        trail.follow(308, "//b.jp/z.pdf").unwrap();
        trail.follow(302, "http://c.jp/z.pdf").unwrap();
        trail.follow(301, "/w.pdf").unwrap();
        assert_eq!(
            trail.moved(),
            ["https://a.jp/x/z.pdf", "https://b.jp/z.pdf"]
        );
        assert_eq!(trail.end().unwrap().as_str(), "http://c.jp/w.pdf");
        assert!(trail.downgraded);
    }

    #[test]
    fn a_trail_leads_neither_round_nor_off_the_web() {
        let code = |location: &str| trail().follow(302, location).unwrap_err().code;
        assert_eq!(code("https://a.jp/x/y.pdf#again"), "redirect-loop");
        assert_eq!(code("file:///etc/passwd"), "bad-redirect");
        assert_eq!(code("https://"), "bad-redirect");
        assert_eq!(code("https://user:word@a.jp/"), "bad-redirect");
        let mut trail = trail();
        let far = (0..99).map_while(|n| trail.follow(302, &format!("/{n}")).ok());
        assert_eq!(far.count(), MAX_REDIRECTS);
    }

    #[test]
    fn an_address_is_of_the_web() {
        for url in [
            "",
            "plan.pdf",
            "ftp://a.jp/x",
            "https://",
            "https://u:p@a.jp/",
        ] {
            let failure = parse(url).unwrap_err();
            assert_eq!(failure.code, "bad-url", "{url}");
            assert!(!failure.message.contains("u:p"));
        }
        assert_eq!(
            parse("HTTP://市.jp/計#x").unwrap().as_str(),
            "http://xn--7st.jp/%E8%A8%88"
        );
    }
}
