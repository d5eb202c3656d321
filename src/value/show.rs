//! What a text says, in one line: for tests, and for people who look at tokens.

use super::{Amount, Part, Point, Quantity, Reading, Said, Span, When};
use rust_decimal::Decimal;
use std::fmt::{self, Display, Formatter};

impl Display for Reading {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.said {
            Said::Text => write!(f, "text")?,
            Said::Absent(kind) => write!(f, "absent {}", kind.name())?,
            Said::Direction(direction) => write!(f, "direction {}", direction.name())?,
            Said::When(when) => write!(f, "{when}")?,
            Said::Quantity(quantity) => write!(f, "{quantity}")?,
        }
        match &self.note {
            Some(note) => write!(f, " note {note}"),
            None => Ok(()),
        }
    }
}

impl Display for Quantity {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.triangle {
            write!(f, "ambiguous triangle ")?;
        }
        let open = |n: Option<Decimal>| n.map_or_else(String::new, |n| n.to_string());
        match (self.amount, &self.unit) {
            (Amount::One(n), Some(_)) => write!(f, "amount {n}")?,
            (Amount::One(n), None) => write!(f, "number {n}")?,
            (Amount::Range(a, b), _) => write!(f, "range {}..{}", open(a), open(b))?,
            (Amount::Fraction(a, b), _) => write!(f, "fraction {a}/{b}")?,
        }
        if let Some(unit) = &self.unit {
            write!(f, " {unit}")?;
        }
        if let Some(multiplier) = self.multiplier {
            write!(f, " x{multiplier}")?;
        }
        if self.approximate {
            write!(f, " approx")?;
        }
        if let Some(bound) = self.bound {
            write!(f, " {}", bound.name())?;
        }
        if let Some(change) = self.change {
            write!(f, " change {}", change.name())?;
        }
        if self.all {
            write!(f, " all")?;
        }
        Ok(())
    }
}

impl Display for Point {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind(), self.iso())?;
        if let Some(part) = self.part {
            write!(
                f,
                " {}",
                if part == Part::About {
                    "approx"
                } else {
                    part.name()
                }
            )?;
        }
        flags(f, &[self])
    }
}

fn flags(f: &mut Formatter<'_>, points: &[&Point]) -> fmt::Result {
    if points.iter().any(|p| p.era_overrun) {
        write!(f, " era-overrun")?;
    }
    match points.iter().find_map(|p| p.contradicts) {
        Some(other) => write!(f, " contradicts {other}"),
        None => Ok(()),
    }
}

impl Point {
    /// What it is: `year`, `fiscal_year`, `half`, `quarter`, `month`, `date`.
    pub fn kind(&self) -> &'static str {
        match self.span {
            Span::Year => "year",
            Span::FiscalYear => "fiscal_year",
            Span::Half(_) => "half",
            Span::Quarter(_) => "quarter",
            Span::Month(_) => "month",
            Span::Day(..) => "date",
        }
    }

    /// `2024`, `2024-04`, `2024-04-01`; halves and quarters as `2024 1`.
    pub fn iso(&self) -> String {
        let year = self.year;
        match self.span {
            Span::Year | Span::FiscalYear => format!("{year}"),
            Span::Half(n) | Span::Quarter(n) => format!("{year} {n}"),
            Span::Month(month) => format!("{year}-{month:02}"),
            Span::Day(month, day) => format!("{year}-{month:02}-{day:02}"),
        }
    }
}

impl Display for When {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (start, end) = match self {
            Self::Point(point) => return write!(f, "{point}"),
            Self::Period(start, end) => (start, end),
        };
        let kind = start.or(*end).map_or("", |p| p.kind());
        let iso = |p: &Option<Point>| p.map_or_else(String::new, |p| p.iso());
        write!(f, "period {kind} {}..{}", iso(start), iso(end))?;
        let both: Vec<&Point> = start.iter().chain(end).collect();
        flags(f, &both)?;
        match (start, end) {
            (Some(start), Some(end)) if end.last_day() < start.first_day() => {
                write!(f, " backwards")
            }
            _ => Ok(()),
        }
    }
}
