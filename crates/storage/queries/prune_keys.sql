INSERT INTO spent_keys (unique_key)
SELECT unique_key FROM jobs WHERE unique_key IS NOT NULL AND state IN ('completed', 'discarded') AND finished_at < $1
ON CONFLICT (unique_key) DO NOTHING
