package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Who made something and who changed it last, in words of the gateway, and when, to the millisecond.
 *
 * @param updatedBy who made it, as long as nobody has changed it
 */
public record Stamps(String createdBy, Instant createdOn, String updatedBy, Instant updatedOn) {

    static Stamps made(String by, Instant now) {
        return new Stamps(by, now, by, now);
    }

    Stamps changed(String by, Instant now) {
        return new Stamps(createdBy, createdOn, by, now);
    }

    static Stamps read(ResultSet row) throws SQLException {
        return new Stamps(
                row.getString("created_by"),
                Columns.instant(row, "created_on"),
                row.getString("updated_by"),
                Columns.instant(row, "updated_on"));
    }
}
