DELETE FROM attempts WHERE job_id IN (SELECT id FROM jobs WHERE state IN ('completed', 'discarded') AND finished_at < $1)
