package dev.tr50.broker;

/** A reply whose loss matters, and the connection that carries it: the one that asked, or the one that repeated the command. */
final class OwedReply {
    private final ReplyRoute route;
    private final RememberedCommands commands;
    private final Runnable undelivered;
    private ClientConnection carrier;

    /** @param commands of the session; null when it ends with its connection */
    OwedReply(ReplyRoute route, RememberedCommands commands, ClientConnection carrier, Runnable undelivered) {
        this.route = route;
        this.commands = commands;
        this.carrier = carrier;
        this.undelivered = undelivered;
    }

    /** Another connection is to carry it; false when it is lost already. */
    synchronized boolean passTo(ClientConnection next) {
        if (carrier == null) {
            return false;
        }
        carrier = next;
        return true;
    }

    /** A connection cannot deliver it. The command that it answers runs anew when the client repeats that. */
    void lostBy(ClientConnection connection) {
        synchronized (this) {
            if (carrier != connection) {
                return;
            }
            carrier = null;
        }
        if (commands != null) {
            commands.forget(route);
        }
        undelivered.run();
    }
}
