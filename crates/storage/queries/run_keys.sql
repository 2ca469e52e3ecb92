SELECT unique_key AS "unique_key!" FROM jobs WHERE unique_key >= $1 || '@' AND unique_key < $1 || 'A'
UNION SELECT unique_key FROM spent_keys WHERE unique_key >= $1 || '@' AND unique_key < $1 || 'A'
