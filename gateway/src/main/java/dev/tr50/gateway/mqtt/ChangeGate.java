package dev.tr50.gateway.mqtt;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets some clients at a time change the database, which takes one change at a time anyway. The others wait here without a thread, so
 * that those who ask for something else find one even when the database or its disk stands still.
 */
final class ChangeGate {
    private final int most;
    /** One for each connection at most. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private int inside;

    /** @param most how many at a time, at least 1 */
    ChangeGate(int most) {
        this.most = most;
    }

    /** Whether the caller is let in. */
    synchronized boolean enter() {
        boolean hasRoom = inside < most;
        if (hasRoom) {
            inside++;
        }
        return hasRoom;
    }

    /** @param letIn run when it is this one's turn, perhaps at once; is inside from then on. Must not block */
    void enterLater(Runnable letIn) {
        if (!queues(letIn)) {
            letIn.run();
        }
    }

    private synchronized boolean queues(Runnable letIn) {
        return !enter() && waiting.add(letIn);
    }

    /** Of those who wait, the first comes in. */
    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                inside--;
            }
        }
        if (next != null) {
            next.run();
        }
    }

    /** How many wait. */
    synchronized int waiting() {
        return waiting.size();
    }
}
