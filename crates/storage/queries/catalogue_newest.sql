SELECT version, sha256, body FROM catalogues ORDER BY version DESC LIMIT 1
