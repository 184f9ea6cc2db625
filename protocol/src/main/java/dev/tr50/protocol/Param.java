package dev.tr50.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The declaration of one parameter of a command: its name, type, default, range and meaning. The reader of messages and the
 * command reference are both made from it.
 *
 * <p>Types are read as leniently as clients in the field need: whole numbers may arrive as {@code 2.000000}, booleans as
 * {@code "true"}, and an explicit {@code null} is the same as nothing.
 *
 * @param <T> what the handler gets
 */
public final class Param<T> {

    /** A value that does not fit its declaration. */
    static final class Mismatch extends Exception {
        private final transient List<String> problems;

        Mismatch(List<String> problems) {
            super(String.join("; ", problems), null, false, false);
            this.problems = problems;
        }

        Mismatch(String problem) {
            this(List.of(problem));
        }

        List<String> problems() {
            return problems;
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(String name, JsonNode value) throws Mismatch;
    }

    private final String name;
    private final String type;
    private final String description;
    private final boolean required;
    private final T defaultValue;
    private final Reader<T> reader;
    private final List<String> otherSpellings;

    private Param(String name, String type, String description, boolean required, T defaultValue, Reader<T> reader) {
        this(name, type, description, required, defaultValue, reader, List.of());
    }

    private Param(
            String name,
            String type,
            String description,
            boolean required,
            T defaultValue,
            Reader<T> reader,
            List<String> otherSpellings) {
        this.otherSpellings = otherSpellings;
        this.name = name;
        this.type = type;
        this.description = description;
        this.required = required;
        this.defaultValue = defaultValue;
        this.reader = reader;
    }

    /** Text of any length the message allows. */
    public static Param<String> string(String name, String description) {
        return new Param<>(name, "string", description, false, null, (n, value) -> {
            if (!value.isTextual()) {
                throw new Mismatch(n + " must be a string");
            }
            return value.textValue();
        });
    }

    /** A whole number from -2147483648 to 2147483647. */
    public static Param<Integer> integer(String name, String description) {
        return new Param<>(
                name,
                "integer",
                description,
                false,
                null,
                (n, value) -> Math.toIntExact(whole(n, value, Integer.MIN_VALUE, Integer.MAX_VALUE)));
    }

