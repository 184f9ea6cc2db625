package dev.tr50.gateway.series;

import dev.tr50.storage.StoredSample;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What histories tell of records, whatever their kind. */
public final class Columns {
    private Columns() {}

    /** One thing of each record; an element is null where the record has none. */
    public static <S, V> List<V> of(List<StoredSample<S>> samples, Function<StoredSample<S>, V> column) {
        return samples.stream().map(column).toList();
    }

    /** The ids of the records, if they are wanted. */
    public static <S> Optional<List<String>> ids(List<StoredSample<S>> samples, boolean wanted) {
        return wanted ? Optional.of(of(samples, StoredSample::id)) : Optional.empty();
    }

    /** The id of a record, if it is wanted. */
    public static Optional<String> id(StoredSample<?> sample, boolean wanted) {
        return wanted ? Optional.of(sample.id()) : Optional.empty();
    }
}
