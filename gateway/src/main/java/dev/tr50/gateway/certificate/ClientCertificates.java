package dev.tr50.gateway.certificate;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a listener for TLS asks of its clients.
 *
 * @param trust judges the certificates that clients show in a full handshake
 * @param required whether a client without a certificate is refused; one with a wrong certificate always is
 */
public record ClientCertificates(X509ExtendedTrustManager trust, boolean required) {
    private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

    public ClientCertificates {
        Objects.requireNonNull(trust, "trust");
    }

    /**
     * Whether the client of a session is welcome now. A session that is resumed goes without a new look at the certificate,
     * which may have expired, or lost its authority, since it was shown.
     */
    public boolean admits(SSLSession session) {
        try {
            X509Certificate[] chain = Arrays.copyOf(
                    session.getPeerCertificates(), session.getPeerCertificates().length, X509Certificate[].class);
            trust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return true;
        } catch (SSLPeerUnverifiedException withoutCertificate) {
            return !required;
        } catch (CertificateException refused) {
            log.debug("A session is not resumed: {}", refused.toString());
            return false;
        }
    }
}
