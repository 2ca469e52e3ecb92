SELECT id, agency, at, words, job_id, by_letter FROM alarms WHERE id = $1
