SELECT report_versions.id, agencies.code AS agency, periods.period, report_versions.scope, report_versions.version, report_versions.state,
       report_versions.number, report_versions.issued_on, report_versions.snapshot, report_versions.made_at, report_versions.engine,
       report_versions.illustrative, report_versions.job_id, report_versions.schedule
FROM report_versions
JOIN agencies ON agencies.id = report_versions.agency_id
JOIN periods ON periods.id = report_versions.period_id
WHERE report_versions.job_id = $1 AND report_versions.scope = $2
