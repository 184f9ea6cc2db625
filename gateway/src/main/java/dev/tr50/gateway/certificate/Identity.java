package dev.tr50.gateway.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with the key that belongs to it.
 *
 * @param chain the server's own certificate first, then those that vouch for it
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {

    Identity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** The kind of key, as a TLS handshake asks for it: RSA, EC, EdDSA. */
    String keyType() {
        return certificate().getPublicKey().getAlgorithm();
    }

    /** Whether what the key signs is signed in the eyes of those who hold the certificate. */
    boolean keyFits() throws GeneralSecurityException {
        byte[] anything = certificate().getSignature();
        Signature signature = Signature.getInstance(algorithm(certificate().getPublicKey()));
        signature.initSign(key);
        signature.update(anything);
        byte[] signed = signature.sign();
        signature.initVerify(certificate().getPublicKey());
        signature.update(anything);
        return signature.verify(signed);
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
