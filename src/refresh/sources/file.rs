//! The list of sources as it is written. The keys are documented here, and nowhere else: `keikaku schema sources`
//! and the reference of the guide are made of these structs.

use crate::rule::config::{Name, Pattern};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// The sources of a data set, and how they are fetched and merged.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keikaku sources")]
pub struct SourcesFile {
    /// Folder of the data set, from the folder of this file.
    #[schemars(example = &"data")]
    pub dataset: Name,
    /// How requests are made.
    #[serde(default)]
    pub fetch: Fetch,
    /// What is held back for a person to decide on.
    #[serde(default)]
    pub guards: Guards,
    /// Where documents are published.
    #[schemars(with = "Vec<Source>")]
    pub source: Vec<Spanned<Source>>,
}

/// How requests are made.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fetch {
    /// Seconds between two requests to one host; a longer `Crawl-delay` of its `robots.txt` counts. By default 2.
    #[schemars(with = "Option<f64>", example = 2)]
    pub pause: Option<Spanned<f64>>,
    /// Seconds for one whole answer. By default 120.
    #[schemars(with = "Option<f64>", example = 120)]
    pub timeout: Option<Spanned<f64>>,
    /// How often a request is made again after what may pass (no answer, cut off, status 500). By default 3.
    #[schemars(example = 3)]
    pub retries: Option<u32>,
    /// Most bytes of one answer. By default 209715200.
    #[schemars(example = 209_715_200)]
    pub max_size: Option<u32>,
    /// What the program calls itself; name an address here at which its user can be reached.
    #[schemars(example = &"keikaku (https://example.jp/contact)")]
    pub user_agent: Option<String>,
    /// Whether `robots.txt` is asked first. By default it is.
    #[schemars(example = true)]
    pub robots: Option<bool>,
}

/// What is held back for a person to decide on, and not merged.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guards {
    /// A new edition that has lost more than this share of the measures of the one before it. By default 0.2; 1 is
    /// never.
    #[schemars(with = "Option<f64>", example = 0.2)]
    pub lost: Option<Spanned<f64>>,
    /// A document that no rule reads. By default it is held.
    #[schemars(example = true)]
    pub no_rule: Option<bool>,
    /// A document whose rule fits weakly, or as well as another. By default it is held.
    #[schemars(example = true)]
    pub weak_rule: Option<bool>,
    /// A document whose printed totals disagree with its rows, where those of the edition before did not. By default
    /// it is held.
    #[schemars(example = true)]
    pub contradictions: Option<bool>,
    /// A document without items, where the edition before had some. By default it is held.
    #[schemars(example = true)]
    pub no_items: Option<bool>,
    /// A document with a finding of severity error: part of it could not be read. By default it is held.
    #[schemars(example = true)]
    pub errors: Option<bool>,
}

/// One source: a file, a folder, the address of a PDF, or a page with links to PDFs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name in messages and in the data set.
    #[schemars(example = &"midorioka-shinchoku")]
    pub id: Name,
    /// A PDF, from the folder of this file.
    #[schemars(example = &"plans/shinchoku-r6.pdf")]
    pub file: Option<Name>,
    /// A folder whose PDFs are taken, those of folders below as well.
    #[schemars(example = &"plans")]
    pub folder: Option<Name>,
    /// Which files of the folder are taken: `*` is any name, `**/` any folders. By default `**/*.pdf`.
    #[schemars(example = &"*/shinchoku-*.pdf")]
    pub pattern: Option<Name>,
    /// The address of a PDF.
    #[schemars(example = &"https://www.city.example.jp/keikaku/shinchoku.pdf")]
    pub url: Option<Name>,
    /// The address of a page that links to PDFs.
    #[schemars(example = &"https://www.city.example.jp/keikaku/index.html")]
    pub page: Option<Name>,
    /// Which links of the page are taken: a pattern that is searched in their address and in their text.
    #[schemars(example = &"進捗状況.*PDF")]
    pub links: Option<Pattern>,
    /// Id of the plan to which all of its documents belong, whatever their title is.
    #[schemars(example = &"midorioka-shinchoku")]
    pub plan: Option<Name>,
    /// Name or six-digit code of the municipality, for documents that do not print it.
    #[schemars(example = &"長野県松本市")]
    pub municipality: Option<Name>,
    /// Id of the rule that reads its documents, whether it fits or not.
    #[schemars(example = &"shishin-shinchoku")]
    pub rule: Option<Name>,
    /// A pattern with the captures `year` or `ordinal` (or both) that reads the edition off the text of the link or
    /// the name of the file, for what the document does not print.
    #[schemars(example = &"(?<year>[RH]\\d+)")]
    pub edition: Option<Pattern>,
    /// Password of its documents.
    #[schemars(example = &"1234")]
    pub password: Option<String>,
}
