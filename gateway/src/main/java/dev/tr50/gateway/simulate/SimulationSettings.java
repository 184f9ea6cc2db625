package dev.tr50.gateway.simulate;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What is simulated.
 *
 * @param user who calls methods over HTTP; empty when nobody does
 * @param duration how long the things work; empty for until told to stop
 * @param seed of everything left to chance: two simulations with the same one send the same
 * @param reportEvery time from one line of the report to the next
 */
public record SimulationSettings(
        Target target,
        Fleet fleet,
        Work work,
        Optional<User> user,
        Optional<Duration> duration,
        long seed,
        Duration reportEvery) {

    /** Where the gateway is. */
    public record Target(String host, int mqttPort, int httpPort) {
        URI http(String path) {
            return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + httpPort + path);
        }
    }

    /**
     * The things.
     *
     * @param keyPrefix what stands before the number of a thing in its key
     * @param token of the application with which they log in and register themselves
     * @param connectsPerSecond how many connect in a second, so that they do not come all at once
     */
    public record Fleet(int things, String keyPrefix, String token, double connectsPerSecond) {
        /** The key of a thing, by its number from 1. */
        public String key(int number) {
            return "%s%04d".formatted(keyPrefix, number);
        }
    }

    /**
     * What they do.
     *
     * @param rate commands a second that each thing sends of its own accord
     * @param uploadEvery time from one file of a thing to its next; zero for no files
     * @param callsPerSecond method calls a second in all; 0 for none
     */
    public record Work(double rate, Duration uploadEvery, double callsPerSecond) {}

    /** A user's login. */
    public record User(String email, String password) {}
}
