package io.moquette.broker;

import io.moquette.broker.subscriptions.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One level of topic filters: the subscriptions that end here and the levels below. Guarded by its tree. */
final class SubscriptionNode {

    private static final String ANY_LEVEL = "+";
    private static final String ALL_LEVELS = "#";

    private final Map<String, SubscriptionNode> below = new HashMap<>(4);
    private final Map<String, Subscription> own = new HashMap<>(4);
    private final Map<String, Share> shares = new HashMap<>(0);

    /** The members of one shared subscription, who take turns. */
    private static final class Share {

        private final List<Subscription> members = new ArrayList<>();
        private final AtomicInteger turn = new AtomicInteger();

        Subscription choose(Predicate<String> reachable) {
            int first = turn.getAndIncrement();
            for (int i = 0; i < members.size(); i++) {
                Subscription member = members.get(Math.floorMod(first + i, members.size()));
                if (reachable.test(member.getClientId())) {
                    return member;
                }
            }
            return members.get(Math.floorMod(first, members.size()));
        }

        boolean put(Subscription member) {
            boolean held = members.remove(member);
            members.add(member);
            return !held;
        }
    }

    Collection<Subscription> own() {
        return own.values();
    }

    boolean hasSubscriptions() {
        return !own.isEmpty() || !shares.isEmpty();
    }

    /** One member of each shared subscription that ends here, one that is reachable if there is any. */
    List<Subscription> chosen(Predicate<String> reachable) {
        return shares.isEmpty()
                ? List.of()
                : shares.values().stream().map(share -> share.choose(reachable)).toList();
    }

    /** @param from where in the topic the level begins that this node's children stand for */
    void match(String topic, int from, Consumer<SubscriptionNode> found) {
        visit(ALL_LEVELS, found);
        if (from > topic.length()) {
            found.accept(this);
            return;
        }
        int slash = topic.indexOf('/', from);
        int end = slash < 0 ? topic.length() : slash;
        visit(topic.substring(from, end), node -> node.match(topic, end + 1, found));
        visit(ANY_LEVEL, node -> node.match(topic, end + 1, found));
    }

    private void visit(String level, Consumer<SubscriptionNode> visitor) {
        SubscriptionNode node = below.get(level);
        if (node != null) {
            visitor.accept(node);
        }
    }

    /** Returns whether the session had no such subscription yet. */
    boolean put(Subscription subscription) {
        SubscriptionNode node = this;
        for (String level : levels(subscription.getTopicFilter().toString())) {
            node = node.below.computeIfAbsent(level, name -> new SubscriptionNode());
        }
        return node.putHere(subscription);
    }

    private boolean putHere(Subscription subscription) {
        String share = subscription.getShareName();
        return share.isEmpty()
                ? own.put(subscription.getClientId(), subscription) == null
                : shares.computeIfAbsent(share, name -> new Share()).put(subscription);
    }

    /** @param share empty where the subscription is not shared */
    void remove(String filter, String share, String sessionId) {
        remove(levels(filter), 0, share, sessionId);
    }

    private void remove(String[] levels, int depth, String share, String sessionId) {
        if (depth == levels.length) {
            removeHere(share, sessionId);
            return;
        }
        below.computeIfPresent(levels[depth], (level, node) -> {
            node.remove(levels, depth + 1, share, sessionId);
            return node.isEmpty() ? null : node;
        });
    }

    private void removeHere(String share, String sessionId) {
        if (share.isEmpty()) {
            own.remove(sessionId);
            return;
        }
        shares.computeIfPresent(share, (name, group) -> {
            group.members.removeIf(member -> member.getClientId().equals(sessionId));
            return group.members.isEmpty() ? null : group;
        });
    }

    private boolean isEmpty() {
        return below.isEmpty() && !hasSubscriptions();
    }

    private static String[] levels(String filter) {
        return filter.split("/", -1);
    }

    int size() {
        int size = own.size();
        for (Share share : shares.values()) {
            size += share.members.size();
        }
        for (SubscriptionNode node : below.values()) {
            size += node.size();
        }
        return size;
    }
}
