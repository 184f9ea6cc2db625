package dev.tr50.storage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/** Search conditions on the identifier columns of things. */
final class ThingIdentifiers {

    private ThingIdentifiers() {}

    /** @throws IllegalArgumentException when none is given */
    static String conditions(Identifiers wanted) {
        Map<String, String> given = given(wanted);
        if (given.isEmpty()) {
            throw new IllegalArgumentException("At least one identifier must be given");
        }
        return given.keySet().stream()
                .map(column -> " AND " + column + " = :" + column)
                .collect(Collectors.joining());
    }

    static Query bind(Query query, Identifiers wanted) {
        given(wanted).forEach(query::bind);
        return query;
    }

    private static Map<String, String> given(Identifiers wanted) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("iccid", wanted.iccid());
        given.put("esn", wanted.esn());
        given.put("imei", wanted.imei());
        given.put("meid", wanted.meid());
        given.put("imsi", wanted.imsi());
        given.values().removeIf(value -> value == null);
        return given;
    }
}
