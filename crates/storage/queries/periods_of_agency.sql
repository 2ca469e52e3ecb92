SELECT id, period, data_from, data_to, due_at, lock_at, locked_at,
       (SELECT count(*) FROM report_versions WHERE report_versions.period_id = periods.id AND report_versions.scope = '') AS "versions!: i64"
FROM periods WHERE agency_id = $1 ORDER BY data_to DESC, data_from DESC
