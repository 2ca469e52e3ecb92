UPDATE letters SET state = $2, why = $3, sent_at = $4 WHERE id = $1 AND state <> 'sent'
