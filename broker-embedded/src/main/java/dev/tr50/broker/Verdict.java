package dev.tr50.broker;

/** The answer to a {@link Login}. */
public sealed interface Verdict {

    /**
     * The client is let in.
     *
     * @param group sessions of one group share ordinary topics; nothing crosses groups
     * @param username under which its sessions are known, when a user may write the name in several ways
     * @param principal handed back by {@link Connection#principal()}, unseen by the broker; may be null
     */
    record Accepted(String group, String username, Object principal) implements Verdict {}

    /**
     * The client is turned away.
     *
     * @param reason a sentence for the client (MQTT 5) and for the log; must not say more than the client may know
     */
    record Refused(Refusal why, String reason) implements Verdict {}
}
