package dev.tr50.gateway.location;

import dev.tr50.gateway.series.ValueKind;
import dev.tr50.protocol.Decimal;
import dev.tr50.storage.LocationSample;

/** Places where things were: a thing has one series of them. */
final class Locations {
    static final String KEY = "";
    static final ValueKind<LocationSample> KIND = new ValueKind<>("Location", LocationSample.KIND, Locations::text);

    private Locations() {}

    /** {@code lat,lng,heading,speed,altitude,fixType}: what is unknown is empty. */
    static String text(LocationSample place) {
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
}
