package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** An integrator's script: logs in as the user of the first start, and names its session in a header. */
final class Script {
    private final RunningGateway gateway;
    private final String session;

    private Script(RunningGateway gateway, String session) {
        this.gateway = gateway;
        this.session = session;
    }

    static Script loggedIn(RunningGateway gateway) throws IOException, InterruptedException {
        JsonNode login = gateway.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\""
                + gateway.ownerEmail() + "\",\"password\":\"" + gateway.ownerPassword() + "\"}}}");
        return new Script(gateway, login.at("/auth/params/sessionId").asText());
    }

    /** The reply to one command, whatever it says. */
    JsonNode call(String command, String params) throws IOException, InterruptedException {
        return gateway.api(
                        "{\"cmd\":{\"command\":\"" + command + "\",\"params\":" + params + "}}", "sessionId", session)
                .path("cmd");
    }

    /** What a command returned, which must be a success. */
    JsonNode ask(String command, String params) throws IOException, InterruptedException {
        JsonNode reply = call(command, params);
        assertThat(reply.path("success").asBoolean())
                .as(command + " " + params + " → " + reply)
                .isTrue();
        return reply.path("params");
    }

    /** Calls a method, while the caller goes on. */
    CompletableFuture<JsonNode> calling(String thingKey, String method, String params) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return call(
                        "method.exec",
                        "{\"thingKey\":\"" + thingKey + "\",\"method\":\"" + method + "\",\"ackTimeout\":30,\"params\":"
                                + params + "}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
