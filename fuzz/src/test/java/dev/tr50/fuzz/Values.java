package dev.tr50.fuzz;

import dev.tr50.protocol.Param;
import java.util.List;

/** What a generated command has for its parameters: now and then what belongs there, and mostly what does not. */
final class Values {

    /** Names of things that are there, and of some that are not. */
    private static final List<String> PLAUSIBLE = List.of(
            "\"victim\"",
            "\"d\"",
            "\"p\"",
            "\"a\"",
            "\"al\"",
            "\"m\"",
            "\"t\"",
            "\"bystander2\"",
            "\"*\"",
            "\"name\"",
            "\"DEFAULT\"",
            "\"default\"",
            "\"x@y.z\"",
            "\"editor\"",
            "\"f.txt\"",
            "\"hour\"",
            "\"avg\"",
            "\"24h\"",
            "\"en\"",
            "\"2026-01-01T00:00:00.000Z\"",
            "\"0123456789abcdef01234567\"",
            "\"name:v* OR tags:t\"",
            "\"x*1.8+32\"",
            "\"#ff0000\"",
            "1",
            "0",
            "10",
            "45.5",
            "true",
            "false",
            "[\"t\"]",
            "[\"victim\",\"t\"]",
            "{}",
            "[]",
            "{\"p\":{\"name\":\"P\"}}",
            "[{\"key\":\"p\",\"value\":1}]",
            "[{\"state\":0}]",
            "[{\"lat\":1,\"lng\":2}]");

    private static final List<String> HOSTILE = List.of(
            "null",
            "\"\"",
            "\" \"",
            "-1",
            "2147483647",
            "-2147483648",
            "2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "1e308",
            "-1e308",
            "1e309",
            "1e-400",
            "1e999999999",
            "-0.0",
            "0.1",
            "2.000000",
            "1e5",
            "123456789012345678901234567890123456789012345678901234567890",
            "\"NaN\"",
            "\"Infinity\"",
            "\"1e999999999\"",
            "\"\\u0000\"",
            "\"\\n\\r\\t\"",
            "\"\\u202e\\ufeff\"",
            "\"\\ud83d\\ude00\"",
            "\"\u00e9\u4e2d\\udbff\\udfff\"",
            "\"' OR '1'='1\"",
            "\"%\"",
            "\"_%\\\\\"",
            "\"../../etc/passwd\"",
            "\"a/b\"",
            "\".\"",
            "\"..\"",
            "\"\\\\\"",
            "\"+\"",
            "\"#\"",
            "\"$SYS/x\"",
            "\"-\"",
            "\"+name,-name,+\"",
            "\"true\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"9999-12-31T23:59:59-18:00\"",
            "\"-292275055-05-16T16:47:04Z\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"9223372036854775807h\"",
            "\"-1d\"",
            "\"0s\"",
            "[null]",
            "[[]]",
            "[{}]",
            "[1,\"a\",null,{}]",
            "[\"\"]",
            "{\"\":{}}",
            "{\"a\":null}",
            "{\"\\u0000\":1}",
            "{\"p\":null}",
            "{\"p\":{\"name\":null}}",
            "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]",
            "true",
            "false");

    /** Nobody waits for an answer that no thing gives. */
    private static final List<String> WITHOUT_WAITING =
            List.of("0", "-1", "-2147483648", "0.0", "\"x\"", "{}", "1e300");

    private static final int MOST_MEMBERS = 8;
    private static final int DEEPEST = 3;

    private Values() {}

    static boolean isWait(String name) {
        return name.equals("ackTimeout");
    }

    static String of(Param<?> param, Choices choices) {
        return isWait(param.name()) ? choices.among(WITHOUT_WAITING) : of(param.type(), choices, 0);
    }

    private static String of(String type, Choices choices, int depth) {
        int way = choices.below(8);
        if (way == 0) {
            return large(choices);
        }
        if (way < 4) {
            return choices.among(HOSTILE);
        }
        int members = type.indexOf('{');
        if (members < 0 || depth == DEEPEST) {
            return choices.among(PLAUSIBLE);
        }
        String object = object(type.substring(members + 1).split("[,{}<>: ]+"), choices, depth);
        return type.startsWith("array")
                ? "[" + object + "]"
                : type.contains("<key>") ? "{\"p\":" + object + "}" : object;
    }

    private static String object(String[] names, Choices choices, int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = choices.below(MOST_MEMBERS); i > 0; i--) {
            String name = names[choices.below(names.length)];
            String value = isWait(name) ? choices.among(WITHOUT_WAITING) : of("", choices, depth + 1);
            object.append(object.length() == 1 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(value);
        }
        return object.append('}').toString();
    }

    private static String large(Choices choices) {
        int size = 1 << choices.below(15);
        return switch (choices.below(6)) {
            case 0 -> '"' + "x".repeat(size) + '"';
            case 1 -> '"' + "\u4e2d*(".repeat(size / 4) + '"';
            case 2 -> '[' + "\"t\",".repeat(size / 4) + "\"t\"]";
            case 3 -> '[' + "{},".repeat(size / 4) + "{}]";
            case 4 -> "[".repeat(size % 90) + "]".repeat(size % 90);
            default -> "9".repeat(size % 390 + 1);
        };
    }
}
