/** The certificate that the gateway shows over TLS: read from PEM files, watched, and replaced without a restart. */
package dev.tr50.gateway.certificate;
