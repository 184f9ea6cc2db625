package dev.tr50.storage;

import dev.tr50.storage.MailboxRows.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Messages that wait for things until they are fetched and answered. Every step from one {@link MessageStatus status} to the
 * next is one transaction, so that of several who try one succeeds; what it did survives a crash once {@link Storage#durable}
 * completes.
 *
 * <p>A message is fetched once. It goes back only by {@link #putBack}, when it is known that it did not arrive.
 */
public final class Mailbox {

    /** Open messages of one thing. */
    public static final int MOST_OPEN = 1000;

    /** Bytes in what one message holds, each way. */
    public static final int MOST_BYTES = 256 << 10;

    /** How long a message that was fetched stays open at least. */
    public static final Duration ANSWERED_WITHIN = Duration.ofHours(24);

    /** In one change, for which everybody waits who wants to make another: each costs up to a millisecond. */
    private static final int FORGOTTEN_AT_ONCE = 20;

    /** What became of the wish to send a message. */
    public enum Outcome {
        /** It is in the mailbox. */
        ADDED,
        /** One like it waited there: that has the new params now. */
        JOINED,
        /** One like it has been fetched and is not answered yet: nothing was sent. */
        PENDING,
        /** The mailbox has as many open messages as it may: nothing was sent. */
        FULL,
        /** There is no such thing. */
        NO_THING
    }

    /**
     * What was sent.
     *
     * @param id of the message that is in the mailbox; null when nothing was sent
     */
    public record Sent(Outcome outcome, String id) {}

    /** What became of the wish to take a step. */
    public enum Step {
        /** The message has the new status. */
        DONE,
        /** The message was finished already. */
        IGNORED,
        /** There is no such message in these mailboxes. */
        UNKNOWN
    }

    /**
     * What a thing answered.
     *
     * @param errorCode 0 for success
     * @param text what it said, or null
     * @param answer JSON of at most {@link #MOST_BYTES} bytes, or null
     */
    public record Answer(int errorCode, String text, String answer) {}

    /** An open message that is finished without an answer. */
    public record Unanswered(String id, String thingId) {}

    private final Database database;
    private final Set<String> grown = ConcurrentHashMap.newKeySet();
    private volatile Consumer<List<String>> lossListener = ids -> {};

    Mailbox(Database database) {
        this.database = database;
    }

    /**
     * Puts a message into a mailbox.
     *
     * @throws StorageException when the database fails
     */
    public Sent send(NewMessage message, Instant now) {
        return database.write(handle -> {
            if (!MailboxSending.hasThing(handle, message.thingId())) {
                return new Sent(Outcome.NO_THING, null);
            }
            if (message.singleton()) {
                Optional<Row> twin = MailboxSending.twin(handle, message, now);
                if (twin.isPresent()) {
                    return MailboxSending.join(handle, twin.get(), message, now);
                }
            }
            if (MailboxSending.open(handle, message.thingId()) >= MOST_OPEN) {
                return new Sent(Outcome.FULL, null);
            }
            MailboxRows.insert(handle, message, now);
            return new Sent(Outcome.ADDED, message.id());
        });
    }

    /**
     * Fetches new messages, the oldest first.
     *
     * @param thingIds whose mailboxes
     * @param most how many at most
     * @param mostBytes how much they may hold together; the first is fetched however much it holds
     * @param complete whether they are completed by it, so that no answer is waited for
     */
    public FetchedMessages fetch(Collection<String> thingIds, int most, long mostBytes, boolean complete, Instant now) {
        if (waitingOf(thingIds, now).isEmpty()) {
            return FetchedMessages.NONE;
        }
        return database.write(handle -> {
            MailboxFetching.Candidates found = MailboxFetching.candidates(handle, thingIds, most, mostBytes, now);
            List<Row> rows = found.rows();
            MessageStatus next = complete ? MessageStatus.COMPLETED_AUTO : MessageStatus.IN_FLIGHT;
            MailboxRows.advance(handle, rows, next, now, null, row -> dueAfter(next, row, now));
            if (complete) {
                rows.forEach(row -> grown.add(row.thingId()));
            }
            return new FetchedMessages(MailboxFetching.read(handle, found.messages()), found.more());
        });
    }

    private static long dueAfter(MessageStatus next, Row row, Instant now) {
        return next.isOpen()
                ? now.toEpochMilli() + Math.max(row.ttl(), ANSWERED_WITHIN.toMillis())
                : now.toEpochMilli();
    }

    /**
     * Makes messages new again that were fetched and did not arrive, unless they have been answered all the same. They keep their
     * place in the order and the time at which they expire.
     *
     * @return the things whose mailboxes they are in
     */
    public Set<String> putBack(Collection<String> ids, Instant now) {
        return database.write(handle -> {
            List<Row> rows = new ArrayList<>();
            ids.forEach(id -> MailboxRows.findToChange(handle, id)
                    .filter(row ->
                            row.status() == MessageStatus.IN_FLIGHT || row.status() == MessageStatus.COMPLETED_AUTO)
                    .ifPresent(rows::add));
            MailboxRows.advance(
                    handle, rows, MessageStatus.NEW, now, "did not arrive", row -> row.createdAt() + row.ttl());
            Set<String> things = new HashSet<>();
            rows.forEach(row -> things.add(row.thingId()));
            return things;
        });
    }

    /**
     * Notes how far a thing is with a message.
     *
     * @param thingIds in whose mailboxes the message must be
     */
    public Step update(String id, Collection<String> thingIds, String note, Instant now) {
        return database.write(handle -> step(handle, id, thingIds, row -> {
            long due = row.status() == MessageStatus.NEW ? dueAfter(MessageStatus.IN_PROGRESS, row, now) : row.dueAt();
            MailboxRows.advance(handle, List.of(row), MessageStatus.IN_PROGRESS, now, note, any -> due);
        }));
    }

    /**
     * Finishes a message with what a thing answered.
     *
     * @param thingIds in whose mailboxes the message must be
     */
    public Step complete(String id, Collection<String> thingIds, Answer answer, Instant now) {
        return database.write(handle -> step(handle, id, thingIds, row -> {
            MailboxSending.answer(handle, row, answer, now);
            grown.add(row.thingId());
        }));
    }

    private static Step step(Handle handle, String id, Collection<String> thingIds, Consumer<Row> taken) {
        Optional<Row> row = MailboxRows.findToChange(handle, id).filter(found -> thingIds.contains(found.thingId()));
        if (row.isEmpty()) {
            return Step.UNKNOWN;
        }
        if (!row.get().isOpen()) {
            return Step.IGNORED;
        }
        taken.accept(row.get());
        return Step.DONE;
    }

    /** Takes all open messages out of a mailbox; they can still be looked up. */
    public List<Unanswered> purge(String thingId, Instant now) {
        return database.write(handle -> purge(handle, thingId, now));
    }

    List<Unanswered> purge(Handle handle, String thingId, Instant now) {
        return finish(handle, MailboxRows.open(handle, thingId), MessageStatus.PURGED, now);
    }

    /**
     * Finishes open messages whose time is over. Whoever waits to change something goes first.
     *
     * @param most how many at most of those that were fetched and of those that were not
     */
    public List<Unanswered> expire(Instant now, int most) {
        database.giveWay();
        return database.write(handle -> {
            List<Row> rows = new ArrayList<>(MailboxRows.due(handle, MailboxRows.NEW, now, most));
            rows.addAll(MailboxRows.due(handle, MailboxRows.DELIVERED, now, most));
            return finish(handle, rows, MessageStatus.EXPIRED, now);
        });
    }

    private List<Unanswered> finish(Handle handle, List<Row> rows, MessageStatus end, Instant now) {
        MailboxRows.advance(handle, rows, end, now, null, row -> now.toEpochMilli());
        rows.forEach(row -> grown.add(row.thingId()));
        return rows.stream().map(row -> new Unanswered(row.id(), row.thingId())).toList();
    }

    /** When the next open message expires; empty when there is none. */
    public Optional<Instant> nextExpiry() {
        return database.read(MailboxPages::nextExpiry);
    }

    /** Forgets messages that were finished before a time, a few at a time. */
    public void forget(Instant before) {
        forget(handle -> MailboxPages.finishedBefore(handle, before, FORGOTTEN_AT_ONCE));
    }

    /**
     * Forgets the oldest finished messages of things that have more of them than they may, a few at a time. Looks only at those
     * that finished some since the last call.
     */
    public void trim(int kept) {
        for (String thingId : List.copyOf(grown)) {
            grown.remove(thingId);
            forget(handle -> MailboxPages.finishedBeyond(handle, thingId, kept, FORGOTTEN_AT_ONCE));
        }
    }

    /** Most of the time there is none, and nobody has to wait for that to be found out. */
    private void forget(Function<Handle, List<Long>> some) {
        boolean more = !database.read(some::apply).isEmpty();
        while (more) {
            database.giveWay();
            more = database.write(handle -> {
                List<Long> pks = some.apply(handle);
                MailboxRows.delete(handle, pks);
                return pks.size() == FORGOTTEN_AT_ONCE;
            });
        }
    }

    /** One message. */
    public Optional<MailboxMessage> find(String id) {
        return database.read(handle -> MailboxPages.find(handle, id));
    }

    /**
     * Messages of a thing, open and finished, the newest first.
     *
     * @param mostBytes how much they may hold together; the first is there however much it holds
     */
    public Page<MailboxMessage> list(String thingId, long offset, int limit, long mostBytes) {
        return database.read(handle -> MailboxPages.list(handle, thingId, offset, limit, mostBytes));
    }

    /** How many messages of a thing have which status; those that none has are not there. */
    public Map<MessageStatus, Long> summary(String thingId) {
        return database.read(handle -> MailboxPages.summary(handle, thingId));
    }

    /** Which of these things have new messages. */
    public Set<String> waitingOf(Collection<String> thingIds, Instant now) {
        return database.read(handle -> MailboxPages.waitingOf(handle, thingIds, now));
    }

    /** How many messages of all things are new. Counts them, so not for every moment. */
    public long countNew() {
        return database.read(handle -> MailboxPages.count(handle, MailboxRows.NEW));
    }

    /** How many messages of all things were fetched and are not answered. Counts them too. */
    public long countDelivered() {
        return database.read(handle -> MailboxPages.count(handle, MailboxRows.DELIVERED));
    }

    /**
     * Sets who hears of open messages that went with their things, by their ids, when that is committed. What it does must be
     * short.
     */
    public void onLoss(Consumer<List<String>> listener) {
        lossListener = listener;
    }

    void lost(List<String> ids) {
        if (!ids.isEmpty()) {
            lossListener.accept(ids);
        }
    }
}
