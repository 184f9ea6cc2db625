/**
 * The bytes of files over HTTP: {@code POST}, {@code GET} and {@code HEAD} on {@code /file/<id>}, where the id is a handle from
 * {@code file.put} or {@code file.get}, or the id of a public file.
 */
package dev.tr50.gateway.transfer;
