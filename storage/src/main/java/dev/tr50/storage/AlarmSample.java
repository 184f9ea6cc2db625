package dev.tr50.storage;

/**
 * A state that a thing entered.
 *
 * @param state index into the states of the alarm's definition
 * @param msg what there is to say of it, or null
 * @param lat where it happened, in degrees; null, like {@code lng}, when unknown
 * @param corrId the publisher's own mark, or null
 */
public record AlarmSample(int state, String msg, Double lat, Double lng, String corrId) {

    /** Alarms. To stay in a state is no news. */
    public static final SampleKind<AlarmSample> KIND = new SampleKind<>() {
        @Override
        public String name() {
            return "alarm";
        }

        @Override
        public Cells cells(AlarmSample sample) {
            return Cells.of((double) sample.state(), sample.lat(), sample.lng()).with(sample.msg(), sample.corrId());
        }

        @Override
        public AlarmSample sample(Cells cells) {
            return new AlarmSample(
                    cells.number(0).intValue(), cells.text(0), cells.number(1), cells.number(2), cells.text(1));
        }

        @Override
        public boolean isSame(AlarmSample earlier, AlarmSample later) {
            return earlier.state() == later.state();
        }

        @Override
        public boolean isRepetition(AlarmSample earlier, AlarmSample later) {
            return isSame(earlier, later);
        }
    };
}
