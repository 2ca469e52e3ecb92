SELECT id, body FROM units WHERE agency_id = $1 ORDER BY code
