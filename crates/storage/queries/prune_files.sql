DELETE FROM report_files WHERE report_id IN (
    SELECT old.id FROM report_versions AS old
    WHERE old.state = 'draft' AND old.made_at < $1 AND EXISTS (
        SELECT 1 FROM report_versions AS newer
        WHERE newer.period_id = old.period_id AND newer.scope = old.scope AND newer.version > old.version
    )
)
