package dev.tr50.storage;

/**
 * A kind of time series: what one of its samples holds. A further kind is one implementation of this; storing, reading and
 * ordering are the same for all.
 *
 * @param <S> a sample, without its time
 */
public interface SampleKind<S> {

    /** Its name in the database, at most 16 characters; never to be changed. */
    String name();

    /** The sample in cells. A place once given to something keeps that meaning for ever. */
    Cells cells(S sample);

    /** The sample from its cells. */
    S sample(Cells cells);

    /** Whether the later sample says what the earlier one said: then it holds since the earlier one's time. */
    boolean isSame(S earlier, S later);

    /** Whether the sample takes back what the series said, so that no series begins with it. */
    default boolean isWithdrawal(S sample) {
        return false;
    }

    /** Whether the later sample is nothing new, so that it is not recorded unless its publisher insists. */
    default boolean isRepetition(S earlier, S later) {
        return false;
    }
}
