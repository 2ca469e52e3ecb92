INSERT INTO successions (id, agency_id, code, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (agency_id, code) DO UPDATE SET body = excluded.body
