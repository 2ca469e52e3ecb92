SELECT id, sending, message_id, agency, recipient, name, subject, words, report_id, alarm_id, state, why, created_at, sent_at FROM letters WHERE job_id = $1 ORDER BY recipient
