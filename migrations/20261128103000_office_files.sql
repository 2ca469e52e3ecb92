-- A version keeps its Word and Excel files beside PDF and HTML. SQLite cannot change a CHECK: the table is made anew.
CREATE TABLE report_files_new (
    report_id TEXT NOT NULL REFERENCES report_versions (id),
    format    TEXT NOT NULL CHECK (format IN ('pdf', 'html', 'docx', 'xlsx')),
    artefact  TEXT NOT NULL REFERENCES artefacts (sha256),
    PRIMARY KEY (report_id, format)
) STRICT, WITHOUT ROWID;

INSERT INTO report_files_new (report_id, format, artefact) SELECT report_id, format, artefact FROM report_files;
DROP TABLE report_files;
ALTER TABLE report_files_new RENAME TO report_files;
