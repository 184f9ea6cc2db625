package dev.tr50.storage;

import java.util.Objects;

/**
 * A text that describes a thing.
 *
 * @param value null when the attribute was unset
 * @param corrId the publisher's own mark, or null
 */
public record AttributeSample(String value, String corrId) {

    /** Attributes. Setting one to the value it has is no news, unless under another mark. */
    public static final SampleKind<AttributeSample> KIND = new SampleKind<>() {
        @Override
        public String name() {
            return "attribute";
        }

        @Override
        public Cells cells(AttributeSample sample) {
            return Cells.of().with(sample.value(), sample.corrId());
        }

        @Override
        public AttributeSample sample(Cells cells) {
            return new AttributeSample(cells.text(0), cells.text(1));
        }

        @Override
        public boolean isSame(AttributeSample earlier, AttributeSample later) {
            return Objects.equals(earlier.value(), later.value());
        }

        @Override
        public boolean isWithdrawal(AttributeSample sample) {
            return sample.value() == null;
        }

        @Override
        public boolean isRepetition(AttributeSample earlier, AttributeSample later) {
            return isSame(earlier, later)
                    && (later.corrId() == null || later.corrId().equals(earlier.corrId()));
        }
    };
}
