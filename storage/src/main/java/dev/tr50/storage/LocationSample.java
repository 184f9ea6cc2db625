package dev.tr50.storage;

/**
 * A place where a thing was. All but latitude and longitude may be null.
 *
 * @param lat degrees north
 * @param lng degrees east
 * @param fixType how the place was found, in the publisher's words
 * @param address the place for people
 * @param corrId the publisher's own mark
 */
public record LocationSample(
        double lat,
        double lng,
        Double heading,
        Double altitude,
        Double speed,
        Double fixAcc,
        String fixType,
        Address address,
        String corrId) {

    /** A postal address; each part may be null. */
    public record Address(
            String streetNumber, String street, String city, String state, String zipCode, String country) {

        /** An address of which nothing is known. */
        public static final Address NONE = new Address(null, null, null, null, null, null);
    }

    /** Locations. */
    public static final SampleKind<LocationSample> KIND = new SampleKind<>() {
        @Override
        public String name() {
            return "location";
        }

        @Override
        public Cells cells(LocationSample sample) {
            Address address = sample.address();
            return Cells.of(
                            sample.lat(),
                            sample.lng(),
                            sample.heading(),
                            sample.altitude(),
                            sample.speed(),
                            sample.fixAcc())
                    .with(
                            sample.fixType(),
                            sample.corrId(),
                            address.streetNumber(),
                            address.street(),
                            address.city(),
                            address.state(),
                            address.zipCode(),
                            address.country());
        }

        @Override
        public LocationSample sample(Cells cells) {
            return new LocationSample(
                    cells.number(0),
                    cells.number(1),
                    cells.number(2),
                    cells.number(3),
                    cells.number(4),
                    cells.number(5),
                    cells.text(0),
                    new Address(
                            cells.text(2), cells.text(3), cells.text(4), cells.text(5), cells.text(6), cells.text(7)),
                    cells.text(1));
        }

        @Override
        public boolean isSame(LocationSample earlier, LocationSample later) {
            return earlier.lat() == later.lat() && earlier.lng() == later.lng();
        }
    };
}
