/** What commands that answer with a page of a list have in common. */
package dev.tr50.gateway.list;
