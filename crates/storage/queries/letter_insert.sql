INSERT INTO letters (id, sending, agency, job_id, unique_key, recipient, name, subject, words, report_id, alarm_id, message_id, state, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting', $13)
ON CONFLICT (unique_key) DO NOTHING
