package dev.tr50.gateway.location;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.Columns;
import dev.tr50.gateway.series.HistoryParams;
import dev.tr50.gateway.series.Part;
import dev.tr50.gateway.series.Selection;
import dev.tr50.gateway.series.ThingSeries;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.series.Window;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.LocationSample;
import dev.tr50.storage.Slice;
import dev.tr50.storage.StoredSample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code location.history}: the places where a thing was. */
public final class LocationHistory implements Command<LocationHistory.Params, LocationHistory.Result> {
    private static final Param<String> FIX_TYPE =
            Param.string("fixType", "Only places that were found in this way, in letters of either case.");
    private static final Param<Boolean> SHOW_ADDRESS =
            Param.flag("showAddress", "True to tell the addresses that were published with the places.");
    private static final Param<Boolean> SHOW_ALL = Param.flag(
            "showAll",
            "True for every record, a page at a time. Otherwise so many are left out, evenly, that at most "
                    + Window.MOST_RECORDS + " remain.");

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "location.history", Params::from, Result.class, "Tells the places where a thing was in some time.");

    /**
     * Which places, and what of them.
     *
     * @param fixType null for any
     */
    public record Params(
            ThingChoice thing, Part part, String fixType, boolean showAddress, boolean returnIds, boolean showAll) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments),
                    Part.from(arguments),
                    arguments.get(FIX_TYPE),
                    arguments.get(SHOW_ADDRESS),
                    arguments.get(HistoryParams.RETURN_IDS),
                    arguments.get(SHOW_ALL));
        }
    }

    /** The places. */
    public record Result(
            @Describe("The places, in order of time.") List<Row> values) {}

    /** One place. */
    public record Row(
            @Describe("Id of the record, with returnIds.") Optional<String> id,
            @Describe("When the thing was there.") Instant ts,
            @Describe("Id of the thing.") String thingId,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId,

            @Describe("Degrees north.") double lat,
            @Describe("Degrees east.") double lng,
            @Describe("Direction of movement, in degrees.") Optional<Double> heading,
            @Describe("Height above the sea.") Optional<Double> altitude,
            @Describe("Speed of movement.") Optional<Double> speed,
            @Describe("How accurate the place is.") Optional<Double> fixAcc,
            @Describe("How the place was found.") Optional<String> fixType,

            @Describe("The address, with showAddress and if one was given.")
            Optional<PostalAddress> address) {}

    private final Values values;

    public LocationHistory(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, Params params) {
        ThingSeries<LocationSample> series = values.series(caller, params.thing(), Locations.KIND, Locations.KEY);
        return new Result(
                Columns.of(samples(series, params), sample -> row(series.thing().id(), sample, params)));
    }

    private static List<StoredSample<LocationSample>> samples(ThingSeries<LocationSample> series, Params params) {
        Part part = params.part();
        if (params.fixType() == null) {
            Slice<LocationSample> page = series.history(part);
            if (params.showAll() || page.count() <= Window.MOST_RECORDS) {
                return page.samples();
            }
        }
        Selection<LocationSample> selection = new Selection<>(
                series::each,
                part.window().at(series.now()),
                place -> params.fixType() == null || params.fixType().equalsIgnoreCase(place.fixType()));
        return params.showAll() || selection.count() <= Window.MOST_RECORDS
                ? selection.page(part.paging(), part.newestFirst())
                : part.of(selection.thinned(Window.MOST_RECORDS));
    }

    private static Row row(String thingId, StoredSample<LocationSample> sample, Params params) {
        LocationSample place = sample.value();
        return new Row(
                Columns.id(sample, params.returnIds()),
                sample.ts(),
                thingId,
                Optional.ofNullable(place.corrId()),
                place.lat(),
                place.lng(),
                Optional.ofNullable(place.heading()),
                Optional.ofNullable(place.altitude()),
                Optional.ofNullable(place.speed()),
                Optional.ofNullable(place.fixAcc()),
                Optional.ofNullable(place.fixType()),
                params.showAddress() ? PostalAddress.of(place.address()) : Optional.empty());
    }
}
