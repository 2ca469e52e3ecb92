SELECT snapshots.sha256, snapshots.body FROM snapshots
JOIN report_versions ON report_versions.snapshot = snapshots.sha256
WHERE report_versions.period_id = $1 AND report_versions.scope = '' AND report_versions.state = 'issued'
