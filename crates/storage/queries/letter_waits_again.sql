UPDATE letters SET state = 'waiting' WHERE sending = $1 AND state = 'refused'
