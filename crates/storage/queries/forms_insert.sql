INSERT INTO submitted_forms (submission_id, form) SELECT $1, value FROM json_each($2)
