INSERT INTO shipped_catalogues (sha256, loaded_at, body) VALUES ($1, $2, $3)
ON CONFLICT (sha256) DO UPDATE SET loaded_at = excluded.loaded_at
