SELECT path, made_at, size, content, restored_at FROM backups ORDER BY made_at DESC LIMIT 1
