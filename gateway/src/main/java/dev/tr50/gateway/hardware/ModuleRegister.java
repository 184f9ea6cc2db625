package dev.tr50.gateway.hardware;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.storage.Hardware.Part;

/** {@code module.register}: notes make, model and firmware of the radio module, in place of what it said before. */
public final class ModuleRegister implements Command<HardwareParams, Void> {
    public static final Signature<HardwareParams, Void> SIGNATURE = Signature.writing(
                    "module.register",
                    HardwareParams::from,
                    Void.class,
                    "Notes make, model and firmware of the radio module, in place of what was noted before.")
            .openTo(Access.OWN);

    private final HardwareNotes notes;

    public ModuleRegister(HardwareNotes notes) {
        this.notes = notes;
    }

    @Override
    public Void run(Caller caller, HardwareParams params) {
        notes.keep(caller, Part.MODULE, params);
        return null;
    }
}
