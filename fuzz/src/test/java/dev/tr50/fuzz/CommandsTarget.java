package dev.tr50.fuzz;

import static dev.tr50.fuzz.Claims.claim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.Catalogue;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Every command of the catalogue, with parameters that the input chooses, by a user, a thing and nobody, in a running gateway.
 * Whatever they hold: each command has its reply, none of them is a failure of the gateway's own, the log stays quiet and others
 * are served.
 */
public final class CommandsTarget {

    private static final List<? extends Signature<?, ?>> COMMANDS = Catalogue.signatures();
    private static final int MOST_COMMANDS = 8;
    private static final int BETWEEN_LOOKS = 16;
    private static final int MOST_OF_A_SESSION = 200;
    private static CommandsTarget started;

    private final World world;
    private String ofOwner = "";
    private String ofThing = "";
    private int fed;

    private CommandsTarget() throws IOException, InterruptedException {
        world = World.get();
    }

    /** Jazzer calls it before it looks at the clock. */
    public static void fuzzerInitialize() {
        try {
            started = started == null ? new CommandsTarget() : started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        fuzzerInitialize();
        try {
            started.feed(new Choices(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void feed(Choices choices) throws IOException, InterruptedException {
        if (fed++ % MOST_OF_A_SESSION == 0) {
            ofOwner = world.sessionOfOwner();
            ofThing = world.sessionOfThing("victim");
        }
        String session = choices.among(List.of(ofOwner, ofOwner, ofThing, "none"));
        int commands = choices.below(MOST_COMMANDS) + 1;
        StringBuilder message = new StringBuilder("{\"auth\":{\"sessionId\":\"" + session + "\"}");
        for (int i = 0; i < commands; i++) {
            message.append(",\"").append(i).append("\":").append(command(choices));
        }
        String sent = message.append('}').toString();
        JsonNode reply = world.post("/api", sent);
        for (int i = 0; i < commands; i++) {
            check(sent, reply, String.valueOf(i));
        }
        world.claimQuiet();
        if (fed % BETWEEN_LOOKS == 0) {
            world.claimSound();
        }
    }

    private static String command(Choices choices) {
        Signature<?, ?> signature = COMMANDS.get(choices.below(COMMANDS.size()));
        StringBuilder params = new StringBuilder("{");
        for (Param<?> param : signature.params()) {
            if (Values.isWait(param.name()) || param.isRequired() || choices.below(3) > 0) {
                params.append(params.length() == 1 ? "" : ",")
                        .append('"')
                        .append(param.name())
                        .append("\":")
                        .append(Values.of(param, choices));
            }
        }
        return "{\"command\":\"" + signature.name() + "\",\"params\":" + params + "}}";
    }

    private static void check(String sent, JsonNode reply, String id) {
        JsonNode of = reply.has(id) ? reply.get(id) : reply;
        claim(of.has("success"), "no reply to " + sent + " but " + reply);
        for (JsonNode code : of.path("errorCodes")) {
            claim(code.asInt() != ErrorCode.INTERNAL.number(), "the gateway failed on " + sent + ": " + of);
        }
    }
}
