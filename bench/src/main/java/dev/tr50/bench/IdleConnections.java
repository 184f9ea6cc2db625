package dev.tr50.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens many MQTT connections, says how quickly they were let in, and holds them until it reads a line. */
@Command(
        name = "idle-connections",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Opens many connections and holds them; a line on standard input ends it, after a ping on each.",
            "In the client id and the user, %%n stands for the number of the connection."
        })
public final class IdleConnections implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where the server listens.")
    private String host;

    @Option(names = "--port", required = true, description = "Port of MQTT over TCP.")
    private int port;

    @Option(names = "--connections", defaultValue = "10000", description = "Connections.")
    private int connections;

    @Option(names = "--at-once", defaultValue = "100", description = "Connections being opened at a time.")
    private int atOnce;

    @Option(names = "--client-id", defaultValue = "idle-%n", description = "Client id.")
    private String clientId;

    @Option(names = "--user", description = "User name.")
    private String user;

    @Option(names = "--password", description = "Password.")
    private String password;

    /** Ends the process: 0 when every connection was let in and answered its ping, 1 otherwise. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IdleConnections()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        var conversation = Conversation.silent(clientId, user, password);
        try (var crowd = new Crowd(new InetSocketAddress(host, port), conversation, connections)) {
            double seconds = crowd.open(atOnce) / 1e9;
            System.out.printf(Locale.ROOT, "connected=%d per_second=%.0f%n", crowd.size(), crowd.size() / seconds);
            System.in.read();
            int alive = crowd.ping();
            System.out.println("alive=" + alive);
            return alive == connections ? 0 : 1;
        }
    }
}
