SELECT schedules.id, agencies.code AS agency, schedules.job, schedules.name, schedules.rule, schedules.task, schedules.missed, schedules.state,
       schedules.since
FROM schedules JOIN agencies ON agencies.id = schedules.agency_id
ORDER BY schedules.id
