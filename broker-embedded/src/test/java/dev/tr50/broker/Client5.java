package dev.tr50.broker;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Speaks MQTT 5 byte by byte: every flag and property is the caller's. */
final class Client5 implements AutoCloseable {

    static final Body NONE = new Body();
    private static final String MARK = "mark";

    final RawClient raw;
    Packet connAck;
    private final Queue<Packet> early = new ArrayDeque<>();
    private boolean marked;

    record Property(int id, Object value) {}

    record Message(int flags, String topic, int packetId, List<Property> properties, String payload) {

        int qos() {
            return flags >> 1 & 3;
        }

        boolean retained() {
            return (flags & 1) != 0;
        }

        boolean repeated() {
            return (flags & 8) != 0;
        }

        List<Object> all(int id) {
            return properties.stream()
                    .filter(property -> property.id() == id)
                    .map(Property::value)
                    .toList();
        }

        Object one(int id) {
            List<Object> values = all(id);
            return values.isEmpty() ? null : values.get(0);
        }

        static Message of(Packet packet) {
            ByteBuffer in = ByteBuffer.wrap(packet.body());
            String topic = text(in);
            int id = (packet.flags() >> 1 & 3) == 0 ? 0 : in.getShort() & 0xFFFF;
            List<Property> properties = Client5.properties(in);
            return new Message(
                    packet.flags(),
                    topic,
                    id,
                    properties,
                    StandardCharsets.UTF_8.decode(in).toString());
        }
    }

    private Client5(RawClient raw) {
        this.raw = raw;
    }

    /** Connected only, nothing sent yet. */
    static Client5 dial(Gateway gateway) throws IOException {
        return new Client5(new RawClient(gateway));
    }

    static Client5 open(Gateway gateway, String user, String clientId) throws IOException {
        return open(gateway, user, clientId, true, NONE);
    }

    /** Let in, with properties of the caller's making. */
    static Client5 open(Gateway gateway, String user, String clientId, boolean clean, Body properties)
            throws IOException {
        return open(gateway, connect(user, clientId, clean, properties));
    }

    static Client5 open(Gateway gateway, byte[] connect) throws IOException {
        Client5 client = dial(gateway);
        client.raw.send(connect);
        client.connAck = client.raw.read();
        if (client.connAck.type() != RawClient.CONNACK || client.connAck.at(1) != 0) {
            throw new IOException("refused with " + client.connAck.at(1));
        }
        return client;
    }

    static byte[] connect(String user, String clientId, boolean clean, Body properties) {
        return RawClient.packet(
                0x10,
                head(clean ? 0xC2 : 0xC0, properties).text(clientId).text(user).text(Gateway.PASSWORD));
    }

    /** A CONNECT with a will. */
    record Will(String topic, String payload, int qos, boolean retain, Body properties) {

        byte[] connect(String user, String clientId, boolean clean, Body properties) {
            int flags = 0xC4 | (clean ? 2 : 0) | qos << 3 | (retain ? 0x20 : 0);
            Body body = head(flags, properties).text(clientId);
            block(body, this.properties);
            return RawClient.packet(
                    0x10, body.text(topic).text(payload).text(user).text(Gateway.PASSWORD));
        }
    }

    static Body head(int flags, Body properties) {
        Body body = new Body().text("MQTT").octet(5).octet(flags).number(60);
        return block(body, properties);
    }

    static Body block(Body body, Body properties) {
        return variable(body, properties.bytes().length).raw(properties.bytes());
    }

    static Body variable(Body body, int value) {
        int rest = value;
        while (rest > 127) {
            body.octet(rest % 128 | 128);
            rest /= 128;
        }
        return body.octet(rest);
    }

    static Body four(int id, long value) {
        return new Body().octet(id).number((int) (value >> 16)).number((int) (value & 0xFFFF));
    }

    static Body two(int id, int value) {
        return new Body().octet(id).number(value);
    }

    static Body one(int id, int value) {
        return new Body().octet(id).octet(value);
    }

    static Body text(int id, String value) {
        return new Body().octet(id).text(value);
    }

    static Body user(String name, String value) {
        return new Body().octet(0x26).text(name).text(value);
    }

    static Body all(Body... properties) {
        Body all = new Body();
        for (Body property : properties) {
            all.raw(property.bytes());
        }
        return all;
    }

    static byte[] publish(int flags, String topic, int packetId, Body properties, String payload) {
        Body body = new Body().text(topic);
        if ((flags & 6) != 0) {
            body.number(packetId);
        }
        return RawClient.packet(0x30 | flags, block(body, properties).raw(payload.getBytes(StandardCharsets.UTF_8)));
    }

