package dev.tr50.storage;

/** The numbers a thing's radio is known by; each may be null. */
public record Identifiers(String iccid, String esn, String imei, String meid, String imsi) {

    /** A thing without any. */
    public static final Identifiers NONE = new Identifiers(null, null, null, null, null);
}
