package dev.tr50.gateway;

import dev.tr50.broker.EmbeddedBroker;
import dev.tr50.gateway.dispatch.CommandSet;
import dev.tr50.gateway.dispatch.Dispatcher;
import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.file.FileScope;
import dev.tr50.gateway.filestore.FilestoreRoutes;
import dev.tr50.gateway.health.Health;
import dev.tr50.gateway.health.HealthRoutes;
import dev.tr50.gateway.health.Part;
import dev.tr50.gateway.http.ApiRoutes;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.identity.FirstStart;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.gateway.metrics.CommandMetrics;
import dev.tr50.gateway.metrics.DoorMetrics;
import dev.tr50.gateway.metrics.HttpMetrics;
import dev.tr50.gateway.metrics.LimitMetrics;
import dev.tr50.gateway.metrics.MetricsRoutes;
import dev.tr50.gateway.metrics.ProcessMetrics;
import dev.tr50.gateway.metrics.QueueMetrics;
import dev.tr50.gateway.metrics.StorageMetrics;
import dev.tr50.gateway.mqtt.CommandMessages;
import dev.tr50.gateway.mqtt.MqttDoor;
import dev.tr50.gateway.mqtt.MqttLogins;
import dev.tr50.gateway.mqtt.TopicDelivery;
import dev.tr50.gateway.mqtt.TopicMessages;
import dev.tr50.gateway.openapi.OpenApiRoutes;
import dev.tr50.gateway.provisioning.ProvisioningRoutes;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.session.ApiMessages;
import dev.tr50.gateway.session.HttpSessions;
import dev.tr50.gateway.thing.LastSeenLog;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.topic.ChangeFeed;
import dev.tr50.gateway.transfer.FileAnswers;
import dev.tr50.gateway.transfer.FileRoutes;
import dev.tr50.gateway.websocket.MqttUpgrade;
import dev.tr50.protocol.EnvelopeReader;
import dev.tr50.protocol.ReplyWriter;
import dev.tr50.storage.Storage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: the one place where its parts are put together.
 *
 * <pre>
 *   MQTT  → EmbeddedBroker → MqttDoor    ┐
 *                                         ├→ Dispatcher → a command of the Catalogue → Storage
 *   HTTP  → HttpListener   → ApiMessages ┘
 *                          → FileRoutes, FilestoreRoutes  ───────────────────────────→ Storage
 *                          → ProvisioningRoutes ─────────────────────────────────────→ Storage
 *                          → MqttUpgrade → EmbeddedBroker
 * </pre>
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(2);
    private static final Duration LAST_SEEN_PAUSE = Duration.ofSeconds(1);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final Storage storage;
    private final Workers workers;
    private final LastSeenLog lastSeen;
    private final MqttDoor door;
    private final EmbeddedBroker broker;
    private final HttpListener http;
    private final Health health;
    private final ProcessMetrics process;

    private Gateway(
            Storage storage,
            Workers workers,
            LastSeenLog lastSeen,
            MqttDoor door,
            EmbeddedBroker broker,
            HttpListener http,
            Health health,
            ProcessMetrics process) {
        this.storage = storage;
        this.workers = workers;
        this.lastSeen = lastSeen;
        this.door = door;
        this.broker = broker;
        this.http = http;
        this.health = health;
        this.process = process;
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
        Storage storage = Storage.open(settings.data(), settings.limits().scope());
        Workers workers = new Workers();
        try {
            Gateway gateway = start(settings, tls, storage, workers);
            tls.ifPresent(files -> workers.repeat(files::refresh, CERTIFICATE_CHECK));
            return gateway;
        } catch (IOException | RuntimeException e) {
            workers.close(Duration.ZERO);
            storage.close();
            throw e;
        }
    }

    private static Gateway start(Settings settings, Optional<TlsFiles> tls, Storage storage, Workers workers)
            throws IOException {
        Clock clock = Clock.systemUTC();
        FaultLog faults = new FaultLog();

        Passwords passwords = new Passwords();
        new FirstStart(storage, passwords, settings.environment()).runIn(settings.data());
        Logins logins = new Logins(storage, passwords, settings.logins(), workers.size() / 2, clock);
        HttpSessions sessions = new HttpSessions(storage.sessions(), logins, clock);
        LimitCounts limits = new LimitCounts();
        ChangeFeed feed = new ChangeFeed(storage::durable, workers, faults, limits);
        HttpIdentity identity = new HttpIdentity(storage, clock);
        LastSeenLog lastSeen = new LastSeenLog(storage.lastSeen(), storage::durable, clock);
        storage.lastSeen().settle();
        Presence presence = new Presence(feed::connectionChanged, lastSeen::connectionChanged);
        Values values = new Values(new ThingAccess(storage.things()), storage.timeSeries(), feed, clock);
        FileScope fileScope = new FileScope(storage.things());

        GatewayLimits.Messages most = settings.limits().messages();
        Supplier<RateLimit> rate = () -> new RateLimit(most.commandsPerSecond(), limits);
        EnvelopeReader reader = new EnvelopeReader(most.content());
        ReplyWriter writer = new ReplyWriter();
        CommandSet commands = Catalogue.commands(new Catalogue.Parts(
                storage, fileScope, logins, sessions, passwords, presence, lastSeen, values, clock));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Dispatcher dispatcher = new Dispatcher(
                commands,
                storage::durable,
                writer,
                most.content().replyBytes(),
                faults,
                new CommandMetrics(registry, commands.names()),
                limits);

        ApiMessages api = new ApiMessages(reader, writer, dispatcher, sessions, rate, storage::durable, workers, clock);
        MqttDoor door = new MqttDoor(
                new CommandMessages(reader, writer, most.size().inflatedBytes(), dispatcher, faults),
                new TopicMessages(dispatcher),
                most.size().bytes(),
                rate,
                presence,
                workers,
                workers.afterwards(),
                workers.timer(),
                limits);
        EmbeddedBroker broker =
                EmbeddedBroker.start(settings.broker(tls), new MqttLogins(logins, storage, clock), door);
        feed.deliverTo(new TopicDelivery(broker));
        Health health = new Health(version(), parts(storage, broker), clock);
        FileAnswers answers = new FileAnswers(storage.blobs());
        try {
            HttpListener http = HttpListener.start(
                    settings.http(tls),
                    List.of(new MqttUpgrade(broker.maxPacketBytes(), broker::adopt)),
                    List.of(
                            new HealthRoutes(health),
                            new MetricsRoutes(registry::scrape),
                            new ApiRoutes(api, most.size().bytes()),
                            new ProvisioningRoutes(
                                    storage,
                                    identity,
                                    logins,
                                    passwords,
                                    broker,
                                    settings.logins().tokenLife(),
                                    clock),
                            new FileRoutes(
                                    storage,
                                    answers,
                                    clock,
                                    passwords::matches,
                                    settings.limits().fileBytes(),
                                    settings.downloads()),
                            new FilestoreRoutes(storage, identity, answers, settings.filestore(), clock),
                            new OpenApiRoutes()),
                    new HttpMetrics(registry));
            DoorMetrics.bind(registry, broker.counts(), http.counts(), http.tlsCounts());
            LimitMetrics.bind(registry, limits, logins.counts());
            StorageMetrics.bind(registry, storage, workers);
            new QueueMetrics(registry)
                    .length("inboxes", door::waitingMessages)
                    .bytes("inboxes", door::waitingBytes)
                    .length("workers", workers::waiting)
                    .length("leftovers", workers::waitingAfterwards)
                    .length("changes", feed::waiting)
                    .length("disk", storage.activity()::waitingForDisk)
                    .length("database", storage.activity()::waitingForConnection)
                    .length("http", http::running);
            ProcessMetrics process = new ProcessMetrics(registry, version());
            workers.repeat(() -> storage.sweep(clock.instant()), Duration.ofHours(1));
            workers.repeat(lastSeen::write, LAST_SEEN_PAUSE);
            return new Gateway(storage, workers, lastSeen, door, broker, http, health, process);
        } catch (IOException | RuntimeException e) {
            health.close();
            broker.close();
            throw e;
        }
    }

    private static List<Part> parts(Storage storage, EmbeddedBroker broker) {
        return List.of(
                new Part("database", "datastore", storage.selfTest()::database),
                new Part("blobs", "datastore", storage.selfTest()::blobs),
                new Part(
                        "broker",
                        "component",
                        () -> broker.answers()
                                .toCompletableFuture()
                                .get(BROKER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)));
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
        broker.stopAccepting();
        http.stopAccepting();
        await(door.drain(), left(end));
        http.finish(left(end));
        health.close();
        process.close();
        // Before the HTTP listener closes its connections: those of MQTT over WebSocket are among them, and get their
        // farewell.
        broker.close();
        http.close(Duration.ZERO);
        workers.close(left(end));
        try {
            lastSeen.write();
        } finally {
            storage.close();
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static void await(CompletableFuture<Void> drained, Duration patience) {
        try {
            drained.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Some commands were still running when the gateway stopped");
        }
    }
}
