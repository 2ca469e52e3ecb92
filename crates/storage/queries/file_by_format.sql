SELECT artefacts.sha256, artefacts.bytes FROM artefacts
JOIN report_files ON report_files.artefact = artefacts.sha256
WHERE report_files.report_id = $1 AND report_files.format = $2
