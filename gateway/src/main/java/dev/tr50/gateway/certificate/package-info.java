/**
 * The certificate that the gateway shows over TLS, and the authorities of those that clients show: read from PEM files, watched,
 * and replaced without a restart.
 */
package dev.tr50.gateway.certificate;
