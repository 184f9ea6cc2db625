package dev.tr50.protocol;

import java.util.function.Supplier;

/**
 * A result that is given more than once, the very same object each time: it is written the first time, and what was written is
 * kept as long as the result is. For records that never change, as all results should be.
 */
public interface Repeated {
    /** What the result was written as; made together with it, and no member of what is written. */
    Written written();

    /** The place for what a result was written as. Safe for use by many threads. */
    final class Written {
        private volatile byte[] json;

        byte[] orWrite(Supplier<byte[]> writing) {
            byte[] known = json;
            if (known == null) {
                known = writing.get();
                json = known;
            }
            return known;
        }
    }
}
