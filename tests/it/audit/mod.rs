//! The audit.

mod against;
