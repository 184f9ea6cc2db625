package dev.tr50.gateway.mailbox;

import dev.tr50.protocol.CommandException;

/** How the error that a device answered is told to the caller. */
final class DeviceAnswer {
    private DeviceAnswer() {}

    /** @param text what the device said, or null */
    static CommandException failure(int errorCode, String text) {
        return CommandException.ofDevice(
                errorCode, text == null || text.isEmpty() ? "Method failed with code " + errorCode : text);
    }
}
