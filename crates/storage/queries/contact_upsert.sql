INSERT INTO contacts (id, agency_id, email, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (agency_id, email) DO UPDATE SET body = excluded.body
