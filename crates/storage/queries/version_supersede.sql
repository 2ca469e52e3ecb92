UPDATE report_versions SET state = 'superseded' WHERE period_id = $1 AND state = 'issued'
