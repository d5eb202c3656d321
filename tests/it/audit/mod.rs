//! The audit.

mod accept;
mod add;
mod against;
mod coverage;
mod held;
