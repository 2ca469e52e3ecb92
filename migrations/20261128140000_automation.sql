-- People who are told something by e-mail, the letters to them, what the operator sets, and what watches over it all.

-- One contact an address; the rest of it is its JSON form.
CREATE TABLE contacts (
    id        TEXT NOT NULL PRIMARY KEY,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    email     TEXT NOT NULL,
    body      TEXT NOT NULL,
    UNIQUE (agency_id, email)
) STRICT;

CREATE TABLE settings (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    body TEXT    NOT NULL
) STRICT;

-- From then on the period takes in no other data.
ALTER TABLE periods ADD COLUMN locked_at INTEGER;

-- SQLite cannot change a CHECK or drop a UNIQUE: the tables are made anew, parents first. A schedule may be a draft.
CREATE TABLE schedules_new (
    id        TEXT    NOT NULL PRIMARY KEY,
    agency_id TEXT    NOT NULL REFERENCES agencies (id),
    job       TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    rule      TEXT    NOT NULL,
    task      TEXT    NOT NULL,
    missed    TEXT    NOT NULL CHECK (missed IN ('once', 'skip', 'ask')),
    state     TEXT    NOT NULL CHECK (state IN ('draft', 'active', 'paused')),
    since     INTEGER NOT NULL
) STRICT;

INSERT INTO schedules_new (id, agency_id, job, name, rule, task, missed, state, since)
SELECT id, agency_id, job, name, rule, '{}', missed, state, since FROM schedules;

-- The schedule's name goes with its runs, so that the history outlives it.
CREATE TABLE jobs_new (
    id            TEXT    NOT NULL PRIMARY KEY,
    kind          TEXT    NOT NULL,
    lane          TEXT    NOT NULL CHECK (lane IN ('desk', 'press', 'post', 'road', 'care')),
    agency        TEXT    NOT NULL,
    period        TEXT,
    schedule_id   TEXT,
    schedule_name TEXT,
    task          TEXT    NOT NULL,
    unique_key    TEXT    UNIQUE,
    nominal_at    INTEGER NOT NULL,
    late          INTEGER NOT NULL CHECK (late IN (0, 1)),
    state         TEXT    NOT NULL CHECK (state IN ('available', 'running', 'completed', 'discarded', 'held')),
    run_at        INTEGER NOT NULL,
    attempt       INTEGER NOT NULL CHECK (attempt >= 0),
    max_attempts  INTEGER NOT NULL CHECK (max_attempts > 0),
    allowed       INTEGER NOT NULL CHECK (allowed > 0),
    lease_owner   TEXT,
    lease_until   INTEGER,
    created_at    INTEGER NOT NULL,
    started_at    INTEGER,
    finished_at   INTEGER,
    result        TEXT    NOT NULL DEFAULT '',
    CHECK ((state = 'running') = (lease_owner IS NOT NULL) AND (state = 'running') = (lease_until IS NOT NULL))
) STRICT;

INSERT INTO jobs_new (id, kind, lane, agency, period, schedule_id, schedule_name, task, unique_key, nominal_at, late, state, run_at, attempt,
    max_attempts, allowed, lease_owner, lease_until, created_at, started_at, finished_at, result)
SELECT jobs.id, kind, CASE kind WHEN 'draft' THEN 'press' ELSE 'desk' END, agency, period, schedule_id, schedules.name, '{}', unique_key, nominal_at,
    late, jobs.state, run_at, attempt, max_attempts, max_attempts, lease_owner, lease_until, created_at, started_at, finished_at, result
FROM jobs LEFT JOIN schedules ON schedules.id = jobs.schedule_id;

-- A version is of the agency (''), of a unit ('unit:CODE') or of a cluster ('cluster:CODE'); each counts its own.
CREATE TABLE report_versions_new (
    id           TEXT    NOT NULL PRIMARY KEY,
    agency_id    TEXT    NOT NULL REFERENCES agencies (id),
    period_id    TEXT    NOT NULL REFERENCES periods (id),
    scope        TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0),
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'issued', 'superseded')),
    number       INTEGER CHECK (number > 0),
    issued_on    TEXT,
    issue_year   INTEGER,
    snapshot     TEXT    NOT NULL REFERENCES snapshots (sha256),
    made_at      INTEGER NOT NULL,
    engine       TEXT    NOT NULL,
    illustrative INTEGER NOT NULL CHECK (illustrative IN (0, 1)),
    job_id       TEXT,
    schedule     TEXT,
    UNIQUE (period_id, scope, version),
    CHECK ((state = 'draft') = (number IS NULL)),
    CHECK ((number IS NULL) = (issued_on IS NULL) AND (number IS NULL) = (issue_year IS NULL))
) STRICT;

