package dev.tr50.gateway.alarm;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlarmSample;
import java.time.Instant;

/** {@code alarm.publish}: a thing is in a state. To stay in it is no news, unless it is republished. */
public final class AlarmPublish implements Command<AlarmPublish.Params, Void> {
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

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "alarm.publish",
                    Params::from,
                    Void.class,
                    "Records the state of an alarm. A state equal to the current one is not recorded, unless republish is true.")
            .openTo(Access.OWN);

    /** The state and what is known of it. */
    public record Params(
            ThingChoice thing,
            String key,
            int state,
            String msg,
            Instant ts,
            String corrId,
            Double lat,
            Double lng,
            boolean republish) {
        static Params from(Arguments arguments) {
            ThingChoice thing = ThingChoice.from(arguments);
            String key = arguments.get(ValueParams.KEY);
            Integer state = arguments.get(STATE);
            return new Params(
                    thing,
                    key,
                    state == null ? 0 : state,
                    arguments.get(MSG),
                    arguments.get(ValueParams.TS),
                    arguments.get(ValueParams.CORR_ID),
                    arguments.get(LAT),
                    arguments.get(LNG),
                    arguments.get(ValueParams.REPUBLISH));
        }
    }

    private final Values values;

    public AlarmPublish(Values values) {
        this.values = values;
    }

    @Override
    public Void run(Caller caller, Params params) {
        AlarmSample sample = new AlarmSample(params.state(), params.msg(), params.lat(), params.lng(), params.corrId());
        values.publish(caller, params.thing(), Alarms.KIND, params.key(), params.ts(), sample, params.republish());
        return null;
    }
}
