/** How many rows of the database commands read. */
package dev.tr50.gateway.rows;
