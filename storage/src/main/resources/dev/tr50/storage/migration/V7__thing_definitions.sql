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
