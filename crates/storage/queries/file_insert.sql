INSERT INTO report_files (report_id, format, artefact) VALUES ($1, $2, $3)
