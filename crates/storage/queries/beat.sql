INSERT INTO heartbeats (name, at) VALUES ('schedules', $1) ON CONFLICT (name) DO UPDATE SET at = excluded.at
