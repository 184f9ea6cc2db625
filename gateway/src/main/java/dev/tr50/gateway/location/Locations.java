package dev.tr50.gateway.location;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.series.Publication;
import dev.tr50.gateway.series.ValueKind;
import dev.tr50.gateway.series.ValueParams;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Decimal;
import dev.tr50.protocol.JsonValue;
import dev.tr50.protocol.Param;
import dev.tr50.storage.LocationDefinition;
import dev.tr50.storage.LocationSample;
import dev.tr50.storage.LocationSample.Address;
import dev.tr50.storage.Recording;
import dev.tr50.storage.SampleKind;
import dev.tr50.storage.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Places where things were: a thing has one series of them. */
public final class Locations implements ValueKind<LocationSample> {
    /** The kind. */
    public static final Locations KIND = new Locations();

    static final String KEY = "";
    static final Param<String> FIX_TYPE =
            ValueParams.text("fixType", "How the place was found, such as gps, gnss, wifi or manual; any text.");

    private static final int MOST_LAT = 90;
    private static final int MOST_LNG = 180;

    private static final Param<Double> ANY_LAT = ValueParams.degrees("lat", MOST_LAT, "Degrees north, from -90 to 90.");
    private static final Param<Double> ANY_LNG =
            ValueParams.degrees("lng", MOST_LNG, "Degrees east, from -180 to 180.");
    private static final Param<Double> LAT = ANY_LAT.required();
    private static final Param<Double> LNG = ANY_LNG.required();
    private static final List<Param<JsonValue>> NETWORK = Stream.of("mcc", "cellId", "cells", "wifi")
            .map(name -> Param.json(name, "Not supported: lat and lng say where the thing is."))
            .toList();
    private static final Param<Double> HEADING = Param.number("heading", "Direction of movement, in degrees.");
    private static final Param<Double> ALTITUDE = Param.number("altitude", "Height above the sea.");
    private static final Param<Double> SPEED = Param.number("speed", "Speed of movement.");
    private static final Param<Double> FIX_ACC = Param.number("fixAcc", "How accurate the place is.");
    private static final Param<String> STREET_NUMBER = ValueParams.text("streetNumber", "Of the address: the number.");
    private static final Param<String> STREET = ValueParams.text("street", "Of the address: the street.");
    private static final Param<String> CITY = ValueParams.text("city", "Of the address: the city.");
    private static final Param<String> STATE = ValueParams.text("state", "Of the address: the state.");
    private static final Param<String> ZIP_CODE = ValueParams.text("zipCode", "Of the address: the postal code.");
    private static final Param<String> COUNTRY = ValueParams.text("country", "Of the address: the country.");

    private Locations() {}

    @Override
    public SampleKind<LocationSample> stored() {
        return LocationSample.KIND;
    }

    @Override
    public String noun() {
        return "Location";
    }

    @Override
    public String summary() {
        return "Records where a thing is. The form that names radio cells or networks instead of degrees is not supported.";
    }

    @Override
    public Publication<LocationSample> read(Arguments arguments) {
        if (namesNetworkOnly(arguments)) {
            arguments.reject("lat and lng are required: a place given by radio cells or networks is not supported");
            return new Publication<>(KEY, null, null, Recording.NEWS);
        }
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
        Instant ts = arguments.get(ValueParams.TS);
        return new Publication<>(KEY, ts, place, Recording.NEWS);
    }

    private static boolean namesNetworkOnly(Arguments arguments) {
        return NETWORK.stream().anyMatch(name -> arguments.get(name) != null)
                && arguments.get(ANY_LAT) == null
                && arguments.get(ANY_LNG) == null;
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

    /** A place found in a way that the definition has among its {@code ignoreFixTypes} is not recorded. */
    @Override
    public Optional<Publication<LocationSample>> judged(
            Publication<LocationSample> publication, Thing thing, Definitions definitions) {
        String fixType = publication.value().fixType();
        LocationDefinition rules = definitions.of(thing).content().locations();
        boolean ignored =
                fixType != null && rules != null && rules.ignoreFixTypes().contains(fixType);
        return ignored ? Optional.empty() : Optional.of(publication);
    }

    /** {@code lat,lng,heading,speed,altitude,fixType}: what is unknown is empty. */
    @Override
    public String text(LocationSample place) {
        return String.join(
                ",",
                Decimal.text(place.lat()),
                Decimal.text(place.lng()),
                text(place.heading()),
                text(place.speed()),
                text(place.altitude()),
                place.fixType() == null ? "" : place.fixType());
    }

    private static String text(Double number) {
        return number == null ? "" : Decimal.text(number);
    }

    @Override
    public boolean hasKeys() {
        return false;
    }
}
