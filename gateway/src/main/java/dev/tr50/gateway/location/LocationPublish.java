package dev.tr50.gateway.location;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.LocationSample;
import dev.tr50.storage.LocationSample.Address;
import java.time.Instant;

/** {@code location.publish}: a place where a thing was, by latitude and longitude. */
public final class LocationPublish implements Command<LocationPublish.Params, Void> {
    private static final int MOST_LAT = 90;
    private static final int MOST_LNG = 180;

    private static final Param<Double> LAT = ValueParams.degrees("lat", MOST_LAT, "Degrees north, from -90 to 90.")
            .required();
    private static final Param<Double> LNG = ValueParams.degrees("lng", MOST_LNG, "Degrees east, from -180 to 180.")
            .required();
    private static final Param<Double> HEADING = Param.number("heading", "Direction of movement, in degrees.");
    private static final Param<Double> ALTITUDE = Param.number("altitude", "Height above the sea.");
    private static final Param<Double> SPEED = Param.number("speed", "Speed of movement.");
    private static final Param<Double> FIX_ACC = Param.number("fixAcc", "How accurate the place is.");
    private static final Param<String> FIX_TYPE =
            ValueParams.text("fixType", "How the place was found, such as gps, gnss, wifi or manual; any text.");
    private static final Param<String> STREET_NUMBER = ValueParams.text("streetNumber", "Of the address: the number.");
    private static final Param<String> STREET = ValueParams.text("street", "Of the address: the street.");
    private static final Param<String> CITY = ValueParams.text("city", "Of the address: the city.");
    private static final Param<String> STATE = ValueParams.text("state", "Of the address: the state.");
    private static final Param<String> ZIP_CODE = ValueParams.text("zipCode", "Of the address: the postal code.");
    private static final Param<String> COUNTRY = ValueParams.text("country", "Of the address: the country.");

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "location.publish",
                    Params::from,
                    Void.class,
                    "Records where a thing is. The form that names radio cells instead of degrees is not supported.")
            .openTo(Access.OWN);

    /** The place. */
    public record Params(ThingChoice thing, Instant ts, LocationSample place) {
        static Params from(Arguments arguments) {
            ThingChoice thing = ThingChoice.from(arguments);
            Double lat = arguments.get(LAT);
            Double lng = arguments.get(LNG);
            LocationSample place = new LocationSample(
                    lat == null ? 0 : lat,
                    lng == null ? 0 : lng,
                    arguments.get(HEADING),
                    arguments.get(ALTITUDE),
                    arguments.get(SPEED),
                    arguments.get(FIX_ACC),
                    arguments.get(FIX_TYPE),
                    address(arguments),
                    arguments.get(ValueParams.CORR_ID));
            return new Params(thing, arguments.get(ValueParams.TS), place);
        }

        private static Address address(Arguments arguments) {
            return new Address(
                    arguments.get(STREET_NUMBER),
                    arguments.get(STREET),
                    arguments.get(CITY),
                    arguments.get(STATE),
                    arguments.get(ZIP_CODE),
                    arguments.get(COUNTRY));
        }
    }

    private final Values values;

    public LocationPublish(Values values) {
        this.values = values;
    }

    @Override
    public Void run(Caller caller, Params params) {
        values.publish(caller, params.thing(), Locations.KIND, Locations.KEY, params.ts(), params.place(), false);
        return null;
    }
}
