INSERT INTO catalogues (version, loaded_at, sha256, body)
VALUES ((SELECT coalesce(max(version), 0) + 1 FROM catalogues), $1, $2, $3)
