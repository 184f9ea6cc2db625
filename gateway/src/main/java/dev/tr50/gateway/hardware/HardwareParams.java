package dev.tr50.gateway.hardware;

import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Hardware;
import java.time.Instant;

/**
 * What a thing says of a part of its hardware. libtr50's AT module sends these four when it connects for the first time.
 *
 * @param remAt null when absent, like the texts
 */
public record HardwareParams(ThingChoice thing, String make, String model, String fwVersion, Boolean remAt) {
    private static final int LONGEST = 255;
    private static final Param<String> MAKE = text("make", "Who made it.");
    private static final Param<String> MODEL = text("model", "Which model it is.");
    private static final Param<String> FW_VERSION = text("fwVersion", "Version of its firmware.");
    private static final Param<Boolean> REM_AT =
            Param.flag("remAt", "Whether it takes AT commands from afar.").defaultsTo(null);

    static HardwareParams from(Arguments arguments) {
        ThingChoice thing = ThingChoice.from(arguments);
        return new HardwareParams(
                thing, arguments.get(MAKE), arguments.get(MODEL), arguments.get(FW_VERSION), arguments.get(REM_AT));
    }

    Hardware at(Instant now) {
        return new Hardware(make, model, fwVersion, remAt, now);
    }

    private static Param<String> text(String name, String description) {
        return Param.string(name, description).as(value -> {
            if (value.length() > LONGEST) {
                throw new IllegalArgumentException("must be at most " + LONGEST + " characters");
            }
            return value;
        });
    }
}
