INSERT INTO artefacts (sha256, bytes) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING
