package dev.tr50.gateway.list;

/**
 * The order of a list.
 *
 * @param <F> what it may be ordered by
 */
public record Order<F>(F field, boolean descending) {

    /** From the least to the greatest. */
    public static <F> Order<F> ascending(F field) {
        return new Order<>(field, false);
    }
}
