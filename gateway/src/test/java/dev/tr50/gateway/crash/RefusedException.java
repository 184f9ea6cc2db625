package dev.tr50.gateway.crash;

import java.io.IOException;

/** The gateway answered, but not with success. */
final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    RefusedException(String answer) {
        super(answer);
    }
}
