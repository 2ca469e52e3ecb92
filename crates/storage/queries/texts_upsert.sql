INSERT INTO agency_texts (period_id, body) VALUES ($1, $2)
ON CONFLICT (period_id) DO UPDATE SET body = excluded.body
