INSERT INTO periods (id, agency_id, period, data_from, data_to, due_at, lock_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (agency_id, period) DO UPDATE
SET data_from = excluded.data_from, data_to = excluded.data_to, due_at = excluded.due_at, lock_at = excluded.lock_at,
    locked_at = CASE WHEN excluded.lock_at > $8 THEN NULL ELSE locked_at END
