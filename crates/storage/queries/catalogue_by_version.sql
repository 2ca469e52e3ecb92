SELECT version, sha256, body FROM catalogues WHERE version = $1
