/**
 * Routes with which users make and remove what there is: tokens, users, groups, memberships, things and keys. One class per noun;
 * what a route takes and answers stands beside it as records, and each record refuses what its members must not be.
 */
package dev.tr50.gateway.provisioning;
