/**
 * What a gateway keeps of what it acknowledged, when its process is killed. Clients of every kind write, each its own things, and
 * know of each of their writes whether it was acknowledged, was under way, or was never sent.
 */
package dev.tr50.gateway.crash;
