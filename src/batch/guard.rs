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

/// Ends all processes of the group that a child leads.
pub fn kill_group(leader: u32) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let leader = i32::try_from(leader).ok().and_then(Pid::from_raw);
        if let Some(leader) = leader {
            let _ = kill_process_group(leader, Signal::KILL);
        }
    }
    #[cfg(not(unix))]
    let _ = leader;
}

/// Whether a child has ended. It is not waited for, so that its number stays its own.
pub fn has_ended(child: u32) -> Option<bool> {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let child = i32::try_from(child).ok().and_then(Pid::from_raw)?;
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        waitid(WaitId::Pid(child), look).ok().map(|s| s.is_some())
    }
    #[cfg(not(unix))]
    {
        let _ = child;
        None
    }
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
