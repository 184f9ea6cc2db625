package dev.tr50.gateway.dispatch;

/** Who may run a command. */
public enum Access {
    /** Anybody, even without a session. */
    OPEN,
    /** Every session. */
    READ,
    /** Sessions whose role is editor or above. */
    WRITE
}
