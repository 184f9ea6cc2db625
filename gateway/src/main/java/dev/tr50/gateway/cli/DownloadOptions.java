package dev.tr50.gateway.cli;

import dev.tr50.gateway.transfer.DownloadRules;
import picocli.CommandLine.Option;

/** The options of {@code serve} for downloads. */
final class DownloadOptions {
    /** How a whole file is sent, as it is typed. */
    enum Framing {
        chunked,
        length
    }

    @Option(
            names = "--download-framing",
            paramLabel = "HOW",
            defaultValue = "chunked",
            description = "How whole files are sent: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). As one chunk, which"
                    + " libtr50 needs, or with Content-Length.")
    private Framing framing;

    @Option(
            names = "--single-use-downloads",
            // Without these two, picocli turns a default of true, from the environment, into false.
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "BOOLEAN",
            description = "A download handle is used up when its file has been sent to the end (${DEFAULT-VALUE}).")
    private boolean singleUse;

    DownloadRules rules() {
        return new DownloadRules(framing == Framing.chunked, singleUse);
    }
}
