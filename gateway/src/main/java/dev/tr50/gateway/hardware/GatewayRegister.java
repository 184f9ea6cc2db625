package dev.tr50.gateway.hardware;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.storage.Hardware.Part;

/** {@code gateway.register}: notes make, model and firmware of the gateway that a thing is, in place of what it said before. */
public final class GatewayRegister implements Command<HardwareParams, Void> {
    public static final Signature<HardwareParams, Void> SIGNATURE = Signature.writing(
                    "gateway.register",
                    HardwareParams::from,
                    Void.class,
                    "Notes make, model and firmware of the gateway that a thing is, in place of what was noted before.")
            .openTo(Access.OWN);

    private final HardwareNotes notes;

    public GatewayRegister(HardwareNotes notes) {
        this.notes = notes;
    }

    @Override
    public Void run(Caller caller, HardwareParams params) {
        notes.keep(caller, Part.GATEWAY, params);
        return null;
    }
}
