package io.moquette.broker;

import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.ShareName;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.SubscriptionIdentifier;
import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/**
 * Who subscribed to what, by the levels of topic filters; in place of Moquette's tree, which keeps the older options of a
 * subscription that is made again, and forgets the shared subscriptions of others when one of them unsubscribes. Safe for
 * use by several threads.
 */
final class SubscriptionTree implements ISubscriptionsDirectory {

    private static final String NOT_SHARED = "";

    private final SubscriptionNode root = new SubscriptionNode();
    private final Map<String, Set<Subscription>> sharedOfSession = new HashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /**
     * Whom a message goes to: each session once for all its own subscriptions, and one member of each shared subscription.
     *
     * @param publisher its subscriptions may exclude what it publishes itself
     * @param reachable which members of a shared subscription to prefer
     */
    List<Recipient> recipients(Topic topic, String publisher, Predicate<String> reachable) {
        Map<String, Recipient> own = new HashMap<>();
        List<Recipient> all = new ArrayList<>();
        lock.readLock().lock();
        try {
            root.match(topic.toString(), 0, node -> {
                for (Subscription subscription : node.own()) {
                    boolean excluded = subscription.option().isNoLocal()
                            && subscription.getClientId().equals(publisher);
                    if (!excluded) {
                        own.merge(subscription.getClientId(), Recipient.of(subscription), Recipient::and);
                    }
                }
                node.chosen(reachable).forEach(subscription -> all.add(Recipient.of(subscription)));
            });
        } finally {
            lock.readLock().unlock();
        }
        all.addAll(own.values());
        return all;
    }

    /** Whether anybody subscribed to what the topic matches. */
    boolean hasMatching(String topic) {
        AtomicBoolean any = new AtomicBoolean();
        lock.readLock().lock();
        try {
            root.match(topic, 0, node -> any.compareAndSet(false, node.hasSubscriptions()));
        } finally {
            lock.readLock().unlock();
        }
        return any.get();
    }

    @Override
    public void init(ISubscriptionsRepository nothingStored) {
        // Subscriptions live as long as the process.
    }

    /** All of them, and one member of each shared subscription. */
    @Override
    public List<Subscription> matchWithoutQosSharpening(Topic topic) {
        List<Subscription> matching = new ArrayList<>();
        lock.readLock().lock();
        try {
            root.match(topic.toString(), 0, node -> {
                matching.addAll(node.own());
                matching.addAll(node.chosen(session -> true));
            });
        } finally {
            lock.readLock().unlock();
        }
        return matching;
    }

    @Override
    public List<Subscription> matchQosSharpening(Topic topic) {
        Map<String, Subscription> best = new HashMap<>();
        for (Subscription subscription : matchWithoutQosSharpening(topic)) {
            best.merge(
                    subscription.clientAndShareName(),
                    subscription,
                    (one, other) -> one.qosLessThan(other) ? other : one);
        }
        return new ArrayList<>(best.values());
    }

    @Override
    public boolean add(String sessionId, Topic filter, MqttSubscriptionOption option) {
        return add(new Subscription(sessionId, filter, option));
    }

    @Override
    public boolean add(
            String sessionId, Topic filter, MqttSubscriptionOption option, SubscriptionIdentifier identifier) {
        return add(new Subscription(sessionId, filter, option, identifier));
    }

    @Override
    public void addShared(String sessionId, ShareName share, Topic filter, MqttSubscriptionOption option) {
        add(new Subscription(sessionId, filter, option, share.getShareName()));
    }

    @Override
    public void addShared(
            String sessionId,
            ShareName share,
            Topic filter,
            MqttSubscriptionOption option,
            SubscriptionIdentifier identifier) {
        add(new Subscription(sessionId, filter, option, share.getShareName(), identifier));
    }

    /** Returns whether the session had no such subscription; one that it had is replaced [MQTT-3.8.4-3]. */
    private boolean add(Subscription subscription) {
        lock.writeLock().lock();
        try {
            if (!subscription.getShareName().isEmpty()) {
                Set<Subscription> shared =
                        sharedOfSession.computeIfAbsent(subscription.getClientId(), session -> new HashSet<>());
                shared.remove(subscription);
                shared.add(subscription);
            }
            return root.put(subscription);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void removeSubscription(Topic filter, String sessionId) {
        lock.writeLock().lock();
        try {
            root.remove(filter.toString(), NOT_SHARED, sessionId);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void removeSharedSubscription(ShareName share, Topic filter, String sessionId) {
        lock.writeLock().lock();
        try {
            root.remove(filter.toString(), share.getShareName(), sessionId);
            Set<Subscription> shared = sharedOfSession.get(sessionId);
            if (shared != null) {
                shared.removeIf(subscription -> isThat(subscription, share.getShareName(), filter));
                sharedOfSession.computeIfPresent(sessionId, (id, left) -> left.isEmpty() ? null : left);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static boolean isThat(Subscription subscription, String share, Topic filter) {
        return subscription.getShareName().equals(share)
                && subscription.getTopicFilter().toString().equals(filter.toString());
    }

    @Override
    public void removeSharedSubscriptionsForClient(String sessionId) {
        lock.writeLock().lock();
        try {
            for (Subscription subscription : sharedOfSession.getOrDefault(sessionId, Set.of())) {
                root.remove(subscription.getTopicFilter().toString(), subscription.getShareName(), sessionId);
            }
            sharedOfSession.remove(sessionId);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public int size() {
        lock.readLock().lock();
        try {
            return root.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public String dumpTree() {
        return "a tree of " + size() + " subscriptions";
    }
}
