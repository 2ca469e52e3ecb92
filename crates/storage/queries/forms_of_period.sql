SELECT submitted_forms.submission_id, submitted_forms.form
FROM submitted_forms JOIN submissions ON submissions.id = submitted_forms.submission_id
WHERE submissions.period_id = $1
