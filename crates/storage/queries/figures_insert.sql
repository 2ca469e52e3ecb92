INSERT INTO figures (submission_id, form, col, micros)
SELECT $1, $2, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($3)
