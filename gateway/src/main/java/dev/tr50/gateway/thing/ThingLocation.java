package dev.tr50.gateway.thing;

import dev.tr50.protocol.Describe;
import dev.tr50.storage.CurrentSample;
import dev.tr50.storage.LocationSample;
import java.time.Instant;
import java.util.Optional;

/** Where a thing is. */
public record ThingLocation(
        @Describe("Degrees north.") double lat,
        @Describe("Degrees east.") double lng,
        @Describe("Direction of movement, in degrees.") Optional<Double> heading,
        @Describe("Height above the sea.") Optional<Double> altitude,
        @Describe("Speed of movement.") Optional<Double> speed,
        @Describe("How accurate the place is.") Optional<Double> fixAcc,
        @Describe("How the place was found.") Optional<String> fixType,
        @Describe("The address, if one was given.") Optional<Address> addr,
        @Describe("Since when it is there.") Instant since) {

    /** An address as it was published. */
    public record Address(
            @Describe("Number of the house.") Optional<String> streetNumber,
            @Describe("Street.") Optional<String> street,
            @Describe("City.") Optional<String> city,
            @Describe("State.") Optional<String> state,
            @Describe("ZIP code.") Optional<String> zipCode,
            @Describe("Country.") Optional<String> country) {
        static Address of(LocationSample.Address address) {
            return new Address(
                    Optional.ofNullable(address.streetNumber()),
                    Optional.ofNullable(address.street()),
                    Optional.ofNullable(address.city()),
                    Optional.ofNullable(address.state()),
                    Optional.ofNullable(address.zipCode()),
                    Optional.ofNullable(address.country()));
        }
    }

    static ThingLocation of(CurrentSample<LocationSample> current) {
        LocationSample place = current.value();
        return new ThingLocation(
                place.lat(),
                place.lng(),
                Optional.ofNullable(place.heading()),
                Optional.ofNullable(place.altitude()),
                Optional.ofNullable(place.speed()),
                Optional.ofNullable(place.fixAcc()),
                Optional.ofNullable(place.fixType()),
                Optional.ofNullable(place.address())
                        .filter(address -> !address.equals(LocationSample.Address.NONE))
                        .map(Address::of),
                current.since());
    }
}
