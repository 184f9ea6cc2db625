package dev.tr50.broker;

import io.moquette.broker.MoquetteCore;

/**
 * Ends sessions whose user or group has lost its right to be here: connections are closed, and of the sessions and what waits
 * in them nothing stays. A client that is just being let in on the strength of a login from before is turned out too.
 */
final class Expulsions {

    private static final String WHY = "its login is not valid any more";

    private final SessionTable sessions;
    private final MoquetteCore moquette;
    private final RecentExpulsions recent = new RecentExpulsions();

    Expulsions(SessionTable sessions, MoquetteCore moquette) {
        this.sessions = sessions;
        this.moquette = moquette;
    }

    RecentExpulsions recent() {
        return recent;
    }

    /** Ends all sessions of a user in a group. */
    void user(SessionKey.User user) {
        recent.note(user);
        sessions.where(key -> key.user().equals(user)).forEach(this::end);
    }

    /** Ends all sessions of a group and forgets its retained messages. */
    void group(String group) {
        recent.note(group);
        forgetRetained(group);
        sessions.where(key -> key.user().group().equals(group)).forEach(this::end);
    }

    private void end(ClientSession session) {
        ClientConnection connection = session.connection();
        if (connection == null) {
            finished(session);
        } else {
            connection.expel(WHY);
        }
    }

    /** The connection of a session that is being ended is closed: what it sent last has been handed to Moquette. */
    void finished(ClientSession session) {
        String id = session.key().id();
        String group = session.key().user().group();
        moquette.endIfAway(id);
        sessions.endIfAway(id);
        if (recent.includes(group)) {
            moquette.afterCommandsOf(id, () -> forgetRetained(group));
        }
    }

    private void forgetRetained(String group) {
        new GroupNamespace(group).firstLevels().forEach(moquette::forgetRetained);
    }

    /** Turns a client out again whose login was asked about before it lost its validity, and answered then. */
    void recheck(ClientConnection connection, long askedAt) {
        if (recent.since(askedAt, connection.session().key().user())) {
            connection.expel(WHY);
        }
    }
}
