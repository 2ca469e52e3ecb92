INSERT INTO agencies (id, code, body) VALUES ($1, $2, $3)
ON CONFLICT (code) DO UPDATE SET body = excluded.body
