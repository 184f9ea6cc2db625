package dev.tr50.gateway;

import dev.tr50.broker.EmbeddedBroker;
import dev.tr50.gateway.attribute.CurrentTexts;
import dev.tr50.gateway.audit.AuditLog;
import dev.tr50.gateway.backup.BackupCounts;
import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.CommandLog;
import dev.tr50.gateway.dispatch.CommandSet;
import dev.tr50.gateway.dispatch.Dispatcher;
import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.dispatch.WaitingCalls;
import dev.tr50.gateway.file.FileScope;
import dev.tr50.gateway.filestore.FilestoreRoutes;
import dev.tr50.gateway.health.Health;
import dev.tr50.gateway.health.HealthRoutes;
import dev.tr50.gateway.health.Part;
import dev.tr50.gateway.http.ApiRoutes;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.gateway.http.RequestLog;
import dev.tr50.gateway.http.Routes;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.gateway.limit.Limit;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.gateway.log.LogBook;
import dev.tr50.gateway.logline.LogOutput;
import dev.tr50.gateway.mailbox.Mailboxes;
import dev.tr50.gateway.metrics.AuditMetrics;
import dev.tr50.gateway.metrics.BackupMetrics;
import dev.tr50.gateway.metrics.CommandMetrics;
import dev.tr50.gateway.metrics.DoorMetrics;
import dev.tr50.gateway.metrics.HttpMetrics;
import dev.tr50.gateway.metrics.LimitMetrics;
import dev.tr50.gateway.metrics.MailboxMetrics;
import dev.tr50.gateway.metrics.MetricsRoutes;
import dev.tr50.gateway.metrics.ProcessMetrics;
import dev.tr50.gateway.metrics.QueueMetrics;
import dev.tr50.gateway.metrics.StorageMetrics;
import dev.tr50.gateway.mqtt.CommandMessages;
import dev.tr50.gateway.mqtt.MqttDoor;
import dev.tr50.gateway.mqtt.MqttLogins;
import dev.tr50.gateway.mqtt.TopicDelivery;
import dev.tr50.gateway.mqtt.TopicMessages;
import dev.tr50.gateway.mqtt.Turns;
import dev.tr50.gateway.openapi.OpenApiRoutes;
import dev.tr50.gateway.provisioning.ProvisioningRoutes;
import dev.tr50.gateway.provisioning.TurningOut;
import dev.tr50.gateway.series.Values;
import dev.tr50.gateway.session.ApiMessages;
import dev.tr50.gateway.session.HttpSessions;
import dev.tr50.gateway.session.OpenSessions;
import dev.tr50.gateway.thing.Bindings;
import dev.tr50.gateway.thing.ChosenThings;
import dev.tr50.gateway.thing.LastSeenLog;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingFacts;
import dev.tr50.gateway.thing.ThingListing;
import dev.tr50.gateway.thing.ThingRemoval;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one place where the parts of a gateway are put together: first what needs no listener, then the two listeners, then what
 * counts.
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
final class Composition {
    /** A body is in memory twice while it is handled, and what was read from it once more. */
    private static final int BODIES_IN_HEAP = 16;

    private static final int ANSWERS_IN_HEAP = 8;

    /** Bytes of a page of 200 files whose attributes are as long as they may be, and more. */
    private static final int LONGEST_LIST = 16 << 20;

    private static final int MOST_CALLS_OF_SESSION = 1000;
    private static final int MOST_CALLS = 10_000;

    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private final GatewayLimits.Messages most;
    private final Storage storage;
    private final Workers workers;
    private final AuditLog audit;
    private final Clock clock;

    private final FaultLog faults = new FaultLog();
    private final LimitCounts limits = new LimitCounts();
    private final BackupCounts backups = new BackupCounts();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final Passwords passwords;
    private final Logins logins;
    private final HttpSessions sessions;
    private final HttpIdentity identity;
    private final TurningOut turningOut;
    private final ThingRemoval thingRemoval;

