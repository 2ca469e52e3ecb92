SELECT id, body FROM successions WHERE agency_id = $1 ORDER BY code
