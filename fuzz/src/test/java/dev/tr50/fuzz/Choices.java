package dev.tr50.fuzz;

import java.util.List;

/** Decisions that are read from an input: the same input decides the same, and an input at its end decides for the first. */
final class Choices {

    private final byte[] input;
    private int at;

    Choices(byte[] input) {
        this.input = input.clone();
    }

    boolean areOver() {
        return at >= input.length;
    }

    /** @param bound from 1 to 65,536 */
    int below(int bound) {
        int number = octet();
        return (bound > 256 ? number << 8 | octet() : number) % bound;
    }

    <T> T among(List<T> several) {
        return several.get(below(several.size()));
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return below(times) == times - 1;
    }

    private int octet() {
        return at < input.length ? input[at++] & 0xFF : 0;
    }
}