    private final ChangeFeed feed;
    private final LastSeenLog lastSeen;
    private final Presence presence;
    private final Bindings bindings;
    private final ThingAccess access;
    private final WaitingCalls calls;
    private final Definitions definitions;
    private final Mailboxes mailboxes;

    private final EnvelopeReader reader;
    private final ReplyWriter writer = new ReplyWriter();
    private final Dispatcher dispatcher;
    private final MqttDoor door;

    Composition(Settings settings, Storage storage, Workers workers, Passwords passwords, AuditLog audit, Clock clock) {
        this.settings = settings;
        this.most = settings.limits().messages();
        this.storage = storage;
        this.workers = workers;
        this.audit = audit;
        this.clock = clock;

        this.passwords = passwords;
        logins = new Logins(storage, passwords, settings.logins(), workers.size() / 2, clock, audit);
        sessions = new HttpSessions(storage.sessions(), logins, clock);
        identity = new HttpIdentity(storage, clock);

        feed = new ChangeFeed(storage::durable, workers, faults, limits);
        lastSeen = new LastSeenLog(storage.lastSeen(), storage::durable, clock);
        presence = new Presence(feed::connectionChanged, lastSeen::connectionChanged);
        bindings = new Bindings(presence, clock);
        presence.tell(bindings);
        access = new ThingAccess(storage.things(), bindings);
        turningOut = new TurningOut(logins.rights(), bindings, () -> mqttDoor().connections());
        thingRemoval = new ThingRemoval(storage.provisioning(), turningOut::thing);

        reader = new EnvelopeReader(most.content());
        calls = new WaitingCalls(MOST_CALLS_OF_SESSION, MOST_CALLS, limits);
        definitions =
                new Definitions(storage.thingDefinitions(), settings.series().autoDefineAlarms());
        mailboxes = Mailboxes.of(
                storage,
                definitions,
                presence,
                access,
                settings.mailbox(),
                most.content().replyBytes(),
                workers,
                workers.timer(),
                faults,
                clock);
        dispatcher = dispatcher();
        door = door();
    }

    private Dispatcher dispatcher() {
        Values values = new Values(access, storage.timeSeries(), definitions, feed, clock);
        ThingFacts facts = new ThingFacts(storage, presence, lastSeen, clock);
        CommandSet commands = Catalogue.commands(new Catalogue.Parts(
                storage,
                new FileScope(storage.things(), bindings),
                logins,
                sessions,
                passwords,
                presence,
                bindings,
                access,
                facts,
                new ThingListing(storage.things(), facts),
                new ChosenThings(storage.things(), access, facts),
                thingRemoval,
                feed,
                values,
                new CurrentTexts(values, definitions),
                new LogBook(access, storage.timeSeries(), clock),
                definitions,
                new OpenSessions(storage, () -> mqttDoor().connections(), clock),
                turningOut,
                mailboxes,
                clock));
        return new Dispatcher(
                commands,
                new StorageOnDisk(storage),
                writer,
                most.content().replyBytes(),
                calls,
                workers,
                faults,
                new CommandMetrics(registry, commands.names())
                        .and(new CommandLog(settings.operation().slowCommand()))
                        .and(audit),
                limits);
    }

    private MqttDoor door() {
        return new MqttDoor(
                new CommandMessages(reader, writer, most.size().inflatedBytes(), dispatcher, faults),
                new TopicMessages(dispatcher),
                most.size().bytes(),
                rate(),
                presence,
                new Turns(workers, workers.again(), workers.afterwards()),
                workers.timer(),
                limits);
    }

    /** One for each session. */
    private Supplier<RateLimit> rate() {
        return () -> new RateLimit(most.commandsPerSecond(), limits);
    }

    /** Counts the backups that are made. */
    BackupCounts backups() {
        return backups;
    }

    /** Where commands arrive by MQTT. */
    MqttDoor mqttDoor() {
        return door;
    }

    /** Messages for things. */
    Mailboxes mailboxes() {
        return mailboxes;
    }

    /** When things were last here. */
    LastSeenLog lastSeenLog() {
        return lastSeen;
    }