    /** A whole number of 64 bits. */
    public static Param<Long> int64(String name, String description) {
        return new Param<>(
                name,
                "integer",
                description,
                false,
                null,
                (n, value) -> whole(n, value, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /** A whole number of 64 bits, which some clients send as text. */
    public static Param<Long> int64OrText(String name, String description) {
        return new Param<>(name, "integer", description, false, null, (n, value) -> {
            if (!value.isTextual()) {
                return whole(n, value, Long.MIN_VALUE, Long.MAX_VALUE);
            }
            try {
                return Long.valueOf(value.textValue());
            } catch (NumberFormatException e) {
                throw new Mismatch(n + " must be an integer");
            }
        });
    }

    /** A number that a double can hold, as precisely as it can. */
    public static Param<Double> number(String name, String description) {
        return new Param<>(name, "number", description, false, null, (n, value) -> {
            if (!value.isNumber()) {
                throw new Mismatch(n + " must be a number");
            }
            double number = value.decimalValue().doubleValue();
            if (Double.isInfinite(number)) {
                throw new Mismatch(n + " must be a number of at most " + Double.MAX_VALUE);
            }
            return number;
        });
    }

    /** A moment, as RFC 3339 writes it: with an offset or {@code Z} and up to nine fraction digits. */
    public static Param<Instant> time(String name, String description) {
        return new Param<>(name, "time (RFC 3339)", description, false, null, (n, value) -> {
            try {
                return Json.moment(value.isTextual() ? value.textValue() : "");
            } catch (DateTimeException e) {
                throw new Mismatch(n + " must be a time such as 2026-01-01T12:00:00.000Z");
            }
        });
    }

    /** Text; numbers and booleans count as the text they are written with. */
    public static Param<String> textOf(String name, String description) {
        return new Param<>(name, "string, number or boolean", description, false, null, (n, value) -> {
            if (!value.isValueNode()) {
                throw new Mismatch(n + " must be a string");
            }
            return value.asText();
        });
    }

    /** A whole number from 0 to 4294967295, as a CRC-32 is. */
    public static Param<Long> uint32(String name, String description) {
        return new Param<>(name, "integer", description, false, null, (n, value) -> whole(n, value, 0, 0xFFFF_FFFFL));
    }

    /** True or false, absent is false. */
    public static Param<Boolean> flag(String name, String description) {
        return new Param<>(name, "boolean", description, false, false, (n, value) -> {
            if (value.isBoolean()) {
                return value.booleanValue();
            }
            if (value.isTextual()
                    && (value.textValue().equals("true") || value.textValue().equals("false"))) {
                return value.textValue().equals("true");
            }
            throw new Mismatch(n + " must be true or false");
        });
    }

    /** An array of text, in the order sent, each text once; absent is empty. */
    public static Param<List<String>> strings(String name, String description) {
        return new Param<>(name, "array of string", description, false, List.of(), (n, value) -> {
            if (!value.isArray()) {
                throw new Mismatch(n + " must be an array of strings");
            }
            Set<String> texts = new LinkedHashSet<>();
            for (int i = 0; i < value.size(); i++) {
                if (!value.get(i).isTextual()) {
                    throw new Mismatch(n + "[" + i + "] must be a string");
                }
                texts.add(value.get(i).textValue());
            }
            return List.copyOf(texts);
        });
    }

    /** The same, and a text by itself is an array of one; some scripts send {@code ""} for an empty array. */
    public static Param<List<String>> stringOrStrings(String name, String description) {
        Param<List<String>> strings = strings(name, description);
        return new Param<>(
                name,
                "string or array of string",
                description,
                false,
                List.of(),
                (n, value) -> value.isTextual() ? List.of(value.textValue()) : strings.reader.read(n, value));
    }

    /** An object with declared members of its own. */
    public static <T> Param<T> object(String name, String description, Function<Arguments, T> members) {
        return new Param<>(
                name,
                "object {" + names(members) + "}",
                description,
                false,
                null,
                (n, value) -> readObject(n, value, members));
    }

    /** An array of objects, each with the declared members. Absent is empty. */
    public static <T> Param<List<T>> objects(String name, String description, Function<Arguments, T> members) {
        String type = "array of object {" + names(members) + "}";
        return new Param<>(name, type, description, false, List.of(), (n, value) -> {
            if (!value.isArray()) {
                throw new Mismatch(n + " must be an array of objects");
            }
            List<T> objects = new ArrayList<>(value.size());
            for (int i = 0; i < value.size(); i++) {
                objects.add(readObject(n + "[" + i + "]", value.get(i), members));
            }
            return Collections.unmodifiableList(objects);
        });
    }

    /**
     * An object whose members have names of the client's and are objects, each with the declared members.
     *
     * @param rule throws {@link IllegalArgumentException} for what is no such name, with a message that reads well after it
     * @param members reads a member; also given its name
     */
    public static <T> Param<SortedMap<String, T>> objectsByKey(
            String name, String description, UnaryOperator<String> rule, BiFunction<String, Arguments, T> members) {
        String type = "object of {<key>: {" + names(arguments -> members.apply("", arguments)) + "}}";
        return new Param<>(name, type, description, false, null, (n, value) -> {
            if (!value.isObject()) {
                throw new Mismatch(n + " must be an object of objects");
            }
            SortedMap<String, T> objects = new TreeMap<>();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String key = member.getKey();
                String place = n + "." + key;
                try {
                    rule.apply(key);
                } catch (IllegalArgumentException e) {
                    throw new Mismatch("the key of " + place + " " + e.getMessage());
                }
                objects.put(key, readObject(place, member.getValue(), inner -> members.apply(key, inner)));
            }
            return Collections.unmodifiableSortedMap(objects);
        });
    }

    private static String names(Function<Arguments, ?> members) {
        return Arguments.askedBy(members).stream().map(Param::name).collect(Collectors.joining(", "));
    }

    private static <T> T readObject(String place, JsonNode value, Function<Arguments, T> members) throws Mismatch {
        if (!(value instanceof ObjectNode object)) {
            throw new Mismatch(place + " must be an object");
        }
        Arguments inner = new Arguments(object, place + ".");
        T read = members.apply(inner);
        if (!inner.areFine()) {
            throw new Mismatch(inner.problems().stream()
                    .map(CommandException.Problem::message)
                    .toList());
        }
        return read;
    }

    /** Any JSON, carried without looking inside. */
    public static Param<JsonValue> json(String name, String description) {
        return new Param<>(name, "any", description, false, null, (n, value) -> new JsonValue(value));
    }

    /** Any JSON object, carried without looking inside. */
    public static Param<JsonValue> jsonObject(String name, String description) {
        return new Param<>(name, "object", description, false, null, (n, value) -> {
            if (!value.isObject()) {
                throw new Mismatch(n + " must be an object");
            }
            return new JsonValue(value);
        });
    }

    /** An array whose elements are read one by one. */
    static Param<List<JsonNode>> array(String name, String type, String description, int most) {
        return new Param<>(name, type, description, false, List.of(), (n, value) -> {
            if (!value.isArray() || value.size() > most) {
                throw new Mismatch(n + " must be an array of at most " + most);
            }
            List<JsonNode> elements = new ArrayList<>(value.size());
            value.forEach(elements::add);
            return elements;
        });
    }

    /** The same parameter, refused when absent. */
    public Param<T> required() {
        return new Param<>(name, type, description, true, defaultValue, reader, otherSpellings);
    }

    /** The same parameter, also found under another name when it is not there under its own. */
    public Param<T> alsoSpelt(String otherName) {
        return new Param<>(name, type, description, required, defaultValue, reader, List.of(otherName));
    }

    /** The same parameter with the value it has when absent. */
    public Param<T> defaultsTo(T value) {
        return new Param<>(name, type, description, required, value, reader, otherSpellings);
    }

    /**
     * The same parameter, turned into something else.
     *
     * @param conversion throws {@link IllegalArgumentException} for what does not fit, with a message that reads well after
     *     the parameter's name: "must be …"
     */
    public <U> Param<U> as(Function<T, U> conversion) {
        U converted = defaultValue == null ? null : conversion.apply(defaultValue);
        return new Param<>(
                name,
                type,
                description,
                required,
                converted,
                (n, value) -> {
                    try {
                        return conversion.apply(reader.read(n, value));
                    } catch (IllegalArgumentException e) {
                        throw new Mismatch(n + " " + e.getMessage());
                    }
                },
                otherSpellings);
    }

    /** The name in {@code params}. */
    public String name() {
        return name;
    }

    /** The JSON type, in a word or three for people. */
    public String type() {
        return type;
    }

    /** What the parameter means, one or two sentences. */
    public String description() {
        return description;
    }

    /** Whether its absence is refused. */
    public boolean isRequired() {
        return required;
    }

    /** The value when absent; null when a handler gets nothing then. */
    public T defaultValue() {
        return defaultValue;
    }

    /** What stands for it among members; null when it is absent or {@code null}. */
    JsonNode in(ObjectNode members) {
        JsonNode value = members.get(name);
        for (int i = 0; isAbsent(value) && i < otherSpellings.size(); i++) {
            value = members.get(otherSpellings.get(i));
        }
        return isAbsent(value) ? null : value;
    }

    private static boolean isAbsent(JsonNode value) {
        return value == null || value.isNull();
    }

    T read(JsonNode value) throws Mismatch {
        return reader.read(name, value);
    }

    private static long whole(String name, JsonNode value, long least, long most) throws Mismatch {
        if (!value.isNumber()) {
            throw new Mismatch(name + " must be an integer");
        }
        BigDecimal number = value.decimalValue();
        // The order matters: 1e999999999 is small to hold and enormous to expand.
        if (number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new Mismatch(name + " must be an integer from " + least + " to " + most);
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new Mismatch(name + " must be an integer");
        }
    }
}
