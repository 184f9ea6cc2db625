package dev.tr50.gateway.series;

import dev.tr50.gateway.definition.DataKey;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The parameters that commands on values have in common. */
public final class ValueParams {

    /** Name of a property, alarm or attribute. */
    public static final Param<String> KEY = key("key", "Its key: 1 to 128 bytes without control characters, / + and #.")
            .required();

    private static final Param<List<String>> KEYS = Param.strings("keys", "Their keys, at most 100.")
            .as(ValueParams::checked)
            .required();

    /** When a value was taken. */
    public static final Param<Instant> TS = Param.time("ts", "When that was; now, when absent.");

    /** For reading what was valid then. */
    public static final Param<Instant> AT =
            Param.time("ts", "For the value that was valid then: the newest at or before that time.");

    /** The publisher's own mark. */
    public static final Param<String> CORR_ID = text(
                    "corrId", "A mark of your own that is kept with the value; also spelt corrid.")
            .alsoSpelt("corrid");

    /** Whether an equal value counts. */
    public static final Param<Boolean> REPUBLISH =
            Param.flag("republish", "True to record it even when it says what was said before.");

    private static final int MOST_KEYS = 100;
    private static final int LONGEST_TEXT = 1024;

    private ValueParams() {}

    /** The key of a property, alarm or attribute under another name or meaning. */
    static Param<String> key(String name, String description) {
        return Param.string(name, description).as(DataKey::valid);
    }

    /** The keys of several of them, 1 to 100. */
    public static List<String> keys(Arguments arguments) {
        List<String> keys = arguments.get(KEYS);
        if (keys.isEmpty() && arguments.areFine()) {
            arguments.reject("keys must name at least one");
        }
        return keys;
    }

    /** Text of at most 1024 characters. */
    public static Param<String> text(String name, String description) {
        return Param.string(name, description).as(atMost(LONGEST_TEXT));
    }

    /** Text that can be stored everywhere, of at most so many characters. */
    public static Function<String, String> atMost(int longest) {
        return text -> {
            if (text.length() > longest) {
                throw new IllegalArgumentException("must be at most " + longest + " characters");
            }
            if (text.indexOf(0) >= 0) {
                throw new IllegalArgumentException("must not hold the character U+0000");
            }
            return text;
        };
    }

    /** A number from {@code -most} to {@code most}. */
    public static Param<Double> degrees(String name, double most, String description) {
        return Param.number(name, description).as(value -> {
            if (Math.abs(value) > most) {
                throw new IllegalArgumentException("must be from " + -most + " to " + most);
            }
            return value;
        });
    }

    private static List<String> checked(List<String> keys) {
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("must be at most " + MOST_KEYS + " keys");
        }
        keys.forEach(DataKey::valid);
        return keys;
    }
}
