/** The way from an HTTP port into the broker: MQTT over WebSocket at {@code /mqtt}, so that clients need one port for everything. */
package dev.tr50.gateway.websocket;
