package dev.tr50.gateway.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;

/** A session over HTTP, as scripts have one: its id in the header, one command in each message. */
public record ApiSession(RunningGateway gateway, String id) {

    /** Logs a user in, who must be let in. */
    public static ApiSession ofUser(RunningGateway gateway, String email, String password)
            throws IOException, InterruptedException {
        return login(gateway, "{\"username\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    /** The user that the first start made. */
    public static ApiSession ofRoot(RunningGateway gateway) throws IOException, InterruptedException {
        return ofUser(gateway, gateway.ownerEmail(), gateway.ownerPassword());
    }

    /** Logs a thing in, which must be let in. */
    public static ApiSession ofThing(RunningGateway gateway, String thingKey, String token)
            throws IOException, InterruptedException {
        return login(
                gateway, "{\"thingKey\":\"" + thingKey + "\",\"appToken\":\"" + token + "\",\"appId\":\"script\"}");
    }

    private static ApiSession login(RunningGateway gateway, String params) throws IOException, InterruptedException {
        JsonNode reply = gateway.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":" + params + "}}");
        if (!reply.at("/auth/success").asBoolean()) {
            throw new AssertionError(reply.toString());
        }
        return new ApiSession(gateway, reply.at("/auth/params/sessionId").asText());
    }

    /** The whole reply to one command, under {@code cmd} where the session lives. */
    public JsonNode send(String command, String params) throws IOException, InterruptedException {
        return gateway.api("{\"cmd\":{\"command\":\"" + command + "\",\"params\":" + params + "}}", "sessionId", id);
    }

    /** What a command gives, which must succeed. */
    public JsonNode call(String command, String params) throws IOException, InterruptedException {
        JsonNode reply = send(command, params);
        if (!reply.at("/cmd/success").asBoolean()) {
            throw new AssertionError(command + " → " + reply);
        }
        return reply.at("/cmd/params");
    }

    /** The number of the error with which a command must fail, at the root or under its id. */
    public int error(String command, String params) throws IOException, InterruptedException {
        JsonNode reply = send(command, params);
        JsonNode failed = reply.has("cmd") ? reply.get("cmd") : reply;
        if (failed.path("success").asBoolean(true)) {
            throw new AssertionError(command + " → " + reply);
        }
        return failed.at("/errorCodes/0").asInt();
    }
}
