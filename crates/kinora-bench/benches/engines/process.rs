//! What the process has used, as Linux tells it; elsewhere zero.

use std::time::{Duration, Instant};

/// A moment, to be compared with a later one.
pub struct Since {
    wall: Instant,
    cpu: Duration,
    resident: f64,
}

impl Since {
    /// This moment. The greatest size so far is forgotten.
    pub fn now() -> Since {
        // Where it is not allowed, the peak is that of the whole process.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        Since {
            wall: Instant::now(),
            cpu: cpu(),
            resident: status("VmRSS:"),
        }
    }

    /// The time since then and the processor time, without what something else took, and by how many MiB the process has
    /// grown and had grown at its largest.
    pub fn told(&self, else_took: (Duration, Duration)) -> String {
        format!(
            "{:.1} s, {:.1} s of processor time, {:.0} MiB more resident, {:.0} MiB at the peak",
            (self.wall.elapsed() - else_took.0).as_secs_f64(),
            (cpu() - self.cpu).saturating_sub(else_took.1).as_secs_f64(),
            status("VmRSS:") - self.resident,
            status("VmHWM:") - self.resident,
        )
    }
}

/// The processor time of every thread, in the kernel as well.
pub fn cpu() -> Duration {
    const MILLIS_A_TICK: u64 = 10;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may have spaces.
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks = fields
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * MILLIS_A_TICK)
}

/// A size in MiB.
fn status(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap_or_default() / 1024.0
}