    void publish(String topic, String payload) throws IOException {
        publish(topic, payload, 1, NONE);
    }

    /** Waits until the broker has it. */
    void publish(String topic, String payload, int qos, Body properties) throws IOException {
        publish(topic, payload, qos << 1, properties, 0x4321);
    }

    void retain(String topic, String payload, Body properties) throws IOException {
        publish(topic, payload, 3, properties, 0x4321);
    }

    private void publish(String topic, String payload, int flags, Body properties, int packetId) throws IOException {
        raw.send(publish(flags, topic, packetId, properties, payload));
        switch (flags >> 1 & 3) {
            case 1 -> await(RawClient.PUBACK);
            case 2 -> {
                await(RawClient.PUBREC);
                raw.send(acknowledge(0x62, packetId));
                await(RawClient.PUBCOMP);
            }
            default -> {
                raw.send(RawClient.ping());
                await(RawClient.PINGRESP);
            }
        }
    }

    static byte[] acknowledge(int header, int packetId) {
        return RawClient.packet(header, new Body().number(packetId));
    }

    static byte[] acknowledge(int header, int packetId, int reason) {
        return RawClient.packet(header, new Body().number(packetId).octet(reason));
    }

    static byte[] disconnect(int reason, Body properties) {
        return RawClient.packet(0xE0, block(new Body().octet(reason), properties));
    }

    static byte[] subscribe(Body properties, int options, String... filters) {
        Body body = block(new Body().number(9), properties);
        for (String filter : filters) {
            body.text(filter).octet(options);
        }
        return RawClient.packet(0x82, body);
    }

    Packet subscribe(String filter, int options) throws IOException {
        return subscribe(filter, options, NONE);
    }

    Packet subscribe(String filter, int options, Body properties) throws IOException {
        raw.send(subscribe(properties, options, filter));
        return await(RawClient.SUBACK);
    }

    Packet unsubscribe(String filter) throws IOException {
        raw.send(RawClient.unsubscribe(5, 8, filter));
        return await(RawClient.UNSUBACK);
    }

    /** The next packet of the type; messages before it are kept. */
    Packet await(int type) throws IOException {
        Packet packet = raw.read();
        while (packet.type() != type) {
            if (packet.type() == RawClient.PUBLISH) {
                early.add(packet);
            }
            packet = raw.read();
        }
        return packet;
    }

    /** The next message; acknowledged by the caller. */
    Message message() throws IOException {
        return Message.of(early.isEmpty() ? raw.read(RawClient.PUBLISH) : early.remove());
    }

    /** What comes before a message that this client now publishes to itself. */
    List<Message> messages() throws IOException {
        if (!marked) {
            subscribe(MARK + System.identityHashCode(this), 0);
            marked = true;
        }
        raw.send(publish(0, MARK + System.identityHashCode(this), 0, NONE, ""));
        List<Message> messages = new ArrayList<>();
        Message message = message();
        while (!message.topic().startsWith(MARK)) {
            messages.add(message);
            message = message();
        }
        return messages;
    }

    /** The reason code with which the broker takes its leave. */
    int farewell() throws IOException {
        Packet packet = await(RawClient.DISCONNECT);
        return packet.body().length == 0 ? 0 : packet.at(0);
    }

    List<Property> connAckProperties() {
        return properties(ByteBuffer.wrap(connAck.body(), 2, connAck.body().length - 2));
    }

    Object connAckProperty(int id) {
        return connAckProperties().stream()
                .filter(property -> property.id() == id)
                .map(Property::value)
                .findFirst()
                .orElse(null);
    }

    static List<Property> properties(ByteBuffer in) {
        int length = variable(in);
        int end = in.position() + length;
        List<Property> properties = new ArrayList<>();
        while (in.position() < end) {
            int id = in.get();
            properties.add(new Property(id, value(id, in)));
        }
        return properties;
    }

    private static Object value(int id, ByteBuffer in) {
        return switch (id) {
            case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> (int) in.get();
            case 0x02, 0x11, 0x18, 0x27 -> in.getInt() & 0xFFFFFFFFL;
            case 0x0B -> variable(in);
            case 0x13, 0x21, 0x22, 0x23 -> in.getShort() & 0xFFFF;
            case 0x26 -> text(in) + "=" + text(in);
            default -> text(in);
        };
    }

    private static int variable(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        int octet;
        do {
            octet = in.get() & 0xFF;
            value |= (octet & 127) << shift;
            shift += 7;
        } while (octet > 127);
        return value;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xFFFF];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
