package dev.tr50.gateway.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tr50.gateway.simulate.Machine.Saying;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One thing: it connects, says what its machine has to say at even distances whether or not it was answered, uploads a file now and then,
 * and answers methods. What was to be said while it was not connected is not said later.
 */
final class SimulatedThing {
    private static final String TRACE = "trace.csv";
    private static final long SHORTEST_WAIT_NANOS = 1_000_000;
    private static final Duration BEFORE_REBOOT = Duration.ofMillis(500);
    private static final Duration REBOOT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String key;
    private final SimulationSettings.Work work;
    private final Random chance;
    private final Machine machine;
    private final Tally tally;
    private final Fleet fleet;
    private final Uploads uploads;
    private final Timer timer;
    private final DeviceConnection connection;
    private final MethodAnswers methods;
    private Schedule sayings;
    private Optional<Schedule> files = Optional.empty();
    private volatile boolean begun;
    private volatile boolean rebooting;
    private volatile boolean quiet;

    SimulatedThing(SimulationSettings settings, int number, Tally tally, Fleet fleet, Uploads uploads, Timer timer) {
        this.key = settings.fleet().key(number);
        this.work = settings.work();
        this.chance = new Random(settings.seed() * 1_000_003 + number);
        this.machine = new Machine(chance);
        this.tally = tally;
        this.fleet = fleet;
        this.uploads = uploads;
        this.timer = timer;
        this.connection = new DeviceConnection(
                settings.target(),
                key,
                settings.fleet().token(),
                new Random(chance.nextLong()),
                tally,
                timer,
                new Events());
        this.methods = new MethodAnswers(new Line());
    }

    String key() {
        return key;
    }

    boolean isConnected() {
        return connection.isConnected();
    }

    /** Connects and begins to work. */
    void start() {
        if (quiet) {
            return;
        }
        connection.connect();
        long now = System.nanoTime();
        sayings = new Schedule(now + phase(1 / work.rate()), work.rate());
        if (!work.uploadEvery().isZero()) {
            double every = work.uploadEvery().toNanos() / 1e9;
            files = Optional.of(new Schedule(now + phase(every), 1 / every));
        }
        tick();
    }

    /** Says nothing more of its own accord. */
    void quiet() {
        quiet = true;
    }

    /** Waits for nothing more. */
    void giveUp() {
        connection.giveUp(Duration.ZERO, "no reply by the end");
    }

    /** How many replies it still waits for. */
    int waiting() {
        return connection.waiting();
    }

    void close() {
        connection.close();
    }

    private long phase(double seconds) {
        return (long) (chance.nextDouble() * seconds * 1e9);
    }

    private void tick() {
        if (quiet) {
            return;
        }
        long now = System.nanoTime();
        connection.giveUp(PATIENCE, "no reply within " + PATIENCE.toSeconds() + " s");
        if (connection.isConnected() && !rebooting) {
            say(now);
        } else {
            long skipped = sayings.skip(now);
            tally.missed(begun && !rebooting ? skipped : 0);
            files.ifPresent(schedule -> schedule.skip(now));
        }
        timer.after(Duration.ofNanos(Math.max(SHORTEST_WAIT_NANOS, untilNext())), this::tick);
    }

    private void say(long now) {
        OptionalLong due = OptionalLong.empty();
        while (connection.hasRoom() && (due = sayings.take(now)).isPresent()) {
            Saying saying = machine.next();
            connection.send(new Request(saying.command(), saying.params(), due.getAsLong(), result -> {}));
        }
        if (connection.hasRoom() && files.isPresent()) {
            files.get().take(now).ifPresent(this::upload);
        }
    }

    /** A second at most, so that what is not answered is noticed. */
    private long untilNext() {
        long next =
                files.map(schedule -> Math.min(schedule.next(), sayings.next())).orElse(sayings.next());
        return Math.min(next - System.nanoTime(), TimeUnit.SECONDS.toNanos(1));
    }

    private void upload(long due) {
        String trace = machine.trace();
        connection.send(new Request(
                "file.put",
                JsonNodeFactory.instance.objectNode().put("fileName", TRACE),
                due,
                result -> result.ifPresent(
                        ticket -> uploads.post(ticket.path("fileId").asText(), trace))));
    }

    private final class Events implements DeviceConnection.Listener {
        @Override
        public void connected() {
            fleet.arrived();
            begun = true;
            rebooting = false;
            methods.connected();
        }

        @Override
        public void lost() {
            fleet.lost();
        }

        @Override
        public void failed(String why) {
            fleet.failed(why);
        }

        @Override
        public void refused(String why) {
            fleet.refused(why);
        }

        @Override
        public void mailWaits() {
            methods.mailWaits();
        }
    }

    private final class Line implements MethodAnswers.Line {
        @Override
        public void send(Request request) {
            connection.send(request);
        }

        @Override
        public void restart() {
            rebooting = true;
            timer.after(BEFORE_REBOOT, this::leave);
        }

        private void leave() {
            if (!connection.isConnected()) {
                return;
            }
            if (connection.waiting() > 0) {
                timer.after(BEFORE_REBOOT, this::leave);
            } else {
                fleet.left();
                connection.restart(REBOOT);
            }
        }
    }
}
