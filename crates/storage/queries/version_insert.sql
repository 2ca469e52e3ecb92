INSERT INTO report_versions (id, agency_id, period_id, version, state, number, issued_on, issue_year, snapshot, made_at, engine, illustrative, job_id,
    scope, schedule)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, (SELECT jobs.schedule_name FROM jobs WHERE jobs.id = $13))
