package dev.tr50.gateway.dispatch;

import dev.tr50.gateway.dispatch.Outcome.Promise;
import dev.tr50.protocol.ReplyWriter.Encoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The replies to one message, as they come in. Used by several threads when commands of the message wait. */
final class Replies {
    private final Encoded[] inOrder;
    private long bytes;
    private int missing;
    private Promise promise = Promise.NOTHING;
    private boolean givenUp;

    /** What is to be taken back when the replies do not arrive; null for most messages, which have nothing of the kind. */
    private List<Runnable> takingBack;

    /** What waits for somebody else; null for most messages. */
    private List<CompletableFuture<?>> waiting;

    Replies(int commands) {
        inOrder = new Encoded[commands];
        missing = commands;
    }

    /** Counts a reply's bytes; returns how many those of the message have by now. */
    synchronized long count(int replyBytes) {
        bytes += replyBytes;
        return bytes;
    }

    /** Puts a reply in its place; returns whether it was the last that was missing. */
    synchronized boolean put(int place, Encoded reply, Promise promised) {
        inOrder[place] = reply;
        promise = promised.compareTo(promise) > 0 ? promised : promise;
        return --missing == 0;
    }

    /** The most that one of them promises. */
    synchronized Promise promise() {
        return promise;
    }

    synchronized List<Encoded> inOrder() {
        return Arrays.asList(inOrder);
    }

    /** Keeps what is to be done when the replies do not arrive; false when that is known already. */
    synchronized boolean keep(Runnable takeBack) {
        if (givenUp) {
            return false;
        }
        takingBack = takingBack == null ? new ArrayList<>(1) : takingBack;
        return takingBack.add(takeBack);
    }

    /** Keeps a call that waits. */
    synchronized void keep(CompletableFuture<?> call) {
        waiting = waiting == null ? new ArrayList<>(1) : waiting;
        waiting.add(call);
    }

    /** Whether anything is to be taken back when they do not arrive. */
    synchronized boolean areOwed() {
        return takingBack != null;
    }

    /** The replies will not arrive. Ends what waits, and returns what is to be taken back. */
    List<Runnable> giveUp() {
        List<CompletableFuture<?>> calls;
        List<Runnable> results;
        synchronized (this) {
            calls = waiting == null ? List.of() : waiting;
            results = takingBack == null ? List.of() : takingBack;
            waiting = null;
            takingBack = null;
            givenUp = true;
        }
        calls.forEach(call -> call.cancel(false));
        return results;
    }
}
