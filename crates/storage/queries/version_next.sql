SELECT coalesce(max(version), 0) + 1 AS "next!: i64" FROM report_versions WHERE period_id = $1 AND scope = $2
