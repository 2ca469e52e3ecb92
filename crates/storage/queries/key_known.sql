SELECT EXISTS (SELECT 1 FROM jobs WHERE jobs.unique_key = $1) OR EXISTS (SELECT 1 FROM spent_keys WHERE spent_keys.unique_key = $1) AS "known!: bool"
