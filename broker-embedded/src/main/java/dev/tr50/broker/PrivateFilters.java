package dev.tr50.broker;

import java.util.HashMap;
import java.util.Map;

/** A session's own subscriptions on replies and notifications. Not safe for use by several threads. */
final class PrivateFilters {

    /** No subscription identifier; clients choose theirs from 1 on. */
    static final int UNNUMBERED = 0;

    private static final int[] NONE = {};

    private final Map<String, Granted> filters = new HashMap<>();
    private int numbered;

    private record Granted(int qos, int identifier) {

        int numbered() {
            return identifier == UNNUMBERED ? 0 : 1;
        }
    }

    void put(String filter, int qos, int identifier) {
        remove(filter);
        Granted granted = new Granted(qos, identifier);
        filters.put(filter, granted);
        numbered += granted.numbered();
    }

    boolean remove(String filter) {
        Granted granted = filters.remove(filter);
        if (granted != null) {
            numbered -= granted.numbered();
        }
        return granted != null;
    }

    void clear() {
        filters.clear();
        numbered = 0;
    }

    int size() {
        return filters.size();
    }

    boolean contains(String filter) {
        return filters.containsKey(filter);
    }

    /** The highest QoS granted for a topic, or -1 where no filter matches it. */
    int grantedQos(String topic) {
        int granted = -1;
        for (Map.Entry<String, Granted> filter : filters.entrySet()) {
            if (filter.getValue().qos() > granted && TopicRules.matches(filter.getKey(), topic)) {
                granted = filter.getValue().qos();
            }
        }
        return granted;
    }

    /** The identifiers of all filters that match the topic. */
    int[] identifiers(String topic) {
        if (numbered == 0) {
            return NONE;
        }
        return filters.entrySet().stream()
                .filter(filter -> filter.getValue().numbered() > 0)
                .filter(filter -> TopicRules.matches(filter.getKey(), topic))
                .mapToInt(filter -> filter.getValue().identifier())
                .toArray();
    }
}
