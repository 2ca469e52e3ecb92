SELECT id, agency, at, words, job_id, by_letter FROM alarms WHERE seen_at IS NULL ORDER BY at DESC, id DESC LIMIT 100
