INSERT INTO units (id, agency_id, code, body)
SELECT json_extract(value, '$[0]'), $1, json_extract(value, '$[1]'), json_extract(value, '$[2]')
FROM json_each($2) WHERE true
ON CONFLICT (agency_id, code) DO UPDATE SET body = excluded.body
