package dev.tr50.gateway.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The MQTT connection of a thing, as devices have it: MQTT 3.1.1, a clean session, client id and user name both the thing key,
 * requests at QoS 1 on {@code api/<n>}, never a subscription. When it is lost, it is made again.
 */
final class DeviceConnection {
    /** Requests that wait for their replies at a time. */
    private static final int MOST_WAITING = 200;

    private static final int NUMBERS = 65_536;
    private static final int MOST_FAILURES = 100;
    private static final String REPLY = "reply/";
    private static final String MAIL = "notify/mailbox_activity";
    private static final JsonMapper JSON = new JsonMapper();

    /** Hears what happens to the connection. Its methods must not block. */
    interface Listener {
        void connected();

        /** The connection is gone, and will be made again. */
        void lost();

        /** An attempt to connect failed; another one follows. */
        void failed(String why);

        /** The gateway does not let this thing in; there is no other attempt. */
        void refused(String why);

        /** The gateway says that mail waits. */
        void mailWaits();
    }

    private final SimulationSettings.Target target;
    private final String key;
    private final byte[] token;
    private final Tally tally;
    private final Timer timer;
    private final Listener listener;
    private final Backoff backoff;
    private final ConcurrentMap<Integer, Request> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile Mqtt3AsyncClient client;
    private volatile int failures;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile Duration pause;

    DeviceConnection(
            SimulationSettings.Target target,
            String key,
            String token,
            Random chance,
            Tally tally,
            Timer timer,
            Listener listener) {
        this.target = target;
        this.key = key;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.tally = tally;
        this.timer = timer;
        this.listener = listener;
        this.backoff = new Backoff(chance);
    }

    /** Connects; tries again until it succeeds or is refused. A client that has lost its session hears no messages any more. */
    void connect() {
        if (closed) {
            return;
        }
        client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(key)
                .serverHost(target.host())
                .serverPort(target.mqttPort())
                .addConnectedListener(context -> connected())
                .addDisconnectedListener(this::disconnected)
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::arrived);
        // Of a failure the listener hears.
        client.connectWith()
                .simpleAuth()
                .username(key)
                .password(token)
                .applySimpleAuth()
                .send();
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether another request may be sent now. */
    boolean hasRoom() {
        return connected && waiting.size() < MOST_WAITING;
    }

    /** How many requests wait for their replies. */
    int waiting() {
        return waiting.size();
    }

    /** Sends a request; without a connection it fails. */
    void send(Request request) {
        tally.sent(request.command());
        int number = numbers.updateAndGet(last -> last % NUMBERS + 1);
        waiting.put(number, request);
        client.publishWith()
                .topic("api/" + number)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(bytes(request))
                .send()
                .exceptionally(failure -> {
                    lose(number);
                    return null;
                });
    }

    /** Waits no more for replies that have not come for so long. */
    void giveUp(Duration patience, String why) {
        long now = System.nanoTime();
        waiting.forEach((number, request) -> {
            long since = now - request.meantFor();
            if (since > patience.toNanos() && waiting.remove(number, request)) {
                tally.answered(request.command(), since);
                fail(request, why);
            }
        });
    }

    /** Leaves, and comes back after a while. */
    void restart(Duration after) {
        pause = after;
        connected = false;
        client.disconnect();
    }

    /** Leaves for good. */
    void close() {
        closed = true;
        connected = false;
        if (client != null) {
            client.disconnect();
        }
    }

    private void connected() {
        if (closed) {
            client.disconnect();
            return;
        }
        failures = 0;
        connected = true;
        listener.connected();
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        boolean was = connected;
        connected = false;
        waiting.keySet().forEach(this::lose);
        Duration wanted = pause;
        pause = null;
        if (closed) {
            return;
        }
        if (wanted != null) {
            connectAfter(wanted);
        } else if (was) {
            listener.lost();
            connectAfter(backoff.after(0));
        } else if (isFinal(context.getCause())) {
            listener.refused(reason(context.getCause()));
        } else {
            listener.failed(reason(context.getCause()));
            failures = Math.min(failures + 1, MOST_FAILURES);
            connectAfter(backoff.after(failures));
        }
    }

    private void connectAfter(Duration time) {
        if (!closed) {
            timer.after(time, this::connect);
        }
    }

    private static boolean isFinal(Throwable cause) {
        return cause instanceof Mqtt3ConnAckException refusal
                && refusal.getMqttMessage().getReturnCode() != Mqtt3ConnAckReturnCode.SERVER_UNAVAILABLE;
    }

    private static String reason(Throwable cause) {
        if (cause instanceof Mqtt3ConnAckException refusal) {
            return refusal.getMqttMessage().getReturnCode().toString();
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private void lose(int number) {
        Request lost = waiting.remove(number);
        if (lost != null) {
            fail(lost, "the connection was lost");
        }
    }

    private void fail(Request request, String why) {
        tally.failed(request.command(), why);
        request.then().accept(Optional.empty());
    }

    private void arrived(Mqtt3Publish message) {
        String topic = message.getTopic().toString();
        if (topic.equals(MAIL)) {
            listener.mailWaits();
        } else if (topic.startsWith(REPLY)) {
            Request answered = waiting.remove(Integer.valueOf(topic.substring(REPLY.length())));
            if (answered != null) {
                tally.answered(answered.command(), System.nanoTime() - answered.meantFor());
                answered.then().accept(read(answered, message.getPayloadAsBytes()));
            }
        }
    }

    private Optional<JsonNode> read(Request request, byte[] payload) {
        try {
            return Replies.read(tally, request.command(), JSON.readTree(payload));
        } catch (IOException e) {
            tally.failed(request.command(), "the reply is not JSON");
            return Optional.empty();
        }
    }

    private static byte[] bytes(Request request) {
        try {
            return JSON.writeValueAsBytes(request.message());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }
}
