package dev.tr50.storage;

import java.util.List;

/** What is to be different about a role; null members stay as they are, and are absent from a new one. */
public record AppRoleChange(
        String name, String desc, List<String> perms, List<String> viewTags, List<String> updateTags) {}
