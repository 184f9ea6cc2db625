package dev.tr50.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tr50.gateway.audit.AuditFiles.Kind;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.CommandObserver;
import dev.tr50.gateway.identity.LoginRefused;
import dev.tr50.gateway.identity.LoginWitness;
import dev.tr50.gateway.logline.Printable;
import dev.tr50.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/**
 * Who changed what, when and from where, and who was not let in: a JSON object in each line. What a user changed is written, though
 * not brought to the disk, before the user is answered; the rest soon after. Used by any number of threads.
 */
public final class AuditLog implements CommandObserver, LoginWitness, AutoCloseable {
    /** The longest line; what it tells of parameters is left out when there is more. */
    private static final int LONGEST = 4096;

    /** Its place in the data folder. */
    public static final String FOLDER = "audit";

    private static final JsonMapper JSON = new JsonMapper();

    private final AuditFiles files;
    private final Clock clock;

    /**
     * Opens it in a folder, which is made when missing.
     *
     * @param mostBytes of the changes by users, of those by things, and of what was refused, each
     */
    public AuditLog(Path folder, long mostBytes, Clock clock) throws IOException {
        this.files = new AuditFiles(folder, mostBytes);
        this.clock = clock;
    }

    /** Something the gateway did by itself: it started, for instance. */
    public void did(String what, String detail) {
        write(Kind.CHANGES, line("gateway", what).put("detail", detail));
    }

    @Override
    public void ran(Run run, ErrorCode failure, long nanos) {
        if (!AdministrativeCommands.include(run.command())) {
            return;
        }
        Caller caller = run.caller();
        ObjectNode line = line(who(caller), run.command());
        if (caller.group() != null) {
            line.put("group", caller.group().key());
        }
        from(line, caller.origin());
        line.put("result", failure == null ? 0 : failure.number());
        write(kind(failure == null, caller.user().isPresent()), with(line, told(run), parameters(run)));
    }

    /** The id of a session may be the one that opens it. */
    private static ToldMembers told(Run run) {
        return run.command().startsWith("session.") ? ToldMembers.OF_SESSIONS : ToldMembers.OF_COMMANDS;
    }

    private static JsonNode parameters(Run run) {
        try {
            return JSON.readTree(run.request().arguments().asIs().toString());
        } catch (IOException e) {
            throw new IllegalStateException("parameters that were read are JSON", e);
        }
    }

    /**
     * A user changed something by an HTTP request.
     *
     * @param what method and path
     * @param body what was sent; null for nothing
     * @param status of the answer
     */
    public void requested(String email, Origin from, String what, byte[] body, int status) {
        ObjectNode line = line("user:" + email, what);
        from(line, from);
        line.put("result", status);
        write(kind(status < 400, true), with(line, ToldMembers.OF_REQUESTS, parsed(body)));
    }

    /** What is no JSON is told by the status. */
    private static JsonNode parsed(byte[] body) {
        try {
            return body == null ? JsonNodeFactory.instance.nullNode() : JSON.readTree(body);
        } catch (IOException noJson) {
            return JsonNodeFactory.instance.nullNode();
        }
    }

    @Override
    public void refused(String name, Origin from, LoginRefused.Why why) {
        ObjectNode line = line(Printable.of(name), "login");
        from(line, from);
        write(Kind.REFUSED, line.put("result", why.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void registered(String thingKey, String app, Origin from) {
        ObjectNode line = line("thing:" + thingKey, "register");
        from(line, from);
        write(Kind.THINGS, line.put("app", app));
    }

    private static Kind kind(boolean done, boolean byUser) {
        if (!done) {
            return Kind.REFUSED;
        }
        return byUser ? Kind.CHANGES : Kind.THINGS;
    }

    private static String who(Caller caller) {
        String kind = caller.user().isPresent() ? "user:" : "thing:";
        return caller.isNobody() ? "nobody" : kind + caller.whoAmI();
    }

    private ObjectNode line(String who, String what) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", clock.instant().toString())
                .put("who", who)
                .put("did", what);
    }

    private static void from(ObjectNode line, Origin from) {
        line.put("from", from.remoteAddress()).put("by", from.protocol());
    }

    private static ObjectNode with(ObjectNode line, ToldMembers members, JsonNode asked) {
        JsonNode told = members.of(asked);
        if (told != null && !told.isEmpty()) {
            line.set("with", told);
        }
        return line;
    }

    private void write(Kind kind, ObjectNode line) {
        String text = line.toString();
        files.write(
                kind,
                text.length() <= LONGEST
                        ? text
                        : line.put("with", "too much to tell").toString());
    }

    /** Lines that were lost because more came than the disk took. */
    public long lost() {
        return files.lost();
    }

    /** Times at which a file could not be written. */
    public long failures() {
        return files.failures();
    }

    /** Writes what waits. */
    @Override
    public void close() {
        files.close();
    }
}
