INSERT INTO alarms (id, agency, at, words, job_id, by_letter, unique_key) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (unique_key) DO NOTHING
