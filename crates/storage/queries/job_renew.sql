UPDATE jobs SET lease_until = $4 WHERE id = $1 AND state = 'running' AND lease_owner = $2 AND attempt = $3
