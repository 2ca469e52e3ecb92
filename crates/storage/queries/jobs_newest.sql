SELECT jobs.id, jobs.kind, jobs.agency, jobs.period, jobs.schedule_id, schedules.name AS "schedule?", jobs.nominal_at, jobs.late, jobs.state, jobs.run_at,
       jobs.attempt, jobs.max_attempts, jobs.lease_owner, jobs.created_at, jobs.started_at, jobs.finished_at, jobs.result,
       report_versions.id AS "report?"
FROM jobs LEFT JOIN schedules ON schedules.id = jobs.schedule_id LEFT JOIN report_versions ON report_versions.job_id = jobs.id
ORDER BY jobs.created_at DESC, jobs.id DESC LIMIT $1
