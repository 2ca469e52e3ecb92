SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'available' AND lane = $2 AND (run_at <= $1 OR run_at > $3))
    OR EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND lane = $2 AND (lease_until <= $1 OR lease_until > $4)) AS "waiting!: bool"
