INSERT INTO jobs (id, kind, agency, period, schedule_id, unique_key, nominal_at, late, state, run_at, attempt, max_attempts, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12)
ON CONFLICT (unique_key) DO NOTHING
