//! The loops of a running program: one looks at the schedules, one works in each lane, and one watches the others.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use thidua_domain::job::Lane;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::Runner;

/// Between two looks at the schedules.
const TICK: Duration = Duration::from_secs(15);
/// Between two looks at an empty queue.
const IDLE: Duration = Duration::from_secs(2);
/// After a failure of the store.
const PAUSE: Duration = Duration::from_secs(10);
/// Between two looks at the loops.
const WATCH: Duration = Duration::from_secs(30);
/// A loop of the schedules that has not turned for so long is stuck.
const STUCK_TICK: Duration = Duration::from_mins(5);
/// A loop of a lane that has not turned for so long is stuck: longer than any attempt may take.
const STUCK_WORK: Duration = Duration::from_mins(50);

/// Turns all loops until `ended`; jobs under way are finished first.
pub async fn serve(runner: Runner, ended: impl Future<Output = ()> + Send) {
    let (stop, stopped) = watch::channel(false);
    let mut watched = Vec::new();
    let ticking = runner.clone();
    watched.push(tokio::spawn(watched_loop("schedules", STUCK_TICK, stopped.clone(), move |pulse, stopped| {
        tick_loop(ticking.clone(), pulse, stopped)
    })));
    for lane in Lane::ALL {
        let working = runner.clone();
        watched.push(tokio::spawn(watched_loop("lane", STUCK_WORK, stopped.clone(), move |pulse, stopped| {
            work_loop(working.clone(), lane, pulse, stopped)
        })));
    }
    ended.await;
    let _ = stop.send(true);
    for task in watched {
        if let Err(error) = task.await {
            tracing::error!(%error, "a loop of the queue ended early");
        }
    }
}

/// When a loop last turned.
#[derive(Clone)]
struct Pulse {
    start: Instant,
    last: Arc<AtomicU64>,
}

impl Pulse {
    fn new() -> Self {
        Self { start: Instant::now(), last: Arc::default() }
    }

    fn beat(&self) {
        self.last.store(u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn silence(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_millis(self.last.load(Ordering::Relaxed)))
    }
}

/// Runs a loop, and runs it anew when it is stuck or broke down. Ends when the loop does after `stopped`.
async fn watched_loop<F>(
    name: &'static str,
    stuck: Duration,
    stopped: watch::Receiver<bool>,
    run: impl Fn(Pulse, watch::Receiver<bool>) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        let pulse = Pulse::new();
        let mut task = tokio::spawn(run(pulse.clone(), stopped.clone()));
        loop {
            tokio::select! {
                ended = &mut task => {
                    match ended {
                        Ok(()) => return,
                        Err(error) => tracing::error!(name, %error, "a loop of the queue broke down and is begun anew"),
                    }
                    tokio::time::sleep(PAUSE.min(stuck)).await;
                    break;
                }
                () = tokio::time::sleep(WATCH.min(stuck)) => {
                    if pulse.silence() > stuck {
                        tracing::error!(name, "a loop of the queue is stuck and is begun anew");
                        task.abort();
                        break;
                    }
                }
            }
        }
        if *stopped.borrow() {
            return;
        }
    }
}

/// Sleeps, or ends sooner when asked to stop; true to go on.
async fn rest(stopped: &mut watch::Receiver<bool>, time: Duration) -> bool {
    if *stopped.borrow() {
        return false;
    }
    tokio::select! {
        () = tokio::time::sleep(time) => true,
        _ = stopped.changed() => false,
    }
}

async fn tick_loop(runner: Runner, pulse: Pulse, mut stopped: watch::Receiver<bool>) {
    loop {
        pulse.beat();
        let pause = match runner.tick().await {
            Ok(_) => TICK,
            Err(error) => {
                tracing::error!(%error, "the schedules could not be looked at");
                PAUSE
            }
        };
        if !rest(&mut stopped, pause).await {
            return;
        }
    }
}

async fn work_loop(runner: Runner, lane: Lane, pulse: Pulse, mut stopped: watch::Receiver<bool>) {
    loop {
        pulse.beat();
        let pause = match runner.work(lane).await {
            Ok(Some(_)) => Duration::ZERO,
            Ok(None) => IDLE,
            Err(error) => {
                tracing::error!(%error, ?lane, "the queue could not be worked on");
                PAUSE
            }
        };
        if !rest(&mut stopped, pause).await {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_is_stuck_or_breaks_down_is_begun_anew() {
        let (stop, stopped) = watch::channel(false);
        let begun = Arc::new(AtomicUsize::new(0));
        let counted = begun.clone();
        let watched = tokio::spawn(watched_loop("test", Duration::from_mins(1), stopped, move |pulse, mut stopped| {
            let turn = counted.fetch_add(1, Ordering::SeqCst);
            async move {
                match turn {
                    0 => std::future::pending().await,
                    1 => panic!("it breaks down"),
                    _ => {
                        while rest(&mut stopped, Duration::from_secs(5)).await {
                            pulse.beat();
                        }
                    }
                }
            }
        }));
        tokio::time::sleep(Duration::from_mins(10)).await;
        assert_eq!(begun.load(Ordering::SeqCst), 3, "a loop that turns is left alone");
        stop.send(true).unwrap();
        watched.await.unwrap();
    }
}
