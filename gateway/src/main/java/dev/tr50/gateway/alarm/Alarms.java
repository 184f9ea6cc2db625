package dev.tr50.gateway.alarm;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.series.Publication;
import dev.tr50.gateway.series.ValueKind;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlarmDefinition;
import dev.tr50.storage.AlarmSample;
import dev.tr50.storage.Recording;
import dev.tr50.storage.SampleKind;
import dev.tr50.storage.Thing;
import java.time.Instant;
import java.util.Optional;

/** States that things enter. */
public final class Alarms implements ValueKind<AlarmSample> {
    /** The kind. */
    public static final Alarms KIND = new Alarms();

    private static final int LONGEST_MSG = 65_535;
    private static final int MOST_LAT = 90;
    private static final int MOST_LNG = 180;

    private static final Param<Integer> STATE = Param.integer(
                    "state", "The state: its place in the list of the alarm's states, counted from 0.")
            .required();
    private static final Param<String> MSG =
            Param.string("msg", "What there is to say of it.").as(ValueParams.atMost(LONGEST_MSG));
    private static final Param<Double> LAT =
            ValueParams.degrees("lat", MOST_LAT, "Where it happened: degrees north, from -90 to 90.");
    private static final Param<Double> LNG =
            ValueParams.degrees("lng", MOST_LNG, "Where it happened: degrees east, from -180 to 180.");

    private Alarms() {}

    @Override
    public SampleKind<AlarmSample> stored() {
        return AlarmSample.KIND;
    }

    @Override
    public String noun() {
        return "Alarm";
    }

    @Override
    public String summary() {
        return "Records the state of an alarm. A state equal to the current one is not recorded, unless republish is true.";
    }

    @Override
    public Publication<AlarmSample> read(Arguments arguments) {
        String key = arguments.get(ValueParams.KEY);
        Integer state = arguments.get(STATE);
        String msg = arguments.get(MSG);
        Instant ts = arguments.get(ValueParams.TS);
        String corrId = arguments.get(ValueParams.CORR_ID);
        AlarmSample sample =
                new AlarmSample(state == null ? 0 : state, msg, arguments.get(LAT), arguments.get(LNG), corrId);
        return new Publication<>(key, ts, sample, new Recording(arguments.get(ValueParams.REPUBLISH), false));
    }

    @Override
    public Optional<Publication<AlarmSample>> judged(
            Publication<AlarmSample> publication, Thing thing, Definitions definitions) {
        AlarmDefinition definition = definitions.alarm(thing, publication.key());
        int states = definition.states().size();
        int state = publication.value().state();
        if (states > 0 && (state < 0 || state >= states) && !definitions.definesAlarms()) {
            throw new CommandException(
                    ErrorCode.BAD_PARAMETER,
                    "state must be from 0 to " + (states - 1) + ", the states of alarm " + publication.key());
        }
        return Optional.of(publication);
    }

    @Override
    public String text(AlarmSample sample) {
        return Integer.toString(sample.state());
    }

    @Override
    public boolean isSortedInBatches() {
        return true;
    }
}
