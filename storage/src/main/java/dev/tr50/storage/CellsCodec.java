package dev.tr50.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Cells as bytes. Numbers with few decimals, which most are, take two to five of them. */
final class CellsCodec {

    private static final int NO_NUMBER = 0;
    private static final int EIGHT_BYTES = 1;
    /** Behind this and the number of decimals, at most {@link #MOST_DECIMALS}, come the digits as a whole number. */
    private static final int DECIMALS = 2;

    private static final int MOST_DECIMALS = 4;
    private static final double[] POWERS = {1, 10, 100, 1000, 10_000};
    private static final long MOST_DIGITS = 1L << 53;
    private static final int NO_TEXT = 0;

    private CellsCodec() {}

    static byte[] encode(Cells cells) {
        Bytes bytes = new Bytes(24);
        bytes.number(cells.numbers().size());
        for (Double number : cells.numbers()) {
            write(bytes, number);
        }
        bytes.number(cells.texts().size());
        for (String text : cells.texts()) {
            if (text == null) {
                bytes.number(NO_TEXT);
            } else {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                bytes.number(utf8.length + 1L).raw(utf8);
            }
        }
        return bytes.toArray();
    }

    private static void write(Bytes bytes, Double number) {
        if (number == null) {
            bytes.number(NO_NUMBER);
            return;
        }
        for (int decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
            long digits = Math.round(number * POWERS[decimals]);
            if (Math.abs(digits) < MOST_DIGITS && isSame(digits / POWERS[decimals], number)) {
                bytes.number(DECIMALS + decimals).signed(digits);
                return;
            }
        }
        bytes.number(EIGHT_BYTES).fixed(Double.doubleToRawLongBits(number));
    }

    /** By bits, because the zero below zero is another number here. */
    private static boolean isSame(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    static Cells decode(byte[] bytes) {
        BytesReader reader = new BytesReader(bytes);
        int numberCount = (int) reader.number();
        List<Double> numbers = new ArrayList<>(numberCount);
        for (int i = 0; i < numberCount; i++) {
            numbers.add(number(reader));
        }
        int textCount = (int) reader.number();
        List<String> texts = new ArrayList<>(textCount);
        for (int i = 0; i < textCount; i++) {
            int length = (int) reader.number() - 1;
            texts.add(length < 0 ? null : new String(reader.raw(length), StandardCharsets.UTF_8));
        }
        return new Cells(Collections.unmodifiableList(numbers), Collections.unmodifiableList(texts));
    }

    private static Double number(BytesReader reader) {
        int form = (int) reader.number();
        return switch (form) {
            case NO_NUMBER -> null;
            case EIGHT_BYTES -> Double.longBitsToDouble(reader.fixed());
            default -> reader.signed() / POWERS[form - DECIMALS];
        };
    }
}
