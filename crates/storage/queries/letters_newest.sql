SELECT id, sending, message_id, agency, recipient, name, subject, words, report_id, alarm_id, state, why, created_at, sent_at FROM letters ORDER BY created_at DESC, id DESC LIMIT $1
