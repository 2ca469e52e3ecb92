UPDATE letters SET words = NULL WHERE words IS NOT NULL AND state <> 'waiting' AND created_at < $1
