/** Backups of a gateway that runs, for whoever may use its data folder. */
package dev.tr50.gateway.backup;
