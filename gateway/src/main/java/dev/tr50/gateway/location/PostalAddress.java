package dev.tr50.gateway.location;

import dev.tr50.protocol.Describe;
import dev.tr50.storage.LocationSample.Address;
import java.util.Optional;

/** A postal address, as far as it was given. */
public record PostalAddress(
        @Describe("The number.") Optional<String> streetNumber,
        @Describe("The street.") Optional<String> street,
        @Describe("The city.") Optional<String> city,
        @Describe("The state.") Optional<String> state,
        @Describe("The postal code.") Optional<String> zipCode,
        @Describe("The country.") Optional<String> country) {

    /** Empty when nothing is known of it. */
    static Optional<PostalAddress> of(Address address) {
        return address.equals(Address.NONE)
                ? Optional.empty()
                : Optional.of(new PostalAddress(
                        Optional.ofNullable(address.streetNumber()),
                        Optional.ofNullable(address.street()),
                        Optional.ofNullable(address.city()),
                        Optional.ofNullable(address.state()),
                        Optional.ofNullable(address.zipCode()),
                        Optional.ofNullable(address.country())));
    }
}
