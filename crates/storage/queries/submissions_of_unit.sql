SELECT submissions.id, units.code AS unit, submissions.version, submissions.state, submissions.submitted_at, submissions.content
FROM submissions JOIN units ON units.id = submissions.unit_id
WHERE submissions.period_id = $1 AND units.code = $2
ORDER BY submissions.version
