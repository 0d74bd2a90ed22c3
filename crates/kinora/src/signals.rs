//! The signals that ask a server to end: SIGTERM and Ctrl-C.

use std::io;

use tokio::sync::watch::{self, Receiver, Sender};

/// How many of them there were. A handle: clones are the same.
#[derive(Clone)]
pub struct Signals(Receiver<usize>);

impl Signals {
    /// From now on they are counted, and end the process no more.
    pub fn catch() -> io::Result<Signals> {
        let (counter, count) = watch::channel(0);
        count_in(&counter)?;
        Ok(Signals(count))
    }

    /// Waits until there were so many.
    pub async fn reach(mut self, least: usize) {
        let _ = self.0.wait_for(|count| *count >= least).await;
    }
}

#[cfg(unix)]
fn count_in(counter: &Sender<usize>) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
        let (mut signals, counter) = (signal(kind)?, counter.clone());
        tokio::spawn(async move {
            while signals.recv().await.is_some() {
                counter.send_modify(|count| *count += 1);
            }
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn count_in(counter: &Sender<usize>) -> io::Result<()> {
    let counter = counter.clone();
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            counter.send_modify(|count| *count += 1);
        }
    });
    Ok(())
}
