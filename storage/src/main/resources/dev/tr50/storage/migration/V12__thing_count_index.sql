-- The counts with an index of their own name in place of the primary key, because a statement can name an index only: see
-- ThingCounts. They are counted anew, so that a crash anywhere in between does no harm.
DROP TABLE IF EXISTS thing_counts;
CREATE TABLE thing_counts (
    group_id VARCHAR(24) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    tag VARCHAR(1024) NOT NULL,
    thing_count BIGINT NOT NULL
);
INSERT INTO thing_counts (group_id, kind, tag, thing_count)
SELECT group_id, 'ALL', '', COUNT(*) FROM things GROUP BY group_id
UNION ALL SELECT group_id, kind, tag, COUNT(*) FROM thing_tags GROUP BY group_id, kind, tag;
CREATE UNIQUE INDEX thing_count_by_tag ON thing_counts (group_id, kind, tag);
CREATE INDEX thing_count_by_number ON thing_counts (group_id, kind, thing_count DESC, tag);
