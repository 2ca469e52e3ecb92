-- Whole submissions: printed column numbers such as 43.1 and 52A, clusters, successions of units, and
-- where each version of the catalogue came from.

CREATE TABLE figures_by_number (
    submission_id TEXT    NOT NULL REFERENCES submissions (id),
    form          TEXT    NOT NULL,
    col           TEXT    NOT NULL,
    micros        INTEGER NOT NULL CHECK (micros >= 0),
    PRIMARY KEY (submission_id, form, col)
) STRICT, WITHOUT ROWID;

INSERT INTO figures_by_number (submission_id, form, col, micros)
SELECT submission_id, form, CAST(col AS TEXT), micros FROM figures;

DROP TABLE figures;
ALTER TABLE figures_by_number RENAME TO figures;

CREATE TABLE clusters (
    id        TEXT NOT NULL PRIMARY KEY,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    code      TEXT NOT NULL,
    body      TEXT NOT NULL,
    UNIQUE (agency_id, code)
) STRICT;

CREATE TABLE successions (
    id        TEXT NOT NULL PRIMARY KEY,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    code      TEXT NOT NULL,
    body      TEXT NOT NULL,
    UNIQUE (agency_id, code)
) STRICT;

-- "shipped": came with the program; "loaded": brought by the operator; "upgraded": both merged.
ALTER TABLE catalogues ADD COLUMN origin TEXT NOT NULL DEFAULT 'shipped' CHECK (origin IN ('shipped', 'loaded', 'upgraded'));
ALTER TABLE catalogues ADD COLUMN note TEXT NOT NULL DEFAULT '';

-- The rows as each version of the program shipped them, for the next upgrade to compare with.
CREATE TABLE shipped_catalogues (
    sha256    TEXT    NOT NULL PRIMARY KEY,
    loaded_at INTEGER NOT NULL,
    body      TEXT    NOT NULL
) STRICT;
