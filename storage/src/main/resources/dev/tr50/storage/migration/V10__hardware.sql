-- What a thing registered of the hardware it is made of, one row for each part: its radio module, its gateway.
CREATE TABLE IF NOT EXISTS thing_hardware (
    thing_id VARCHAR(24) NOT NULL,
    part VARCHAR(16) NOT NULL,
    make VARCHAR(255),
    model VARCHAR(255),
    fw_version VARCHAR(255),
    rem_at BOOLEAN,
    registered_on BIGINT NOT NULL,
    PRIMARY KEY (thing_id, part)
);
ALTER TABLE thing_hardware DROP CONSTRAINT IF EXISTS hardware_thing;
ALTER TABLE thing_hardware ADD CONSTRAINT hardware_thing FOREIGN KEY (thing_id) REFERENCES things (id);
