SELECT jobs.id, jobs.kind, jobs.agency, jobs.period, jobs.schedule_id, jobs.schedule_name, jobs.task, jobs.nominal_at, jobs.late, jobs.state, jobs.run_at,
       jobs.attempt, jobs.max_attempts, jobs.created_at, jobs.started_at, jobs.finished_at, jobs.result,
       (SELECT report_versions.id FROM report_versions WHERE report_versions.job_id = jobs.id ORDER BY report_versions.scope LIMIT 1) AS report
FROM jobs
WHERE jobs.state IN ('completed', 'discarded') ORDER BY jobs.created_at DESC, jobs.id DESC LIMIT $1 OFFSET $2
