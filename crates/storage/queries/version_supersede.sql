UPDATE report_versions SET state = 'superseded' WHERE period_id = $1 AND scope = $2 AND state = 'issued'
