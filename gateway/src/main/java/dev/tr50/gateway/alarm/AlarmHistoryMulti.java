package dev.tr50.gateway.alarm;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.HistoryParams;
import dev.tr50.gateway.series.Part;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.series.Window;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code alarm.history.multi}: the states that several alarms were in. */
public final class AlarmHistoryMulti implements Command<AlarmHistoryMulti.Params, AlarmHistoryMulti.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "alarm.history.multi",
            Params::from,
            Result.class,
            "Tells what alarm.history tells for each of several alarms. Of each there are as many records at most as 5000 shared"
                    + " among all.");

    /** Which alarms and which part of their histories. */
    public record Params(ThingChoice thing, List<String> keys, Part part, boolean split, boolean returnIds) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments),
                    ValueParams.keys(arguments),
                    Part.from(arguments),
                    arguments.get(HistoryParams.SPLIT),
                    arguments.get(HistoryParams.RETURN_IDS));
        }
    }

    /** The histories. */
    public record Result(
            @Describe("What alarm.history tells, by key, in the order asked for.")
            Map<String, States> alarms) {}

    private final Values values;

    public AlarmHistoryMulti(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Part part = params.part().atMost(Window.MOST_RECORDS / params.keys().size());
        Map<String, States> alarms = new LinkedHashMap<>();
        for (String key : params.keys()) {
            alarms.put(
                    key,
                    States.of(
                            values.series(caller, params.thing(), Alarms.KIND, key),
                            part,
                            params.split(),
                            params.returnIds()));
        }
        return new Result(alarms);
    }
}
