//! The links of a page.

use super::decode::decode;
use super::tags::{Piece, Tag, pieces};
use encoding_rs::Encoding;
use std::collections::HashMap;
use url::Url;

/// Where a page leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The whole address, without a fragment.
    pub url: String,
    /// What stands on the link, white space folded: its text and the words for its pictures, or else its title.
    pub text: String,
}

/// The links of a page in its order, each address once: `a` and `area`, and what is shown within the page
/// (`iframe`, `embed`, `object`). Only those to the web.
pub fn links(page: &[u8], content_type: Option<&str>, base: &str) -> Vec<Link> {
    let Ok(base) = Url::parse(base) else {
        return Vec::new();
    };
    let (text, encoding) = decode(page, content_type);
    let mut found = Found::default();
    for piece in pieces(&text) {
        found.take(piece);
    }
    let base = match found.base.take() {
        Some(own) => base.join(&own).unwrap_or(base),
        None => base,
    };
    found.resolved(&base, encoding)
}

/// A link as it is written.
#[derive(Debug)]
struct Raw {
    href: String,
    text: String,
    title: String,
}

#[derive(Debug, Default)]
struct Found {
    base: Option<String>,
    all: Vec<Raw>,
    /// The last of them is an `a` that has not ended.
    open: bool,
}

impl Found {
    fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Open(tag) => self.open(&tag),
            Piece::Close(name) => self.open &= name != "a",
            Piece::Text(text) => self.say(&text),
        }
    }

    /// Adds to the text of the link that is open.
    fn say(&mut self, text: &str) {
        if let (true, Some(link)) = (self.open, self.all.last_mut()) {
            link.text += text;
        }
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "base" => self.base = self.base.take().or(tag.get("href").map(str::to_owned)),
            // one within another ends it
            "a" => self.open = self.add(tag, "href"),
            "area" => {
                self.open = false;
                self.add(tag, "href");
            }
            "iframe" | "embed" => self.within(tag, "src"),
            "object" => self.within(tag, "data"),
            "img" => self.say(tag.get("alt").unwrap_or_default()),
            // words on two lines are two words
            "br" | "p" | "div" | "li" | "td" => self.say(" "),
            _ => {}
        }
    }

    /// What is shown within the page, and within a link where it stands in one.
    fn within(&mut self, tag: &Tag, attribute: &str) {
        let outer = self.all.len().checked_sub(1).filter(|_| self.open);
        self.add(tag, attribute);
        if let (Some(outer), Some(last)) = (outer, self.all.len().checked_sub(1)) {
            // the open one must be the last
            self.all.swap(outer, last);
        }
    }

    /// Whether there is a link in it.
    fn add(&mut self, tag: &Tag, attribute: &str) -> bool {
        let Some(href) = tag.get(attribute).filter(|h| leads_elsewhere(h)) else {
            return false;
        };
        let get = |name| tag.get(name).unwrap_or_default().to_owned();
        self.all.push(Raw {
            href: href.to_owned(),
            text: get("alt"),
            title: get("title"),
        });
        true
    }

    fn resolved(self, base: &Url, encoding: &'static Encoding) -> Vec<Link> {
        let mut out: Vec<Link> = Vec::new();
        let mut places = HashMap::new();
        for raw in self.all {
            let url = Url::options()
                .base_url(Some(base))
                // queries are written as their page is
                .encoding_override(Some(&|text| encoding.encode(text).0))
                .parse(&raw.href);
            let Some(url) = url.ok().and_then(of_the_web) else {
                continue;
            };
            let text = raw.said();
            let place = *places.entry(url.clone()).or_insert(out.len());
            match out.get_mut(place) {
                // a picture without words, then the words: one address
                Some(known) if known.text.is_empty() => known.text = text,
                Some(_) => {}
                None => out.push(Link { url, text }),
            }
        }
        out
    }
}

impl Raw {
    fn said(&self) -> String {
        let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match fold(&self.text) {
            text if text.is_empty() => fold(&self.title),
            text => text,
        }
    }
}

/// Whether an attribute names another document than the page itself.
fn leads_elsewhere(href: &str) -> bool {
    !href.is_empty() && !href.starts_with('#')
}

