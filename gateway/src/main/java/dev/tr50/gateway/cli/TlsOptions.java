package dev.tr50.gateway.cli;

import dev.tr50.gateway.TlsSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code serve} for TLS, which mean something only together. */
final class TlsOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--mqtts-port",
            paramLabel = "N",
            description = "Port of MQTT over TLS, 0 for any free one (off). Usual is 8883.")
    private Integer mqttsPort;

    @Option(names = "--https-port", paramLabel = "N", description = "Port of HTTPS, 0 for any free one (off).")
    private Integer httpsPort;

    @Option(
            names = "--tls-cert",
            paramLabel = "PEM",
            description = "File of the certificate for TLS, its chain included. Read again when it changes.")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "PEM", description = "File of its private key, without a password.")
    private Path key;

    @Mixin
    private ClientCertificateOptions clients;

    Optional<TlsSettings> settings() {
        if (mqttsPort == null && httpsPort == null) {
            if (certificate != null || key != null) {
                throw new ParameterException(
                        spec.commandLine(), "--tls-cert and --tls-key need --mqtts-port or --https-port");
            }
            clients.needPort();
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            String option = mqttsPort == null ? "--https-port" : "--mqtts-port";
            throw new ParameterException(spec.commandLine(), option + " needs --tls-cert and --tls-key");
        }
        return Optional.of(new TlsSettings(
                port("--mqtts-port", mqttsPort),
                port("--https-port", httpsPort),
                certificate,
                key,
                clients.settings()));
    }

    private OptionalInt port(String option, Integer port) {
        return port == null ? OptionalInt.empty() : OptionalInt.of(Range.port(spec.commandLine(), option, port));
    }
}
