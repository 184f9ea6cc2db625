package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Round trips a second over MQTT 3.1.1: publish a request, wait for its reply, on many connections at once. */
@Command(
        name = "round-trips",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Measures round trips over MQTT: every connection keeps a number of requests in flight.",
            "In the client id, the user, the topic and the filter, %%n stands for the number of the connection."
        })
public final class RoundTrips implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where the server listens.")
    private String host;

    @Option(names = "--port", required = true, description = "Port of MQTT over TCP.")
    private int port;

    @Option(names = "--connections", defaultValue = "20", description = "Connections.")
    private int connections;

    @Option(names = "--in-flight", defaultValue = "10", description = "Requests in flight on each connection.")
    private int inFlight;

    @Option(names = "--qos", defaultValue = "1", description = "QoS of the requests, and of the subscription: 0 or 1.")
    private int qos;

    @Option(names = "--client-id", defaultValue = "bench-%n", description = "Client id.")
    private String clientId;

    @Option(names = "--user", description = "User name.")
    private String user;

    @Option(names = "--password", description = "Password.")
    private String password;

    @Option(names = "--topic", defaultValue = "api/%n", description = "Topic of the requests.")
    private String topic;

    @Option(names = "--subscribe", description = "Filter to subscribe to first, where replies do not come unasked.")
    private String filter;

    @Option(names = "--payload", defaultValue = "{\"1\":{\"command\":\"diag.ping\"}}", description = "The request.")
    private String payload;

    @Option(names = "--warm-up", defaultValue = "2", description = "Seconds before counting.")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "3", description = "Seconds that count.")
    private int seconds;

    /** Runs one measurement and ends the process: 0 when every reply was a success, 1 otherwise. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RoundTrips()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        var conversation = new Conversation(clientId, user, password, topic, payload.getBytes(UTF_8), filter, qos);
        var load = new Load(new InetSocketAddress(host, port), conversation, connections, inFlight);
        var result = load.run(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        System.out.printf(
                Locale.ROOT,
                "per_second=%.0f p50_ms=%.2f p99_ms=%.2f max_ms=%.2f replies=%d failed=%d acknowledged=%d%n",
                result.perSecond(),
                result.p50(),
                result.p99(),
                result.max(),
                result.replies(),
                result.failed(),
                result.acknowledged());
        return result.failed() == 0 && result.replies() > 0 ? 0 : 1;
    }
}
