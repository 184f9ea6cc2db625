package dev.tr50.storage;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One sample as it is stored: numbers and texts, of which each has its place and may be null. */
public record Cells(List<Double> numbers, List<String> texts) {

    /** A sample of numbers alone. */
    public static Cells of(Double... numbers) {
        return new Cells(Collections.unmodifiableList(Arrays.asList(numbers)), List.of());
    }

    /** The same numbers with these texts. */
    public Cells with(String... texts) {
        return new Cells(numbers, Collections.unmodifiableList(Arrays.asList(texts)));
    }

    /** The number in a place, counted from 0; null when there is none, as in samples older than the place. */
    public Double number(int place) {
        return place < numbers.size() ? numbers.get(place) : null;
    }

    /** The text in a place, likewise. */
    public String text(int place) {
        return place < texts.size() ? texts.get(place) : null;
    }
}
