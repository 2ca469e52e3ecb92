INSERT INTO figures (submission_id, form, col, micros) VALUES ($1, $2, $3, $4)
