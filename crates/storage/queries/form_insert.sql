INSERT INTO submitted_forms (submission_id, form) VALUES ($1, $2)
