//! An audit for a pull request.

use super::{Options, words};
use crate::audit::report::Report;
/// An audit as Markdown.
pub fn markdown(report: &Report, _options: &Options) -> String {
    words::headline(report)
}
