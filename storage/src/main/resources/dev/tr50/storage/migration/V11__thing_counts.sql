-- How many things a group has (kind ALL, tag empty), and how many of them have each tag (kind TAG or SEC_TAG): a list tells its number
-- without counting, and the most used tags are read from the index.
CREATE TABLE IF NOT EXISTS thing_counts (
    group_id VARCHAR(24) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    tag VARCHAR(1024) NOT NULL,
    thing_count BIGINT NOT NULL,
    PRIMARY KEY (group_id, kind, tag)
);
DELETE FROM thing_counts;
INSERT INTO thing_counts (group_id, kind, tag, thing_count)
SELECT group_id, 'ALL', '', COUNT(*) FROM things GROUP BY group_id
UNION ALL SELECT group_id, kind, tag, COUNT(*) FROM thing_tags GROUP BY group_id, kind, tag;
CREATE INDEX IF NOT EXISTS thing_count_by_number ON thing_counts (group_id, kind, thing_count DESC, tag);
