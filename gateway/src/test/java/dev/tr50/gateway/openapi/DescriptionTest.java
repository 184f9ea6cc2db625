package dev.tr50.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description of the HTTP routes, held against what the running gateway answers to. */
class DescriptionTest {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW");

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static DescribedClient client;

    @BeforeAll
    static void ask() throws IOException, InterruptedException {
        client = DescribedClient.of(GATEWAY.httpPort());
    }

    static Stream<String> paths() {
        return client.description().operations().stream().map(Operation::path).distinct();
    }

    @Test
    void it_is_openapi_3_1() {
        assertThat(Schemas.complaints(client.description())).isEmpty();
    }

    @Test
    void every_path_that_is_served_is_described_and_every_path_that_is_described_is_served() {
        Set<String> served = new TreeSet<>();
        GATEWAY.httpPaths().forEach(path -> served.add(path.replaceAll(":[A-Za-z]+", "{}")));
        Set<String> described = new TreeSet<>();
        paths().forEach(path -> described.add(path.replaceAll("\\{[^}]+}", "{}")));

        assertThat(served).isEqualTo(described);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_path_takes_the_methods_that_are_described_and_no_others(String path) throws Exception {
        Set<String> described = client.description().methods(path);
        Exchange options = probe("OPTIONS", Operation.example(path));

        assertThat(options.status()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow").orElse("none").split(", "))
                .containsExactlyInAnyOrderElementsOf(described);
        for (String method : METHODS) {
            Exchange answer = probe(method, Operation.example(path));

            assertThat(answer.status() == 405).as(answer.toString()).isEqualTo(!described.contains(method));
        }
    }

    @Test
    void nothing_is_served_above_or_below_the_described_paths() throws Exception {
        for (String path : neighbours()) {
            for (String method : METHODS) {
                Exchange answer = probe(method, path);

                assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
            }
        }
    }

    /** Every described path with a segment more, and with one or more less, where that is no described path itself. */
    private static Set<String> neighbours() {
        Set<String> neighbours = new TreeSet<>();
        paths().map(Operation::example).forEach(path -> {
            neighbours.add(path + "/more");
            for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                neighbours.add(path.substring(0, end));
            }
        });
        neighbours.removeIf(path -> METHODS.stream()
                .anyMatch(method -> client.description().find(method, path).isPresent()));
        return neighbours;
    }

    private static Exchange probe(String method, String path) throws IOException, InterruptedException {
        return client.probe(method, path, BodyPublishers.noBody());
    }
}
