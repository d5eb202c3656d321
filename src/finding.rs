//! [`Finding`]: something a person must know about a result.

use crate::place::At;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; nothing is missing.
    Info,
    /// A value may be missing or contradict another.
    Warning,
    /// Part of the document could not be read.
    Error,
}

/// Something a person must know: an unknown mark, a total that does not add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Which kind of finding; the list is [`Code::ALL`].
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found, with the values.
    pub message: String,
    /// Where.
    pub at: Vec<At>,
    /// What can be done about it.
    pub help: String,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $severity:ident, $description:literal, $help:literal;)*) => {
        /// The kinds of findings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $description] $name,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The kebab-case code.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The severity of every finding of this kind.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }

            /// What a finding of this kind means.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => $description),* }
            }

            /// What can be done about it.
            pub fn help(self) -> &'static str {
                match self { $(Self::$name => $help),* }
            }
        }
    };
}

codes! {
    NoRule = "no-rule", Warning,
        "No rule file reads this document; only what is plain to see was extracted.",
        "write a rule file, or give the folder that holds it with `--rules`";
    NoTextLayer = "no-text-layer", Error,
        "A page shows an image or drawn outlines, but has no text that could be read.",
        "the page is a scan or outlined: have it read with `--ocr auto`";
    OcrText = "ocr-text", Warning,
        "A page was read off its picture; each of its values has `from_ocr` with a certainty.",
        "compare the values with the page, the least certain first";
    GlyphUnmapped = "glyph-unmapped", Warning,
        "Glyphs of a font have no Unicode value; they are U+FFFD in the text.",
        "compare the place with the page; the font does not say what its glyphs mean";
    Gaiji = "gaiji", Warning,
        "Characters are 外字, which have a meaning in the publisher's fonts only, or 〓 in their place.",
        "compare the places with the page";
    TextLayerSuspect = "text-layer-suspect", Error,
        "The text that a font gives cannot be what is printed; it was left out.",
        "have the page read off its picture with `--ocr auto`";
    FontDamaged = "font-damaged", Warning,
        "Part of a font could not be read; its glyphs were understood by other means where possible.",
        "compare the text of that font with the page";
    HiddenText = "hidden-text", Info,
        "Text that a reader does not see was left out.",
        "look at it with `keikaku inspect --stage glyphs --format json`";
    TextLost = "text-lost", Error,
        "Something that is printed is nowhere in the document.",
        "compare the place with the page, and report it with the PDF: nothing should ever be lost";
    TextTwice = "text-twice", Warning,
        "Something that is printed once stands in two places of the document.",
        "compare the places with the page, and report it with the PDF";
    AnnotationText = "annotation-text", Info,
        "Annotations (comments, stamps, form fields) show text on a page; it was read with the page.",
        "check whether it belongs to the document or was added by a reader";
    FieldNotDrawn = "field-not-drawn", Warning,
        "A form field has a value, but the file does not say how it looks; it was not read.",
        "open the file in a viewer that fills in forms, and print it to PDF again";
    ContentSkipped = "content-skipped", Warning,
        "Part of a page's content stream made no sense and was skipped.",
        "compare the page with a viewer; the file may be damaged";
    StreamUndecodable = "stream-undecodable", Error,
        "A content stream of a page could not be decoded.",
        "fetch the file again; part of the page is missing";
    ChecksumWrong = "checksum-wrong", Warning,
        "The checksum of a page's content is wrong: some of what it shows may be as well.",
        "fetch the file again, or compare the page with the printed one";
    ObjectMissing = "object-missing", Error,
        "A page refers to something that is not in the file; what it shows was not read.",
        "fetch the file again; it may have been cut off";
    LimitHit = "limit-hit", Error,
        "A limit stopped the reading of a page, which is incomplete.",
        "raise the limit if the file is to be trusted";
    XrefRebuilt = "xref-rebuilt", Warning,
        "The cross-reference data of the file was damaged and has been rebuilt.",
        "fetch the file again: it may have been cut off, and something may be missing";
    TableDoubtful = "table-doubtful", Warning,
        "Something speaks against a table: text runs over the border of a cell, or into another text.",
        "compare the place with the page; `inspect --stage tables` shows by what the table was found";
    FieldMissing = "field-missing", Warning,
        "A part that the rule expects was not found in the document.",
        "compare the document with the `[plan]`, `[[table]]` or `[[section]]` of the rule";
    ColumnMissing = "column-missing", Warning,
        "A column that the rule reads is not in the table.",
        "compare the header row with the `header` of the rule's column";
    EntryUnmatched = "entry-unmatched", Warning,
        "An entry matches none of the rule's patterns; it is in the output as text only.",
        "extend the `pattern` of the column or section that it stands in";
    PairMismatch = "pair-mismatch", Warning,
        "Two neighbouring cells hold lists of different length; they could not be paired.",
        "compare the cells with the page";
    MarkUnknown = "mark-unknown", Warning,
        "A status mark is not in the legend of the document.",
        "add the mark to the `[[legend]]` of the rule if its meaning is known";
    ValueUnread = "value-unread", Warning,
        "A value was printed, but could not be understood; it is null in the output.",
        "compare the place with the page";
    ValueAmbiguous = "value-ambiguous", Warning,
        "A value can be read in two ways, and nothing around it tells which; it is text in the output.",
        "compare the place with the page";
    MunicipalityAmbiguous = "municipality-ambiguous", Info,
        "Several municipalities have the name that is printed; the code was left out.",
        "give the code as a constant of the rule's `[plan]`";
    MunicipalityMismatch = "municipality-mismatch", Warning,
        "The code of the municipality is wrong, or is that of another one.",
        "compare the code with the name";
    NumberGap = "number-gap", Info,
        "A numbered sequence has a gap, a duplicate or a wrong order.",
        "compare the numbers with the page; they are kept as printed";
    NumberParent = "number-parent", Warning,
        "A number of several levels stands under an item with another number.",
        "compare the place with the page; the item belongs where it is printed";
    CountMismatch = "count-mismatch", Warning,
        "A count or total printed in the document disagrees with its own rows.",
        "both are kept as printed; ask the publisher which is right";
    RefDangling = "ref-dangling", Info,
        "A repeated entry (再掲) names no entry that appears earlier.",
        "compare the titles with the page; they are kept as printed";
    EraOverrun = "era-overrun", Info,
        "A year is given in an era that had ended by then; the value is normalised.",
        "none needed";
    YearMismatch = "year-mismatch", Warning,
        "A year printed in two calendars disagrees with itself.",
        "both are kept as printed; ask the publisher which is right";
    ParentMissing = "parent-missing", Warning,
        "Nothing that the rule names as the parent of an item is in the document.",
        "compare `parent` with the kinds and names (`as`) of the rule's other items, and their order";
    SourceVanished = "source-vanished", Warning,
        "Something that was published is not there any more; what was read of it stays in the data set.",
        "find out where it is now, and write its new place into the list of sources";
    PlanUnclear = "plan-unclear", Warning,
        "A document does not say to which plan it belongs, and nothing is guessed.",
        "accept it with `--plan ID`, or give its source a `plan` or `municipality`";
    TitleAlike = "title-alike", Warning,
        "The title of a document is nearly that of a plan: another plan, or the same under a new name.",
        "accept it with the `--plan` of the plan it belongs to, or with `--plan new`";
    EditionUnclear = "edition-unclear", Warning,
        "A document does not say which edition it is, or says that it is one that is published elsewhere as well.",
        "compare both; accept it with `--edition`, or give its source an `edition`";
    MeasuresLost = "measures-lost", Warning,
        "Many measures of the edition before are not in the new one: they were dropped, or not read.",
        "compare the document with the PDF; accept it if the plan has really changed so much";
    RuleTie = "rule-tie", Error,
        "Two rule files fit this document equally well, and neither was taken.",
        "make the `match` of one of the two more specific, or choose with `--rule ID`";
    RuleWeakMatch = "rule-weak-match", Info,
        "Another rule file fits this document almost as well as the one that was taken, or little speaks for it.",
        "run `keikaku explain FILE` to see how each rule fits, or choose with `--rule ID`";
    EditionMismatch = "edition-mismatch", Warning,
        "Two documents that are compared do not look like an older and a newer edition of one plan.",
        "check that both are editions of the same plan, the older one first";
    EditionRules = "edition-rules", Info,
        "Two editions were read by different rules, so that differences may come from the reading.",
        "read both by the same rule with `--rule ID`, or compare the changes with the pages";
    EditionDoubtful = "edition-doubtful", Info,
        "Little speaks for two items of two editions being the same; they may be one gone and one new.",
        "compare both items with their pages";
    ErratumUnplaced = "erratum-unplaced", Warning,
        "What a 正誤表 sets right was not found in the edition that it is for.",
        "check that the 正誤表 is that of this edition";
    EditionsDisagree = "editions-disagree", Warning,
        "Two editions of a plan print another number for the same indicator, role and year.",
        "compare both pages; ask the publisher which is right, or whether it was set right or revised";
}

impl Finding {
    /// A finding of a kind.
    pub fn new(code: Code, message: impl Into<String>, at: Vec<At>) -> Self {
        Self {
            code: code.as_str().into(),
            severity: code.severity(),
            message: message.into(),
            at,
            help: code.help().into(),
        }
    }
}
