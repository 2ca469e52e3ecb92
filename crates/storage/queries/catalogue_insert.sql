INSERT INTO catalogues (version, loaded_at, sha256, body, origin, note)
VALUES ((SELECT coalesce(max(version), 0) + 1 FROM catalogues), $1, $2, $3, $4, $5)
