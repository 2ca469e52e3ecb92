INSERT INTO report_versions (id, agency_id, period_id, version, state, number, issued_on, issue_year, snapshot, made_at, engine, illustrative, job_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
