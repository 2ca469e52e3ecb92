INSERT INTO alarms (id, agency, at, words, job_id, by_letter) VALUES ($1, $2, $3, $4, $5, $6)
