/**
 * Files of things and groups over plain HTTP, as the Filestore API of Mainflux has it: {@code /files} for the files of the thing
 * that asks, {@code /fs/groups/<id>/files} for those of a group, {@code /fs/groupfiles} for a thing that reads those of its group.
 * They are the files that TR50 commands see.
 */
package dev.tr50.gateway.filestore;
