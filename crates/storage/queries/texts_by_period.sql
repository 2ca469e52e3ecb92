SELECT body FROM agency_texts WHERE period_id = $1
