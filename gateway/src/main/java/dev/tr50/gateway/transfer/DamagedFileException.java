package dev.tr50.gateway.transfer;

/** The bytes on the disk are not those that were stored. Nothing of the gateway's making, so it has no stack trace. */
final class DamagedFileException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedFileException(String what) {
        super(what, null, false, false);
    }

    static DamagedFileException otherBytes() {
        return new DamagedFileException("other bytes on the disk than were stored");
    }
}
