/**
 * The MQTT broker in this process. It lets clients in, takes their commands out of the stream and hands them to a
 * listener, and delivers each reply to the connection that asked; beside that it is an ordinary broker among the
 * sessions of one group. It knows nothing of what a command says.
 *
 * <p>A connection's packets pass the {@code Doorkeeper} until it is let in, then the {@code Border}: commands
 * ({@code CommandIntake}) and subscriptions to replies ({@code SubscriptionDesk}) end there, ordinary MQTT goes on to
 * Moquette under the group's prefix.
 */
package dev.tr50.broker;
