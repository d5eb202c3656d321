//! `keikaku audit` (to be merged).
mod against;
mod coverage;
use super::Outcome;
use std::path::PathBuf;
/// Arguments.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    files: Vec<PathBuf>,
    #[arg(long)]
    against: Option<crate::audit::engine::Engine>,
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: super::reading::Args,
    #[command(subcommand)]
    command: Option<Command>,
}
#[derive(clap::Subcommand)]
enum Command {
    /// c
    Coverage(coverage::Args),
}
pub fn run(args: &Args) -> Outcome {
    if let Some(Command::Coverage(a)) = &args.command {
        return coverage::run(a);
    }
    against::run(&against::Request {
        engine: args
            .against
            .unwrap_or(crate::audit::engine::Engine::Poppler),
        files: &args.files,
        json: args.json,
        least: None,
        reading: &args.reading,
    })
}
