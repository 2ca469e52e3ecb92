SELECT snapshots.sha256, snapshots.body FROM snapshots
JOIN report_versions ON report_versions.snapshot = snapshots.sha256 WHERE report_versions.id = $1
