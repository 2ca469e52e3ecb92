SELECT id, body FROM clusters WHERE agency_id = $1 ORDER BY code
