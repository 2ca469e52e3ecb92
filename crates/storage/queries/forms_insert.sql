INSERT INTO submitted_forms (submission_id, form)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($1)
