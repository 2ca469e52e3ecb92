SELECT id, body FROM contacts WHERE agency_id = $1 ORDER BY email
