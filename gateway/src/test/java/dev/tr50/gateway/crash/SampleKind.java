package dev.tr50.gateway.crash;

import com.fasterxml.jackson.databind.JsonNode;

/** The five kinds of values, with what a command says of the n-th one, and where it is found again. */
enum SampleKind {
    PROPERTY("value", "\"key\":\"k\",\"value\":%d"),
    ATTRIBUTE("value", "\"key\":\"k\",\"value\":\"%d\""),
    ALARM("msg", "\"key\":\"k\",\"state\":1,\"republish\":true,\"msg\":\"%d\""),
    LOCATION("speed", "\"lat\":1.5,\"lng\":2.5,\"speed\":%d"),
    LOG("msg", "\"msg\":\"%d\"");

    private static final String ALL_TIMES = "\"start\":\"2026-01-01T00:00:00Z\",\"end\":\"2027-01-01T00:00:00Z\"";

    private final String field;
    private final String form;

    SampleKind(String field, String form) {
        this.field = field;
        this.form = form;
    }

    String command(String verb) {
        return name().toLowerCase(java.util.Locale.ROOT) + "." + verb;
    }

    String params(int number) {
        return form.formatted(number) + ",\"corrId\":\"" + number + "\"";
    }

    String historyCommand() {
        return command(this == LOG ? "list" : "history");
    }

    /** Of a page of the history, the newest first for a log. */
    String historyParams(int offset) {
        String subject = this == LOG || this == LOCATION ? "" : "\"key\":\"k\",";
        return "{" + subject + (this == LOCATION ? "\"showAll\":true," : "") + ALL_TIMES + ",\"offset\":" + offset
                + ",\"limit\":2000}";
    }

    JsonNode records(JsonNode result) {
        return result.path(this == LOG ? "result" : "values");
    }

    /** The number of a record, which must say it in all its fields. */
    int number(JsonNode entry) {
        int number = entry.path(field).asInt(-1);
        if (!entry.path("corrId").asText().equals(Integer.toString(number))) {
            throw new AssertionError("A record says two things: " + entry);
        }
        return number;
    }
}
