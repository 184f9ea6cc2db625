package dev.tr50.broker;

/** The versions of MQTT that a client may speak. */
public enum MqttLevel {
    /** Level 3, protocol name {@code MQIsdp}. */
    MQTT_3_1(3),
    /** Level 4. */
    MQTT_3_1_1(4),
    /** Level 5. */
    MQTT_5(5);

    private final int number;

    MqttLevel(int number) {
        this.number = number;
    }

    /** The protocol level as it stands in CONNECT. */
    public int number() {
        return number;
    }

    static MqttLevel of(int number) {
        return switch (number) {
            case 3 -> MQTT_3_1;
            case 4 -> MQTT_3_1_1;
            case 5 -> MQTT_5;
            default -> throw new IllegalArgumentException("no MQTT level " + number);
        };
    }
}
