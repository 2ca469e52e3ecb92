UPDATE periods SET locked_at = $2 WHERE id = $1 AND locked_at IS NULL
