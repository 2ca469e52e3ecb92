SELECT id FROM jobs WHERE unique_key = $1
