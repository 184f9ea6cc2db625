package dev.tr50.storage;

/**
 * A line of a log.
 *
 * @param level 0 for an error, 1 for a warning, 2 for information
 * @param thingId the thing that it is about, or null
 * @param corrId the publisher's own mark, or null
 */
public record LogSample(int level, String msg, String thingId, String corrId) {

    /** Logs. */
    public static final SampleKind<LogSample> KIND = new SampleKind<>() {
        @Override
        public String name() {
            return "log";
        }

        @Override
        public Cells cells(LogSample sample) {
            return Cells.of((double) sample.level()).with(sample.msg(), sample.thingId(), sample.corrId());
        }

        @Override
        public LogSample sample(Cells cells) {
            return new LogSample(cells.number(0).intValue(), cells.text(0), cells.text(1), cells.text(2));
        }

        @Override
        public boolean isSame(LogSample earlier, LogSample later) {
            return false;
        }
    };
}
