package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.IntFunction;

/** Something that goes wrong, or is simply much. Each is begun while witnesses watch, and ended while they still do. */
enum Fault {
    CONNECTIONS(Fault.many(), "Many connections, each publishing a property every 10 s") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            return herd(gateway, participants(), Fault::publishes);
        }
    },
    WEBSOCKETS(Fault.many(), "Many WebSocket connections, each publishing a property every 10 s") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            return herd(
                    gateway,
                    gateway.http(),
                    participants(),
                    number -> publishes(number).overWebSocket());
        }
    },
    UNREAD_REPLIES(100, "100 clients ask for answers of 60 KB as fast as they can and read none") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            byte[] ask =
                    command("{\"1\":{\"command\":\"diag.echo\",\"params\":{\"text\":\"" + "x".repeat(60_000) + "\"}}}");
            return herd(
                    gateway,
                    100,
                    number -> Behaviour.flooding(connect(number), ask).unread());
        }
    },
    UNREAD_TOPICS(120, "100 subscribers that stop reading, of 2,000 messages of 1 KB a second") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            byte[] news = Packets.publish("news/x", new byte[1024], 0);
            byte[] subscribe = Packets.subscribe("news/#", 1);
            return herd(
                    gateway,
                    participants(),
                    number -> number <= 100
                            ? Behaviour.paced(connect(number), null, Duration.ofSeconds(1))
                                    .after(subscribe)
                                    .unread()
                            : Behaviour.paced(connect(number), news, Duration.ofMillis(10)));
        }
    },
    FULL_INBOX(40, "40 clients publish properties as fast as they can, waiting for nothing") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            byte[] ask = command("{\"1\":{\"command\":\"property.publish\",\"params\":{\"key\":\"rpm\",\"value\":1}}}");
            return herd(gateway, participants(), number -> Behaviour.flooding(connect(number), ask));
        }
    },
    STALLED_DATABASE(100, "the file of the database stands still, and 100 clients change something each second") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            AutoCloseable writers = herd(gateway, participants(), Fault::changes);
            gateway.disk(0, true, false);
            return () -> {
                gateway.disk(0, false, false);
                writers.close();
            };
        }
    },
    STUCK_SYNC(100, "no sync of the disk comes back, and 100 clients change something each second") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            AutoCloseable writers = herd(gateway, participants(), Fault::changes);
            gateway.disk(0, false, true);
            return () -> {
                gateway.disk(0, false, false);
                writers.close();
            };
        }
    },
    SLOW_SYNC(100, "each sync of the disk takes 200 ms longer, and 100 clients change something each second") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            AutoCloseable writers = herd(gateway, participants(), Fault::changes);
            gateway.disk(200, false, false);
            return () -> {
                gateway.disk(0, false, false);
                writers.close();
            };
        }
    },
    WRONG_PASSWORDS(0, "500 clients log in with wrong passwords, again after each refusal, half of them as users") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            return new Swarm(
                            gateway.mqtt(),
                            500,
                            500,
                            number -> Behaviour.paced(
                                    Packets.connect(
                                            "x" + number,
                                            number % 2 == 0 ? "herd-" + number : "nobody" + number + "@example.com",
                                            "guess"),
                                    null,
                                    Duration.ofSeconds(1)))
                    .start();
        }
    },
    STORM(Fault.many(), "Many clients come back at once after the gateway was killed") {
        @Override
        AutoCloseable begin(GatewayProcess gateway) throws IOException {
            gateway.kill();
            Swarm storm = new Swarm(gateway.mqtt(), participants(), participants(), Fault::publishes).start();
            gateway.start();
            return storm;
        }
    };

    private static final int AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final int participants;
    private final String description;

    Fault(int participants, String description) {
        this.participants = participants;
        this.description = description;
    }

    private static int many() {
        return Integer.getInteger("faults.many", 10_000);
    }

    /** How many things take part, {@code herd-1} and so on, which are known before it begins. */
    int participants() {
        return participants;
    }

    String description() {
        return description;
    }

    /**
     * Begins it; returns when everybody who takes part is there.
     *
     * @return what ends it
     */
    abstract AutoCloseable begin(GatewayProcess gateway) throws IOException;

    /** Has things registered, so that a fault is not measured by their registrations. */
    static void acquaint(GatewayProcess gateway, int things) throws IOException {
        herd(gateway, things, number -> Behaviour.paced(connect(number), null, Duration.ofSeconds(1)))
                .close();
    }

    private static Swarm herd(GatewayProcess gateway, int size, IntFunction<Behaviour> behaviours) throws IOException {
        return herd(gateway, gateway.mqtt(), size, behaviours);
    }

    private static Swarm herd(
            GatewayProcess gateway, InetSocketAddress server, int size, IntFunction<Behaviour> behaviours)
            throws IOException {
        Swarm swarm = new Swarm(server, size, AT_ONCE, behaviours).start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (swarm.inside() < size) {
            if (System.nanoTime() > end || !gateway.isAlive()) {
                throw new IOException(swarm.inside() + " of " + size + " were let in");
            }
            pause();
        }
        return swarm;
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] connect(int number) {
        return Packets.connect("h", "herd-" + number, GatewayProcess.TOKEN);
    }

    private static byte[] command(String text) {
        return Packets.publish("api/1", text.getBytes(UTF_8), 0);
    }

    private static Behaviour publishes(int number) {
        byte[] ask = command("{\"1\":{\"command\":\"property.publish\",\"params\":{\"key\":\"rpm\",\"value\":1}}}");
        return Behaviour.paced(connect(number), ask, Duration.ofSeconds(10));
    }

    private static Behaviour changes(int number) {
        byte[] ask = command("{\"1\":{\"command\":\"thing.tag.add\",\"params\":{\"thingKey\":\"herd-" + number
                + "\",\"tags\":[\"busy\"]}},\"2\":{\"command\":\"file.put\",\"params\":{\"fileName\":\"trace.csv\"}}}");
        return Behaviour.paced(connect(number), ask, Duration.ofSeconds(1));
    }
}
