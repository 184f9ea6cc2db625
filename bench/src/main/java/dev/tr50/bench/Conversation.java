package dev.tr50.bench;

/**
 * What one connection says. In every text but the password and the payload {@code %n} stands for the number of the
 * connection, from 1.
 *
 * @param user user name, or null
 * @param password password, or null
 * @param topic topic of the requests
 * @param payload the request
 * @param filter what to subscribe to before the first request, or null when replies come unasked
 * @param qos 0 or 1, of the requests and of the subscription
 */
record Conversation(
        String clientId, String user, String password, String topic, byte[] payload, String filter, int qos) {

    /** The conversation of one connection. */
    Conversation of(int number) {
        return new Conversation(
                numbered(clientId, number),
                numbered(user, number),
                password,
                numbered(topic, number),
                payload,
                numbered(filter, number),
                qos);
    }

    private static String numbered(String text, int number) {
        return text == null ? null : text.replace("%n", Integer.toString(number));
    }
}
