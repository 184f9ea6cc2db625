package dev.tr50.broker;

import java.net.InetSocketAddress;

/**
 * What a CONNECT says about who sends it.
 *
 * @param clientId never empty: generated when the client left it to the broker
 * @param isIdAssigned whether it was generated
 * @param username never null or empty: a CONNECT without one is refused before anybody is asked
 * @param password null when absent
 * @param remote where the connection comes from
 * @param level the version of MQTT spoken
 * @param cleanSession the clean session (MQTT 5: clean start) flag
 */
public record Login(
        String clientId,
        boolean isIdAssigned,
        String username,
        byte[] password,
        InetSocketAddress remote,
        MqttLevel level,
        boolean cleanSession) {

    /** Leaves the password out, and most of the client id, which may be a secret too: this text ends in logs. */
    @Override
    public String toString() {
        return "Login[" + username + "/" + Printable.beginningOf(clientId) + " from " + remote + ", " + level + "]";
    }
}
