SELECT version, loaded_at, sha256, origin, note FROM catalogues ORDER BY version DESC
