SELECT at FROM heartbeats WHERE name = 'schedules'
