package dev.tr50.gateway.transfer;

/**
 * How downloads are sent.
 *
 * @param chunked whether a whole file leaves as one chunk, which libtr50 needs, and not with a Content-Length, by which others
 *     see how far they are
 * @param singleUse whether a handle is used up when its file has been sent to the end, and not 300 s after the last byte moved
 */
public record DownloadRules(boolean chunked, boolean singleUse) {

    /** One chunk, and handles that may be used again. */
    public static final DownloadRules DEFAULT = new DownloadRules(true, false);
}
