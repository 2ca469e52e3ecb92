INSERT INTO backups (path, made_at, size, content, restored_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (path) DO UPDATE SET made_at = excluded.made_at, size = excluded.size, content = excluded.content, restored_at = excluded.restored_at
