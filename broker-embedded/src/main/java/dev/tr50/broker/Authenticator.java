package dev.tr50.broker;

import java.util.concurrent.CompletionStage;

/** Decides who may connect. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Asked once per CONNECT, never on an I/O thread, so it may block or complete later. Meanwhile nothing is read from
     * that client and nobody else waits. A stage that fails refuses the client as {@link Refusal#UNAVAILABLE}.
     */
    CompletionStage<Verdict> authenticate(Login login);
}
