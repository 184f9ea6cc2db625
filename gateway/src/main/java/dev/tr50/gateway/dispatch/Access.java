package dev.tr50.gateway.dispatch;

/** Who may run a command. */
public enum Access {
    /** Anybody, even without a session. */
    OPEN,
    /** Every session. */
    READ,
    /** Things, for what is their own, and sessions whose role is editor or above. */
    OWN,
    /** Sessions whose role is editor or above. */
    WRITE,
    /** Sessions of users, whatever their role. */
    USER,
    /** Sessions whose role is admin or above. */
    ADMIN
}
