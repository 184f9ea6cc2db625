package dev.tr50.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tr50.fuzz.Targets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownInputsTest {

    private static final long SEED = 20261122;

    static Stream<Target> targets() {
        return Targets.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void what_is_kept_and_variations_of_it_do_no_harm(Target target) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        for (Path seed : target.seeds()) {
            inputs.add(Files.readAllBytes(seed));
            feed(target, inputs.get(inputs.size() - 1), seed.getFileName().toString());
        }
        assertThat(inputs).isNotEmpty();
        Mutations mutations = new Mutations(inputs, SEED);
        for (int i = 0; i < target.variations(); i++) {
            feed(target, mutations.next(), "variation " + i);
        }
    }

    private static void feed(Target target, byte[] input, String which) {
        try {
            target.feed().accept(input);
        } catch (RuntimeException | Error failure) {
            fail(
                    target + " failed on " + which + ", in Base64 "
                            + Base64.getEncoder().encodeToString(input),
                    failure);
        }
    }
}
