SELECT report_versions.version, periods.period FROM report_versions
JOIN periods ON periods.id = report_versions.period_id
WHERE report_versions.agency_id = $1 AND report_versions.issue_year = $2 AND report_versions.number = $3
