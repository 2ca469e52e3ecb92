UPDATE attempts SET ended_at = $4, result = $5 WHERE job_id = $1 AND attempt = $2 AND owner = $3 AND ended_at IS NULL
