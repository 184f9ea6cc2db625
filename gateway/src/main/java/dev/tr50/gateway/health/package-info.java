/** Whether the gateway can do its work: the answer to {@code GET /health}, for load balancers and supervisors. */
package dev.tr50.gateway.health;
