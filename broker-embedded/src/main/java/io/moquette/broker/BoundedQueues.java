package io.moquette.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages that wait for their session, in memory; a full queue takes no more until it drains. */
final class BoundedQueues implements IQueueRepository {

    private final int capacity;
    private final ConcurrentMap<String, SessionMessageQueue<SessionRegistry.EnqueuedMessage>> queues =
            new ConcurrentHashMap<>();

    BoundedQueues(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public Set<String> listQueueNames() {
        return queues.keySet();
    }

    @Override
    public boolean containsQueue(String sessionId) {
        return queues.containsKey(sessionId);
    }

    @Override
    public SessionMessageQueue<SessionRegistry.EnqueuedMessage> getOrCreateQueue(String sessionId) {
        return queues.computeIfAbsent(sessionId, BoundedQueue::new);
    }

    @Override
    public void close() {
        queues.clear();
    }

    private final class BoundedQueue extends InMemoryQueue {

        private final String sessionId;
        private final AtomicInteger size = new AtomicInteger();

        BoundedQueue(String sessionId) {
            this.sessionId = sessionId;
        }

        @Override
        public void enqueue(SessionRegistry.EnqueuedMessage message) {
            if (size.get() >= capacity) {
                Utils.release(message, "queue is full");
                return;
            }
            size.incrementAndGet();
            super.enqueue(message);
        }

        @Override
        public SessionRegistry.EnqueuedMessage dequeue() {
            SessionRegistry.EnqueuedMessage message = super.dequeue();
            if (message != null) {
                size.decrementAndGet();
            }
            return message;
        }

        @Override
        public void closeAndPurge() {
            queues.remove(sessionId, this);
            super.closeAndPurge();
        }
    }
}
