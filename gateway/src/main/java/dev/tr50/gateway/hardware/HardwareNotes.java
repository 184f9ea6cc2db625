package dev.tr50.gateway.hardware;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Hardware.Part;
import dev.tr50.storage.HardwareRegister;
import dev.tr50.storage.Thing;
import java.time.Clock;

/** Keeps what things say of their hardware. */
public final class HardwareNotes {
    private final ThingAccess access;
    private final HardwareRegister hardware;
    private final Clock clock;

    public HardwareNotes(ThingAccess access, HardwareRegister hardware, Clock clock) {
        this.access = access;
        this.hardware = hardware;
        this.clock = clock;
    }

    /** @throws CommandException when the thing is not there or not the caller's to change */
    void keep(Caller caller, Part part, HardwareParams params) {
        Thing thing = access.resolve(caller, params.thing());
        if (!hardware.register(thing.id(), part, params.at(clock.instant()))) {
            throw new CommandException(ErrorCode.NOT_FOUND, "Thing " + thing.key() + " not found");
        }
    }
}
