package dev.tr50.storage;

import java.time.Instant;

/**
 * What a thing said of a part of its hardware.
 *
 * @param make who made it, or null
 * @param model or null
 * @param fwVersion version of its firmware, or null
 * @param remAt whether it takes AT commands from afar; null when that was not said
 * @param registeredOn when it was said
 */
public record Hardware(String make, String model, String fwVersion, Boolean remAt, Instant registeredOn) {

    /** What can be registered. */
    public enum Part {
        /** The radio module. */
        MODULE,
        /** The gateway that the thing is. */
        GATEWAY
    }
}
