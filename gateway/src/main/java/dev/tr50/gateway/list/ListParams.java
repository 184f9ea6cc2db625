package dev.tr50.gateway.list;

import dev.tr50.protocol.Param;
import java.util.Map;
import java.util.TreeMap;

/** The parameters that commands with a page of a list have in common. */
public final class ListParams {

    /** Items of a page. */
    public static final int MOST = 2000;

    /** How many to leave out. */
    public static final Param<Long> OFFSET = Param.int64OrText("offset", "How many matching ones to leave out first.")
            .as(ListParams::notNegative)
            .defaultsTo(0L);

    /** Documentation shows it as text too. */
    public static final Param<Integer> LIMIT = Param.int64OrText(
                    "limit", "How many to return at most, from 1 to 2000; any other number counts as 2000.")
            .as(ListParams::allowed)
            .defaultsTo(MOST);

    private ListParams() {}

    /** The order: a field with {@code +} (ascending, also without a sign) or {@code -} (descending) before it. */
    public static <F> Param<Order<F>> sort(Map<String, F> fields, String byDefault) {
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
                .defaultsTo(Order.ascending(fields.get(byDefault)));
    }

    private static long notNegative(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("must be 0 or more");
        }
        return offset;
    }

    private static int allowed(long limit) {
        return limit < 1 || limit > MOST ? MOST : (int) limit;
    }
}
