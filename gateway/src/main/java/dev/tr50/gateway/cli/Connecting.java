package dev.tr50.gateway.cli;

import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import dev.tr50.gateway.client.Tr50Client;

/** Connects to a gateway, or says in a sentence why that did not work. */
final class Connecting {
    private Connecting() {}

    /** @param clientId null for one that is made up */
    static Tr50Client connect(String host, int port, String user, String password, String clientId) throws Refusal {
        try {
            return Tr50Client.connect(host, port, user, password, clientId);
        } catch (Mqtt3ConnAckException e) {
            throw new Refusal("the gateway refused the login of " + user + ": "
                    + e.getMqttMessage().getReturnCode());
        } catch (ConnectionFailedException e) {
            throw new Refusal("cannot reach " + host + ":" + port + " (" + rootMessage(e) + ")");
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
