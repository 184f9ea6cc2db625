package dev.tr50.gateway.metrics;

import dev.tr50.broker.BrokerCounts;
import dev.tr50.broker.BrokerCounts.Excess;
import dev.tr50.broker.Door;
import dev.tr50.gateway.http.HttpCounts;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.Locale;
import java.util.Optional;

/** Connections, bytes and packets, of all doors. */
public final class DoorMetrics {
    private static final String OPEN = "Connections that are open";
    private static final String OPENED = "Connections that were opened";
    private static final String IN = "Bytes that came in, as the network carried them";
    private static final String OUT = "Bytes that were sent, as the network carries them";

    private DoorMetrics() {}

    /** Adds them to the registry. */
    public static void bind(MeterRegistry registry, BrokerCounts broker, HttpCounts http, Optional<HttpCounts> https) {
        Meters meters = new Meters(registry);
        for (Door door : Door.values()) {
            bind(meters, broker, door);
        }
        bind(meters, "http", http, broker, Door.WS);
        https.ifPresent(counts -> bind(meters, "https", counts, broker, Door.WSS));
        for (MqttMessageType type : MqttMessageType.values()) {
            String name = word(type);
            meters.counter(
                    "tr50.mqtt.packets.received",
                    "MQTT packets that came in",
                    () -> broker.packetsIn(type),
                    "type",
                    name);
            meters.counter(
                    "tr50.mqtt.packets.sent",
                    "MQTT packets that were sent",
                    () -> broker.packetsOut(type),
                    "type",
                    name);
        }
        for (Excess excess : Excess.values()) {
            meters.counter(
                    LimitMetrics.NAME,
                    LimitMetrics.DESCRIPTION,
                    () -> broker.excesses(excess),
                    "limit",
                    "mqtt_" + word(excess));
        }
        meters.counter(
                "tr50.mqtt.refused.connects",
                "MQTT clients that were turned away in their CONNACK",
                broker::refusedLogins);
        meters.counter(
                "tr50.mqtt.closed.connections",
                "Connections of MQTT clients that were closed because of what they did",
                broker::closedForCause);
    }

    private static void bind(Meters meters, BrokerCounts broker, Door door) {
        String name = word(door);
        meters.gauge("tr50.connections", OPEN, () -> broker.openConnections(door), "door", name);
        meters.counter("tr50.connections.opened", OPENED, () -> broker.connections(door), "door", name);
        meters.counter("tr50.received.bytes", IN, () -> broker.bytesIn(door), "door", name);
        meters.counter("tr50.sent.bytes", OUT, () -> broker.bytesOut(door), "door", name);
    }

    private static void bind(Meters meters, String name, HttpCounts http, BrokerCounts broker, Door upgraded) {
        meters.gauge(
                "tr50.connections",
                OPEN,
                () -> Math.max(0, http.openConnections() - broker.openConnections(upgraded)),
                "door",
                name);
        meters.counter("tr50.connections.opened", OPENED, http::connections, "door", name);
        meters.counter("tr50.received.bytes", IN, http::bytesIn, "door", name);
        meters.counter("tr50.sent.bytes", OUT, http::bytesOut, "door", name);
        meters.counter(
                LimitMetrics.NAME, LimitMetrics.DESCRIPTION, http::refusedConnections, "limit", name + "_connections");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
