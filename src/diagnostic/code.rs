//! [`Code`]: the kinds of mistakes in rule files.

macro_rules! codes {
    ($($name:ident = $code:literal, $description:literal;)*) => {
        /// The kinds of mistakes in rule files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

            /// What a mistake of this kind is.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => $description),* }
            }
        }
    };
}

codes! {
    FileTooLarge = "file-too-large", "The file is too large to be a rule file.";
    TooManyPatterns = "too-many-patterns", "The file has more patterns than a rule may have.";
    TooManyCaptures = "too-many-captures", "A pattern has more captures than it may have.";
    PatternTooLarge = "pattern-too-large", "A pattern is too long with its words in place, or its automaton is too large.";
    Syntax = "syntax", "The file is no TOML at this place.";
    UnknownKey = "unknown-key", "The table has no key of this name.";
    WrongType = "wrong-type", "A value is of another type than its key asks for.";
    WrongValue = "wrong-value", "A value is none of those that its key may have.";
    MissingKey = "missing-key", "A key that the table needs is not there.";
    ConflictingKeys = "conflicting-keys", "Keys that exclude each other are both there.";
    BadPattern = "bad-pattern", "A pattern is no regular expression.";
    BadMarker = "bad-marker", "A sample of a marker is neither a number nor a bullet.";
    UnknownWord = "unknown-word", "A pattern uses a word that there is not.";
    CircularWord = "circular-word", "A word stands for itself.";
    UnusedWord = "unused-word", "A word of the rule that no pattern mentions.";
    MissingCapture = "missing-capture", "A pattern does not capture what is needed of it.";
    UnknownCapture = "unknown-capture", "A capture that nothing is made of.";
    CaptureTypo = "capture-typo", "A capture whose name is nearly one that has a meaning.";
    UnknownKind = "unknown-kind", "A kind that neither the language nor the rule knows.";
    UnknownName = "unknown-name", "A name that nothing in the rule has.";
    UnknownField = "unknown-field", "A name that is no field of the plan.";
    UnknownPolicy = "unknown-policy", "A way to normalise that there is not.";
    UnknownPageSize = "unknown-page-size", "A size of paper that there is not.";
    DuplicateName = "duplicate-name", "Two tables or forms of one name.";
    DuplicateId = "duplicate-id", "Two rule files of one id.";
    Unreachable = "unreachable", "An entry that an earlier one of its list leaves nothing to.";
    NeverMatches = "never-matches", "A pattern that no text matches.";
    HeaderSpace = "header-space", "A pattern over headers or labels asks for white space, of which they have none.";
    EmptyLevel = "empty-level", "A header path with nothing on one side of its `>`.";
    UnboundTable = "unbound-table", "A table without anything that says which one is meant.";
    IdleTable = "idle-table", "A table that nothing is read from.";
    EmptyMatch = "empty-match", "Nothing says which documents the rule reads.";
    IdleLegend = "idle-legend", "A legend that says neither where marks are explained nor what they mean.";
    IdleKey = "idle-key", "A key without effect, as another one is missing.";
    NoExample = "no-example", "The rule has no worked example.";
    UnknownTarget = "unknown-target", "An example of something that the rule does not read.";
    ExampleFails = "example-fails", "An example that comes out otherwise than it says.";
}
