package dev.tr50.storage;

import java.util.List;

/** What sorts of tags a thing has. */
public enum TagKind {
    /** For finding things. */
    TAG,
    /** For saying who may see things; kept with them. */
    SEC_TAG;

    /** Those of a thing. */
    public List<String> of(Thing thing) {
        return this == TAG ? thing.tags() : thing.secTags();
    }
}
