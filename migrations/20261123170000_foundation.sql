-- Agencies, what their units send, and the reports made from it.
-- Exact figures are scaled integers (millionths), instants are microseconds UTC, days are ISO text.

CREATE TABLE catalogues (
    version   INTEGER NOT NULL PRIMARY KEY,
    loaded_at INTEGER NOT NULL,
    sha256    TEXT    NOT NULL,
    body      TEXT    NOT NULL
) STRICT;

CREATE TABLE agencies (
    id   TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE units (
    id        TEXT NOT NULL PRIMARY KEY,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    code      TEXT NOT NULL,
    body      TEXT NOT NULL,
    UNIQUE (agency_id, code)
) STRICT;

CREATE TABLE periods (
    id        TEXT    NOT NULL PRIMARY KEY,
    agency_id TEXT    NOT NULL REFERENCES agencies (id),
    period    TEXT    NOT NULL,
    data_from TEXT    NOT NULL,
    data_to   TEXT    NOT NULL,
    due_at    INTEGER NOT NULL,
    lock_at   INTEGER NOT NULL,
    UNIQUE (agency_id, period),
    CHECK (data_from <= data_to),
    CHECK (due_at <= lock_at)
) STRICT;

-- The agency's own texts for the report of a period.
CREATE TABLE agency_texts (
    period_id TEXT NOT NULL PRIMARY KEY REFERENCES periods (id),
    body      TEXT NOT NULL
) STRICT;

-- Every version of what a unit sent; rows are never changed.
CREATE TABLE submissions (
    id           TEXT    NOT NULL PRIMARY KEY,
    period_id    TEXT    NOT NULL REFERENCES periods (id),
    unit_id      TEXT    NOT NULL REFERENCES units (id),
    version      INTEGER NOT NULL CHECK (version > 0),
    state        TEXT    NOT NULL,
    submitted_at INTEGER,
    stored_at    INTEGER NOT NULL,
    content      TEXT    NOT NULL,
    UNIQUE (period_id, unit_id, version)
) STRICT;

CREATE TABLE figures (
    submission_id TEXT    NOT NULL REFERENCES submissions (id),
    form          TEXT    NOT NULL,
    col           INTEGER NOT NULL CHECK (col > 0),
    micros        INTEGER NOT NULL CHECK (micros >= 0),
    PRIMARY KEY (submission_id, form, col)
) STRICT, WITHOUT ROWID;

-- A form that was sent without any figure is still a form that was sent.
CREATE TABLE submitted_forms (
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    form          TEXT NOT NULL,
    PRIMARY KEY (submission_id, form)
) STRICT, WITHOUT ROWID;

-- The frozen inputs of report versions, addressed by their SHA-256.
CREATE TABLE snapshots (
    sha256 TEXT NOT NULL PRIMARY KEY,
    body   BLOB NOT NULL
) STRICT;

CREATE TABLE report_versions (
    id           TEXT    NOT NULL PRIMARY KEY,
    agency_id    TEXT    NOT NULL REFERENCES agencies (id),
    period_id    TEXT    NOT NULL REFERENCES periods (id),
    version      INTEGER NOT NULL CHECK (version > 0),
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'issued', 'superseded')),
    number       INTEGER CHECK (number > 0),
    issued_on    TEXT,
    issue_year   INTEGER,
    snapshot     TEXT    NOT NULL REFERENCES snapshots (sha256),
    made_at      INTEGER NOT NULL,
    engine       TEXT    NOT NULL,
    illustrative INTEGER NOT NULL CHECK (illustrative IN (0, 1)),
    UNIQUE (period_id, version),
    CHECK ((state = 'draft') = (number IS NULL)),
    CHECK ((number IS NULL) = (issued_on IS NULL) AND (number IS NULL) = (issue_year IS NULL))
) STRICT;

-- One number of a year belongs to one report; one issue is in force for a period.
CREATE UNIQUE INDEX report_numbers ON report_versions (agency_id, issue_year, number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX report_in_force ON report_versions (period_id) WHERE state = 'issued';

-- The files of a version as they were made, addressed by their SHA-256.
CREATE TABLE artefacts (
    sha256 TEXT NOT NULL PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE report_files (
    report_id TEXT NOT NULL REFERENCES report_versions (id),
    format    TEXT NOT NULL CHECK (format IN ('pdf', 'html')),
    artefact  TEXT NOT NULL REFERENCES artefacts (sha256),
    PRIMARY KEY (report_id, format)
) STRICT, WITHOUT ROWID;
