package dev.tr50.storage;

import dev.tr50.storage.Hardware.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;

/** What things said of their hardware, the last time they did. */
public final class HardwareRegister {

    private record Row(Part part, Hardware hardware) {}

    private final Database database;

    HardwareRegister(Database database) {
        this.database = database;
    }

    /** Notes what a thing says of a part, in place of what it said before; whether there is such a thing. */
    public boolean register(String thingId, Part part, Hardware hardware) {
        return database.write(handle -> {
            // Holds the thing, so that it cannot go meanwhile.
            boolean exists = handle.createQuery("SELECT id FROM things WHERE id = :thing FOR UPDATE")
                    .bind("thing", thingId)
                    .mapTo(String.class)
                    .findOne()
                    .isPresent();
            if (!exists) {
                return false;
            }
            handle.createUpdate("DELETE FROM thing_hardware WHERE thing_id = :thing AND part = :part")
                    .bind("thing", thingId)
                    .bind("part", part.name())
                    .execute();
            handle.createUpdate("""
                            INSERT INTO thing_hardware (thing_id, part, make, model, fw_version, rem_at, registered_on)
                            VALUES (:thing, :part, :make, :model, :fwVersion, :remAt, :now)
                            """)
                    .bind("thing", thingId)
                    .bind("part", part.name())
                    .bind("make", hardware.make())
                    .bind("model", hardware.model())
                    .bind("fwVersion", hardware.fwVersion())
                    .bind("remAt", hardware.remAt())
                    .bind("now", hardware.registeredOn().toEpochMilli())
                    .execute();
            return true;
        });
    }

    /** What a thing said, by part. */
    public Map<Part, Hardware> of(String thingId) {
        return database.read(handle -> {
            Map<Part, Hardware> parts = new EnumMap<>(Part.class);
            handle.createQuery("""
                            SELECT part, make, model, fw_version, rem_at, registered_on
                            FROM thing_hardware WHERE thing_id = :thing
                            """)
                    .bind("thing", thingId)
                    .map(HardwareRegister::read)
                    .forEach(row -> parts.put(row.part(), row.hardware()));
            return parts;
        });
    }

    private static Row read(ResultSet row, StatementContext context) throws SQLException {
        boolean remAt = row.getBoolean("rem_at");
        return new Row(
                Part.valueOf(row.getString("part")),
                new Hardware(
                        row.getString("make"),
                        row.getString("model"),
                        row.getString("fw_version"),
                        row.wasNull() ? null : remAt,
                        Columns.instant(row, "registered_on")));
    }
}
