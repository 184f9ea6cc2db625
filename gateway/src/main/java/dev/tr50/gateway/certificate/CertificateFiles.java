package dev.tr50.gateway.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate and its key in two PEM files that may be replaced while they are in use.
 *
 * <p>The first certificate of its file is the server's own; those that vouch for it follow. The key is RSA, EC or EdDSA, in
 * PKCS #8, PKCS #1 or SEC 1, without a password.
 */
public final class CertificateFiles {
    private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

    /** Far beyond any chain; who names a larger file named a wrong one. */
    private static final int MOST_BYTES = 1 << 20;

    private final Path certificate;
    private final Path key;
    private final CurrentIdentity identity;
    private final Object lock = new Object();
    private Contents seen;
    private String complaint;

    private record Contents(byte[] certificate, byte[] key) {
        boolean isSame(Contents other) {
            return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
        }
    }

    private CertificateFiles(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.seen = read();
        this.identity = new CurrentIdentity(parse(seen));
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
        synchronized (lock) {
            try {
                Contents found = read();
                if (!found.isSame(seen)) {
                    seen = found;
                    identity.replace(parse(found));
                    log.info("New TLS certificate from {}", certificate);
                }
                complaint = null;
            } catch (IOException unusable) {
                complain(unusable.getMessage());
            }
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            log.warn("The TLS certificate stays the old one: {}", reason);
        }
    }

    private Identity parse(Contents contents) throws IOException {
        return PemFiles.parse(certificate.toString(), contents.certificate(), key.toString(), contents.key());
    }

    private Contents read() throws IOException {
        return new Contents(read(certificate), read(key));
    }

    private static byte[] read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException(file + " is too large for a certificate or a key");
        }
        return bytes;
    }
}
