UPDATE jobs SET state = 'discarded', lease_owner = NULL, lease_until = NULL, finished_at = $2, result = $3 WHERE id = $1
