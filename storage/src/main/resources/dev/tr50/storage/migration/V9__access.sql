-- Every step may be done again, for a crash in the middle: the database commits each change of a table at once.

-- What things of an application may do, beside the roles that every group has.
CREATE TABLE IF NOT EXISTS app_roles (
    id VARCHAR(24) PRIMARY KEY,
    group_id VARCHAR(24) NOT NULL,
    role_key VARCHAR(255) NOT NULL,
    name VARCHAR(1024) NOT NULL,
    description VARCHAR(65535),
    perms VARCHAR(255) ARRAY NOT NULL,
    view_tags VARCHAR(1024) ARRAY NOT NULL,
    update_tags VARCHAR(1024) ARRAY NOT NULL,
    created_by VARCHAR(1024) NOT NULL,
    created_on BIGINT NOT NULL,
    updated_by VARCHAR(1024) NOT NULL,
    updated_on BIGINT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS app_role_by_key ON app_roles (group_id, role_key);
-- Added last: before the index above exists, H2 would make one of its own for it.
ALTER TABLE app_roles DROP CONSTRAINT IF EXISTS app_role_group;
ALTER TABLE app_roles ADD CONSTRAINT app_role_group FOREIGN KEY (group_id) REFERENCES groups (id);

ALTER TABLE apps ADD COLUMN IF NOT EXISTS description VARCHAR(65535);
ALTER TABLE apps ADD COLUMN IF NOT EXISTS auto_reg_sec_tags VARCHAR(1024) ARRAY
    DEFAULT CAST(ARRAY[] AS VARCHAR(1024) ARRAY) NOT NULL;
ALTER TABLE apps ADD COLUMN IF NOT EXISTS role_ids VARCHAR(1024) ARRAY
    DEFAULT CAST(ARRAY[] AS VARCHAR(1024) ARRAY) NOT NULL;
ALTER TABLE apps ADD COLUMN IF NOT EXISTS is_org_admin BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE apps ADD COLUMN IF NOT EXISTS is_restricted BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE apps ADD COLUMN IF NOT EXISTS created_by VARCHAR(1024) DEFAULT 'SYSTEM' NOT NULL;
ALTER TABLE apps ADD COLUMN IF NOT EXISTS created_on BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE apps ADD COLUMN IF NOT EXISTS updated_by VARCHAR(1024) DEFAULT 'SYSTEM' NOT NULL;
ALTER TABLE apps ADD COLUMN IF NOT EXISTS updated_on BIGINT DEFAULT 0 NOT NULL;

-- Sessions end with the application whose token opened them, and are listed by group.
CREATE INDEX IF NOT EXISTS session_by_app ON sessions (app_id);
CREATE INDEX IF NOT EXISTS session_by_group ON sessions (group_id, created_on);
