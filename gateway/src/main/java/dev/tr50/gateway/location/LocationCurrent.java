package dev.tr50.gateway.location;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.ThingSeries;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.LocationSample;
import dev.tr50.storage.Sample;
import java.time.Instant;
import java.util.Optional;

/** {@code location.current}: where a thing was last. */
public final class LocationCurrent implements Command<LocationCurrent.Params, LocationCurrent.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "location.current",
            Params::from,
            Result.class,
            "Tells where a thing was last, or at a time, as it was published.");

    /** Which thing. */
    public record Params(ThingChoice thing, Instant ts) {
        static Params from(Arguments arguments) {
            return new Params(ThingChoice.from(arguments), arguments.get(ValueParams.AT));
        }
    }

    /** The place. */
    public record Result(
            @Describe("Degrees north.") double lat,
            @Describe("Degrees east.") double lng,
            @Describe("Direction of movement, in degrees.") Optional<Double> heading,
            @Describe("Height above the sea.") Optional<Double> altitude,
            @Describe("Speed of movement.") Optional<Double> speed,
            @Describe("How accurate the place is.") Optional<Double> fixAcc,
            @Describe("How the place was found.") Optional<String> fixType,
            @Describe("When the thing was there.") Instant ts,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId,

            @Describe("The address, if one was given.") Optional<PostalAddress> addr) {}

    private final Values values;

    public LocationCurrent(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, Params params) {
        ThingSeries<LocationSample> series = values.series(caller, params.thing(), Locations.KIND, Locations.KEY);
        Sample<LocationSample> current = series.valid(params.ts()).orElseThrow(series::noValue);
        LocationSample place = current.value();
        return new Result(
                place.lat(),
                place.lng(),
                Optional.ofNullable(place.heading()),
                Optional.ofNullable(place.altitude()),
                Optional.ofNullable(place.speed()),
                Optional.ofNullable(place.fixAcc()),
                Optional.ofNullable(place.fixType()),
                current.ts(),
                Optional.ofNullable(place.corrId()),
                PostalAddress.of(place.address()));
    }
}
