//! The two loops of a running program: scheduling and work, each in a task of its own.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;

use crate::Runner;

/// Between two looks at the schedules.
const TICK: Duration = Duration::from_secs(15);
/// Between two looks at an empty queue.
const IDLE: Duration = Duration::from_secs(2);
/// After a failure of the store.
const PAUSE: Duration = Duration::from_secs(10);

/// Turns both loops until `ended`; a job under way is finished first.
pub async fn serve(runner: Runner, ended: impl Future<Output = ()> + Send) {
    let (stop, stopped) = watch::channel(false);
    let ticking = tokio::spawn(tick_loop(runner.clone(), stopped.clone()));
    let working = tokio::spawn(work_loop(runner, stopped));
    ended.await;
    let _ = stop.send(true);
    for task in [ticking, working] {
        if let Err(error) = task.await {
            tracing::error!(%error, "a loop of the queue ended early");
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

async fn tick_loop(runner: Runner, mut stopped: watch::Receiver<bool>) {
    loop {
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

async fn work_loop(runner: Runner, mut stopped: watch::Receiver<bool>) {
    loop {
        let pause = match runner.work().await {
            Ok(Some(_)) => Duration::ZERO,
            Ok(None) => IDLE,
            Err(error) => {
                tracing::error!(%error, "the queue could not be worked on");
                PAUSE
            }
        };
        if !rest(&mut stopped, pause).await {
            return;
        }
    }
}
