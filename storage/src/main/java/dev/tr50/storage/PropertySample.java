package dev.tr50.storage;

/**
 * A number that a thing measured.
 *
 * @param corrId the publisher's own mark, or null
 */
public record PropertySample(double value, String corrId) {

    /** Properties. */
    public static final SampleKind<PropertySample> KIND = new SampleKind<>() {
        @Override
        public String name() {
            return "property";
        }

        @Override
        public Cells cells(PropertySample sample) {
            return Cells.of(sample.value()).with(sample.corrId());
        }

        @Override
        public PropertySample sample(Cells cells) {
            return new PropertySample(cells.number(0), cells.text(0));
        }

        @Override
        public boolean isSame(PropertySample earlier, PropertySample later) {
            return earlier.value() == later.value();
        }
    };
}
