/** The description of all HTTP routes, and a page that shows it. */
package dev.tr50.gateway.openapi;
