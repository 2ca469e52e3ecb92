INSERT INTO periods (id, agency_id, period, data_from, data_to, due_at, lock_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (agency_id, period) DO NOTHING
