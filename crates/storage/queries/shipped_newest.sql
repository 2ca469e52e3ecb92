SELECT sha256, body FROM shipped_catalogues ORDER BY loaded_at DESC, rowid DESC LIMIT 1
