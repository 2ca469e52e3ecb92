DELETE FROM jobs WHERE state IN ('completed', 'discarded') AND finished_at < $1
