-- When something is to be done, in the terms of the domain (the rule is its JSON form).
CREATE TABLE schedules (
    id        TEXT    NOT NULL PRIMARY KEY,
    agency_id TEXT    NOT NULL REFERENCES agencies (id),
    job       TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    rule      TEXT    NOT NULL,
    missed    TEXT    NOT NULL CHECK (missed IN ('once', 'skip', 'ask')),
    state     TEXT    NOT NULL CHECK (state IN ('active', 'paused')),
    since     INTEGER NOT NULL
) STRICT;

-- What is to be done and what was: one row a run. `unique_key` names what may run once only; a claim needs
-- `lease_owner` and `attempt`, so that nobody completes what another has taken over.
CREATE TABLE jobs (
    id           TEXT    NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL,
    agency       TEXT    NOT NULL,
    period       TEXT,
    schedule_id  TEXT    REFERENCES schedules (id),
    unique_key   TEXT    UNIQUE,
    nominal_at   INTEGER NOT NULL,
    late         INTEGER NOT NULL CHECK (late IN (0, 1)),
    state        TEXT    NOT NULL CHECK (state IN ('available', 'running', 'completed', 'discarded', 'held')),
    run_at       INTEGER NOT NULL,
    attempt      INTEGER NOT NULL CHECK (attempt >= 0),
    max_attempts INTEGER NOT NULL CHECK (max_attempts > 0),
    lease_owner  TEXT,
    lease_until  INTEGER,
    created_at   INTEGER NOT NULL,
    started_at   INTEGER,
    finished_at  INTEGER,
    result       TEXT    NOT NULL DEFAULT '',
    CHECK ((state = 'running') = (lease_owner IS NOT NULL) AND (state = 'running') = (lease_until IS NOT NULL))
) STRICT;

CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'available';
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running';

-- The job that made a version: one version a job, however often it was tried.
ALTER TABLE report_versions ADD COLUMN job_id TEXT REFERENCES jobs (id);
CREATE UNIQUE INDEX report_jobs ON report_versions (job_id) WHERE job_id IS NOT NULL;
