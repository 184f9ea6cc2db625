/** Messages for things, from the caller who sends one to the thing that answers it. */
package dev.tr50.gateway.mailbox;
