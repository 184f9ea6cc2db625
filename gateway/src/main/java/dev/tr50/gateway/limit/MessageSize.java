package dev.tr50.gateway.limit;

/**
 * What one TR50 message may measure, over MQTT and HTTP.
 *
 * @param bytes as it comes
 * @param inflatedBytes unpacked, when it comes packed
 */
public record MessageSize(int bytes, int inflatedBytes) {

    /** 1 MiB, packed or not. */
    public static final MessageSize DEFAULT = new MessageSize(1 << 20, 1 << 20);
}
