UPDATE jobs SET state = 'available', run_at = $2, attempt = 0 WHERE id = $1 AND state IN ('discarded', 'held')
