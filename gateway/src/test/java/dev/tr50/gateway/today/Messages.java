package dev.tr50.gateway.today;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a client was given, in order. */
final class Messages {
    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();

    /** A message as the client library showed it. */
    record Message(String topic, String text, int qos, boolean retained) {}

    void add(Message message) {
        queue.add(message);
    }

    /** The next message, which must come. */
    Message next() throws InterruptedException {
        Message message = queue.poll(RunningGateway.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
