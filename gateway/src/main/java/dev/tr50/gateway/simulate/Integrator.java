package dev.tr50.gateway.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tr50.gateway.simulate.SimulationSettings.User;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who calls methods of the things over HTTP, at even distances, as a user. */
final class Integrator {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int ACK_TIMEOUT = 30;
    private static final int MOST_WAITING = 1000;
    /** The message fails as a whole, because its session is unknown or has ended. */
    private static final int SESSION_ENDED = -99_004;

    private final SimulationSettings settings;
    private final User user;
    private final List<SimulatedThing> things;
    private final HttpClient http;
    private final Tally tally;
    private final Timer timer;
    private final Random chance;
    private final Schedule calls;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile CompletableFuture<String> session;
    private volatile boolean quiet;

    Integrator(
            SimulationSettings settings,
            User user,
            List<SimulatedThing> things,
            HttpClient http,
            Tally tally,
            Timer timer) {
        this.settings = settings;
        this.user = user;
        this.things = things;
        this.http = http;
        this.tally = tally;
        this.timer = timer;
        this.chance = new Random(settings.seed());
        double rate = settings.work().callsPerSecond();
        this.calls = new Schedule(System.nanoTime() + (long) (1e9 / rate), rate);
    }

    /**
     * Logs in.
     *
     * @throws IOException when the gateway cannot be reached or refuses the login; the message says which
     */
    void logIn() throws IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(post(login(), Optional.empty()), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(
                    "cannot reach " + settings.target().http("/api") + " to call methods (" + reason(e) + ")", e);
        }
        String sessionId = sessionId(response.body());
        if (sessionId.isEmpty()) {
            throw new IOException("the gateway refused the login of " + user.email() + " over HTTP: "
                    + response.body().strip());
        }
        session = CompletableFuture.completedFuture(sessionId);
    }

    /** Begins to call. */
    void start() {
        if (quiet) {
            return;
        }
        OptionalLong due;
        while (waiting.get() < MOST_WAITING && (due = calls.take(System.nanoTime())).isPresent()) {
            callSome(due.getAsLong());
        }
        long wait = Math.max(calls.next() - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(1));
        timer.after(Duration.ofNanos(wait), this::start);
    }

    /** Calls nobody any more. */
    void quiet() {
        quiet = true;
    }

    /** How many calls still wait for an answer. */
    int waiting() {
        return waiting.get();
    }

    /** Calls a thing that is there: to call one that is not would measure how long it is away. */
    private void callSome(long due) {
        SimulatedThing thing = things.get(chance.nextInt(things.size()));
        int roll = chance.nextInt(100);
        String method = roll < 60 ? "ping" : roll < 97 ? "echo" : "reboot";
        if (thing.isConnected()) {
            call(thing.key(), method, due);
        }
    }

    private void call(String thingKey, String method, long due) {
        String kind = "method.exec " + method;
        ObjectNode params = JSON.createObjectNode()
                .put("thingKey", thingKey)
                .put("method", method)
                .put("ackTimeout", ACK_TIMEOUT);
        params.putObject("params").put("number", chance.nextInt(1000));
        tally.sent(kind);
        waiting.incrementAndGet();
        CompletableFuture<String> used = session;
        used.thenCompose(id -> http.sendAsync(
                        post(new Request("method.exec", params, due, result -> {}).message(), Optional.of(id)),
                        BodyHandlers.ofString()))
                .whenComplete((response, failure) -> {
                    waiting.decrementAndGet();
                    if (failure != null) {
                        tally.failed(kind, reason(failure));
                        renew(used);
                    } else {
                        tally.answered(kind, System.nanoTime() - due);
                        read(kind, response.body(), used);
                    }
                });
    }

    private void read(String kind, String body, CompletableFuture<String> used) {
        try {
            JsonNode reply = JSON.readTree(body);
            Replies.read(tally, kind, reply);
            if (reply.at("/errorCodes/0").asInt() == SESSION_ENDED) {
                renew(used);
            }
        } catch (JsonProcessingException e) {
            tally.failed(kind, "the reply is not JSON");
        }
    }

    /** Logs in again, unless somebody has already. */
    private synchronized void renew(CompletableFuture<String> used) {
        if (session == used) {
            session = http.sendAsync(post(login(), Optional.empty()), BodyHandlers.ofString())
                    .thenApply(response -> {
                        String id = sessionId(response.body());
                        if (id.isEmpty()) {
                            throw new IllegalStateException(
                                    "no login: " + response.body().strip());
                        }
                        return id;
                    });
        }
    }

    private ObjectNode login() {
        ObjectNode message = JSON.createObjectNode();
        message.putObject("auth")
                .put("command", "api.authenticate")
                .putObject("params")
                .put("username", user.email())
                .put("password", user.password());
        return message;
    }

    private static String sessionId(String body) {
        try {
            return JSON.readTree(body).at("/auth/params/sessionId").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private HttpRequest post(ObjectNode message, Optional<String> sessionId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.target().http("/api"))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(message.toString()));
        sessionId.ifPresent(id -> request.header("sessionId", id));
        return request.build();
    }

    /** What lies behind a failure, in words. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
