package dev.tr50.gateway.thing;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Identifiers;

/** The numbers of modem and SIM card by which a thing can be known besides its key. */
final class RadioIds {
    private static final int LONGEST = 64;
    private static final Param<String> ICCID = number("iccid", "Number of the SIM card.");
    private static final Param<String> ESN = number("esn", "Electronic serial number.");
    private static final Param<String> IMEI = number("imei", "Number of the mobile equipment.");
    private static final Param<String> MEID = number("meid", "Number of the CDMA equipment.");
    private static final Param<String> IMSI = number("imsi", "Number of the subscriber.");

    private RadioIds() {}

    static Identifiers from(Arguments arguments) {
        return new Identifiers(
                arguments.get(ICCID),
                arguments.get(ESN),
                arguments.get(IMEI),
                arguments.get(MEID),
                arguments.get(IMSI));
    }

    private static Param<String> number(String name, String description) {
        return Param.string(name, description).as(value -> {
            if (value.length() > LONGEST) {
                throw new IllegalArgumentException("must be at most " + LONGEST + " characters");
            }
            return value;
        });
    }
}
