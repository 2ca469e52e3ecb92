SELECT attempt, started_at, ended_at, result FROM attempts WHERE job_id = $1 ORDER BY id