    /** Sessions of HTTP end without anybody telling. */
    void endBindingsOfDeadSessions() {
        for (Caller session : bindings.sessions()) {
            if (session.origin().isHttp() && !sessions.isAlive(session.sessionId())) {
                bindings.end(session);
            }
        }
    }

    /** Calls that wait for somebody else. */
    WaitingCalls waitingCalls() {
        return calls;
    }

    EmbeddedBroker startBroker(Optional<TlsFiles> tls) throws IOException {
        EmbeddedBroker broker =
                EmbeddedBroker.start(settings.broker(tls), new MqttLogins(logins, storage, clock), door);
        feed.deliverTo(new TopicDelivery(broker));
        turningOut.at(broker);
        return broker;
    }

    Health health(EmbeddedBroker broker) {
        return new Health(
                Gateway.version(),
                List.of(
                        new Part("database", "datastore", storage.selfTest()::database),
                        new Part("blobs", "datastore", storage.selfTest()::blobs),
                        new Part(
                                "broker",
                                "component",
                                () -> broker.answers()
                                        .toCompletableFuture()
                                        .get(BROKER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS))),
                clock);
    }

    HttpListener startHttp(Optional<TlsFiles> tls, EmbeddedBroker broker, Health health) throws IOException {
        return HttpListener.start(
                settings.http(tls),
                List.of(new MqttUpgrade(broker.maxPacketBytes(), broker::adopt)),
                routes(broker, health),
                new HttpMetrics(registry).and(new RequestLog()));
    }

    private List<Routes> routes(EmbeddedBroker broker, Health health) {
        ApiMessages api = new ApiMessages(reader, writer, dispatcher, sessions, rate(), workers, clock);
        MemoryBudget bodies = MemoryBudget.ofHeap(
                BODIES_IN_HEAP,
                most.size().bytes(),
                "too many long requests at the same time",
                () -> limits.met(Limit.HTTP_BODIES));
        MemoryBudget answers = MemoryBudget.ofHeap(
                ANSWERS_IN_HEAP,
                Math.max(most.content().replyBytes(), LONGEST_LIST),
                "too many long answers that nobody reads",
                () -> limits.met(Limit.HTTP_ANSWERS));
        FileAnswers files = new FileAnswers(storage.blobs());
        return List.of(
                new ApiRoutes(api, most.size().bytes(), bodies, answers),
                new FileRoutes(
                        storage,
                        files,
                        clock,
                        passwords::matches,
                        settings.limits().fileBytes(),
                        settings.downloads()),
                new FilestoreRoutes(storage, identity, files, settings.filestore(), bodies, answers, clock),
                new ProvisioningRoutes(
                        storage,
                        identity,
                        logins,
                        passwords,
                        turningOut,
                        bodies,
                        audit,
                        settings.logins().tokenLife(),
                        clock),
                new HealthRoutes(health),
                new MetricsRoutes(registry::scrape),
                new OpenApiRoutes());
    }

    /** Counts from now on what passes, for {@code /metrics}. */
    ProcessMetrics measure(EmbeddedBroker broker, HttpListener http) {
        DoorMetrics.bind(registry, broker.counts(), http.counts(), http.tlsCounts());
        LimitMetrics.bind(registry, limits, logins.counts(), Map.of("log_lines", LogOutput::lostLines));
        AuditMetrics.bind(registry, audit);
        BackupMetrics.bind(registry, backups);
        StorageMetrics.bind(registry, storage, workers);
        MailboxMetrics.bind(registry, mailboxes);
        new QueueMetrics(registry)
                .length("inboxes", door::waitingMessages)
                .bytes("inboxes", door::waitingBytes)
                .length("workers", workers::waiting)
                .length("leftovers", workers::waitingAfterwards)
                .length("changes", feed::waiting)
                .length("disk", storage.activity()::waitingForDisk)
                .length("database_changes", door::waitingForChanges)
                .length("database", storage.activity()::waitingForConnection)
                .length("http", http::running)
                .length("calls", calls::size);
        return new ProcessMetrics(registry, Gateway.version());
    }
}
