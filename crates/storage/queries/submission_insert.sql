INSERT INTO submissions (id, period_id, unit_id, version, state, submitted_at, stored_at, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
