package dev.tr50.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
            "In the client id, the user, the topic and the filter, %%n stands for the number of the connection. In the payload, %%t",
            "stands for a time ten milliseconds after the one before, and %%s for the same time as the one before."
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

    @Option(names = "--from", defaultValue = "2026-01-01T00:00:00Z", description = "What the times begin after.")
    private Instant from;

    @Option(names = "--warm-up", defaultValue = "2", description = "Seconds before counting.")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "3", description = "Seconds that count.")
    private int seconds;

    @Option(names = "--server", description = "Process ids of the server, whose processor time is told.", split = ",")
    private List<Long> servers = List.of();

    @Option(names = "--requests", description = "Send about so many, all of them counted, however long that takes.")
    private long requests;

    /** Runs one measurement and ends the process: 0 when every reply was a success, 1 otherwise. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RoundTrips()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        var server = new InetSocketAddress(host, port);
        var conversation = new Conversation(clientId, user, password, topic, payload, from, filter, qos);
        var measurement = new Measurement(
                servers.stream().map(id -> ProcessHandle.of(id).orElseThrow()).toList());
        var load = new Load(
                IntStream.rangeClosed(1, connections)
                        .<Load.Maker>mapToObj(
                                number -> () -> new Connection(server, conversation.of(number), inFlight, measurement))
                        .toList(),
                measurement);
        var result =
                requests > 0 ? load.run(requests) : load.run(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        System.out.println(result);
        return result.failed() == 0 && result.replies() > 0 ? 0 : 1;
    }
}
