INSERT INTO jobs (id, kind, lane, agency, period, schedule_id, schedule_name, task, unique_key, nominal_at, late, state, run_at, attempt, max_attempts,
    allowed, created_at)
SELECT $1, $2, $3, $4, $5, $6, (SELECT schedules.name FROM schedules WHERE schedules.id = $6), $7, $8, $9, $10, $11, $12, 0, $13, $13, $14
WHERE NOT EXISTS (SELECT 1 FROM spent_keys WHERE spent_keys.unique_key = $8)
ON CONFLICT (unique_key) DO NOTHING
