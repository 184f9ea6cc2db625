package dev.tr50.gateway.cli;

import dev.tr50.gateway.TlsSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code serve} for certificates that clients show. */
final class ClientCertificateOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** What is asked of clients, as it is typed. */
    enum Asked {
        none,
        optional,
        required
    }

    @Option(
            names = "--tls-client-ca",
            paramLabel = "PEM",
            description =
                    "File of the authorities whose certificates clients show over TLS. Read again when it changes.")
    private Path authorities;

    @Option(
            names = "--tls-client-auth",
            paramLabel = "WHEN",
            description = "Whether clients show certificates: ${COMPLETION-CANDIDATES}. Required when there is a"
                    + " --tls-client-ca, else none.")
    private Asked asked;

    Optional<TlsSettings.Clients> settings() {
        if (authorities == null) {
            if (asked != null && asked != Asked.none) {
                throw new ParameterException(
                        spec.commandLine(), "--tls-client-auth=" + asked + " needs --tls-client-ca");
            }
            return Optional.empty();
        }
        return asked == Asked.none
                ? Optional.empty()
                : Optional.of(new TlsSettings.Clients(authorities, asked != Asked.optional));
    }

    /** Refuses what means nothing without a port for TLS. */
    void needPort() {
        if (authorities != null || (asked != null && asked != Asked.none)) {
            throw new ParameterException(
                    spec.commandLine(), "--tls-client-ca and --tls-client-auth need --mqtts-port or --https-port");
        }
    }
}
