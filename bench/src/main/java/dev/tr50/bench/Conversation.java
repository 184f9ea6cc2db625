package dev.tr50.bench;

import java.time.Instant;

/**
 * What one connection says. In every text but the password and the payload {@code %n} stands for the number of the
 * connection, from 1.
 *
 * @param user user name, or null
 * @param password password, or null
 * @param topic topic of the requests
 * @param payload the request, in which {@link Template} puts times
 * @param from what the times begin after
 * @param filter what to subscribe to before the first request, or null when replies come unasked
 * @param qos 0 or 1, of the requests and of the subscription
 */
record Conversation(
        String clientId,
        String user,
        String password,
        String topic,
        String payload,
        Instant from,
        String filter,
        int qos) {

    /** Of one that connects and asks nothing. */
    static Conversation silent(String clientId, String user, String password) {
        return new Conversation(clientId, user, password, null, null, null, null, 0);
    }

    /** The conversation of one connection. */
    Conversation of(int number) {
        return new Conversation(
                numbered(clientId, number),
                numbered(user, number),
                password,
                numbered(topic, number),
                payload,
                from,
                numbered(filter, number),
                qos);
    }

    private static String numbered(String text, int number) {
        return text == null ? null : text.replace("%n", Integer.toString(number));
    }
}
