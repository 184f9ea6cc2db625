package dev.tr50.broker;

import static dev.tr50.fuzz.Claims.claim;

import dev.tr50.broker.BrokerSettings.Patience;
import dev.tr50.fuzz.Bytes;
import dev.tr50.fuzz.LogWatch;
import dev.tr50.gateway.client.Tr50Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Everything that one connection sends to a broker, over a real socket. The first byte says what comes before the rest: nothing,
 * or a CONNECT of MQTT 3.1, 3.1.1 or 5, of one of a few clients.
 */
public final class BrokerTarget {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BETWEEN_LOOKS = 16;
    private static BrokerTarget started;

    private final LogWatch log = LogWatch.begin();
    private final EmbeddedBroker broker;
    private final Tr50Client bystander;
    private int fed;

    private BrokerTarget() throws IOException {
        BrokerSettings settings = BrokerSettings.on("127.0.0.1", 0)
                .withPatience(new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ZERO));
        broker = EmbeddedBroker.start(settings, BrokerTarget::everybody, new Answers());
        bystander = Tr50Client.connect("127.0.0.1", broker.port(), "bystander", "x", null);
    }

    /** Jazzer calls it before it looks at the clock. */
    public static void fuzzerInitialize() {
        try {
            started = started == null ? new BrokerTarget() : started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        fuzzerInitialize();
        try {
            started.feed(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void feed(byte[] input) throws IOException, InterruptedException {
        if (input.length == 0) {
            return;
        }
        int level = 2 + (input[0] & 3);
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Bytes.exchange(broker.port(), level == 2 ? new byte[0] : connect(level, input[0] >> 2 & 3), rest);
        log.claimQuiet();
        if (++fed % BETWEEN_LOOKS == 0) {
            byte[] ping = ("ping " + fed).getBytes(StandardCharsets.UTF_8);
            byte[] pong = bystander.exchange(ping, PATIENCE).orElseThrow(() -> new AssertionError("nobody is served"));
            claim(Arrays.equals(ping, pong), "a reply to something else");
            broker.answers().toCompletableFuture().join();
        }
    }

    private static byte[] connect(int level, int client) {
        byte[] name = (level == 3 ? "MQIsdp" : "MQTT").getBytes(StandardCharsets.UTF_8);
        byte[] variable =
                level == 5 ? new byte[] {5, (byte) 0x80, 0, 60, 0} : new byte[] {(byte) level, (byte) 0x80, 0, 60};
        byte[] payload = {0, 1, (byte) ('a' + client), 0, 1, 'u'};
        int length = 2 + name.length + variable.length + payload.length;
        return Bytes.joined(new byte[] {0x10, (byte) length, 0, (byte) name.length}, name, variable, payload);
    }

    private static CompletionStage<Verdict> everybody(Login login) {
        String name = login.username() == null ? "nobody" : login.username();
        return CompletableFuture.completedFuture(new Verdict.Accepted("G", name, name));
    }

    /** Answers every command with what it holds, and takes everything else. */
    private static final class Answers implements CommandListener {

        @Override
        public void connected(Connection connection) {
            // Nothing to greet with.
        }

        @Override
        public void received(Connection connection, CommandMessage message) {
            connection.reply(message.reply(), message.payload());
        }

        @Override
        public void published(Connection connection, TopicMessage message) {
            message.acknowledge(TopicMessage.Outcome.DONE);
        }

        @Override
        public boolean maySubscribe(Connection connection, String filter) {
            return filter.length() % 2 == 0;
        }

        @Override
        public void writabilityChanged(Connection connection) {
            // Nobody to hold back.
        }

        @Override
        public void disconnected(Connection connection) {
            // Nothing is kept of it.
        }
    }
}
