//! What the system does for a child: a bound on its memory, and an end with its parent.

/// Ends this process when its parent does, however that ended. Elsewhere than on Linux it ends when its input
/// does, after the file it is reading.
pub fn die_with_parent() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
}

/// Bounds the memory (bytes) that this process may take; 0 for no bound. Beyond it an allocation fails, which
/// ends the process and not the machine.
pub fn limit_memory(bytes: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Data);
        limit.current = match bytes {
            0 => limit.maximum,
            bytes => Some(limit.maximum.map_or(bytes, |most| most.min(bytes))),
        };
        let _ = setrlimit(Resource::Data, limit);
    }
    #[cfg(not(unix))]
    let _ = bytes;
}

/// Whether memory can be bounded here.
pub const LIMITS_MEMORY: bool = cfg!(target_os = "linux");

/// Waits until all that was written below `folder` is on the disk.
pub fn sync(folder: &std::path::Path) {
    #[cfg(target_os = "linux")]
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = rustix::fs::syncfs(folder);
    }
    #[cfg(all(unix, not(target_os = "linux")))]
    {
        let _ = folder;
        rustix::fs::sync();
    }
    #[cfg(not(unix))]
    let _ = folder;
}
