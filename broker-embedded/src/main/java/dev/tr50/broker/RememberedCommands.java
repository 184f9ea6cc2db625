package dev.tr50.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The latest QoS 1 commands of a session that outlives its connections. A client that lost its connection before it had the
 * acknowledgement sends the command again over the next one [MQTT-4.4.0-1]; it is not run again, and since its reply went down
 * with the old connection, the reply is sent again.
 */
final class RememberedCommands {

    /** More than clients are known to have in transit at a time. */
    private static final int MOST_COMMANDS = 32;

    /** Of larger replies together the oldest are forgotten, and their commands run again: what answers so much reads. */
    private static final int MOST_REPLY_BYTES = 32 << 10;

    private final Deque<Command> latest = new ArrayDeque<>();
    private int replyBytes;

    private static final class Command {
        private final long mark;
        private final ReplyRoute route;
        private ClientConnection asker;
        private byte[] reply;
        /** Null when its loss does not matter. */
        private OwedReply owed;

        Command(long mark, ReplyRoute route, ClientConnection asker) {
            this.mark = mark;
            this.route = route;
            this.asker = asker;
        }

        int bytes() {
            return reply == null ? 0 : reply.length;
        }
    }

    /** @param mark packet id and checksum of the command */
    synchronized void begin(long mark, ReplyRoute route, ClientConnection asker) {
        latest.addLast(new Command(mark, route, asker));
        if (latest.size() > MOST_COMMANDS) {
            replyBytes -= latest.removeFirst().bytes();
        }
    }

    synchronized void forget(ReplyRoute route) {
        Iterator<Command> commands = latest.iterator();
        while (commands.hasNext()) {
            Command command = commands.next();
            if (command.route == route) {
                replyBytes -= command.bytes();
                commands.remove();
            }
        }
    }

    /**
     * A client says that it sends the command again. Whether that is known: then its reply goes to this connection, now or
     * when it is there.
     */
    boolean isKnown(long mark, ClientConnection asker) {
        Command known;
        byte[] reply;
        synchronized (this) {
            known = latest.stream()
                    .filter(command -> command.mark == mark)
                    .reduce((older, newer) -> newer)
                    .orElse(null);
            if (known == null || known.owed != null && !known.owed.passTo(asker)) {
                return false;
            }
            known.asker = asker;
            reply = known.reply;
        }
        if (reply != null) {
            asker.answer(known.route, reply, known.owed);
        }
        return true;
    }

    /** Whether the command that a reply is for is remembered. */
    synchronized boolean remember(ReplyRoute route) {
        return latest.stream().anyMatch(command -> command.route == route);
    }

    /**
     * The connection that waits for a reply by now, which is kept for another time.
     *
     * @param owed null when the loss of the reply does not matter
     */
    synchronized ClientConnection answered(ReplyRoute route, byte[] reply, OwedReply owed, ClientConnection first) {
        for (Command command : latest) {
            if (command.route == route) {
                if (owed != null) {
                    owed.passTo(command.asker);
                    command.owed = owed;
                }
                keep(command, reply);
                return command.asker;
            }
        }
        return first;
    }

    private void keep(Command command, byte[] reply) {
        if (command.reply != null) {
            return;
        }
        command.reply = reply;
        replyBytes += reply.length;
        while (replyBytes > MOST_REPLY_BYTES) {
            Command oldest = latest.stream()
                    .filter(each -> each.reply != null)
                    .findFirst()
                    .orElseThrow();
            replyBytes -= oldest.bytes();
            latest.remove(oldest);
        }
    }
}