fn of_the_web(mut url: Url) -> Option<String> {
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::SHIFT_JIS;

    fn found(page: &str) -> Vec<(String, String)> {
        let links = links(page.as_bytes(), None, "https://city.jp/plan/index.html");
        links.into_iter().map(|l| (l.url, l.text)).collect()
    }

    fn check(page: &str, expected: &[(&str, &str)]) {
        let found = found(page);
        let found: Vec<_> = found
            .iter()
            .map(|(u, t)| (u.as_str(), t.as_str()))
            .collect();
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn relative_addresses_are_joined() {
        check(
            "<a href=a.pdf>一</a><a href='../b.pdf#page=2'>二</a><A HREF=\" /c.pdf \">三</A>
             <a href='//x.jp/d.pdf'>四</a><a href='?id=1&amp;n=2'>五</a>",
            &[
                ("https://city.jp/plan/a.pdf", "一"),
                ("https://city.jp/b.pdf", "二"),
                ("https://city.jp/c.pdf", "三"),
                ("https://x.jp/d.pdf", "四"),
                ("https://city.jp/plan/index.html?id=1&n=2", "五"),
            ],
        );
    }

    #[test]
    fn the_first_base_holds_for_all() {
        check(
            "<a href=a.pdf>一</a><base href='/files/'><base href='/other/'><a href=b.pdf>二</a>",
            &[
                ("https://city.jp/files/a.pdf", "一"),
                ("https://city.jp/files/b.pdf", "二"),
            ],
        );
    }

    #[test]
    fn an_address_is_there_once_with_the_first_words() {
        check(
            "<a href=a.pdf><img src=i.png></a><a href=b.pdf>二</a><a href='a.pdf#2'>概要版</a>
             <a href=a.pdf>本編</a>",
            &[
                ("https://city.jp/plan/a.pdf", "概要版"),
                ("https://city.jp/plan/b.pdf", "二"),
            ],
        );
    }

    #[test]
    fn text_is_what_people_see() {
        check(
            "<a href=a.pdf>\n 第１章　<b>概要</b><br>版 <img alt='PDF'><script>x<y</script></a> not this
             <a href=b.pdf title=' 題\n名 '><img src=x></a><a href=c.pdf>開いた<a href=d.pdf>次</a>外",
            &[
                ("https://city.jp/plan/a.pdf", "第１章 概要 版 PDF"),
                ("https://city.jp/plan/b.pdf", "題 名"),
                ("https://city.jp/plan/c.pdf", "開いた"),
                ("https://city.jp/plan/d.pdf", "次"),
            ],
        );
    }

    #[test]
    fn what_is_shown_within_a_page_is_found() {
        check(
            "<map><area href=a.pdf alt=地図></map><iframe src=b.pdf title=枠></iframe>
             <embed src=c.pdf><object data=d.pdf type=application/pdf></object>
             <a href=e.pdf>前<object data=f.pdf></object>後</a>",
            &[
                ("https://city.jp/plan/a.pdf", "地図"),
                ("https://city.jp/plan/b.pdf", "枠"),
                ("https://city.jp/plan/c.pdf", ""),
                ("https://city.jp/plan/d.pdf", ""),
                ("https://city.jp/plan/f.pdf", ""),
                ("https://city.jp/plan/e.pdf", "前後"),
            ],
        );
    }

    #[test]
    fn only_links_to_the_web_count() {
        check(
            "<a href=#top>上</a><a href>空</a><a href='javascript:x()'>x</a><a href='mailto:a@b.jp'>m</a>
             <a name=x>n</a><a href='http://['>壊</a><!-- <a href=c.pdf>c</a> --><script>'<a href=s.pdf>'</script>",
            &[],
        );
        assert!(links(b"<a href=a.pdf>", None, "no base").is_empty());
    }

    #[test]
    fn a_page_in_shift_jis_is_read() {
        let page = "<meta charset=Shift_JIS><a href='計画.pdf?名=概要'>計画（概要版）</a>";
        let (bytes, ..) = SHIFT_JIS.encode(page);
        let links = links(&bytes, Some("text/html"), "https://city.jp/");
        assert_eq!(
            links,
            [Link {
                // paths are UTF-8, queries as the page is written
                url: "https://city.jp/%E8%A8%88%E7%94%BB.pdf?%96%BC=%8AT%97v".into(),
                text: "計画（概要版）".into(),
            }]
        );
    }

    #[test]
    fn links_for_browsers_without_scripts_count() {
        check(
            "<title><a href=t.pdf></title><noscript><a href=a.pdf>一</a></noscript><textarea><a href=b.pdf>",
            &[("https://city.jp/plan/a.pdf", "一")],
        );
    }

    #[test]
    fn hostile_pages_are_no_panic() {
        for page in [
            "<a href=",
            "<a href=\u{0}>",
            "<base href='javascript:'><a href=b>",
            "<<<a>>>&#x110000;",
        ] {
            found(page);
        }
        found(&"<a href=x>".repeat(10_000));
    }
}
