package dev.tr50.fuzz;

import static dev.tr50.fuzz.Claims.claim;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Zlib;
import java.util.Arrays;

/** Compressed messages: the first byte says how large one may become. */
public final class ZlibTarget {

    private ZlibTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int most = 1 << (input[0] & 15);
        byte[] compressed = Arrays.copyOfRange(input, 1, input.length);
        try {
            claim(Zlib.inflate(compressed, most).length <= most, "a message became larger than it may");
        } catch (CommandException refused) {
            claim(refused.problems().size() == 1, "a refusal has one reason");
        }
        byte[] again = Zlib.inflate(Zlib.deflate(compressed), compressed.length);
        claim(Arrays.equals(again, compressed), "what was deflated inflates to something else");
    }
}
