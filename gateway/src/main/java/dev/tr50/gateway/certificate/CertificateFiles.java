package dev.tr50.gateway.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate and its key in two PEM files that may be replaced while they are in use.
 *
 * <p>The first certificate of its file is the server's own; those that vouch for it follow. The key is RSA, EC or EdDSA, in
 * PKCS #8, PKCS #1 or SEC 1, without a password.
 */
public final class CertificateFiles {
    private final WatchedFiles<Identity> files;
    private final CurrentIdentity identity;

    private CertificateFiles(Path certificate, Path key) throws IOException {
        files = new WatchedFiles<>(
                "TLS certificate",
                List.of(certificate, key),
                contents -> PemFiles.parse(certificate.toString(), contents.get(0), key.toString(), contents.get(1)));
        identity = new CurrentIdentity(files.first());
    }

    /** @throws IOException when a file cannot be read or used, or the key does not fit the certificate; the message says so */
    public static CertificateFiles open(Path certificate, Path key) throws IOException {
        return new CertificateFiles(certificate, key);
    }

    /** Answers each handshake with what the files held at the latest {@link #refresh()} that found them good. */
    public X509ExtendedKeyManager keyManager() {
        return identity;
    }

    /** Takes a new certificate from the files when they changed. What is no good is logged once and changes nothing. */
    public void refresh() {
        files.refresh(identity::replace);
    }
}
