package io.moquette.broker;

import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;

/**
 * Retained messages in memory, bounded in number and bytes for each first level of topics, which is a group: none can use
 * up another's share. What does not fit is delivered but not retained.
 */
final class BoundedRetained implements IRetainedRepository {

    private final int maxMessages;
    private final long maxBytes;
    private final BiPredicate<String, String> matches;
    private final Runnable noRoom;
    private final ConcurrentMap<String, RetainedOfGroup> groups = new ConcurrentHashMap<>();

    /**
     * @param matches whether a filter matches a topic
     * @param noRoom is told of each message that is not kept
     */
    BoundedRetained(int maxMessages, long maxBytes, BiPredicate<String, String> matches, Runnable noRoom) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.matches = matches;
        this.noRoom = noRoom;
    }

    @Override
    public void retain(Topic topic, MqttPublishMessage publish) {
        retain(topic, publish, null);
    }

    @Override
    public void retain(Topic topic, MqttPublishMessage publish, Instant expiry) {
        RetainedOfGroup group = groups.computeIfAbsent(
                firstLevel(topic.toString()), name -> new RetainedOfGroup(maxMessages, maxBytes));
        if (!group.retain(topic, publish, expiry)) {
            noRoom.run();
        }
    }

    @Override
    public void cleanRetained(Topic topic) {
        RetainedOfGroup group = groups.get(firstLevel(topic.toString()));
        if (group != null) {
            group.clean(topic.toString());
        }
    }

    @Override
    public boolean isEmpty() {
        return groups.values().stream().allMatch(RetainedOfGroup::isEmpty);
    }

    @Override
    public Collection<RetainedMessage> retainedOnTopic(String filter) {
        RetainedOfGroup group = groups.get(firstLevel(filter));
        if (group == null) {
            return List.of();
        }
        boolean exact = filter.indexOf('+') < 0 && filter.indexOf('#') < 0;
        return exact ? group.at(filter) : group.where(topic -> matches.test(filter, topic));
    }

    void forget(String firstLevel) {
        groups.remove(firstLevel);
    }

    private static String firstLevel(String topic) {
        int slash = topic.indexOf('/');
        return slash < 0 ? topic : topic.substring(0, slash);
    }

    /** Moquette asks when it starts, when there are none. */
    @Override
    public Collection<RetainedMessage> listExpirable() {
        return List.of();
    }
}
