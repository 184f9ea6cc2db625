package dev.tr50.protocol;

import java.math.BigDecimal;

/** How numbers are written for clients. */
public final class Decimal {
    private static final double PLAIN_BELOW = 1e21;
    private static final double PLAIN_FROM = 1e-6;

    private Decimal() {}

    /**
     * The digits that are needed to tell the number from its neighbours, and no more: {@code 21.5}, {@code 3}, {@code 0}. Very
     * large and very small ones have an exponent: {@code 1e+300}. JSON reads all of them.
     *
     * @param number finite
     */
    public static String text(double number) {
        BigDecimal shortest = BigDecimal.valueOf(number).stripTrailingZeros();
        double size = Math.abs(number);
        boolean plain = size == 0 || size >= PLAIN_FROM && size < PLAIN_BELOW;
        return plain ? shortest.toPlainString() : shortest.toString().replace('E', 'e');
    }
}
