package dev.tr50.gateway.health;

/**
 * One part of the gateway that can be asked whether it works.
 *
 * @param name as it stands among the checks of the answer
 * @param kind its {@code componentType} there
 * @param probe asks it
 */
public record Part(String name, String kind, Probe probe) {

    /** Does for a moment what clients need of the part. May block; what it throws means that the part fails. */
    @FunctionalInterface
    public interface Probe {
        /** Returns when the part has done its work. */
        void run() throws Exception;
    }
}
