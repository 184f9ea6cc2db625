package dev.tr50.broker;

import io.netty.handler.codec.DecoderException;

/** A packet breaks a rule of MQTT 5. Without a stack trace: where it is thrown says nothing, and clients cause it. */
final class Violation extends DecoderException {

    private static final long serialVersionUID = 1L;

    private final byte reason;

    private Violation(byte reason, String message) {
        super(message);
        this.reason = reason;
    }

    static Violation malformed(String message) {
        return new Violation(ReasonCode.MALFORMED_PACKET, message);
    }

    static Violation protocolError(String message) {
        return new Violation(ReasonCode.PROTOCOL_ERROR, message);
    }

    static Violation of(byte reason, String message) {
        return new Violation(reason, message);
    }

    /** The reason code for the client. */
    byte reason() {
        return reason;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
