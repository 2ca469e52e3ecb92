INSERT INTO schedules (id, agency_id, job, name, rule, task, missed, state, since)
SELECT $1, agencies.id, $3, $4, $5, $6, $7, $8, $9 FROM agencies WHERE agencies.code = $2
ON CONFLICT (id) DO UPDATE SET job = excluded.job, name = excluded.name, rule = excluded.rule, task = excluded.task, missed = excluded.missed,
    state = excluded.state, since = excluded.since
