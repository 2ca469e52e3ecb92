UPDATE alarms SET seen_at = $1 WHERE seen_at IS NULL
