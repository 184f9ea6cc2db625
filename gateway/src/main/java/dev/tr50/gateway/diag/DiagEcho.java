package dev.tr50.gateway.diag;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.JsonValue;

/** {@code diag.echo}: what came as {@code params} goes back as {@code params}, numbers with the digits they came with. */
public final class DiagEcho implements Command<JsonValue, JsonValue> {
    public static final Signature<JsonValue, JsonValue> SIGNATURE =
            Signature.reading("diag.echo", Arguments::asIs, JsonValue.class, "Sends back the params it was given.");

    @Override
    public JsonValue run(Caller caller, JsonValue params) {
        return params;
    }
}
