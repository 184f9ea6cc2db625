package dev.tr50.gateway.filestore.contract;

/**
 * A thing as its owner knows it.
 *
 * @param thingKey the public name
 * @param secret what opens its files
 */
record Device(String id, String groupId, String thingKey, String secret) {

    /** The value of {@code Authorization}. */
    String key() {
        return "Thing " + secret;
    }
}
