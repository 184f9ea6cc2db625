package dev.tr50.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Variations of inputs, the same ones for the same seed. */
final class Mutations {

    private static final int MOST_STEPS = 6;
    private static final int LONGEST = 1 << 16;
    private static final int MOST_REPEATS = 1000;
    private static final byte[] TELLING = {
        0, 1, 127, (byte) 128, (byte) 255, '"', '\\', '/', '+', '#', '%', '{', '[', '-'
    };

    private final List<byte[]> inputs;
    private final Random random;

    Mutations(List<byte[]> inputs, long seed) {
        this.inputs = List.copyOf(inputs);
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] input = any().clone();
        for (int step = random.nextInt(MOST_STEPS) + 1; step > 0; step--) {
            input = changed(input);
        }
        return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
    }

    private byte[] any() {
        return inputs.get(random.nextInt(inputs.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(16));
        return switch (random.nextInt(8)) {
            case 0 -> replaced(input, from, to, new byte[0]);
            case 1 -> replaced(input, from, from, piece(any()));
            case 2 -> replaced(input, from, to, piece(any()));
            case 3 -> replaced(input, from, to, new byte[] {TELLING[random.nextInt(TELLING.length)]});
            case 4 -> replaced(input, from, from, repeated(Arrays.copyOfRange(input, from, to)));
            case 5 -> Arrays.copyOf(input, from);
            case 6 -> replaced(input, from, Math.min(input.length, from + 1), new byte[] {(byte) random.nextInt()});
            default -> flipped(input);
        };
    }

    private byte[] flipped(byte[] input) {
        if (input.length > 0) {
            input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return input;
    }

    private byte[] piece(byte[] of) {
        int from = random.nextInt(of.length + 1);
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + 1 + random.nextInt(64)));
    }

    private byte[] repeated(byte[] piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int times = random.nextInt(MOST_REPEATS); times > 0; times--) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(by);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }
}
