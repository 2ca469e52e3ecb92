SELECT figures.submission_id, figures.form, figures.col, figures.micros
FROM figures JOIN submissions ON submissions.id = figures.submission_id
WHERE submissions.period_id = $1
