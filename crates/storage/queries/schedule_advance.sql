UPDATE schedules SET since = $3 WHERE id = $1 AND since = $2 AND state = 'active'
