SELECT id, body FROM agencies WHERE code = $1
