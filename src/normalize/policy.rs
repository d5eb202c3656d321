//! Policies: which steps a text goes through.

use std::fmt;

/// A step of normalisation. They are always taken in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Control characters, zero-width characters and selectors of other shapes than an ideograph's
    /// go; spaces of other widths become a space.
    Invisible,
    /// Full-width letters and digits become half-width.
    Width,
    /// Half-width kana become full-width, and voicing marks join the kana before them.
    Kana,
    /// Kangxi and other CJK radicals become the ideograph that they look like.
    Radicals,
    /// Compatibility ideographs become the unified ideograph.
    Compatibility,
    /// Full-width symbols of ASCII become half-width.
    Symbols,
    /// `㈱` `㌔` `㎡` `№` become the letters they stand for.
    Squared,
    /// Dashes, hyphens and minus signs become `-`, or `ー` where one is meant.
    Dashes,
    /// Wave dashes become `~`.
    Waves,
    /// Typographic quotation marks become `"` and `'`.
    Quotes,
    /// `〔` `〈` `《` `｛` and their like become `[` `<` `<<` `{`.
    Brackets,
    /// Marks that look alike become one: `◯` `⭕` `○`, `✕` `×`, `✔` `☑` `✓`.
    Marks,
    /// Line breaks go within Japanese, and become a space elsewhere.
    Lines,
    /// Spaces become one half-width space; those at the ends and between Japanese letters go.
    Spaces,
    /// Labels set wide, `区　分`, become words.
    Letters,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 15] = [
        Self::Invisible,
        Self::Width,
        Self::Kana,
        Self::Radicals,
        Self::Compatibility,
        Self::Symbols,
        Self::Squared,
        Self::Dashes,
        Self::Waves,
        Self::Quotes,
        Self::Brackets,
        Self::Marks,
        Self::Lines,
        Self::Spaces,
        Self::Letters,
    ];

    /// Its name in rule files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invisible => "invisible",
            Self::Width => "width",
            Self::Kana => "kana",
            Self::Radicals => "radicals",
            Self::Compatibility => "compatibility",
            Self::Symbols => "symbols",
            Self::Squared => "squared",
            Self::Dashes => "dashes",
            Self::Waves => "waves",
            Self::Quotes => "quotes",
            Self::Brackets => "brackets",
            Self::Marks => "marks",
            Self::Lines => "lines",
            Self::Spaces => "spaces",
            Self::Letters => "letters",
        }
    }
}

/// The steps that a text goes through.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Policy(u16);

impl Policy {
    /// As printed, without what prints nothing.
    pub const PRINTED: Self = Self::of(&[Step::Invisible]);
    /// What texts of plans go through by default: no character of it changes its meaning.
    pub const PLAN: Self = Self::of(&[
        Step::Invisible,
        Step::Width,
        Step::Kana,
        Step::Radicals,
        Step::Compatibility,
    ]);
    /// `plan` on one line, without the spaces that only spread a label.
    pub const LABEL: Self = Self::PLAN.with(&[Step::Lines, Step::Spaces, Step::Letters]);
    /// For comparing and reading: one form of everything that is typed in several.
    pub const PLAIN: Self = Self::LABEL.with(&[
        Step::Symbols,
        Step::Squared,
        Step::Dashes,
        Step::Waves,
        Step::Quotes,
        Step::Brackets,
        Step::Marks,
    ]);
    /// The policies that have a name.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("printed", Self::PRINTED),
        ("plan", Self::PLAN),
        ("label", Self::LABEL),
        ("plain", Self::PLAIN),
    ];

    /// A policy of these steps.
    pub const fn of(steps: &[Step]) -> Self {
        Self(0).with(steps)
    }

    const fn with(self, steps: &[Step]) -> Self {
        let mut bits = self.0;
        let mut i = 0;
        while i < steps.len() {
            bits |= 1 << steps[i] as u16;
            i += 1;
        }
        Self(bits)
    }

    /// Whether it has a step.
    pub const fn has(self, step: Step) -> bool {
        self.0 & 1 << step as u16 != 0
    }

    /// The steps, in order.
    pub fn steps(self) -> impl Iterator<Item = Step> {
        Step::ALL.into_iter().filter(move |s| self.has(*s))
    }

    /// The policy with a name, or of steps given by name with commas between.
    ///
    /// # Errors
    /// The name that is neither a policy nor a step.
    pub fn parse(names: &str) -> Result<Self, String> {
        if let Some((_, policy)) = Self::NAMED.iter().find(|(name, _)| *name == names.trim()) {
            return Ok(*policy);
        }
        let mut out = Self(0);
        for name in names.split(',').map(str::trim) {
            let step = Step::ALL.into_iter().find(|s| s.name() == name);
            out = out.with(&[step.ok_or_else(|| name.to_owned())?]);
        }
        Ok(out)
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.steps()).finish()
    }
}
