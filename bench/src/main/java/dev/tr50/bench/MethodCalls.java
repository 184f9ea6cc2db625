package dev.tr50.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Method calls a second over MQTT: as many callers as things, each with one call in flight to a thing of its own. */
@Command(
        name = "method-calls",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Measures method.exec from call to answer: the thing is told of mail, checks its mailbox and acknowledges.",
            "In the names of callers and things, %%n stands for their number."
        })
public final class MethodCalls implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where the server listens.")
    private String host;

    @Option(names = "--port", required = true, description = "Port of MQTT over TCP.")
    private int port;

    @Option(names = "--pairs", defaultValue = "50", description = "Callers, and things.")
    private int pairs;

    @Option(names = "--user", required = true, description = "Who calls.")
    private String user;

    @Option(names = "--password", required = true, description = "Password of the callers.")
    private String password;

    @Option(names = "--thing", defaultValue = "bench-method-%n", description = "The keys of the things.")
    private String thing;

    @Option(names = "--token", required = true, description = "Password of the things.")
    private String token;

    @Option(names = "--warm-up", defaultValue = "2", description = "Seconds before counting.")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "3", description = "Seconds that count.")
    private int seconds;

    /** Runs one measurement and ends the process: 0 when every reply was a success, 1 otherwise. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MethodCalls()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        var measurement = new Measurement();
        var load = new Load(
                Stream.concat(numbers().map(this::device), numbers().map(number -> caller(number, measurement)))
                        .toList(),
                measurement);
        var result = load.run(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        System.out.println(result);
        return result.failed() == 0 && result.replies() > 0 ? 0 : 1;
    }

    private Stream<Integer> numbers() {
        return IntStream.rangeClosed(1, pairs).boxed();
    }

    private Load.Maker device(int number) {
        var says = Conversation.silent(thing, thing, token).of(number);
        return () -> new Device(new InetSocketAddress(host, port), says);
    }

    private Load.Maker caller(int number, Measurement measurement) {
        var payload = "{\"1\":{\"command\":\"method.exec\",\"params\":{\"thingKey\":\""
                + thing.replace("%n", Integer.toString(number))
                + "\",\"method\":\"ping\",\"ackTimeout\":30,\"params\":{\"n\":" + number + "}}}}";
        var says = new Conversation("caller-%n", user, password, "api/%n", payload, Instant.EPOCH, null, 1).of(number);
        return () -> new Connection(new InetSocketAddress(host, port), says, 1, measurement);
    }
}
