-- Every step may be done again, for a crash in the middle: the database commits each change of a table at once.

-- A thing may be known by a key that somebody else gave it, beside its own secret. Either opens one thing only.
ALTER TABLE things ADD COLUMN IF NOT EXISTS external_key_hash VARCHAR(64);
-- A secret that two things have tells neither from the other, so it opens neither.
UPDATE things SET secret_hash = NULL
WHERE secret_hash IN (
    SELECT secret_hash FROM things WHERE secret_hash IS NOT NULL GROUP BY secret_hash HAVING COUNT(*) > 1);
DROP INDEX IF EXISTS thing_by_secret;
CREATE UNIQUE INDEX thing_by_secret ON things (secret_hash);
CREATE UNIQUE INDEX IF NOT EXISTS thing_by_external_key ON things (external_key_hash);

-- A user may be in no group, and one that is root may do everything in all. Who owns the first group began the gateway.
ALTER TABLE users ALTER COLUMN default_group_id DROP NOT NULL;
ALTER TABLE users ADD COLUMN IF NOT EXISTS is_root BOOLEAN DEFAULT FALSE NOT NULL;
UPDATE users SET is_root = TRUE
WHERE id IN (
    SELECT m.user_id FROM memberships m JOIN groups g ON g.id = m.group_id
    WHERE g.group_key = 'DEFAULT' AND m.role = 'OWNER');
CREATE INDEX IF NOT EXISTS membership_by_group ON memberships (group_id, user_id);

-- What users show in place of their password: logins, which expire, and API keys, which may.
CREATE TABLE IF NOT EXISTS tokens (
    id VARCHAR(24) PRIMARY KEY,
    token_hash VARCHAR(64) NOT NULL,
    user_id VARCHAR(24) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT
);
CREATE UNIQUE INDEX IF NOT EXISTS token_by_hash ON tokens (token_hash);
CREATE INDEX IF NOT EXISTS token_by_user ON tokens (user_id, kind, issued_at, id);
CREATE INDEX IF NOT EXISTS token_by_expiry ON tokens (expires_at);
-- Added last: before the indexes above exist, H2 would make one of its own for it.
ALTER TABLE tokens DROP CONSTRAINT IF EXISTS token_user;
ALTER TABLE tokens ADD CONSTRAINT token_user FOREIGN KEY (user_id) REFERENCES users (id);

-- Sessions end with whose they are.
CREATE INDEX IF NOT EXISTS session_by_principal ON sessions (principal_id);
