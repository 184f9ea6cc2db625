/** What the gateway counts, as {@code GET /metrics} tells it in the text format of Prometheus; the only package that knows Micrometer. */
package dev.tr50.gateway.metrics;
