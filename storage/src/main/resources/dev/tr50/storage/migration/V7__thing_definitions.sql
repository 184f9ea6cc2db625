-- Every step may be done again, for a crash in the middle: the database commits each change of a table at once.

-- Definitions that are there already know no keys, and things publish what they like: they go on defining it automatically.
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS version INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS auto_def_props BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS auto_def_attrs BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE thing_definitions ALTER COLUMN auto_def_props SET DEFAULT FALSE;
ALTER TABLE thing_definitions ALTER COLUMN auto_def_attrs SET DEFAULT FALSE;
-- Fix types of locations that are not recorded, and whether places are to be named.
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS ignored_fix_types VARCHAR(255) ARRAY;
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS no_decode BOOLEAN DEFAULT FALSE NOT NULL;
-- Kept as the JSON that came.
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS tunnels VARCHAR(1000000);
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS tunnel_ad_hoc VARCHAR(1000000);
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS control_tags VARCHAR(1000000);
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS sec_tags VARCHAR(1000000);
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS created_by VARCHAR(1024) DEFAULT 'SYSTEM' NOT NULL;
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS created_on BIGINT;
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS updated_by VARCHAR(1024) DEFAULT 'SYSTEM' NOT NULL;
ALTER TABLE thing_definitions ADD COLUMN IF NOT EXISTS updated_on BIGINT;
UPDATE thing_definitions SET created_on = CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)
WHERE created_on IS NULL;
UPDATE thing_definitions SET updated_on = created_on WHERE updated_on IS NULL;
ALTER TABLE thing_definitions ALTER COLUMN created_on SET NOT NULL;
ALTER TABLE thing_definitions ALTER COLUMN updated_on SET NOT NULL;

-- The keys of a definition, a row each, so that defining one more key does not write all the others again.
CREATE TABLE IF NOT EXISTS property_definitions (
    definition_id VARCHAR(24) NOT NULL,
    entry_key VARCHAR(128) NOT NULL,
    name VARCHAR(1024) NOT NULL,
    unit VARCHAR(1024),
    prefix VARCHAR(1024),
    suffix VARCHAR(1024),
    calc_aggregates BOOLEAN NOT NULL,
    de_duplicate BOOLEAN NOT NULL,
    searchable BOOLEAN NOT NULL,
    scale VARCHAR(1024),
    PRIMARY KEY (definition_id, entry_key),
    FOREIGN KEY (definition_id) REFERENCES thing_definitions (id)
);
CREATE TABLE IF NOT EXISTS attribute_definitions (
    definition_id VARCHAR(24) NOT NULL,
    entry_key VARCHAR(128) NOT NULL,
    name VARCHAR(1024) NOT NULL,
    default_value VARCHAR(1000000),
    searchable BOOLEAN NOT NULL,
    PRIMARY KEY (definition_id, entry_key),
    FOREIGN KEY (definition_id) REFERENCES thing_definitions (id)
);
-- A state is a place in both arrays.
CREATE TABLE IF NOT EXISTS alarm_definitions (
    definition_id VARCHAR(24) NOT NULL,
    entry_key VARCHAR(128) NOT NULL,
    name VARCHAR(1024) NOT NULL,
    state_names VARCHAR(1024) ARRAY NOT NULL,
    state_colors VARCHAR(1024) ARRAY NOT NULL,
    searchable BOOLEAN NOT NULL,
    PRIMARY KEY (definition_id, entry_key),
    FOREIGN KEY (definition_id) REFERENCES thing_definitions (id)
);
-- Variables are kept as the JSON that came.
CREATE TABLE IF NOT EXISTS method_definitions (
    definition_id VARCHAR(24) NOT NULL,
    entry_key VARCHAR(128) NOT NULL,
    name VARCHAR(1024) NOT NULL,
    description VARCHAR(65535),
    handler VARCHAR(1024),
    default_ack_timeout INTEGER,
    tags VARCHAR(1024) ARRAY NOT NULL,
    notification_variables VARCHAR(1000000),
    completion_variables VARCHAR(1000000),
    PRIMARY KEY (definition_id, entry_key),
    FOREIGN KEY (definition_id) REFERENCES thing_definitions (id)
);

-- Whether a thing is to be located, as clients have it.
ALTER TABLE things ADD COLUMN IF NOT EXISTS loc_enabled BOOLEAN DEFAULT TRUE NOT NULL;
-- Lists of things in these orders are read from the index.
CREATE INDEX IF NOT EXISTS thing_by_name ON things (group_id, name, thing_key);
CREATE INDEX IF NOT EXISTS thing_by_definition ON things (group_id, def_key, thing_key);
CREATE INDEX IF NOT EXISTS thing_by_creation ON things (group_id, created_on, thing_key);

-- The tags of things once more, each with its own row, so that things are found by them; kind is TAG or SEC_TAG.
CREATE TABLE IF NOT EXISTS thing_tags (
    thing_id VARCHAR(24) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    tag VARCHAR(1024) NOT NULL,
    group_id VARCHAR(24) NOT NULL,
    PRIMARY KEY (thing_id, kind, tag)
);
CREATE INDEX IF NOT EXISTS thing_by_tag ON thing_tags (group_id, kind, tag, thing_id);
DELETE FROM thing_tags;
INSERT INTO thing_tags (thing_id, kind, tag, group_id)
WITH RECURSIVE place (i) AS (
    SELECT 1 UNION ALL SELECT i + 1 FROM place WHERE i < (SELECT COALESCE(MAX(CARDINALITY(tags)), 0) FROM things))
SELECT DISTINCT t.id, 'TAG', t.tags[place.i], t.group_id FROM things t JOIN place ON place.i <= CARDINALITY(t.tags);
INSERT INTO thing_tags (thing_id, kind, tag, group_id)
WITH RECURSIVE place (i) AS (
    SELECT 1 UNION ALL SELECT i + 1 FROM place WHERE i < (SELECT COALESCE(MAX(CARDINALITY(sec_tags)), 0) FROM things))
SELECT DISTINCT t.id, 'SEC_TAG', t.sec_tags[place.i], t.group_id
FROM things t JOIN place ON place.i <= CARDINALITY(t.sec_tags);
ALTER TABLE thing_tags DROP CONSTRAINT IF EXISTS tagged_thing;
ALTER TABLE thing_tags ADD CONSTRAINT tagged_thing FOREIGN KEY (thing_id) REFERENCES things (id);
