package dev.tr50.broker;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** One running broker. */
public final class EmbeddedBroker implements AutoCloseable {

    private final MqttListener listener;

    private EmbeddedBroker(MqttListener listener) {
        this.listener = listener;
    }

    /**
     * Binds and accepts.
     *
     * @throws IOException naming host and port when they cannot be bound
     */
    public static EmbeddedBroker start(BrokerSettings settings, Authenticator authenticator, CommandListener commands)
            throws IOException {
        return new EmbeddedBroker(MqttListener.open(settings, authenticator, commands));
    }

    /** The TCP port of plain MQTT. */
    public int port() {
        return listener.port();
    }

    /** The TCP port of MQTT over TLS, when there is one. */
    public OptionalInt tlsPort() {
        return listener.tlsPort();
    }

    /**
     * Whether a session of the group subscribed to a topic, connected or not; far cheaper than to publish. Whoever has its
     * SUBACK is counted.
     */
    public boolean hasSubscribers(String group, String topic) {
        return listener.core().hasSubscribers(group, topic);
    }

    /**
     * Publishes to every session of the group that subscribed to the topic, at the QoS of its subscription, at most 1; not
     * retained. What is published one after another arrives in that order. Sessions that are slow or away get it as they get
     * ordinary messages. May wait for seconds where the broker has too much to do.
     */
    public void publish(String group, String topic, byte[] payload) {
        listener.core().publish(group, topic, payload);
    }

    /**
     * Asks every thread that serves clients whether it still runs.
     *
     * @return completes when all have answered; exceptionally when one takes no more work or a port is closed. Never, when one
     *     hangs
     */
    public CompletionStage<Void> answers() {
        return listener.answers();
    }

    /**
     * Ends all sessions of a user in a group: connections are closed, and subscriptions and what waits for clients that are away
     * are forgotten. What a client sent that has not been given to the {@link CommandListener} will not be; a connection is
     * {@linkplain Connection#isExpelled() marked} when this returns, and closed soon. Logins that the {@link Authenticator}
     * is asked about from now on are not concerned; those that it was asked about before are, whatever it answers.
     */
    public void end(String group, String username) {
        listener.core().expulsions().user(new SessionKey.User(group, username));
    }

    /** Does the same for everybody in a group, and forgets its retained messages. */
    public void endGroup(String group) {
        listener.core().expulsions().group(group);
    }

    /** What has been counted since the start. */
    public BrokerCounts counts() {
        return listener.core().counts();
    }

    /** The longest packet that is taken, its fixed header included: what anything that carries MQTT must let through. */
    public int maxPacketBytes() {
        return listener.maxPacketBytes();
    }

    /**
     * Takes an open connection that came in by another door, and treats it like one of its own from here on. What stands in the
     * pipeline already carries MQTT: it hands packets on as bytes, cut anywhere, and takes packets as bytes. The broker
     * alone decides from now on when the channel is read and closed. After {@link #stopAccepting()} the channel is closed.
     *
     * <p>To be called on the channel's event loop.
     */
    public void adopt(Channel channel) {
        listener.adopt(channel);
    }

    /** Closes the listeners while the connections there are live on: the first step of a graceful stop. */
    public void stopAccepting() {
        listener.stopAccepting();
    }

    /** Disconnects everybody (MQTT 5 clients are told why) and stops all threads, within seconds. */
    @Override
    public void close() {
        listener.close();
    }
}
