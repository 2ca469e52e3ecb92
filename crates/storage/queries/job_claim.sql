UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_owner = $1, lease_until = $3, started_at = $2, finished_at = NULL
WHERE id = (
    SELECT due.id FROM (
        SELECT * FROM (SELECT id, run_at FROM jobs WHERE state = 'available' AND lane = $4 AND run_at <= $2 ORDER BY run_at, id LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT id, run_at FROM jobs WHERE state = 'available' AND lane = $4 AND run_at > $5 LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT id, run_at FROM jobs WHERE state = 'running' AND lane = $4 AND lease_until <= $2 LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT id, run_at FROM jobs WHERE state = 'running' AND lane = $4 AND lease_until > $6 LIMIT 1)
    ) AS due ORDER BY due.run_at, due.id LIMIT 1
) AND ((state = 'available' AND (run_at <= $2 OR run_at > $5)) OR (state = 'running' AND (lease_until <= $2 OR lease_until > $6)))
RETURNING id AS "id!", attempt AS "attempt!"
