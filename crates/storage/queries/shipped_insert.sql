INSERT OR REPLACE INTO shipped_catalogues (sha256, loaded_at, body) VALUES ($1, $2, $3)
