package dev.tr50.gateway.log;

import dev.tr50.gateway.series.ValueParams;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.LogSample;

/**
 * What somebody writes into a log.
 *
 * @param corrId null when absent
 */
record LogLine(int level, String msg, String corrId) {
    private static final int LONGEST_MSG = 16_384;
    private static final int INFORMATION = 2;

    private static final Param<String> MSG = Param.string("msg", "The line, at most " + LONGEST_MSG + " characters.")
            .as(ValueParams.atMost(LONGEST_MSG))
            .required();
    private static final Param<Integer> LEVEL = Param.integer(
                    "level", "0 for an error, 1 for a warning, 2 for information, which is the default.")
            .defaultsTo(INFORMATION)
            .as(LogLine::level);

    static LogLine from(Arguments arguments) {
        String msg = arguments.get(MSG);
        return new LogLine(arguments.get(LEVEL), msg, arguments.get(ValueParams.CORR_ID));
    }

    /** Other systems have further levels, of less weight; they are kept. */
    static int level(int level) {
        if (level < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
        return level;
    }

    /** @param thingId null for a line that belongs to no thing */
    LogSample of(String thingId) {
        return new LogSample(level, msg, thingId, corrId);
    }
}
