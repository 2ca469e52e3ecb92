//! What pages and commands ask of the runner: a run now, what a run would do, a letter to try the settings.

use async_trait::async_trait;
use thidua_domain::contact::Email;
use thidua_domain::job::{Job, JobState, NewJob};
use thidua_domain::messages::letters::Head;
use thidua_domain::ports::{Clerk, Preview, StoreError};
use thidua_domain::schedule::Schedule;
use thidua_domain::settings::Settings;
use thidua_domain::text::Text;
use uuid::Uuid;

use crate::kinds::kind;
use crate::{Outgoing, Runner, SendError};

/// How long somebody waits for the trial of the settings.
const TRIED: std::time::Duration = std::time::Duration::from_secs(20);

#[async_trait]
impl Clerk for Runner {
    async fn run_now(&self, schedule: &Schedule) -> Result<Uuid, StoreError> {
        self.store.enqueue(&self.asked(schedule).await?).await
    }

    async fn preview(&self, schedule: &Schedule) -> Result<Preview, StoreError> {
        let job = as_stored(self.asked(schedule).await?, &schedule.name);
        match kind(schedule.job.as_str()) {
            Some(kind) => kind.preview(&job, &schedule.task, self).await,
            None => Ok(Preview::default()),
        }
    }

    async fn try_mail(&self, settings: &Settings, to: &Email) -> Result<(), String> {
        let head = Head { agency: "Chương trình báo cáo thi đua, khen thưởng", illustrative: false, settings };
        let now = self.world.now();
        let outgoing = Outgoing {
            message_id: format!("{}@{}", self.world.fresh_id(), to.domain()),
            to: to.clone(),
            words: head.test(to.as_str(), now),
            file: None,
            at: now,
        };
        match tokio::time::timeout(TRIED, self.mailer.send(&settings.mail, &outgoing)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(SendError::Later(why) | SendError::Never(why))) => Err(why),
            Err(_) => Err(format!("Máy chủ thư không trả lời trong {} giây; kiểm tra tên máy chủ, cổng và tường lửa", TRIED.as_secs())),
        }
    }
}

impl Runner {
    async fn asked(&self, schedule: &Schedule) -> Result<NewJob, StoreError> {
        let periods = self.store.windows(&schedule.agency).await?;
        Ok(schedule.asked_for(self.world.fresh_id(), self.world.now(), &periods))
    }
}

/// A job as it would stand in the queue.
fn as_stored(job: NewJob, schedule: &Text) -> Job {
    Job {
        max_attempts: job.attempts(),
        id: job.id,
        kind: job.kind,
        agency: job.agency,
        period: job.period,
        schedule: job.schedule.map(|id| (id, schedule.clone())),
        task: Some(job.task),
        nominal_at: job.nominal_at,
        late: job.late,
        state: JobState::Running,
        run_at: job.run_at,
        attempt: 1,
        created_at: job.run_at,
        started_at: Some(job.run_at),
        finished_at: None,
        result: Text::default(),
        report: None,
    }
}
