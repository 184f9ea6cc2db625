package dev.tr50.gateway.simulate;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A fleet of things that work until their time is over or they are told to stop. */
public final class Simulation {
    /** For replies that are still to come when the things have fallen silent: as long as they wait for any other. */
    private static final Duration LAST_REPLIES = Duration.ofSeconds(30);

    /** The same for somebody who does not want to wait. */
    private static final Duration LAST_REPLIES_IN_A_HURRY = Duration.ofSeconds(10);

    private static final Duration GLANCE = Duration.ofMillis(50);

    private final SimulationSettings settings;
    private final PrintWriter out;
    private final Score score = new Score();
    private final Fleet fleet = new Fleet();

    /** @param out gets the report */
    public Simulation(SimulationSettings settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * Runs it. Returns when its duration is over, or some seconds after {@code stop} is counted down.
     *
     * @return whether there were answers and nothing failed
     * @throws IOException when methods are to be called and the login for that fails; the message says why
     */
    public boolean run(CountDownLatch stop) throws IOException, InterruptedException {
        ExecutorService httpThreads = Executors.newFixedThreadPool(2, Simulation::daemon);
        try (Timer timer = new Timer(score.things())) {
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(httpThreads)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            List<SimulatedThing> things = things(new Uploads(settings.target(), http, score.uploads()), timer);
            Optional<Integrator> integrator =
                    settings.user().map(user -> new Integrator(settings, user, things, http, score.calls(), timer));
            if (integrator.isPresent()) {
                integrator.get().logIn();
            }
            return work(things, integrator, timer, stop);
        } finally {
            httpThreads.shutdownNow();
        }
    }

    private boolean work(List<SimulatedThing> things, Optional<Integrator> integrator, Timer timer, CountDownLatch stop)
            throws InterruptedException {
        Report report = new Report(out, settings.fleet().things(), fleet, score);
        start(things, timer);
        integrator.ifPresent(Integrator::start);
        long end = System.nanoTime() + settings.duration().orElse(Duration.ZERO).toNanos();
        while (!stop.await(untilNextLine(end), TimeUnit.NANOSECONDS) && !isOver(end)) {
            report.line();
        }
        fallSilent(things, integrator, stop.getCount() == 0 ? LAST_REPLIES_IN_A_HURRY : LAST_REPLIES);
        report.summary();
        things.forEach(SimulatedThing::close);
        return report.isWell();
    }

    private List<SimulatedThing> things(Uploads uploads, Timer timer) {
        return IntStream.rangeClosed(1, settings.fleet().things())
                .mapToObj(number -> new SimulatedThing(settings, number, score.things(), fleet, uploads, timer))
                .toList();
    }

    private void start(List<SimulatedThing> things, Timer timer) {
        for (int i = 0; i < things.size(); i++) {
            double seconds = i / settings.fleet().connectsPerSecond();
            timer.after(Duration.ofNanos((long) (seconds * 1e9)), things.get(i)::start);
        }
    }

    private long untilNextLine(long end) {
        long step = settings.reportEvery().toNanos();
        return settings.duration().isEmpty() ? step : Math.min(step, end - System.nanoTime());
    }

    private boolean isOver(long end) {
        return settings.duration().isPresent() && end - System.nanoTime() <= 0;
    }

    /** Nothing new is begun; what is under way gets some time to be answered. */
    private static void fallSilent(List<SimulatedThing> things, Optional<Integrator> integrator, Duration patience)
            throws InterruptedException {
        things.forEach(SimulatedThing::quiet);
        integrator.ifPresent(Integrator::quiet);
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - end < 0 && isBusy(things, integrator)) {
            TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
        }
        things.forEach(SimulatedThing::giveUp);
    }

    private static boolean isBusy(List<SimulatedThing> things, Optional<Integrator> integrator) {
        return integrator.map(Integrator::waiting).orElse(0) > 0
                || things.stream().anyMatch(thing -> thing.waiting() > 0);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "simulator-http");
        thread.setDaemon(true);
        return thread;
    }
}
