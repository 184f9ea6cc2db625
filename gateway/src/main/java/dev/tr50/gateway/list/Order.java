package dev.tr50.gateway.list;

import dev.tr50.protocol.Param;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order of a list.
 *
 * @param <F> what it may be ordered by
 */
public record Order<F>(F field, boolean descending) {

    /** The parameter {@code sort}: a field with {@code +} (ascending, also without a sign) or {@code -} (descending) before it. */
    public static <F> Param<Order<F>> param(Map<String, F> fields, String byDefault) {
        String names = String.join(", ", new TreeMap<>(fields).keySet());
        return Param.string(
                        "sort",
                        "One of " + names + ", with + (ascending, also without a sign) or - (descending) before it."
                                + " Default: +" + byDefault + ".")
                .as(text -> {
                    boolean descending = text.startsWith("-");
                    F field = fields.get(descending || text.startsWith("+") ? text.substring(1) : text);
                    if (field == null) {
                        throw new IllegalArgumentException(
                                "must be one of " + names + ", with + (ascending) or - (descending) before it");
                    }
                    return new Order<>(field, descending);
                })
                .defaultsTo(new Order<>(fields.get(byDefault), false));
    }
}
