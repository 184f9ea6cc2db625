package dev.tr50.gateway.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * A pump on a truck that gets warm when it works: what it measures and what it has to say, one command at a time. Its values hang
 * together and move in small steps, as those of real ones do.
 */
final class Machine {
    private static final double WARM = 70;
    private static final double HOT = 85;
    private static final double AMBIENT = 20;
    private static final double INERTIA = 0.05;
    private static final int BATCH = 10;
    private static final List<String> STATES = List.of("idle", "running", "maintenance");

    /**
     * A command with its params.
     *
     * @param params its params
     */
    record Saying(String command, ObjectNode params) {}

    private final Random chance;
    private double rpm;
    private double temperature = AMBIENT;
    private double lat;
    private double lng;
    private String state = "idle";

    Machine(Random chance) {
        this.chance = chance;
        lat = 52 + chance.nextGaussian();
        lng = 5 + chance.nextGaussian();
    }

    /** What it says next: of a hundred things 55 single values, 10 batches, 12 places, 8 attributes, 8 alarms and 7 lines of log. */
    Saying next() {
        step();
        int roll = chance.nextInt(100);
        if (roll < 55) {
            return new Saying("property.publish", value());
        }
        if (roll < 65) {
            return new Saying("property.batch", batch());
        }
        if (roll < 77) {
            return new Saying("location.publish", place());
        }
        if (roll < 85) {
            return new Saying("attribute.publish", object().put("key", "state").put("value", state));
        }
        if (roll < 93) {
            return new Saying("alarm.publish", alarm());
        }
        return new Saying(
                "log.publish", object().put("msg", "The pump is " + state).put("level", 2));
    }

    /** What it has measured, as a file. */
    String trace() {
        StringBuilder trace = new StringBuilder("rpm,temperature\n");
        for (int line = 0; line < 500; line++) {
            step();
            trace.append(rounded(rpm)).append(',').append(rounded(temperature)).append('\n');
        }
        return trace.toString();
    }

    private void step() {
        if (chance.nextInt(50) == 0) {
            state = STATES.get(chance.nextInt(STATES.size()));
        }
        double wanted = state.equals("running") ? 1500 : 0;
        rpm += (wanted - rpm) * 0.2 + (wanted > 0 ? chance.nextGaussian() * 5 : 0);
        temperature += (AMBIENT + rpm / 20 - temperature) * INERTIA + chance.nextGaussian() * 0.3;
        lat += chance.nextGaussian() * 1e-4;
        lng += chance.nextGaussian() * 1e-4;
    }

    private ObjectNode value() {
        return switch (chance.nextInt(3)) {
            case 0 -> object().put("key", "rpm").put("value", rounded(rpm));
            case 1 -> object().put("key", "temperature").put("value", rounded(temperature));
            default -> object().put("key", "pressure").put("value", rounded(1 + rpm / 500));
        };
    }

    /** What was gathered since the last time, with the times at which it was. */
    private ObjectNode batch() {
        ObjectNode params = object();
        ArrayNode data = params.putArray("data");
        Instant now = Instant.now();
        for (int ago = BATCH - 1; ago >= 0; ago--) {
            step();
            data.add(value().put("ts", now.minusMillis(10L * ago).toString()));
        }
        return params;
    }

    private ObjectNode place() {
        return object().put("lat", lat)
                .put("lng", lng)
                .put("heading", chance.nextInt(360))
                .put("speed", rounded(Math.abs(chance.nextGaussian() * 10)))
                .put("fixType", "gps");
    }

    private ObjectNode alarm() {
        int level = temperature > HOT ? 2 : temperature > WARM ? 1 : 0;
        return object().put("key", "overheat").put("state", level).put("msg", rounded(temperature) + " degrees");
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
