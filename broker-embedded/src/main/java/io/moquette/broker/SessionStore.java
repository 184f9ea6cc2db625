package io.moquette.broker;

import io.moquette.persistence.MemorySessionsRepository;

/** Keeps sessions in memory and tells when one ends. */
final class SessionStore extends MemorySessionsRepository {

    private final SessionObserver observer;

    SessionStore(SessionObserver observer) {
        this.observer = observer;
    }

    @Override
    public void delete(SessionData session) {
        super.delete(session);
        observer.sessionEnded(session.clientId());
    }
}
