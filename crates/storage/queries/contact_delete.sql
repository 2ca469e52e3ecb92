DELETE FROM contacts WHERE agency_id = $1 AND email = $2