INSERT INTO report_versions_new (id, agency_id, period_id, scope, version, state, number, issued_on, issue_year, snapshot, made_at, engine,
    illustrative, job_id, schedule)
SELECT report_versions.id, report_versions.agency_id, period_id, '', version, report_versions.state, number, issued_on, issue_year, snapshot, made_at,
    engine, illustrative, job_id, jobs_new.schedule_name
FROM report_versions LEFT JOIN jobs_new ON jobs_new.id = report_versions.job_id;

CREATE TABLE report_files_new (
    report_id TEXT NOT NULL REFERENCES report_versions_new (id),
    format    TEXT NOT NULL CHECK (format IN ('pdf', 'html', 'docx', 'xlsx')),
    artefact  TEXT NOT NULL REFERENCES artefacts (sha256),
    PRIMARY KEY (report_id, format)
) STRICT, WITHOUT ROWID;

INSERT INTO report_files_new (report_id, format, artefact) SELECT report_id, format, artefact FROM report_files;

DROP TABLE report_files;
DROP TABLE report_versions;
DROP TABLE jobs;
DROP TABLE schedules;
ALTER TABLE schedules_new RENAME TO schedules;
ALTER TABLE jobs_new RENAME TO jobs;
ALTER TABLE report_versions_new RENAME TO report_versions;
ALTER TABLE report_files_new RENAME TO report_files;

CREATE INDEX jobs_due ON jobs (lane, run_at) WHERE state = 'available';
CREATE INDEX jobs_leased ON jobs (lane, lease_until) WHERE state = 'running';
CREATE INDEX jobs_by_time ON jobs (created_at);
CREATE INDEX jobs_by_schedule ON jobs (schedule_id, created_at) WHERE schedule_id IS NOT NULL;
CREATE UNIQUE INDEX report_numbers ON report_versions (agency_id, issue_year, number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX report_in_force ON report_versions (period_id, scope) WHERE state = 'issued';
-- One version a job and scope, however often the job was tried.
CREATE UNIQUE INDEX report_jobs ON report_versions (job_id, scope) WHERE job_id IS NOT NULL;
CREATE INDEX report_files_artefacts ON report_files (artefact);

-- What happened in each attempt; one without an end is under way or was cut short.
CREATE TABLE attempts (
    id         INTEGER NOT NULL PRIMARY KEY,
    job_id     TEXT    NOT NULL,
    attempt    INTEGER NOT NULL,
    owner      TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    result     TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX attempts_of_job ON attempts (job_id);

-- Keys of runs whose rows were pruned: what may run once only stays known.
CREATE TABLE spent_keys (
    unique_key TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Letters, one a person; `words` is their JSON form, pruned after a time.
CREATE TABLE letters (
    id         TEXT    NOT NULL PRIMARY KEY,
    sending    TEXT    NOT NULL UNIQUE,
    message_id TEXT    NOT NULL UNIQUE,
    agency     TEXT    NOT NULL,
    job_id     TEXT    NOT NULL,
    unique_key TEXT    NOT NULL UNIQUE,
    recipient  TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    words      TEXT,
    report_id  TEXT,
    alarm_id   TEXT,
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'refused')),
    why        TEXT    NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    sent_at    INTEGER,
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;

CREATE INDEX letters_of_job ON letters (job_id);
CREATE INDEX letters_of_report ON letters (report_id) WHERE report_id IS NOT NULL;

-- What the owner must know; `seen_at` when somebody said so.
CREATE TABLE alarms (
    id        TEXT    NOT NULL PRIMARY KEY,
    agency    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    words     TEXT    NOT NULL,
    job_id    TEXT,
    by_letter INTEGER NOT NULL CHECK (by_letter IN (0, 1)),
    seen_at   INTEGER,
    -- What one alarm is enough for.
    unique_key TEXT UNIQUE
) STRICT;

CREATE INDEX alarms_unseen ON alarms (at) WHERE seen_at IS NULL;

-- When the schedules were last looked at.
CREATE TABLE heartbeats (
    name TEXT    NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT;

CREATE TABLE backups (
    path        TEXT    NOT NULL PRIMARY KEY,
    made_at     INTEGER NOT NULL,
    size        INTEGER NOT NULL,
    content     TEXT    NOT NULL,
    restored_at INTEGER
) STRICT;
