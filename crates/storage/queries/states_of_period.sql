SELECT units.code AS unit, submissions.state
FROM submissions JOIN units ON units.id = submissions.unit_id
WHERE submissions.period_id = $1
  AND submissions.version = (SELECT max(newest.version) FROM submissions AS newest
                             WHERE newest.period_id = submissions.period_id AND newest.unit_id = submissions.unit_id)
