/** The one HTTP listener of the gateway and the route for commands over HTTP. Other doors mount their routes on it. */
package dev.tr50.gateway.http;
