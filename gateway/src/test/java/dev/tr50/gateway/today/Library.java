package dev.tr50.gateway.today;

import java.util.function.Function;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;

/** The client libraries, each with each version of MQTT it speaks. */
enum Library {
    HIVEMQ_3_1_1(Hivemq3::new),
    HIVEMQ_5(Hivemq5::new),
    PAHO_3_1(door -> new Paho3(door, MqttConnectOptions.MQTT_VERSION_3_1)),
    PAHO_3_1_1(door -> new Paho3(door, MqttConnectOptions.MQTT_VERSION_3_1_1)),
    PAHO_5(Paho5::new);

    private final Function<Door, Client> maker;

    Library(Function<Door, Client> maker) {
        this.maker = maker;
    }

    Client client(Door door) {
        return maker.apply(door);
    }
}
