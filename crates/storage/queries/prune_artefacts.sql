DELETE FROM artefacts WHERE sha256 NOT IN (SELECT artefact FROM report_files)
