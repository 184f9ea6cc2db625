package dev.tr50.gateway.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of metrics, read strictly by the text format 0.0.4 of Prometheus. Reading fails where a scraper would refuse the page, or
 * where it would take it for something else than was meant.
 */
final class Exposition {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\n\"])*)\"(?:,|$)");

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();
    private String family = "";

    private Exposition() {}

    static Exposition of(String page) {
        if (!page.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        Exposition exposition = new Exposition();
        page.lines().forEach(exposition::read);
        return exposition;
    }

    private void read(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            enter(help.group(1));
        } else if (type.matches()) {
            enter(type.group(1));
            if (types.put(type.group(1), type.group(2)) != null) {
                throw new AssertionError("two types: " + line);
            }
        } else if (!line.startsWith("#") && sample.matches()) {
            add(sample.group(1), sample.group(2), sample.group(3), line);
        } else {
            throw new AssertionError("not of the format: " + line);
        }
    }

    /** All lines of a family stand together. */
    private void enter(String name) {
        if (!name.equals(family)) {
            if (!closed.add(name)) {
                throw new AssertionError(name + " stands at two places");
            }
            family = name;
        }
    }

    private void add(String name, String labels, String number, String line) {
        String type = types.get(family);
        boolean ofFamily = "histogram".equals(type) || "summary".equals(type)
                ? name.equals(family) || name.matches(Pattern.quote(family) + "_(bucket|sum|count)")
                : name.equals(family);
        if (!ofFamily) {
            throw new AssertionError("not of the family " + family + ": " + line);
        }
        double value = number.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(number);
        if (samples.put(key(name, labels(labels == null ? "" : labels, line)), value) != null) {
            throw new AssertionError("twice: " + line);
        }
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find() && label.start() == end) {
            labels.put(label.group(1), label.group(2));
            end = label.end();
        }
        if (end != text.length()) {
            throw new AssertionError("broken labels: " + line);
        }
        return labels;
    }

    private static String key(String name, Map<String, String> labels) {
        return labels.isEmpty() ? name : name + labels;
    }

    /** How many time series there are. */
    int size() {
        return samples.size();
    }

    /** All series, spelt like {@code name{label=value, …}} with the labels in alphabetical order. */
    Set<String> series() {
        return samples.keySet();
    }

    Map<String, String> types() {
        return types;
    }

    /** The value of a series, 0 when it is not there: what never happened need not be. */
    double value(String series) {
        return samples.getOrDefault(series, 0.0);
    }
}
