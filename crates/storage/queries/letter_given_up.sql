UPDATE letters SET state = 'refused', why = $2 WHERE sending = $1 AND state = 'waiting'
