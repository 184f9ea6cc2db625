package dev.tr50.gateway.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The authorities whose certificates clients may show, in a PEM file that may be replaced while it is in use. */
public final class AuthorityFile {
    private final WatchedFiles<X509ExtendedTrustManager> files;
    private final CurrentTrust trust;

    private AuthorityFile(Path authorities) throws IOException {
        files = new WatchedFiles<>(
                "list of authorities for client certificates",
                List.of(authorities),
                contents -> trust(PemFiles.certificates(authorities.toString(), contents.get(0))));
        trust = new CurrentTrust(files.first());
    }

    /** @throws IOException when the file cannot be read or holds no certificate; the message says so */
    public static AuthorityFile open(Path authorities) throws IOException {
        return new AuthorityFile(authorities);
    }

    /** Judges each client by what the file held at the latest {@link #refresh()} that found it good. */
    public X509ExtendedTrustManager trustManager() {
        return trust;
    }

    /** Takes new authorities from the file when it changed. What is no good is logged once and changes nothing. */
    public void refresh() {
        files.refresh(trust::replace);
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> authorities) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new IOException("this Java cannot judge certificates");
        } catch (GeneralSecurityException e) {
            throw new IOException("these authorities cannot be used: " + e.getMessage(), e);
        }
    }
}
