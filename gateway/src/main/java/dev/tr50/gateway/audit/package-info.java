/** Who changed what, and who was not let in: files beside the log, bounded, kept over restarts, without secrets. */
package dev.tr50.gateway.audit;
