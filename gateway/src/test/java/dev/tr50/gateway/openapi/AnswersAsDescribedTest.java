package dev.tr50.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.GatewayLimits;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.filestore.FilestoreRules;
import dev.tr50.storage.Role;
import dev.tr50.storage.ScopeQuota;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the description is called, and every status that it names and that can be brought about does come back, with
 * the headers and the body that are described. An answer that is not described fails.
 */
class AnswersAsDescribedTest {
    static final int MOST_FILE_BYTES = 4096;
    static final int MOST_SCOPE_BYTES = 2048;

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway(
            settings -> settings.withLimits(small()).withFilestore(new FilestoreRules(MOST_FILE_BYTES, Role.EDITOR)));

    private static final Map<String, Scenario> SCENARIOS = new HashMap<>();

    private static World world;

    private static GatewayLimits small() {
        GatewayLimits usual = GatewayLimits.DEFAULT;
        return new GatewayLimits(
                usual.messages(),
                MOST_FILE_BYTES,
                new ScopeQuota(1000, MOST_SCOPE_BYTES),
                usual.connections(),
                usual.session(),
                usual.retained());
    }

    @BeforeAll
    static void begin() throws Exception {
        world = new World(GATEWAY, DescribedClient.of(GATEWAY.httpPort()));
        SCENARIOS.putAll(FileScenarios.all());
        SCENARIOS.putAll(IdentityScenarios.all());
        SCENARIOS.putAll(Tr50Scenarios.all());
        SCENARIOS.putAll(OtherScenarios.all());
    }

    static Stream<Operation> operations() {
        return world.client.description().operations().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_status_comes_back_as_described(Operation operation) throws Exception {
        Scenario scenario = SCENARIOS.get(operation.toString().replace("HEAD ", "GET "));
        assertThat(scenario).as("scenario of " + operation).isNotNull();
        scenario.play(world, operation.method());

        Set<String> expected = new TreeSet<>();
        world.client.description().responses(operation).fieldNames().forEachRemaining(expected::add);
        expected.removeIf(status -> isSeldom(operation, status));
        assertThat(world.client.seen(operation)).containsAll(expected);
    }

    private static boolean isSeldom(Operation operation, String status) {
        return status.equals("5XX")
                || status.equals("503")
                // Takes two minutes.
                || status.equals("408")
                || (status.equals("409") && operation.path().equals("/password"))
                // Ranges are for GET alone, and one method is enough to guess passwords until it is too much.
                || (operation.method().equals("HEAD")
                        && Set.of("206", "416", "429").contains(status));
    }
}
