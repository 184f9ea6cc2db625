package dev.tr50.gateway;

import dev.tr50.broker.EmbeddedBroker;
import dev.tr50.gateway.audit.AuditLog;
import dev.tr50.gateway.backup.BackupDoor;
import dev.tr50.gateway.dispatch.WaitingCalls;
import dev.tr50.gateway.health.Health;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.identity.FirstStart;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.gateway.metrics.ProcessMetrics;
import dev.tr50.gateway.mqtt.MqttDoor;
import dev.tr50.gateway.thing.LastSeenLog;
import dev.tr50.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: its life from the opening of the data folder to the last write. {@link Composition} shows its parts. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(2);
    private static final Duration LAST_SEEN_PAUSE = Duration.ofSeconds(1);
    private static final Duration BINDINGS_PAUSE = Duration.ofMinutes(1);
    private static final Duration MAIL_PAUSE = Duration.ofSeconds(10);
    private static final Duration SWEEP_PAUSE = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofSeconds(8);

    /** Of that, what remains to tell clients that there was no time for their messages. */
    private static final Duration TO_TELL = Duration.ofSeconds(2);

    /** What remains to the workers of the ten seconds, however long the rest took: what clients did not get is taken back then. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(1);

    private final Storage storage;
    private final Workers workers;
    private final LastSeenLog lastSeen;
    private final WaitingCalls calls;
    private final MqttDoor door;
    private final EmbeddedBroker broker;
    private final HttpListener http;
    private final Health health;
    private final ProcessMetrics process;
    private final AuditLog audit;
    private final Optional<BackupDoor> backups;

    private Gateway(
            Storage storage,
            Workers workers,
            LastSeenLog lastSeen,
            WaitingCalls calls,
            MqttDoor door,
            EmbeddedBroker broker,
            HttpListener http,
            Health health,
            ProcessMetrics process,
            AuditLog audit,
            Optional<BackupDoor> backups) {
        this.storage = storage;
        this.workers = workers;
        this.lastSeen = lastSeen;
        this.calls = calls;
        this.door = door;
        this.broker = broker;
        this.http = http;
        this.health = health;
        this.process = process;
        this.audit = audit;
        this.backups = backups;
    }

    /**
     * Opens the data folder and starts every listener.
     *
     * @throws IOException when a port cannot be bound, the credentials cannot be written or the certificate cannot be used; the
     *     message names it
     * @throws dev.tr50.storage.DataFolderException when the data folder cannot be used
     * @throws IllegalArgumentException when a credential from the environment cannot be used
     */
    public static Gateway start(Settings settings) throws IOException {
        Optional<TlsSettings> wanted = settings.listeners().tls();
        Optional<TlsFiles> tls = wanted.isEmpty() ? Optional.empty() : Optional.of(TlsFiles.open(wanted.get()));
        Storage storage = Storage.open(
                settings.data(), settings.limits().scope(), settings.series().retention());
        Workers workers = new Workers();
        try {
            return start(settings, tls, storage, workers);
        } catch (IOException | RuntimeException e) {
            workers.close(Duration.ZERO);
            storage.close();
            throw e;
        }
    }

    private static Gateway start(Settings settings, Optional<TlsFiles> tls, Storage storage, Workers workers)
            throws IOException {
        AuditLog audit = new AuditLog(
                settings.data().resolve(AuditLog.FOLDER), settings.operation().auditBytes(), Clock.systemUTC());
        try {
            Gateway gateway = start(settings, tls, storage, workers, audit);
            tls.ifPresent(files -> workers.repeat(files::refresh, CERTIFICATE_CHECK));
            audit.did("start", version());
            return gateway;
        } catch (IOException | RuntimeException e) {
            audit.close();
            throw e;
        }
    }

    private static Gateway start(
            Settings settings, Optional<TlsFiles> tls, Storage storage, Workers workers, AuditLog audit)
            throws IOException {
        Clock clock = Clock.systemUTC();
        Passwords passwords = new Passwords();
        new FirstStart(storage, passwords, settings.environment()).runIn(settings.data());
        storage.lastSeen().settle();

        Composition parts = new Composition(settings, storage, workers, passwords, audit, clock);
        workers.execute(parts.mailboxes().expiry()::expireAll);
        EmbeddedBroker broker = parts.startBroker(tls);
        Health health = parts.health(broker);
        try {
            HttpListener http = parts.startHttp(tls, broker, health);
            ProcessMetrics process = parts.measure(broker, http);
            LastSeenLog lastSeen = parts.lastSeenLog();
            workers.repeat(() -> storage.sweep(clock.instant()), SWEEP_PAUSE);
            workers.repeat(lastSeen::write, LAST_SEEN_PAUSE);
            workers.repeat(parts::endBindingsOfDeadSessions, BINDINGS_PAUSE);
            workers.repeat(parts.mailboxes().expiry()::tidyUp, MAIL_PAUSE);
            LOG.atInfo()
                    .addKeyValue("version", version())
                    .addKeyValue("data", settings.data())
                    .addKeyValue("mqtt", broker.port())
                    .addKeyValue("http", http.port())
                    .log("Started");
            return new Gateway(
                    storage,
                    workers,
                    lastSeen,
                    parts.waitingCalls(),
                    parts.mqttDoor(),
                    broker,
                    http,
                    health,
                    process,
                    audit,
                    BackupDoor.open(settings.data(), storage.backup(), audit, parts.backups(), version()));
        } catch (IOException | RuntimeException e) {
            health.close();
            broker.close();
            throw e;
        }
    }

    /** The version of this gateway; {@code unknown} when it does not run from its jar. */
    public static String version() {
        return Optional.ofNullable(Gateway.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    /** The TCP port of MQTT. */
    public int mqttPort() {
        return broker.port();
    }

    /** The TCP port of HTTP. */
    public int httpPort() {
        return http.port();
    }

    /** The TCP port of MQTT over TLS, where it is on. */
    public OptionalInt mqttTlsPort() {
        return broker.tlsPort();
    }

    /** The TCP port of HTTPS, where it is on. */
    public OptionalInt httpTlsPort() {
        return http.tlsPort();
    }

    /** What is served over HTTP, as {@link HttpListener#paths} tells it. */
    List<String> httpPaths() {
        return http.paths();
    }

    /** Stops accepting, finishes what runs, and leaves everything on disk; within ten seconds. */
    @Override
    public void close() {
        long end = System.nanoTime() + GRACE.toNanos();
        backups.ifPresent(BackupDoor::close);
        broker.stopAccepting();
        http.stopAccepting();
        calls.end();
        drain(end);
        http.finish(left(end));
        health.close();
        process.close();
        // Before the HTTP listener closes its connections: those of MQTT over WebSocket are among them, and get their
        // farewell.
        broker.close();
        http.close(Duration.ZERO);
        Duration left = left(end);
        workers.close(left.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : left);
        try {
            lastSeen.write();
        } finally {
            audit.did("stop", version());
            audit.close();
            storage.close();
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Runs what has come in, as long as there is time; then tells those whose messages are left that they were not run. */
    private void drain(long end) {
        CompletableFuture<Void> drained = door.drain();
        if (isDone(drained, left(end).minus(TO_TELL))) {
            return;
        }
        door.giveUp();
        boolean told = isDone(drained, left(end));
        LOG.atWarn().addKeyValue("messages", door.giveUp()).log("What waited was not run before the gateway stopped");
        if (!told) {
            LOG.warn("Some commands were still running when the gateway stopped");
        }
    }

    private static boolean isDone(CompletableFuture<Void> drained, Duration patience) {
        try {
            drained.get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
