package dev.tr50.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tr50.gateway.dispatch.Answering;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.Dispatcher;
import dev.tr50.gateway.http.ApiCalls;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Envelope;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.EnvelopeReader;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Reply;
import dev.tr50.protocol.ReplyWriter;
import dev.tr50.protocol.ReplyWriter.Encoded;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * TR50 over HTTP: finds the session of a message, logs in when the message does, and hands the commands on.
 *
 * <p>A dead session fails the message as a whole, because one sample client logs in again only then. A failed login fails
 * under its own id.
 */
public final class ApiMessages implements ApiCalls {
    private static final String AUTH = "auth";

    /** Begins as the cloud's message does: scripts in the field look for that beginning and log in again only then. */
    private static final String DEAD_SESSION =
            "Authentication session is invalid: Error: Session is unknown or has ended";

    private static final int MOST_BUSY = 100_000;

    /** A session that did nothing for a second may do everything again, so its limit can be forgotten. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final EnvelopeReader reader;
    private final ReplyWriter writer;
    private final Dispatcher dispatcher;
    private final HttpSessions sessions;
    private final Supplier<RateLimit> rate;
    private final Cache<String, RateLimit> rates =
            Caffeine.newBuilder().maximumSize(MOST_BUSY).expireAfterAccess(IDLE).build();
    private final Executor workers;
    private final Clock clock;

    /**
     * @param rate makes the limit of a session
     */
    public ApiMessages(
            EnvelopeReader reader,
            ReplyWriter writer,
            Dispatcher dispatcher,
            HttpSessions sessions,
            Supplier<RateLimit> rate,
            Executor workers,
            Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.dispatcher = dispatcher;
        this.sessions = sessions;
        this.rate = rate;
        this.workers = workers;
        this.clock = clock;
    }

    @Override
    public Answering<byte[]> call(byte[] message, String sessionHeader, String remoteAddress) {
        try {
            Envelope envelope = reader.read(message);
            Origin origin = Origin.http(remoteAddress);
            Optional<String> sessionId = envelope.sessionId().or(() -> Optional.ofNullable(sessionHeader));
            Optional<Caller> caller = sessionId.flatMap(id -> sessions.find(id, origin));
            if (logsIn(envelope)) {
                return logInThenRun(caller.orElseGet(() -> nobody(origin)), envelope.entries());
            }
            if (caller.isEmpty() && !envelope.entries().stream().allMatch(ApiMessages::isLogin)) {
                throw new CommandException(
                        ErrorCode.NOT_AUTHENTICATED, sessionId.isPresent() ? DEAD_SESSION : "Log in first: no session");
            }
            return run(caller.orElseGet(() -> nobody(origin)), envelope.entries())
                    .map(writer::write);
        } catch (CommandException e) {
            dispatcher.refused(nobody(Origin.http(remoteAddress)), e);
            return Answering.now(writer.writeRootFailure(e));
        }
    }

    /** The login first, wherever it stands, the rest in the session it opened, every reply in the order of the message. */
    private Answering<byte[]> logInThenRun(Caller before, List<Entry> entries) {
        int place = indexOfLogin(entries);
        List<Entry> rest = new ArrayList<>(entries);
        CompletionStage<Reply> login = dispatcher.runDurably(before, rest.remove(place));
        return Answering.after(login.thenApplyAsync(
                reply -> run(opened(reply, before).orElseGet(() -> nobody(before.origin())), rest)
                        .map(replies -> {
                            List<Encoded> all = new ArrayList<>(replies);
                            all.add(place, writer.encode(reply));
                            return writer.write(all);
                        }),
                workers));
    }

    private Answering<List<Encoded>> run(Caller caller, List<Entry> entries) {
        return caller.isNobody()
                ? dispatcher.run(caller, entries)
                : runWhereItIs(
                        caller,
                        rates.get(caller.sessionId(), session -> rate.get()).admit(entries));
    }

    /** What follows a switch to another group is run there. */
    private Answering<List<Encoded>> runWhereItIs(Caller caller, List<Entry> entries) {
        int end = 1 + indexOf(SessionOrgSwitch.SIGNATURE.name(), entries);
        if (end == 0 || end == entries.size()) {
            return dispatcher.run(caller, entries);
        }
        Answering<List<Encoded>> before = dispatcher.run(caller, entries.subList(0, end));
        Caller there = sessions.find(caller.sessionId(), caller.origin()).orElseGet(() -> nobody(caller.origin()));
        return before.with(runWhereItIs(there, entries.subList(end, entries.size())), ApiMessages::joined);
    }

    private static List<Encoded> joined(List<Encoded> one, List<Encoded> other) {
        List<Encoded> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static int indexOf(String command, List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Request request && request.command().equals(command)) {
                return i;
            }
        }
        return -1;
    }

    private Optional<Caller> opened(Reply reply, Caller before) {
        return reply instanceof Reply.Success success && success.result() instanceof ApiAuthenticate.Result session
                ? sessions.find(session.sessionId(), before.origin())
                : Optional.empty();
    }

    private Caller nobody(Origin origin) {
        return Caller.nobody(origin, clock.instant());
    }

    private static boolean logsIn(Envelope envelope) {
        return indexOfLogin(envelope.entries()) >= 0;
    }

    private static int indexOfLogin(List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).id().equals(AUTH) && isLogin(entries.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLogin(Entry entry) {
        return entry instanceof Request request && request.command().equals(ApiAuthenticate.SIGNATURE.name());
    }
}
