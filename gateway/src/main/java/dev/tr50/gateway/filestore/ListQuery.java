package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.DescribedFileQuery;
import dev.tr50.storage.DescribedFileQuery.Order;
import dev.tr50.storage.Scope;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files a client wants listed, and in what order.
 *
 * @param isPaged whether it said anything of the page or the order
 */
record ListQuery(
        boolean isPaged,
        int offset,
        int limit,
        Order order,
        boolean descending,
        String name,
        String fileClass,
        String format) {

    private static final Set<String> PAGING = Set.of("offset", "limit", "order", "dir");
    private static final List<String> KNOWN =
            Stream.concat(PAGING.stream(), Stream.of("name", "class", "format")).toList();
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int USUAL_LIMIT = 10;
    private static final int MOST = 200;
    private static final int MOST_PARAMETERS = 100;

    /**
     * Reads the query of a URL. Parameters that mean nothing here are ignored, and so are orders that there are not.
     *
     * @param query what follows the question mark, or null
     * @throws HttpRefused status 400 when a parameter is given twice or is no number where it has to be one
     */
    static ListQuery of(String query) {
        Map<String, List<String>> given = parameters(query == null ? "" : query);
        String limit = one(given, "limit");
        return new ListQuery(
                PAGING.stream().anyMatch(given::containsKey),
                number(one(given, "offset"), 0),
                checked(number(limit, USUAL_LIMIT)),
                order(one(given, "order")),
                !"asc".equals(one(given, "dir")),
                filter(one(given, "name")),
                filter(one(given, "class")),
                filter(one(given, "format")));
    }

    private static Map<String, List<String>> parameters(String query) {
        try {
            Map<String, List<String>> given =
                    new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST_PARAMETERS, true).parameters();
            KNOWN.forEach(name -> {
                if (given.getOrDefault(name, List.of()).size() > 1) {
                    throw invalid(name + " is given twice");
                }
            });
            return given;
        } catch (IllegalArgumentException e) {
            throw invalid("an escape cannot be read");
        }
    }

    private static String one(Map<String, List<String>> given, String name) {
        return given.containsKey(name) ? given.get(name).get(0) : null;
    }

    /** A number beyond all others is as good as a greater one. */
    private static int number(String digits, int usual) {
        if (digits == null) {
            return usual;
        }
        if (!DIGITS.matcher(digits).matches()) {
            throw invalid("not a number");
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 10
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits));
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw HttpRefused.with(400, "invalid limit size");
        }
        return limit;
    }

    private static Order order(String word) {
        return Stream.of(Order.values())
                .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(Order.TIME);
    }

    private static String filter(String word) {
        return word == null || word.isEmpty() ? null : word;
    }

    private static HttpRefused invalid(String why) {
        return HttpRefused.with(400, "invalid query parameters: " + why);
    }

    /** The same, in a scope. */
    DescribedFileQuery in(Scope scope) {
        return new DescribedFileQuery(scope, name, fileClass, format, order, descending, offset, limit);
    }
}
