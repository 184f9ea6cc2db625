package dev.tr50.storage;

import java.util.List;

/**
 * A part of a history.
 *
 * @param samples those asked for, in the order asked for
 * @param count how many there are with those that offset and limit leave out
 */
public record Slice<S>(List<StoredSample<S>> samples, long count) {

    public Slice {
        samples = List.copyOf(samples);
    }
}
