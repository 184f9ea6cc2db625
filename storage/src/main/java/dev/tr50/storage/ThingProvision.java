package dev.tr50.storage;

/**
 * What is to be changed of a thing by those who provision it.
 *
 * @param name null to leave it
 * @param groupId the group it is to be in from now on; null to leave it where it is
 * @param secretHash SHA-256 of its new secret in hex; null to leave the one it has
 * @param externalKeyHash SHA-256 of its new external key in hex; null to leave the one it has
 * @param withoutExternalKey whether it is to have no external key any more
 */
public record ThingProvision(
        String name, String groupId, String secretHash, String externalKeyHash, boolean withoutExternalKey) {

    /** A new secret and nothing else. */
    public static ThingProvision secret(String secretHash) {
        return new ThingProvision(null, null, secretHash, null, false);
    }

    Thing applied(Thing old, String defKey) {
        return new Thing(
                old.id(),
                groupId == null ? old.groupId() : groupId,
                old.key(),
                name == null ? old.name() : name,
                old.desc(),
                defKey,
                old.tags(),
                old.secTags(),
                old.identifiers(),
                old.createdBy(),
                old.createdOn(),
                old.updatedBy(),
                old.updatedOn(),
                old.lastSeen(),
                old.appId(),
                old.scope(),
                secretHash == null ? old.secretHash() : secretHash,
                withoutExternalKey ? null : externalKeyHash == null ? old.externalKeyHash() : externalKeyHash,
                old.locEnabled());
    }
}
