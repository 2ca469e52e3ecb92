UPDATE jobs SET state = $4, run_at = $5, result = $6, finished_at = $7, lease_owner = NULL, lease_until = NULL
WHERE id = $1 AND state = 'running' AND lease_owner = $2 AND attempt = $3
