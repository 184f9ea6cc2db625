/**
 * Metadata and bytes of the gateway: groups, things, users, apps, sessions, files, and the handles by which files are
 * transferred. {@link dev.tr50.storage.Storage#open} is the way in. Nothing here knows MQTT, HTTP or TR50.
 *
 * <p>A change is visible to every reader when its method returns, and survives a power cut once a later call of
 * {@link dev.tr50.storage.Storage#durable()} completes.
 */
package dev.tr50.storage;
