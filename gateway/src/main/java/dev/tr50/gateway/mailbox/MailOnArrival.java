package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.Thing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells things that come of the mail that waits for them: device-cloud-python and libtr50 do not check by themselves when they
 * connect. Many that come at once are looked up together, on one worker.
 */
public final class MailOnArrival implements Presence.Listener {
    private static final int AT_ONCE = 500;

    private record Arrival(String thingId, Runnable mailNotice) {}

    private final Mailbox mailbox;
    private final Executor workers;
    private final FaultLog faults;
    private final Clock clock;
    /** At most one for each connection and each thing that shares one. */
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean looking = new AtomicBoolean();

    public MailOnArrival(Mailbox mailbox, Executor workers, FaultLog faults, Clock clock) {
        this.mailbox = mailbox;
        this.workers = workers;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public void connectionChanged(Thing thing, boolean connected) {
        // Each connection is told by itself.
    }

    @Override
    public void arrived(Caller caller, Runnable mailNotice) {
        caller.thing().ifPresent(thing -> look(new Arrival(thing.id(), mailNotice)));
    }

    @Override
    public void shared(Thing child, Runnable mailNotice) {
        look(new Arrival(child.id(), mailNotice));
    }

    private void look(Arrival arrival) {
        arrivals.add(arrival);
        if (looking.compareAndSet(false, true)) {
            workers.execute(this::lookNow);
        }
    }

    private void lookNow() {
        List<Arrival> some = new ArrayList<>();
        while (some.size() < AT_ONCE && !arrivals.isEmpty()) {
            some.add(arrivals.remove());
        }
        try {
            tell(some);
        } catch (RuntimeException e) {
            // Those who come later must be told all the same.
            faults.log("Looking for mail", null, e);
        }
        looking.set(false);
        if (!arrivals.isEmpty() && looking.compareAndSet(false, true)) {
            workers.execute(this::lookNow);
        }
    }

    private void tell(List<Arrival> some) {
        Set<String> things = new HashSet<>();
        some.forEach(arrival -> things.add(arrival.thingId()));
        Set<String> waiting = mailbox.waitingOf(things, clock.instant());
        some.stream()
                .filter(arrival -> waiting.contains(arrival.thingId()))
                .forEach(arrival -> arrival.mailNotice().run());
    }
}
