package dev.tr50.storage;

import java.io.ByteArrayOutputStream;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** Bytes of any number in one column: an array of parts, because H2 takes no more than a mebibyte at a time. */
final class ByteParts {

    private static final int LONGEST = 1 << 20;

    private ByteParts() {}

    static byte[][] of(byte[] bytes) {
        if (bytes.length <= LONGEST) {
            return new byte[][] {bytes};
        }
        byte[][] parts = new byte[(bytes.length + LONGEST - 1) / LONGEST][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Arrays.copyOfRange(bytes, i * LONGEST, Math.min(bytes.length, (i + 1) * LONGEST));
        }
        return parts;
    }

    /** Null where the column is. */
    static byte[] read(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return null;
        }
        Object[] parts = (Object[]) array.getArray();
        if (parts.length == 1) {
            return (byte[]) parts[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object part : parts) {
            bytes.writeBytes((byte[]) part);
        }
        return bytes.toByteArray();
    }
}
