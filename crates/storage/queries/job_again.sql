UPDATE jobs SET state = 'available', run_at = $2, max_attempts = attempt + allowed WHERE id = $1 AND state IN ('discarded', 'held')
