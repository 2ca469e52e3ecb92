UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_owner = $1, lease_until = $3, started_at = $2, finished_at = NULL
WHERE id = (
    SELECT id FROM jobs
    WHERE lane = $4 AND ((state = 'available' AND (run_at <= $2 OR run_at > $5)) OR (state = 'running' AND (lease_until <= $2 OR lease_until > $6)))
    ORDER BY run_at, id LIMIT 1
) AND ((state = 'available' AND (run_at <= $2 OR run_at > $5)) OR (state = 'running' AND (lease_until <= $2 OR lease_until > $6)))
RETURNING id AS "id!", attempt AS "attempt!"
